package import ObservatoryModel

/// A moment as the clocks of a place show it.
package struct LocalTime: Hashable, Sendable, CustomStringConvertible {
    package let date: CivilDate
    /// 0...23
    package let hour: Int
    /// 0...59
    package let minute: Int
    /// 0...59
    package let second: Int
    /// The kind of time in force, with its offset and abbreviation.
    package let kind: ZoneHistory.Kind

    /// The moment in a zone.
    package init(_ moment: Timestamp, in zone: ZoneHistory) {
        kind = zone.kind(at: moment)
        let shifted = Timestamp(seconds: moment.seconds + Int64(kind.offset))
        date = shifted.utcDate
        let inDay = Int(shifted.seconds - date.daysSinceEpoch * 86_400)
        hour = inDay / 3600
        minute = inDay / 60 % 60
        second = inDay % 60
    }

    /// `17:58`
    package var clock: String {
        "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }

    /// `2024-01-07 17:58 (UTC+5)`, in no language.
    package var description: String { "\(date) \(clock) (\(kind.utcOffset))" }
}
