import ObservatoryModel
import Testing

@testable import Simulation

struct PeerTests {
    private let start = Timestamp(seconds: 1_750_000_000 / 3_600 * 3_600)

    /// A session every minute; `fails` says which fail, `line` which fail with all controls.
    private func stream(minutes: Int, fails: (Int) -> Bool, line: (Int) -> Bool = { _ in false }) throws -> [Record] {
        let country = try #require(CountryCode("PK"))
        let platform = try #require(PlatformID("x"))
        return (0..<minutes).map { minute in
            let at = start + .minutes(Int64(minute))
            let control: Outcome = line(minute) ? .failed : .ok
            return .session(
                Session(
                    id: "s\(minute)", at: at, received: at, every: 600, probe: "p\(minute % 10)", country: country,
                    asn: ASN(64_512), platform: platform, outcome: fails(minute) || line(minute) ? .failed : .ok,
                    controls: [
                        Control(role: .neutral, target: "a", outcome: control),
                        Control(role: .neutral, target: "b", outcome: control),
                    ]))
        }
    }

    private func revisions(_ detector: any StreamDetector, _ records: [Record]) -> [IncidentRevision] {
        var detector = detector
        return records.flatMap { detector.consume($0) }
    }

    @Test func `OONI's rule takes 6 full hours to alarm and 11 clean ones to end`() throws {
        let records = try stream(minutes: 40 * 60) { (10 * 60..<20 * 60).contains($0) }
        let found = revisions(OONIEventDetector(), records)
        #expect(found.map(\.status) == [.confirmed, .restored])
        #expect(found.first?.decidedAt == start + .hours(16))
        #expect(found.last?.decidedAt == start + .hours(31))
    }

    @Test func `OONI's rule never sees a third of measurements fail`() throws {
        let records = try stream(minutes: 72 * 60) { $0 % 3 == 0 }
        #expect(revisions(OONIEventDetector(), records).isEmpty)
    }

    @Test(arguments: ["thr15_c", "bcusum_c", "focus"])
    func `a full block is found within minutes and its end too`(name: String) throws {
        let settings = ["thr15_c": 0.6, "bcusum_c": 9, "focus": 20]
        let peer = try #require(Peer.named(name))
        let records = try stream(minutes: 30 * 60) { (20 * 60..<22 * 60).contains($0) || $0 % 60 == 0 }
        let found = revisions(peer.detector(try #require(settings[name])), records)
        #expect(found.map(\.status) == [.confirmed, .restored])
        let delay = try #require(found.first).decidedAt - (start + .hours(20))
        #expect(delay >= .minutes(1) && delay <= .minutes(16), "\(delay.inMinutes)")
        #expect(try #require(found.last).decidedAt - (start + .hours(22)) <= .minutes(60))
    }

    @Test(arguments: [("thr15_c", 0.6), ("bcusum_c", 9)])
    func `a line that is down for everything is no alarm for those that are given the controls`(
        name: String, setting: Double
    ) throws {
        let peer = try #require(Peer.named(name))
        let records = try stream(minutes: 30 * 60, fails: { _ in false }, line: { (1200..<1300).contains($0) })
        #expect(revisions(peer.detector(setting), records).isEmpty)
        #expect(!revisions(FOCuSDetector(threshold: 20), records).isEmpty, "without controls it must alarm")
    }

    @Test func `FOCuS gives the exact likelihood ratio over all starts`() throws {
        // Against the brute-force maximum over every start, by the smallest threshold at which it still alarms.
        var generator = SeededGenerator(seed: 12)
        let failures = (0..<400).map { generator.chance($0 < 300 ? 0.04 : 0.5) }
        let records = try stream(minutes: 340) { failures[$0] }
        let null = 0.04
        var best = 0.0
        for end in 1...340 {
            for first in 0..<end {
                let count = Double(end - first)
                let failed = Double(failures[first..<end].filter { $0 }.count)
                let rate = failed / count
                guard rate > null, rate < 1 else { continue }
                best = max(
                    best, failed * logarithm(rate / null) + (count - failed) * logarithm((1 - rate) / (1 - null)))
            }
        }
        // The learned mean moves by the lagged sessions, so a tenth is allowed for it.
        #expect(!revisions(FOCuSDetector(threshold: best * 0.8), records).isEmpty)
        #expect(revisions(FOCuSDetector(threshold: best * 1.2), records).isEmpty)
    }

    private func logarithm(_ value: Double) -> Double {
        // The natural logarithm by its series of atanh, to have one that shares nothing with the code under test.
        let z = (value - 1) / (value + 1)
        var term = z
        var sum = 0.0
        var power = 1.0
        while abs(term / power) > 1e-15 {
            sum += term / power
            term *= z * z
            power += 2
        }
        return 2 * sum
    }

    @Test func `IODA's rule alarms below its share of the median and not above`() throws {
        let country = try #require(CountryCode("PK"))
        func series(_ values: [Double]) -> [Record] {
            values.enumerated().map { index, value in
                let at = start + .minutes(5 * Int64(index))
                return .signal(
                    SignalBin(
                        id: "g\(index)", at: at, step: 300, received: at, source: "ioda.bgp", country: country,
                        value: value))
            }
        }
        let quiet = [Double](repeating: 1_000, count: 300)
        #expect(revisions(IODADetector(), series(quiet + [992] + quiet)).isEmpty)
        let found = revisions(IODADetector(), series(quiet + [980, 985] + quiet))
        #expect(found.map(\.status) == [.confirmed, .restored])
        #expect(found.map(\.verdict) == [.dark, .dark])
    }

    @Test func `the bootstrap's interval holds the mean and leaves out nought when one is always faster`() throws {
        let label = Label(
            id: "a", scenario: "s", seed: 1, category: "national", nuisance: false, country: .unknown, platforms: [],
            verdict: .blocked, scope: .national, onset: start, settled: start, end: start + .hours(2),
            expectedVotes: 50, probes: 30)
        func report(_ delay: (Int) -> Interval?) -> ScoreReport {
            let events = (0..<40).map { index in
                var label = label
                label.id = "e\(index)"
                return EventOutcome(
                    label: label, suspectedAfter: delay(index), confirmedAfter: delay(index), endedAfter: nil,
                    scopeRight: nil, onsetError: nil, onsetCovered: nil, fragments: 1, mechanismShared: 0,
                    mechanismSaid: 0, mechanismTrue: 0, mechanismText: "")
            }
            let exposure = Exposure(
                scenario: "s", seed: 1, countryPlatforms: 1, from: start, to: start, covered: .hours(1))
            return ScoreReport(
                detector: "t",
                streams: [
                    StreamScore(
                        exposure: exposure, events: events, falseAlarms: [], confirmed: 0, confirmedTrue: 0,
                        posteriors: [])
                ])
        }
        let fast = report { .minutes(Int64($0 % 5)) }
        let slow = report { $0 % 4 == 0 ? nil : .minutes(Int64(10 + $0 % 7)) }
        let result = PairedBootstrap(fast, slow)
        #expect(result.events == 40)
        #expect(result.minutes.low <= result.minutes.mean && result.minutes.mean <= result.minutes.high)
        #expect(result.minutes.high < 0)
        #expect(abs(result.recall.mean - 0.25) < 1e-9 && result.recall.low > 0)
    }
}

struct BenchmarkTests {
    @Test func `an ablation takes away what it names and nothing else`() throws {
        let country = try #require(CountryCode("PK"))
        let run = ScenarioRun(try #require(Scenario.named("pakistan")), seed: 1)
        var kinds: Set<String> = []
        for record in run.prefix(40_000) {
            kinds.insert(record.kind)
            #expect(Ablation.none.apply(to: record, country: country) == record)
            if case .session(let session) = try #require(Ablation.noControls.apply(to: record, country: country)) {
                #expect(session.controls.isEmpty)
            }
            let local = Ablation.noWorld.apply(to: record, country: country)
            #expect((local == nil) == (record.country.map { $0 != country } ?? false))
            #expect((Ablation.noReports.apply(to: record, country: country) == nil) == (record.kind == "report"))
            #expect((Ablation.noHeartbeats.apply(to: record, country: country) == nil) == (record.kind == "heartbeat"))
            let outside = Ablation.noOutside.apply(to: record, country: country)
            #expect((outside == nil) == ["signal", "ooni"].contains(record.kind))
        }
        #expect(kinds.isSuperset(of: ["session", "report", "heartbeat", "signal", "ooni"]))
    }

    @Test func `a detector without a part of the stream says what one says that never had it`() throws {
        let scenario = try #require(Scenario.named("short"))
        let plan = scenario.plan(seed: 3)
        let suite = Suite([scenario], seeds: [3])
        let reports = Benchmark.compare(
            ["whole", "ablated", "blind"], suite: suite, fedBack: false,
            detectors: { plan in
                let peer = { FailureShareDetector(threshold: 0.6) }
                return [
                    peer(), AblatedDetector(peer(), without: .noReports, plan: plan),
                    AblatedDetector(SessionsOfFirstCountry(plan), without: .noControls, plan: plan),
                ]
            })
        #expect(reports[0].total.confirmed == reports[1].total.confirmed, "reports are nothing to a failure share")
        #expect(reports[0].total.recall == 1)
        #expect(reports[2].streams[0].confirmed == 0, "a session with controls came through")
        #expect(plan.world.countries.count > 1)
    }

    @Test func `peers on the same records are scored side by side`() throws {
        let suite = Suite([try #require(Scenario.named("short"))], seeds: [3])
        let reports = Benchmark.compare(
            ["thr15_c", "ooni"], suite: suite, fedBack: false,
            detectors: { _ in [FailureShareDetector(threshold: 0.6), OONIEventDetector()] })
        #expect(reports.map(\.detector) == ["thr15_c", "ooni"])
        let found = try #require(reports[0].scoreable.first { $0.label.category == "short" })
        #expect(found.confirmedAfter.map { $0 < .minutes(20) } == true)
        let missed = try #require(reports[1].scoreable.first { $0.label.category == "short" })
        #expect(missed.confirmedAfter == nil)
    }
}

/// Confirms nonsense as soon as a session of the first country still has a control.
private struct SessionsOfFirstCountry: StreamDetector {
    private let country: CountryCode
    private var alarms = PeerAlarms(detector: "test")

    init(_ plan: ScenarioPlan) { country = plan.world.countries[0].code }

    mutating func consume(_ record: Record) -> [IncidentRevision] {
        guard case .session(let session) = record, session.country == country, !session.controls.isEmpty else {
            return []
        }
        let subject = PeerAlarms.Subject(country: country, asn: nil, platform: session.platform)
        return alarms.raise(subject, at: session.received, onset: session.at).map { [$0] } ?? []
    }
}
