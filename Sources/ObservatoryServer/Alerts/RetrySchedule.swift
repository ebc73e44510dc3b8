import ObservatoryModel

/// When a message that did not get through is sent again: more and more seldom over a day, each wait a fifth more or
/// less, so that receivers that come back are not met by all at once.
enum RetrySchedule {
    /// Waits after the first attempt, the second and so on; a little over 24 hours in all.
    static let waits: [Interval] = [
        .seconds(5), .minutes(1), .minutes(5), .minutes(30), .hours(2), .hours(4), .hours(8), .hours(10),
    ]

    /// The wait after so many attempts; `nil` when it was the last.
    ///
    /// - Parameters:
    ///   - asked: Seconds that the receiver asked for, of which at most a day count.
    ///   - jitter: 0.8...1.2.
    static func wait(after attempts: Int, asked: Int? = nil, jitter: Double) -> Interval? {
        guard attempts >= 1, attempts <= waits.count else { return nil }
        let own = Interval(milliseconds: Int64(Double(waits[attempts - 1].milliseconds) * jitter))
        return max(own, .seconds(Int64(min(max(asked ?? 0, 0), 86_400))))
    }
}
