import ObservatoryModel
import Testing

@testable import Simulation

struct ComparisonTests {
    private let start = Timestamp(seconds: 1_750_000_000)

    /// Twenty events of two hours, each suspected and confirmed after the minutes given; `nil` was missed.
    private func report(_ name: String, suspected: (Int) -> Int64?, confirmed: (Int) -> Int64?) -> ScoreReport {
        let events = (0..<20).map { index in
            let label = Label(
                id: "e\(index)", scenario: "s", seed: 1, category: "national", nuisance: false, country: .unknown,
                platforms: [], verdict: .blocked, scope: .national, onset: start, settled: start,
                end: start + .hours(2), expectedVotes: 50, probes: 30)
            return EventOutcome(
                label: label, suspectedAfter: suspected(index).map { .minutes($0) },
                confirmedAfter: confirmed(index).map { .minutes($0) }, fragments: 1)
        }
        let exposure = Exposure(
            scenario: "s", seed: 1, countryPlatforms: 1, from: start, to: start, covered: .days(365))
        return ScoreReport(
            detector: name,
            streams: [
                StreamScore(
                    exposure: exposure, events: events, falseAlarms: [], confirmed: 0, confirmedTrue: 0,
                    posteriors: [])
            ])
    }

    @Test func `differences are the first less the peer, at both levels`() throws {
        let mine = report("mine", suspected: { _ in 4 }, confirmed: { _ in 10 })
        let theirs = report("theirs", suspected: { $0 < 10 ? 6 : nil }, confirmed: { $0 < 10 ? 6 : nil })
        let comparison = Comparison([mine, theirs])
        let pair = try #require(comparison.pairs.first)
        #expect(pair.peer == "theirs" && pair.confirmed.events == 20)
        // Missed: 120 minutes. (10 - 6) and (10 - 120) by halves; (4 - 6) and (4 - 120).
        #expect(abs(pair.confirmed.minutes.mean + 53) < 1e-9)
        #expect(abs(pair.suspected.minutes.mean + 59) < 1e-9)
        #expect(abs(pair.confirmed.recall.mean - 0.5) < 1e-9)
        #expect(pair.confirmed.minutes.low < -53 && pair.confirmed.minutes.high > -53)
        #expect(pair.confirmed.minutes.high < 0, "half an hour apart on twenty events is no accident")
    }

    @Test func `the table shows each detector once, with what never came as such and what is not known as a dash`() {
        let mine = report("mine", suspected: { _ in 4 }, confirmed: { _ in 10 })
        let theirs = report("theirs", suspected: { $0 < 10 ? 6 : nil }, confirmed: { $0 < 10 ? 6 : nil })
        let lines = Comparison([mine, theirs]).text.split(separator: "\n")
        let cells = lines.map { $0.split(separator: " ").map(String.init) }
        #expect(cells.contains(["mine", "1.00", "4/4", "10/10", "-/-", "-", "-", "1.0", "0.00", "0.00", "-"]))
        #expect(cells.contains(["theirs", "0.50", "6/∞", "6/∞", "-/-", "-", "-", "1.0", "0.00", "0.00", "-"]))
        #expect(cells.contains { $0.prefix(2) == ["theirs", "20"] && $0.contains("-53.0") })
        #expect(Comparison([mine]).text.contains("less each peer") == false)
    }

    @Test func `each line of JSON reads as JSON, and holds the differences`() throws {
        let mine = report("mine", suspected: { _ in 4 }, confirmed: { _ in nil })
        let lines = Comparison([mine, mine]).jsonLines
        #expect(lines.count == 3)
        for line in lines {
            var reader = JSONReader(line)
            #expect(try reader.read()["kind"].string != nil)
        }
        var reader = JSONReader(lines[2])
        let difference = try reader.read()
        #expect(difference["peer"].string == "mine" && difference["events"].number == 20)
        #expect(difference["minutesSuspected"]["mean"].number == 0)
    }
}
