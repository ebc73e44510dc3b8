import ObservatoryModel
import Simulation
import Testing

/// The reconstruction of 17 December 2023, 7 and 20 January 2024.
@Suite struct PakistanTests {
    @Test(arguments: [UInt64(1)]) func `three evenings are three incidents, confirmed in minutes and ended`(
        seed: UInt64
    ) throws {
        print("seed \(seed)")
        let run = ScenarioRun(try #require(Scenario.named("pakistan")), seed: seed)
        let replayed = Replayed(run)
        let blocks = run.labels.filter { $0.verdict == .blocked }
        #expect(blocks.count == 3)
        let here = replayed.revisions.filter { $0.country.description == "PK" }
        #expect(Set(here.map(\.incident)).count == 3, replayed.story)
        #expect(here.count == replayed.revisions.count, "nothing is said of other countries \(replayed.story)")

        var before: [String] = []
        for label in blocks {
            let revisions = here.filter { $0.onset >= label.onset - .hours(1) && $0.onset < label.end }
            #expect(Set(revisions.map(\.incident)).count == 1, "\(label.onset) \(replayed.story)")
            let confirmed = try #require(revisions.first { $0.status == .confirmed }, replayed.story)
            #expect(confirmed.decidedAt - label.onset <= .minutes(15), replayed.story)
            // What was said half an hour after the last network had joined.
            let settled = try #require(
                revisions.last { $0.decidedAt <= label.settled + .minutes(30) }, replayed.story)
            #expect(settled.status == .confirmed)
            #expect(Set(settled.platforms) == Set(label.platforms), "\(settled.platforms) \(label.platforms)")
            #expect(settled.verdict == .blocked && settled.scope == .national, replayed.story)
            #expect(settled.mechanism == ["tls.reset.sni"], replayed.story)
            #expect(settled.onsetLow <= label.onset + .minutes(5) && settled.onsetHigh >= label.onset - .minutes(5))
            let named = Set(settled.networks.filter { $0.end == nil }.map(\.asn))
            #expect(named.isSubset(of: label.asns) && named.count * 3 >= label.asns.count * 2, replayed.story)

            let last = try #require(revisions.last)
            #expect(last.status == .restored, replayed.story)
            let end = try #require(last.end)
            #expect(abs((end - label.end).inMinutes) <= 10, "\(end) \(label.end)")
            #expect(settled.relatedCalendar.count == 1, replayed.story)
            #expect(Set(settled.relatedSimilar) == Set(before), "\(settled.relatedSimilar)")
            before.append(settled.incident)
        }
    }
}
