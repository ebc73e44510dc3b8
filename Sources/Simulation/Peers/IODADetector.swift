package import ObservatoryModel

/// IODA's rule (FORMATS §2): a country's series is out when value / moving median falls below a share of its own:
/// BGP .99 of 24 h, active probing .80 of 7 days, telescope .25 of 7 days. A point outside [.8, 2] × the median enters
/// the history as the median.
package struct IODADetector: StreamDetector {
    /// Multiplies how far below the median a value must fall; 1 is theirs.
    package var depth: Double

    private struct Series {
        var history: [Double] = []
        var isOut = false
    }

    private struct Key: Hashable {
        var country: CountryCode
        var source: String
    }

    private var series: [Key: Series] = [:]
    private var alarms = PeerAlarms(detector: "ioda")

    package init(depth: Double = 1) {
        self.depth = depth
    }

    private static func rule(_ source: String) -> (share: Double, hours: Int64)? {
        switch source {
        case "ioda.bgp": (0.99, 24)
        case "ioda.ping-slash24": (0.80, 168)
        case "ioda.telescope": (0.25, 168)
        default: nil
        }
    }

    package mutating func consume(_ record: Record) -> [IncidentRevision] {
        guard case .signal(let bin) = record, let value = bin.value, bin.asn == .unknown,
            let rule = Self.rule(bin.source)
        else { return [] }
        let key = Key(country: bin.country, source: bin.source)
        var state = series[key, default: Series()]
        let limit = Int(rule.hours * 3600 / Int64(max(1, bin.step)))
        defer { series[key] = state }
        guard state.history.count >= limit / 8 else {
            state.history.append(value)
            return []
        }
        let sorted = state.history.sorted()
        let median = sorted[sorted.count / 2]
        let outside = value < 0.8 * median || value > 2 * median
        state.history.append(outside ? median : value)
        if state.history.count > limit { state.history.removeFirst() }
        state.isOut = value < (1 - (1 - rule.share) * depth) * median
        let subject = PeerAlarms.Subject(country: bin.country, asn: nil, platform: nil)
        if state.isOut { return alarms.raise(subject, at: bin.received, onset: bin.at).map { [$0] } ?? [] }
        let others = series.contains { $0.key.country == bin.country && $0.key != key && $0.value.isOut }
        return others ? [] : alarms.clear(subject, at: bin.received).map { [$0] } ?? []
    }
}
