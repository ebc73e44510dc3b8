import ObservatoryModel
import TestSupport
import Testing

@testable import Detection

/// Detection is a function of the records in their order, and of nothing else.
@Suite struct DeterminismTests {
    /// A day and some with a block, an outage, a release, reports and a signal, in two countries.
    private static func records(seed: UInt64) throws -> [Record] {
        var draws = SeededDraws(seed: seed)
        var others: [Record] = [
            .calendar(
                CalendarEvent(
                    uid: "rally", received: DetectionScript.start + .hours(20), country: CountryCode("PK")!,
                    from: DetectionScript.start + .hours(27), to: DetectionScript.start + .hours(30),
                    summary: "Rally", category: "rally"))
        ]
        for minute in stride(from: Int64(0), to: 30 * 60, by: 5) {
            let at = DetectionScript.start + .minutes(minute)
            others.append(
                .reports(
                    ReportCount(
                        id: "n-\(minute)", at: at, step: 300, received: at + .minutes(5), country: CountryCode("PK")!,
                        platform: PlatformID("x")!, count: minute > 26 * 60 ? 30 : draws.happens(0.2) ? 1 : 0)))
            others.append(
                .signal(
                    SignalBin(
                        id: "g-\(minute)", at: at, step: 300, received: at + .minutes(6), source: "radar.traffic",
                        country: CountryCode("PK")!, value: 100 * draws.draw(0.95...1.05))))
        }
        return try DetectionScript(
            """
            platforms instagram x
            PK 1001 fixed 6 0.4 PK-PB
            PK 1002 mobile 6 0.4 PK-SD
            PK 1003 fixed 6
            DE 2001 fixed 5
            FR 3001 fixed 5
            BR 4001 mobile 5
            length 30h
            0h..30h PK 1003 * software:parallax-probe/1.1
            26h..28h PK * x tls:connection_reset hit=.9
            26h30m..28h PK * instagram tls:connection_reset hit=.9
            26h..30h DE * x void:generic_timeout_error
            27h..29h PK 1002 * late:50m
            """
        ).records(seed: seed, with: others)
    }

    @Test(arguments: [UInt64(1), 2]) func `the same records give the same revisions`(seed: UInt64) throws {
        let records = try Self.records(seed: seed)
        let (first, second) = (Played(records), Played(records))
        #expect(first.revisions.count >= 4, first.story)
        #expect(first.revisions == second.revisions)
        #expect(first.engine.cells(in: nil) == second.engine.cells(in: nil))
    }

    @Test func `an engine copied at any record goes on as the original does`() throws {
        print("seed 3")
        let records = try Self.records(seed: 3)
        let whole = Played(records)
        var draws = SeededDraws(seed: 31)
        // Where something is decided a copy is most likely to miss something.
        let busy = records.firstIndex { $0.received >= DetectionScript.start + .hours(26) }!
        let cuts = (0..<4).map { _ in Int.random(in: busy..<records.count, using: &draws) } + [0, busy]
        for cut in cuts {
            var original = DetectionEngine()
            var revisions = records[..<cut].flatMap { original.consume($0) }
            var copy = original
            // The original goes elsewhere meanwhile, and must not drag the copy along.
            for record in records[cut...].prefix(50).reversed() { _ = original.consume(record) }
            revisions += records[cut...].flatMap { copy.consume($0) }
            #expect(revisions == whole.revisions, "cut at \(cut)")
        }
    }

    @Test func `a decision uses only records already read`() throws {
        print("seed 4")
        let records = try Self.records(seed: 4)
        let whole = Played(records)
        for revision in whole.revisions.prefix(6) {
            // Everything up to the record that closed the bin.
            let end = records.firstIndex { $0.received >= revision.decidedAt }!
            var engine = DetectionEngine()
            let said = records[...end].flatMap { engine.consume($0) }
            #expect(said == whole.revisions.filter { $0.decidedAt <= records[end].received })
        }
    }

    @Test func `the end of input decides nothing`() throws {
        print("seed 5")
        let records = try Self.records(seed: 5)
        let decided = Played(records).revisions.first { $0.status == .confirmed || $0.status == .suspected }!
        // Without the record that closes its bin nothing is said.
        let before = records.prefix { $0.received < decided.decidedAt }
        #expect(Played(Array(before)).revisions.isEmpty)
    }

    @Test func `order within a minute is of no matter for votes of different networks`() throws {
        // Not promised by CONTRACT in general; but a bin's votes are summed, so only what the sums round may differ.
        print("seed 6")
        let records = try Self.records(seed: 6).filter { if case .session = $0 { true } else { false } }
        var shuffled: [Record] = []
        var draws = SeededDraws(seed: 61)
        var index = 0
        while index < records.count {
            let minute = records[index].received.floored(to: .minutes(1))
            var bin = records[index...].prefix { $0.received.floored(to: .minutes(1)) == minute }.map { $0 }
            index += bin.count
            for place in bin.indices { bin[place].received = minute }
            bin.shuffle(using: &draws)
            shuffled += bin
        }
        let (straight, mixed) = (Played(records), Played(shuffled))
        #expect(straight.incidents == mixed.incidents, mixed.story)
        #expect(straight.revisions.first?.decidedAt == mixed.revisions.first?.decidedAt)
        #expect(straight.last?.status == mixed.last?.status)
    }
}
