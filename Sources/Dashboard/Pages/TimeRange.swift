package import Gazetteer
package import ObservatoryModel

/// The stretch of time that a page shows.
package enum TimeRange: Hashable, Sendable {
    case day, week, month
    /// Half-open.
    case custom(from: Timestamp, to: Timestamp)

    /// From the query of an address: `24h`, `7d`, `30d`, or `from` and `to`; `nil` when neither reads.
    ///
    /// `from` and `to` are RFC 3339 moments, or days by the clocks of a zone, as forms send them; a day as `to` counts to
    /// its end.
    package init?(range: String?, from: String?, to: String?, zone: ZoneHistory = .utc) {
        switch range {
        case "24h": self = .day
        case "7d": self = .week
        case "30d": self = .month
        case nil:
            // A day that the clocks change in is an hour shorter or longer, so its end is the next one's beginning.
            guard let from = from.flatMap({ Timestamp($0) ?? Self.midnight(of: $0, in: zone) }),
                let to = to.flatMap({ Timestamp($0) ?? Self.midnight(of: $0, plus: .days(1), in: zone) }),
                from < to, to - from <= .days(366)
            else { return nil }
            self = .custom(from: from, to: to)
        default: return nil
        }
    }

    /// When a day, `2024-01-07`, begins by the clocks of a zone; `nil` when it does not read.
    private static func midnight(of day: String, plus days: Interval = .days(0), in zone: ZoneHistory) -> Timestamp? {
        guard let utc = Timestamp("\(day)T00:00:00Z").map({ $0 + days }) else { return nil }
        // The offset of the guess is that of the day itself, but where the clocks change in the hours between.
        let guess = utc - .seconds(Int64(zone.kind(at: utc).offset))
        return utc - .seconds(Int64(zone.kind(at: guess).offset))
    }

    /// The query that names it: `24h`; `nil` for a custom one.
    var name: String? {
        switch self {
        case .day: "24h"
        case .week: "7d"
        case .month: "30d"
        case .custom: nil
        }
    }

    /// The stretch in time, as seen at `now`; half-open. It ends with the bin that `now` is in.
    package func bounds(at now: Timestamp) -> (from: Timestamp, to: Timestamp) {
        let end = now.floored(to: step) + step
        return switch self {
        case .day: (end - .hours(24), end)
        case .week: (end - .days(7), end)
        case .month: (end - .days(30), end)
        case .custom(let from, let to): (from, to)
        }
    }

    /// The length of bins that suits it, so that a chart has about 150.
    package var step: Interval {
        switch self {
        case .day: return .minutes(10)
        case .week: return .hours(1)
        case .month: return .hours(6)
        case .custom(let from, let to):
            let target = (to - from).milliseconds / 150
            let choices: [Interval] = [.minutes(1), .minutes(10), .minutes(30), .hours(1), .hours(6)]
            return choices.first { $0.milliseconds >= target } ?? .hours(24)
        }
    }
}
