import ObservatoryModel
import Testing

@testable import Simulation

struct ScorerTests {
    private let onset = Timestamp(seconds: 1_700_000_000)
    private var end: Timestamp { onset + .hours(2) }

    private func label(
        nuisance: Bool = false, verdict: Verdict = .blocked, tolerated: [Verdict] = [], country: String = "PK",
        scope: ScopeKind = .national, asns: [UInt32] = [], expectedVotes: Double = 100
    ) throws -> Label {
        Label(
            id: "s/1/1", scenario: "s", seed: 1, category: nuisance ? "brown-out" : "national", nuisance: nuisance,
            country: try #require(CountryCode(country)), platforms: [try #require(PlatformID("x"))],
            verdict: verdict, tolerated: tolerated, mechanism: ["tls.reset.sni"], scope: scope,
            asns: asns.map { ASN($0) }, onset: onset, settled: onset, end: end, expectedVotes: expectedVotes,
            probes: 30)
    }

    private func revision(
        _ incident: String = "PK-1", after minutes: Int64, _ status: IncidentStatus, verdict: Verdict = .blocked,
        country: String = "PK", platform: String = "x", scope: ScopeKind = .national, asns: [UInt32] = [],
        mechanism: [String] = ["tls.reset.sni"], posterior: Double = 0.9, mergedInto: String? = nil
    ) throws -> IncidentRevision {
        IncidentRevision(
            incident: incident, revision: 1, decidedAt: onset + .minutes(minutes), status: status, verdict: verdict,
            country: try #require(CountryCode(country)), scope: scope,
            networks: asns.map { IncidentRevision.Network(asn: ASN($0), verdict: verdict, evidence: 1) },
            platforms: [try #require(PlatformID(platform))], mechanism: mechanism, onset: onset + .minutes(1),
            onsetLow: onset - .minutes(2), onsetHigh: onset + .minutes(3), posterior: posterior, posteriorRaw: 0.5,
            falseAlarmsPerYear: 0.1,
            affectedShare: IncidentRevision.AffectedShare(low: 0.5, mid: 0.7, high: 0.9, uncovered: 0),
            sharesEstimated: false,
            sample: IncidentRevision.Sample(sessions: 1, probes: 1, networks: 1, from: onset, to: onset), phases: [],
            mergedInto: mergedInto, rules: "t")
    }

    private func score(_ labels: [Label], _ revisions: [IncidentRevision]) -> StreamScore {
        let exposure = Exposure(
            scenario: "s", seed: 1, countryPlatforms: 10, from: onset - .days(1), to: onset + .days(1),
            covered: .days(2))
        return Scorer(labels: labels, revisions: revisions, exposure: exposure).score()
    }

    @Test(arguments: [(118, false, 0.0), (110, false, -1), (118, true, 9)])
    func `an end that is told in the event's last minutes, and stands, is not missed`(
        told: Int64, reopens: Bool, minutes: Double
    ) throws {
        var revisions = [try revision(after: 4, .confirmed), try revision(after: told, .restored)]
        if reopens { revisions += [try revision(after: 119, .confirmed), try revision(after: 129, .restored)] }
        let ended = score([try label()], revisions).events.first?.endedAfter
        #expect(ended?.inMinutes ?? -1 == minutes)
    }

    @Test func `delays run from the onset to each status and from the end to restored`() throws {
        let result = score(
            [try label()],
            [
                try revision(after: 4, .suspected), try revision(after: 7, .confirmed),
                try revision(after: 124, .restored),
            ])
        let event = try #require(result.events.first)
        #expect(event.suspectedAfter == .minutes(4))
        #expect(event.confirmedAfter == .minutes(7))
        #expect(event.endedAfter == .minutes(4))
        #expect(event.scopeRight == true)
        #expect(event.fragments == 1)
        #expect(event.onsetError == .minutes(1) && event.onsetCovered == true)
        #expect((event.mechanismShared, event.mechanismSaid, event.mechanismTrue) == (3, 3, 3))
        #expect(result.falseAlarms.isEmpty && result.confirmed == 1 && result.confirmedTrue == 1)
    }

    @Test func `a claim before the onset, elsewhere, of another platform or another verdict finds nothing`() throws {
        for wrong in [
            try revision(after: -5, .confirmed), try revision(after: 5, .confirmed, country: "TR"),
            try revision(after: 5, .confirmed, platform: "youtube"),
            try revision(after: 5, .confirmed, verdict: .slow), try revision(after: 200, .confirmed),
        ] {
            let result = score([try label()], [wrong])
            #expect(result.events[0].suspectedAfter == nil)
            #expect(result.falseAlarms.count == 1 && result.confirmedTrue == 0)
        }
    }

    @Test func `what a nuisance tolerates is neither found nor false, and anything else is false`() throws {
        let nuisance = try label(nuisance: true, verdict: .ok, tolerated: [.dark])
        #expect(score([nuisance], [try revision(after: 5, .confirmed, verdict: .dark)]).falseAlarms.isEmpty)
        let wrong = score([nuisance], [try revision(after: 5, .confirmed, verdict: .blocked)])
        #expect(wrong.falseAlarms.first?.category == "brown-out")
        #expect(wrong.falseAlarms.first?.confirmed == true)
    }

    @Test func `two incidents for one event are two fragments, unless one merged into the other`() throws {
        let apart = [try revision("A", after: 3, .confirmed), try revision("B", after: 5, .confirmed)]
        #expect(score([try label()], apart).events[0].fragments == 2)
        let merged = apart + [try revision("B", after: 6, .retracted, mergedInto: "A")]
        #expect(score([try label()], merged).events[0].fragments == 1)
    }

    @Test func `scope is judged half an hour on, and networks must agree by four fifths`() throws {
        let truth = try label(scope: .networks, asns: [1, 2, 3])
        func right(_ asns: [UInt32]) throws -> Bool? {
            score([truth], [try revision(after: 3, .confirmed, scope: .networks, asns: asns)]).events[0].scopeRight
        }
        #expect(try right([1, 2, 3]) == true)
        #expect(try right([1, 2]) == true)
        #expect(try right([1]) == false)
        let grown = [
            try revision(after: 3, .confirmed, scope: .networks, asns: [1]), try revision(after: 20, .confirmed),
        ]
        #expect(score([try label()], grown).events[0].scopeRight == true)
    }

    @Test func `ancestors of a wrong mechanism count for what they share`() {
        #expect(Scorer.ancestors(["tls.reset.sni"]) == ["tls", "tls.reset", "tls.reset.sni"])
        #expect(Scorer.ancestors([]).isEmpty)
        #expect(Scorer.ancestors(["tls.reset.sni"]).intersection(Scorer.ancestors(["tls.timeout"])) == ["tls"])
    }

    @Test func `recall counts scoreable events only, and what was missed has no finite delay`() throws {
        let found = score([try label()], [try revision(after: 5, .confirmed)])
        let missed = score([try label()], [])
        let small = score([try label(expectedVotes: 2)], [])
        let report = ScoreReport(detector: "t", streams: [found, missed, small])
        #expect(report.total.events == 2)
        #expect(report.total.recall == 0.5)
        #expect(report.total.confirmed.median == 5)
        #expect(report.total.confirmed.ninetieth == .infinity)
        #expect(report.text.contains("5/∞"))
        #expect(report.json.contains("\"confirmedMinutes\":[5.0000,null]"))
    }

    @Test func `false alarms are counted by platform and year, and calibration by bin`() throws {
        let stream = score([], [try revision(after: 5, .suspected, posterior: 0.72)])
        let report = ScoreReport(detector: "t", streams: [stream])
        #expect(abs(report.countryPlatformYears - 20 / 365.25) < 1e-9)
        #expect(abs(report.falseAlarmRate(confirmed: false) - 365.25 / 20) < 1e-6)
        #expect(report.falseAlarmRate(confirmed: true) == 0)
        #expect(report.calibration[7].count == 1 && report.calibration[7].share == 0)
        #expect(abs(report.calibrationError - 0.72) < 1e-9)
    }
}
