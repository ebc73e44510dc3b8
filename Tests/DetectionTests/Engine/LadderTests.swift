import ObservatoryModel
import TestSupport
import Testing

@testable import Detection

/// The life of one incident, from the first failing session to its end.
@Suite struct LadderTests {
    @Test(arguments: [UInt64(1), 2])
    func `two quiet days say nothing`(seed: UInt64) throws {
        let played = try Played(Played.pakistan + "length 2d", seed: seed)
        #expect(played.revisions.isEmpty, played.story)
        #expect(played.engine.cadenceRequests.isEmpty)
        let cells = played.engine.cells(in: CountryCode("PK"))
        #expect(cells.count == 4)
        #expect(cells.allSatisfy { $0.verdict == .ok && $0.attention == .quiet && $0.incident == nil })
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `a national block is suspected, then confirmed, with scope, networks, platform and mechanism`(
        seed: UInt64
    ) throws {
        let played = try Played(
            Played.pakistan + """
                length 29h
                26h..29h PK * x tls:connection_reset hit=.95
                26h..29h PK * x contrast:sni.neutral=ok
                """, seed: seed)
        #expect(played.incidents == ["PK-20240108-1"], played.story)
        #expect(try played.minutes(from: "26h", to: played.revisions.first?.decidedAt) <= 10, played.story)
        #expect(try played.minutes(from: "26h", to: played.first(.confirmed)?.decidedAt) <= 15, played.story)
        let standing = try #require(try played.standing(at: "27h"))
        #expect(standing.status == .confirmed && standing.verdict == .blocked && standing.scope == .national)
        #expect(standing.platforms.map(\.text) == ["x"])
        #expect(standing.networks.map(\.asn.number) == [1001, 1002, 1003], played.story)
        #expect(standing.mechanism == ["tls.reset.sni"], played.story)
        #expect(try abs(played.minutes(from: "26h", to: standing.onset)) <= 5, played.story)
        #expect(!standing.sharesEstimated && standing.affectedShare.low >= 0.5)
        #expect(standing.evidence.probes >= 18.5 && standing.evidence.ooni == 0)
        #expect(standing.posterior > 0.9 && standing.falseAlarmsPerYear < 0.01)
        #expect(standing.sample.networks == 3 && standing.sample.probes >= 4)
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `a block that ends is restoring, then restored, with the time of its end`(seed: UInt64) throws {
        let played = try Played(
            Played.pakistan + """
                length 31h
                26h..28h PK * x tls:connection_reset hit=.95
                """, seed: seed)
        #expect(played.incidents.count == 1, played.story)
        let last = try #require(played.last)
        #expect(last.status == .restored, played.story)
        #expect(try abs(played.minutes(from: "28h", to: last.end)) <= 10, played.story)
        #expect(try played.minutes(from: "28h", to: last.decidedAt) <= 25, played.story)
        #expect(last.phases.allSatisfy { $0.to != nil })
        #expect(played.engine.cadenceRequests.isEmpty, "a restored incident holds no cadence")
        #expect(played.engine.cells(in: nil).allSatisfy { $0.incident == nil })
    }

    @Test func `silence never ends an incident`() throws {
        let played = try Played(
            Played.pakistan + """
                length 34h
                heartbeats off
                26h..27h PK * x tls:connection_reset hit=.95
                27h..34h PK * * silent
                """)
        #expect(played.incidents.count == 1, played.story)
        #expect(played.last?.status == .confirmed, played.story)
        let cell = played.engine.cells(in: CountryCode("PK")).first { $0.asn == nil && $0.platform.text == "x" }
        #expect(cell?.verdict == .blocked && cell?.incident == played.incidents[0])
    }

    @Test func `a short failure that ends below confirmation is retracted as not sustained`() throws {
        // Three probes fail for half an hour and stop; a few more successes take the evidence away again.
        let played = try Played(
            Played.pakistan + """
                length 32h
                26h..26h35m PK 1001 x tls:connection_reset probes=3
                26h..27h PK 1001 x every:300
                """)
        for revision in played.revisions where revision.status == .retracted {
            #expect(revision.reason == "not-sustained", played.story)
        }
        #expect(played.first(.confirmed) == nil, played.story)
        #expect(played.last.map { !$0.status.isOpen } ?? true, played.story)
    }

    @Test(arguments: ["20h", "44h"]) func `what comes back within 24 hours of its end is the same incident`(
        again: String
    ) throws {
        let (from, to) = (again == "20h" ? "46h" : "49h", again == "20h" ? "48h" : "51h")
        let played = try Played(
            Played.pakistan + """
                length 52h
                26h..28h PK * x tls:connection_reset hit=.95
                \(from)..\(to) PK * x tls:connection_reset hit=.95
                """)
        #expect(played.incidents.count == 1, played.story)
        #expect(
            played.revisions.contains { $0.status == .restored && $0.decidedAt < DetectionScript.start + .hours(40) })
        #expect(played.last?.status == .restored, played.story)
        #expect((played.last?.phases.count ?? 0) >= 2, played.story)
    }

    @Test func `nightly cuts are phases of one incident`() throws {
        let nights = (1...4).map { "\($0 * 24 + 20)h..\($0 * 24 + 23)h PK * x tls:connection_reset hit=.95" }
        let played = try Played(Played.pakistan + "length 5d\n" + nights.joined(separator: "\n"))
        #expect(played.incidents.count == 1, played.story)
        #expect(played.last?.status == .restored, played.story)
        #expect((played.last?.phases.count ?? 0) >= 4, played.story)
    }

    @Test func `another mechanism at another hour three days later is another incident`() throws {
        let played = try Played(
            Played.pakistan + """
                length 4d15h
                26h..28h PK * x tls:connection_reset hit=.95
                4d12h..4d15h PK * x dns:dns_nxdomain_error hit=.95
                """)
        #expect(played.incidents.count == 2, played.story)
        #expect(played.revisions.last?.relatedSimilar == [played.incidents[0]], played.story)
    }

    @Test func `ids count by country and UTC date of the first revision`() throws {
        let played = try Played(
            Played.pakistan + """
                length 29h
                26h..29h PK * x tls:connection_reset hit=.95
                26h..29h DE * x tls:connection_reset hit=.95
                """)
        #expect(Set(played.incidents) == ["PK-20240108-1", "DE-20240108-1"], played.story)
    }
}
