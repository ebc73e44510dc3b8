import ObservatoryModel
import TestSupport
import Testing

@testable import Detection

/// Slowness is told from pairs of transfers, platform against control.
@Suite struct ThrottlingTests {
    private static let world = Played.pakistan + "transfers on\nevery 300\n"

    @Test(arguments: [UInt64(1), 3])
    func `throttling against controls is slow, with its factor, and ends`(seed: UInt64) throws {
        let played = try Played(
            Self.world + """
                length 32h
                26h..30h PK * x slow:12
                """, seed: seed)
        let here = played.revisions.filter { $0.country.description == "PK" }
        #expect(Set(here.map(\.incident)).count == 1, played.story)
        let standing = try #require(
            here.last { $0.decidedAt < DetectionScript.start + .hours(29) }, played.story)
        #expect(standing.verdict == .slow && standing.status == .confirmed, played.story)
        #expect(standing.scope == .national && standing.networks.count == 3, played.story)
        let slowdown = try #require(standing.slowdown, played.story)
        #expect((6...20).contains(slowdown.factor), "\(slowdown)")
        #expect(slowdown.low <= slowdown.factor && slowdown.factor <= slowdown.high, "\(slowdown)")
        #expect(here.last?.status == .restored, played.story)
        #expect(try abs(played.minutes(from: "30h", to: here.last?.end)) <= 15, played.story)
        for revision in here { #expect(revision.mechanism.allSatisfy { $0.hasPrefix("tls.throttle") }, played.story) }
    }

    @Test func `a slow country is not a slow platform`() throws {
        // Platform and controls share the slow line: the ratio stays where it was.
        print("seed 4")
        let records = try DetectionScript(Self.world + "length 30h").records(seed: 4).map { record -> Record in
            guard case .session(var session) = record, session.country.description == "PK",
                session.at > DetectionScript.start + .hours(26)
            else { return record }
            func slowed(_ transfer: Transfer) -> Transfer {
                Transfer(bytes: transfer.bytes, milliseconds: transfer.milliseconds * 10)
            }
            session.transfer = session.transfer.map(slowed)
            for index in session.controls.indices {
                session.controls[index].transfer = session.controls[index].transfer.map(slowed)
            }
            return .session(session)
        }
        let played = Played(records)
        #expect(!played.revisions.contains { $0.country.description == "PK" }, played.story)
    }

    @Test func `a transfer too small for a policer to bite, or without a control's, says nothing`() throws {
        let records = try DetectionScript(
            Self.world + """
                length 28h
                26h..28h PK * x slow:12
                """
        ).records(seed: 5).map { record -> Record in
            guard case .session(var session) = record else { return record }
            for index in session.controls.indices {
                session.controls[index].transfer = session.controls[index].transfer.map {
                    Transfer(bytes: $0.bytes / 2, milliseconds: $0.milliseconds / 2)
                }
            }
            return .session(session)
        }
        let played = Played(records)
        #expect(played.revisions.isEmpty, played.story)
    }

    @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6])
    func `ordinary transfers are not slow, also while their quantiles are learned`(
        seed: UInt64
    ) throws {
        let played = try Played(Played.pakistan + "transfers on\nevery 300\nlength 12h", seed: seed)
        #expect(played.revisions.isEmpty, played.story)
    }
}
