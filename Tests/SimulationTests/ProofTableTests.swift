import ObservatoryModel
import Testing

@testable import Simulation

struct ProofTableTests {
    private let start = Timestamp(seconds: 1_750_000_000)

    private func event(
        _ category: String, _ verdict: Verdict, probes: Int, suspected: Int64?, confirmed: Int64?
    ) -> EventOutcome {
        EventOutcome(
            label: Label(
                id: "\(category)\(probes)\(suspected ?? -1)", scenario: "s", seed: 1, category: category,
                nuisance: false, country: CountryCode("PK")!,
                platforms: [], verdict: verdict, scope: .national, onset: start, settled: start,
                end: start + .hours(2), expectedVotes: 50, probes: probes),
            suspectedAfter: suspected.map { .minutes($0) }, confirmedAfter: confirmed.map { .minutes($0) },
            endedAfter: suspected.map { _ in .minutes(2) }, scopeRight: suspected.map { _ in true },
            onsetCovered: suspected.map { _ in true }, fragments: 1)
    }

    private func report(_ events: [EventOutcome], alarms: [FalseAlarm] = [], scenario: String = "s") -> ScoreReport {
        ScoreReport(
            detector: "mine",
            streams: [
                StreamScore(
                    exposure: Exposure(
                        scenario: scenario, seed: 1, countryPlatforms: 10, from: start, to: start,
                        covered: Interval(milliseconds: 31_557_600_000)),
                    events: events, falseAlarms: alarms, confirmed: 4, confirmedTrue: 3,
                    posteriors: [PosteriorSample(posterior: 0.97, raw: 0.5, isTrue: true)])
            ])
    }

    private func row(_ table: MarkdownTable, _ name: String) -> [String]? { table.rows.first { $0[0] == name } }

    @Test func `each goal stands beside what was found for its number of probes`() throws {
        let tables = GoalTables(
            report([
                event("national", .blocked, probes: 100, suspected: 2, confirmed: 3),
                event("national", .blocked, probes: 30, suspected: 5, confirmed: nil),
                event("throttle", .slow, probes: 30, suspected: nil, confirmed: nil),
            ]))
        let delays = tables.delays
        #expect(
            row(delays, "the same, `confirmed`") == [
                "the same, `confirmed`", "4/8", "3/3", "8/15", "∞/∞", "25/45", "-",
            ])
        let block = "recall of block: `suspected`, `confirmed` (events)"
        #expect(row(delays, block)?[2] == "1.00, 1.00 (1)" && row(delays, block)?[4] == "1.00, .00 (1)")
        #expect(row(delays, "recall of throttle: `suspected`, `confirmed` (events)")?[4] == ".00, .00 (1)")
        #expect(tables.classes.rows.count == 2)
        #expect(tables.classes.rows.contains { $0[0] == "national (100, 30)" && $0[2] == "1.00 · .00" })
        #expect(row(tables.whole, "precision of `confirmed`")?[2] == ".750 of 4")
    }

    @Test func `a rate of false alarms has the years behind it and its bound, also when none came`() throws {
        let alarm = FalseAlarm(
            scenario: "s", seed: 1, incident: "i", category: nil, country: .unknown, platforms: [], verdict: .dark,
            scope: .national, confirmed: false, from: start)
        let whole = GoalTables(report([], alarms: [alarm], scenario: "nuisance.sybil")).whole
        let confirmed = try #require(whole.rows.first)
        #expect(confirmed[2] == ".000 (0 in 10 years; with 95 % < .300)")
        let suspected = try #require(row(whole, "false `suspected` per country-platform-year"))
        #expect(suspected[2] == ".100 (1 in 10 years; with 95 % < .474)")
        #expect(row(whole, "the same on the nuisance deck (1 streams)")?[2] == confirmed[2])
        #expect(row(whole, "the same in event-free stretches (0 streams)")?[2] == "-")
    }

    @Test(arguments: [(0, 2.9957), (1, 4.7439), (3, 7.7537), (10, 16.9622)])
    func `the bound of a count is the exact one of Poisson's distribution`(count: Int, bound: Double) {
        #expect(abs(PoissonBound.upper(count) - bound) < 1e-3)
    }

    @Test func `peers and ablations have a row each, the first detector one for each level`() {
        let events = [event("national", .blocked, probes: 30, suspected: 4, confirmed: 9)]
        let all: [(name: String, holds: @Sendable (Label) -> Bool)] = [("all", { _ in true })]
        let mine = report(events)
        var theirs = mine
        theirs.detector = "theirs"
        let tables = PeerTables(Comparison([mine, theirs]), strata: all)
        #expect(tables.sideBySide.rows.map { $0[0] } == ["mine, `suspected`", "mine, `confirmed`", "`theirs`"])
        #expect(tables.sideBySide.rows.map { $0[2] } == ["4/4", "9/9", "9/9"])
        #expect(tables.differences.rows.map { $0[1] } == ["1"])
        let ablations = AblationTable([mine, theirs], strata: all).table
        #expect(ablations.rows.map(\.last) == ["", "0.0 [0.0, 0.0]"])
        #expect(ablations.text.hasPrefix("| without | recall | all |"))
    }
}

struct CalibrationFitTests {
    @Test func `the table never falls, states no certainty, and is near the truth it was drawn from`() {
        var generator = SeededGenerator(seed: 41)
        // A claim of raw value r is true with chance .5 + r / 2.
        let samples = (0..<20_000).map { _ in
            let raw = generator.uniform(0...1)
            return PosteriorSample(posterior: 0, raw: raw, isTrue: generator.chance(0.5 + raw / 2))
        }
        let points = CalibrationFit(samples).points
        #expect(points.count >= 8)
        for (earlier, later) in zip(points, points.dropFirst()) {
            #expect(earlier.raw < later.raw && earlier.posterior <= later.posterior)
        }
        for point in points { #expect(abs(point.posterior - (0.5 + point.raw / 2)) < 0.04) }
        #expect(points.reduce(0) { $0 + $1.claims } == 20_000)
    }

    @Test func `claims that were all true give one group that states less than certainty`() {
        let samples = (0..<99).map { PosteriorSample(posterior: 1, raw: Double($0) / 99, isTrue: true) }
        let points = CalibrationFit(samples).points
        #expect(points.allSatisfy { $0.posterior < 1 && $0.posterior > 0.8 })
        #expect(CalibrationFit([]).points.isEmpty)
    }

    @Test func `claims of one raw value are not torn apart`() {
        let samples = (0..<100).map { PosteriorSample(posterior: 1, raw: $0 < 90 ? 0.5 : 0.9, isTrue: $0 % 2 == 0) }
        #expect(CalibrationFit(samples).points.map(\.claims) == [90, 10] || CalibrationFit(samples).points.count == 1)
    }
}
