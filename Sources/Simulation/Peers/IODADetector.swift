package import ObservatoryModel

/// IODA's rule (FORMATS §2): a country's series is out when value / moving median falls below a share of its own:
/// BGP .99 of 24 h, active probing .80 of 7 days, telescope .25 of 7 days. A point outside [.8, 2] × the median enters
/// the history as the median.
package struct IODADetector: StreamDetector {
    /// Multiplies how far below the median a value must fall; 1 is theirs.
    package var depth: Double

    private struct Series {
        /// Oldest first, and the same values in order of size.
        var history: [Double] = []
        var sorted: [Double] = []
        var isOut = false

        /// Takes a value in; whether it is below `share` of the median of the last `limit`, once an eighth are there.
        mutating func take(_ value: Double, limit: Int, share: Double) -> Bool {
            guard history.count >= limit / 8 else {
                remember(value)
                return false
            }
            let median = sorted[sorted.count / 2]
            remember(value < 0.8 * median || value > 2 * median ? median : value)
            if history.count > limit { sorted.remove(at: position(of: history.removeFirst())) }
            isOut = value < share * median
            return isOut
        }

        private mutating func remember(_ value: Double) {
            history.append(value)
            sorted.insert(value, at: position(of: value))
        }

        /// Where a value is, or belongs, in `sorted`.
        private func position(of value: Double) -> Int {
            var low = 0
            var high = sorted.count
            while low < high {
                let middle = (low + high) / 2
                if sorted[middle] < value { low = middle + 1 } else { high = middle }
            }
            return low
        }
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
        let limit = Int(rule.hours * 3600 / Int64(max(1, bin.step)))
        let share = 1 - (1 - rule.share) * depth
        let isOut = series[key, default: Series()].take(value, limit: limit, share: share)
        let subject = PeerAlarms.Subject(country: bin.country, asn: nil, platform: nil)
        if isOut { return alarms.raise(subject, at: bin.received, onset: bin.at).map { [$0] } ?? [] }
        let others = series.contains { $0.key.country == bin.country && $0.key != key && $0.value.isOut }
        return others ? [] : alarms.clear(subject, at: bin.received).map { [$0] } ?? []
    }
}
