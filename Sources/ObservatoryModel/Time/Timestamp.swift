/// A moment in UTC: whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Every time in the observatory is one of these. Leap seconds do not exist in it, as in POSIX time.
package struct Timestamp: Hashable, Comparable, Sendable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package init(seconds: Int64) {
        milliseconds = seconds * 1000
    }

    /// Whole seconds since the epoch, rounded towards the past.
    package var seconds: Int64 { milliseconds.flooringDivision(by: 1000) }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    package static func + (left: Timestamp, right: Interval) -> Timestamp {
        Timestamp(milliseconds: left.milliseconds + right.milliseconds)
    }

    package static func - (left: Timestamp, right: Interval) -> Timestamp {
        Timestamp(milliseconds: left.milliseconds - right.milliseconds)
    }

    package static func - (left: Timestamp, right: Timestamp) -> Interval {
        Interval(milliseconds: left.milliseconds - right.milliseconds)
    }

    /// The start of the interval of the given length, counted from the epoch, that this moment falls into.
    ///
    /// - Precondition: `step` is positive.
    package func floored(to step: Interval) -> Timestamp {
        Timestamp(milliseconds: milliseconds.flooringDivision(by: step.milliseconds) * step.milliseconds)
    }

    /// 0001-01-01T00:00:00Z, before everything that can be recorded.
    package static let distantPast = Timestamp(seconds: -62_135_596_800)
    /// 9999-12-31T23:59:59.999Z, the last moment that RFC 3339 can write.
    package static let distantFuture = Timestamp(milliseconds: 253_402_300_799_999)
}

/// A length of time in whole milliseconds; may be negative.
package struct Interval: Hashable, Comparable, Sendable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func seconds(_ count: Int64) -> Interval { Interval(milliseconds: count * 1000) }
    package static func minutes(_ count: Int64) -> Interval { Interval(milliseconds: count * 60_000) }
    package static func hours(_ count: Int64) -> Interval { Interval(milliseconds: count * 3_600_000) }
    package static func days(_ count: Int64) -> Interval { Interval(milliseconds: count * 86_400_000) }

    /// The length in seconds, with its fraction.
    package var inSeconds: Double { Double(milliseconds) / 1000 }
    /// The length in minutes, with its fraction.
    package var inMinutes: Double { Double(milliseconds) / 60_000 }

    package static func < (left: Interval, right: Interval) -> Bool { left.milliseconds < right.milliseconds }
    package static func + (left: Interval, right: Interval) -> Interval {
        Interval(milliseconds: left.milliseconds + right.milliseconds)
    }
    package static func * (left: Interval, right: Int64) -> Interval {
        Interval(milliseconds: left.milliseconds * right)
    }
}

extension Int64 {
    /// The quotient rounded towards negative infinity, so that times before 1970 fall into the right bin.
    ///
    /// - Precondition: `divisor` is positive.
    func flooringDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
