import ObservatoryModel

/// Delay and recall against false alarms, over the settings of a detector.
package struct OperatingCurve: Sendable {
    /// What one setting gives.
    package struct Point: Sendable {
        package var setting: Double
        /// Per country-platform-year, over the suite without events; world-wide outages of a platform do not count,
        /// nor does a second alarm on one country and platform within the hour.
        package var falseAlarms: Double
        /// The figures of the scoreable events of each stratum, by the level that the curve is about.
        package var strata: [Stratum]
    }

    /// Some of the events at one setting.
    package struct Stratum: Sendable {
        package var name: String
        package var events: Int
        /// Share found, 0...1.
        package var recall: Double
        /// Minutes from onset to the level, missed events as infinite.
        package var delay: ScoreReport.Delay
        /// Mean minutes, where a missed event counts its whole length.
        package var meanMinutes: Double
    }

    /// A family of detectors, one for each setting, and the level that its curve is about.
    package struct Candidate: Sendable {
        package var name: String
        package var settings: [Double]
        /// Whether the curve is about `confirmed`, or about `suspected` and more.
        package var isConfirmed: Bool

        package init(name: String, settings: [Double], isConfirmed: Bool = true) {
            self.name = name
            self.settings = settings
            self.isConfirmed = isConfirmed
        }
    }

    package let detector: String
    package let points: [Point]
    /// How many country-platform-years stand behind the false alarms.
    package let countryPlatformYears: Double

    /// - Parameters:
    ///   - quiet: One report for each setting, over streams without events.
    ///   - events: The same over streams with events.
    ///   - strata: Names, and which labels belong to each.
    package init(
        _ candidate: Candidate, quiet: [ScoreReport], events: [ScoreReport],
        strata: [(name: String, holds: @Sendable (Label) -> Bool)]
    ) {
        precondition(quiet.count == candidate.settings.count && events.count == quiet.count)
        detector = candidate.name
        let years = quiet.first?.countryPlatformYears ?? 0
        countryPlatformYears = years
        points = candidate.settings.indices.map { index in
            let alarms = quiet[index].streams.reduce(0) {
                $0 + $1.alarmsBesideWorldOutages(confirmed: candidate.isConfirmed)
            }
            return Point(
                setting: candidate.settings[index], falseAlarms: years > 0 ? Double(alarms) / years : 0,
                strata: strata.map { stratum in
                    let group = events[index].group(stratum.name, where: stratum.holds)
                    return Stratum(
                        name: stratum.name, events: group.events,
                        recall: candidate.isConfirmed ? group.recall : group.suspectedRecall,
                        delay: candidate.isConfirmed ? group.confirmed : group.suspected,
                        meanMinutes: events[index].meanMinutes(
                            confirmed: candidate.isConfirmed, where: stratum.holds))
                })
        }
    }

    /// The curve as comma-separated values with names in quotation marks, without a head line.
    package var csvLines: [String] {
        points.flatMap { point in
            point.strata.map { stratum in
                [
                    "\"\(detector)\"", ScoreReport.shortNumber(point.setting), ScoreReport.number(point.falseAlarms, 4),
                    "\"\(stratum.name)\"", String(stratum.events), ScoreReport.number(stratum.recall, 4),
                    stratum.delay.median.isFinite ? ScoreReport.number(stratum.delay.median, 2) : "",
                    stratum.delay.ninetieth.isFinite ? ScoreReport.number(stratum.delay.ninetieth, 2) : "",
                    ScoreReport.number(stratum.meanMinutes, 2),
                ].joined(separator: ",")
            }
        }
    }

    /// The head line of `csvLines`.
    package static let csvHead =
        "detector,setting,false_alarms_per_country_platform_year,events,count,recall,median_minutes,p90_minutes,mean_minutes"
}

extension StreamScore {
    /// False alarms by the count that peers are tuned by: those while a platform is down for the whole world do not
    /// count, for peers have no word for it, and alarms about one country and platform within an hour count once.
    package func alarmsBesideWorldOutages(confirmed: Bool = true) -> Int {
        let downs = events.map(\.label).filter { $0.verdict == .platformDown }
        var last: [PeerCell?: Timestamp] = [:]
        var count = 0
        for alarm in falseAlarms where alarm.confirmed || !confirmed {
            let isDown = downs.contains { label in
                alarm.platforms.contains { label.platforms.contains($0) } && alarm.from >= label.onset
                    && alarm.from <= label.end + .hours(1)
            }
            if isDown { continue }
            let cell = alarm.platforms.first.map { PeerCell(country: alarm.country, platform: $0) }
            if let before = last[cell], alarm.from - before < .hours(1) { continue }
            last[cell] = alarm.from
            count += 1
        }
        return count
    }
}
