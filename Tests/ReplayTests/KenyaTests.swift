import ObservatoryModel
import TestSupport
import Testing

/// Telegram in Kenya, October and November 2023, from OONI's observations (explorer.ooni.org findings 228466228201).
@Suite struct KenyaTests {
    private static let file = "data/ooni-kenya-telegram/2023-KE-telegram.csv.gz"

    @Test func `Telegram is found blocked on the networks and in the windows that were published`() throws {
        guard let path = RecordedFile.path(Self.file) else { return }
        let replayed = try Replayed(files: [path])
        #expect(replayed.records > 2_000 && replayed.problems == 0)
        #expect(replayed.revisions.allSatisfy { $0.platforms.map(\.text) == ["telegram"] }, replayed.story)
        #expect(replayed.revisions.allSatisfy { $0.country.description == "KE" && $0.verdict == .blocked })

        // AS12455: blocked from 8 November 08:35; nothing was measured there until the evening of the 9th.
        let jambonet = replayed.revisions.filter { revision in revision.networks.contains { $0.asn.number == 12455 } }
        let first = try #require(jambonet.first?.networks.first { $0.asn.number == 12455 }, replayed.story)
        let onset = try #require(first.onset)
        let (earliest, latest) = (try time("2023-11-08T00:00:00Z"), try time("2023-11-09T20:00:00Z"))
        #expect(onset >= earliest && onset <= latest, replayed.story)
        let end = try #require(jambonet.last?.networks.first { $0.asn.number == 12455 }?.end, replayed.story)
        let over = try time("2023-11-26T23:59:00Z")
        #expect(end <= over, replayed.story)

        // Safaricom: weekday windows 04-07 and 10-13 UTC, as phases of one incident.
        let safaricom = replayed.revisions.filter { revision in
            revision.networks.contains { $0.asn.number == 33771 || $0.asn.number == 37061 }
        }
        #expect(
            Set(safaricom.flatMap { $0.networks.map(\.asn.number) }).isSuperset(of: [33771, 37061]), replayed.story)
        #expect(Set(safaricom.map(\.incident)).count == 1, replayed.story)
        #expect((safaricom.last?.phases.count ?? 0) >= 3, replayed.story)
        #expect(replayed.incidents.count <= 3, replayed.story)

        // Nothing is said of the networks on which it worked.
        let named = Set(replayed.revisions.flatMap { $0.networks.map(\.asn.number) })
        #expect(named.isDisjoint(with: [15399, 36866]), replayed.story)
    }

    @Test func `a replay of the same file gives the same revisions`() throws {
        guard let path = RecordedFile.path(Self.file) else { return }
        #expect(try Replayed(files: [path]).revisions == Replayed(files: [path]).revisions)
    }

    @Test func `both files together tell of the same block`() throws {
        guard let path = RecordedFile.path(Self.file),
            let other = RecordedFile.path("data/ooni-kenya-telegram/2023-KE-web_connectivity-telegram.org.csv.gz")
        else { return }
        let replayed = try Replayed(files: [path, other])
        let named = Set(replayed.revisions.flatMap { $0.networks.map(\.asn.number) })
        #expect(named.isSuperset(of: [12455, 33771, 37061]) && named.isDisjoint(with: [15399, 36866]), replayed.story)
        #expect(replayed.incidents.count <= 3, replayed.story)
    }
}
