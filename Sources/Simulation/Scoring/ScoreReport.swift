import ObservatoryModel

/// Scores of many streams taken together; the figures of DETECTION §9.
package struct ScoreReport: Sendable {
    package var detector: String
    package var streams: [StreamScore]

    package init(detector: String, streams: [StreamScore]) {
        self.detector = detector
        self.streams = streams
    }

    /// Median and 90 % quantile of delays in minutes; what never came counts as infinite.
    package struct Delay: Hashable, Sendable {
        package var median: Double
        package var ninetieth: Double
    }

    /// The figures of one group of events; NaN for a share of nothing.
    package struct Group: Sendable {
        package var name: String
        package var events: Int
        /// Shares of scoreable events that were suspected, and confirmed, 0...1.
        package var suspectedRecall: Double
        package var recall: Double
        /// Delays over all scoreable events, missed ones included.
        package var suspected: Delay
        package var confirmed: Delay
        /// Over those that ended within the stream.
        package var ended: Delay
        /// Share with the right scope half an hour on, of those found.
        package var scopeRight: Double
        /// Hierarchical F1 of mechanisms, pooled over those found whose label names one.
        package var mechanismF1: Double
        /// Mean incidents per event found.
        package var fragmentation: Double
        /// Share of those found whose onset interval held the truth, and median error of the onset, minutes.
        package var onsetCovered: Double
        package var onsetError: Double
    }

    /// All scoreable events.
    package var scoreable: [EventOutcome] { streams.flatMap(\.events).filter(\.label.scoreable) }

    /// Country-platform-years that the streams cover.
    package var countryPlatformYears: Double { streams.reduce(0) { $0 + $1.exposure.countryPlatformYears } }

    /// False alarms per country-platform-year; an incident that names three platforms counts three times.
    package func falseAlarmRate(confirmed: Bool) -> Double {
        let count = streams.flatMap(\.falseAlarms).filter { $0.confirmed || !confirmed }.reduce(0) {
            $0 + ($1.verdict == .dark ? 1 : max(1, $1.platforms.count))
        }
        return countryPlatformYears > 0 ? Double(count) / countryPlatformYears : 0
    }

    /// Incidents that were ever confirmed.
    package var confirmedIncidents: Int { streams.reduce(0) { $0 + $1.confirmed } }

    /// Confirmed incidents that are true, of all confirmed ones; NaN when there are none.
    package var precision: Double {
        Double(streams.reduce(0) { $0 + $1.confirmedTrue }) / Double(confirmedIncidents)
    }

    /// Ten equal bins of the posterior: mean posterior, share of true claims, number.
    package var calibration: [(posterior: Double, share: Double, count: Int)] {
        var bins = [(sum: Double, hits: Int, count: Int)](repeating: (0, 0, 0), count: 10)
        for sample in streams.flatMap(\.posteriors) {
            let bin = min(9, max(0, Int(sample.posterior * 10)))
            bins[bin].sum += sample.posterior
            bins[bin].hits += sample.isTrue ? 1 : 0
            bins[bin].count += 1
        }
        return bins.map { bin in
            let count = Double(max(1, bin.count))
            return (bin.sum / count, Double(bin.hits) / count, bin.count)
        }
    }

    /// Mean distance between posterior and share of true claims over the bins, weighted by their numbers.
    package var calibrationError: Double {
        let bins = calibration
        let total = Double(max(1, bins.reduce(0) { $0 + $1.count }))
        return bins.reduce(0) { $0 + abs($1.posterior - $1.share) * Double($1.count) } / total
    }

    /// The figures of all scoreable events.
    package var total: Group { group("all", scoreable) }

    /// The figures by category and number of probes, in order of name.
    package var groups: [Group] {
        var named: [String: [EventOutcome]] = [:]
        for event in scoreable {
            named["\(event.label.category) \(event.label.observers.rawValue)", default: []].append(event)
        }
        return named.sorted { $0.key < $1.key }.map { group($0.key, $0.value) }
    }

    /// The figures of the scoreable events that `holds` picks.
    package func group(_ name: String, where holds: (Label) -> Bool) -> Group {
        group(name, scoreable.filter { holds($0.label) })
    }

    /// Mean minutes from onset to the level over the scoreable events that `holds` picks, where a missed event counts
    /// its whole length; NaN of none.
    package func meanMinutes(confirmed: Bool, where holds: (Label) -> Bool) -> Double {
        let events = scoreable.filter { holds($0.label) }
        let sum = events.reduce(0.0) { sum, event in
            let length = (event.label.end - event.label.onset).inMinutes
            let delay = confirmed ? event.confirmedAfter : event.suspectedAfter
            return sum + min(length, delay?.inMinutes ?? length)
        }
        return sum / Double(events.count)
    }

    private func group(_ name: String, _ events: [EventOutcome]) -> Group {
        let found = events.filter { $0.suspectedAfter != nil }
        let explained = found.filter { !$0.label.mechanism.isEmpty }
        let said = explained.reduce(0) { $0 + $1.mechanismSaid } + explained.reduce(0) { $0 + $1.mechanismTrue }
        let scopes = found.compactMap(\.scopeRight)
        let covered = found.compactMap(\.onsetCovered)
        func share(_ count: Int, of whole: Int) -> Double { whole == 0 ? .nan : Double(count) / Double(whole) }
        return Group(
            name: name, events: events.count, suspectedRecall: share(found.count, of: events.count),
            recall: share(events.filter { $0.confirmedAfter != nil }.count, of: events.count),
            suspected: Self.delay(events.map(\.suspectedAfter)), confirmed: Self.delay(events.map(\.confirmedAfter)),
            ended: Self.delay(found.compactMap(\.endedAfter).map { $0 }),
            scopeRight: share(scopes.filter { $0 }.count, of: scopes.count),
            mechanismF1: share(2 * explained.reduce(0) { $0 + $1.mechanismShared }, of: said),
            fragmentation: found.isEmpty ? 0 : Double(found.reduce(0) { $0 + $1.fragments }) / Double(found.count),
            onsetCovered: share(covered.filter { $0 }.count, of: covered.count),
            onsetError: Self.quantile(found.compactMap(\.onsetError).map { abs($0.inMinutes) }, 0.5))
    }

    private static func delay(_ values: [Interval?]) -> Delay {
        let minutes = values.map { $0.map(\.inMinutes) ?? .infinity }
        return Delay(median: quantile(minutes, 0.5), ninetieth: quantile(minutes, 0.9))
    }

    /// The quantile of values by the nearest rank; NaN of none.
    static func quantile(_ values: [Double], _ share: Double) -> Double {
        guard !values.isEmpty else { return .nan }
        let sorted = values.sorted()
        return sorted[max(0, min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.up)) - 1))]
    }
}
