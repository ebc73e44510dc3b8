import ObservatoryModel
import Testing

@testable import Simulation

struct OperatingCurveTests {
    @Test func `a higher setting never has more false alarms, and each setting has its line`() throws {
        let short = Suite([try #require(Scenario.named("short"))], seeds: [3])
        let settings = [0.3, 0.6, 0.99]
        let reports = Benchmark.compare(
            settings.map { "\($0)" }, suite: short, fedBack: false,
            detectors: { _ in settings.map { FailureShareDetector(threshold: $0) } })
        let curve = OperatingCurve(
            .init(name: "thr15_c", settings: settings), quiet: reports, events: reports,
            strata: [("all", { _ in true }), ("none", { _ in false })])
        #expect(curve.points.map(\.falseAlarms) == curve.points.map(\.falseAlarms).sorted(by: >))
        let all = curve.points.map { $0.strata[0] }
        #expect(all[0].recall == 1 && all[0].delay.median <= all[1].delay.median)
        #expect(all[0].meanMinutes <= all[1].meanMinutes && all[1].meanMinutes <= all[2].meanMinutes)
        #expect(curve.points[0].strata[1].events == 0)
        #expect(curve.csvLines.count == 6)
        #expect(curve.csvLines[0].split(separator: ",").count == OperatingCurve.csvHead.split(separator: ",").count)
        #expect(curve.countryPlatformYears > 0.1)
    }

    private let start = Timestamp(seconds: 1_750_000_000)

    private func alarm(_ minute: Int64, platform: String = "x", confirmed: Bool = true) throws -> FalseAlarm {
        FalseAlarm(
            scenario: "s", seed: 1, incident: "i\(minute)", category: nil, country: try #require(CountryCode("PK")),
            platforms: [try #require(PlatformID(platform))], verdict: .blocked, scope: .national,
            confirmed: confirmed, from: start + .minutes(minute))
    }

    @Test func `alarms in a row count once an hour, and those while the platform is down everywhere not at all`() throws
    {
        let down = EventOutcome(
            label: Label(
                id: "d", scenario: "s", seed: 1, category: "platform-down", nuisance: false, country: .unknown,
                platforms: [try #require(PlatformID("x"))], verdict: .platformDown, scope: .global,
                onset: start + .hours(10), settled: start + .hours(10), end: start + .hours(11), expectedVotes: 9,
                probes: 60))
        let score = StreamScore(
            exposure: Exposure(
                scenario: "s", seed: 1, countryPlatforms: 1, from: start, to: start + .days(1), covered: .days(1)),
            events: [down],
            falseAlarms: [
                try alarm(0), try alarm(59), try alarm(200), try alarm(210, platform: "tiktok"), try alarm(630),
                try alarm(719), try alarm(721), try alarm(800, confirmed: false),
            ], confirmed: 0, confirmedTrue: 0, posteriors: [])
        // Minutes 0, 200, 210 on another platform, and 721: an hour and a minute after the end.
        #expect(score.alarmsBesideWorldOutages() == 4)
        #expect(score.alarmsBesideWorldOutages(confirmed: false) == 5)
    }
}
