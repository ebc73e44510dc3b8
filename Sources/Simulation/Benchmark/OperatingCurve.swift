/// Delay and recall against false alarms, over the settings of a detector.
package struct OperatingCurve: Sendable {
    /// What one setting gives.
    package struct Point: Sendable {
        package var setting: Double
        /// Per country-platform-year, over the suite without events.
        package var falseAlarms: Double
        /// Of scoreable events of the suite with events.
        package var recall: Double
        /// Minutes from onset to the status that the curve is about, missed events as infinite.
        package var median: Double
        package var ninetieth: Double
    }

    package let detector: String
    package let points: [Point]
    /// How many country-platform-years stand behind the false alarms.
    package let countryPlatformYears: Double

    /// Runs each setting over both suites; all settings read the same records, at the plans' own cadence.
    ///
    /// - Parameter confirmed: Whether the curve is about `confirmed`, or about `suspected` and more.
    package init(
        _ detector: String, settings: [Double], quiet: Suite, events: Suite, confirmed: Bool = true,
        make: (Double) -> any StreamDetector
    ) {
        let names = settings.map { "\(detector) \($0)" }
        let calm = Benchmark.compare(names, suite: quiet, fedBack: false, detectors: { settings.map(make) })
        let busy = Benchmark.compare(names, suite: events, fedBack: false, detectors: { settings.map(make) })
        self.detector = detector
        countryPlatformYears = calm.first?.countryPlatformYears ?? 0
        points = settings.indices.map { index in
            let total = busy[index].total
            return Point(
                setting: settings[index], falseAlarms: calm[index].falseAlarmRate(confirmed: confirmed),
                recall: confirmed ? total.recall : total.suspectedRecall,
                median: confirmed ? total.confirmed.median : total.suspected.median,
                ninetieth: confirmed ? total.confirmed.ninetieth : total.suspected.ninetieth)
        }
    }

    /// The curve as comma-separated values with a head line.
    package var csv: String {
        var lines = ["detector,setting,false_alarms_per_country_platform_year,recall,median_minutes,p90_minutes"]
        for point in points {
            lines.append(
                [
                    detector, "\(point.setting)", ScoreReport.number(point.falseAlarms, 4),
                    ScoreReport.number(point.recall, 4), point.median.isFinite ? "\(point.median)" : "",
                    point.ninetieth.isFinite ? "\(point.ninetieth)" : "",
                ].joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
