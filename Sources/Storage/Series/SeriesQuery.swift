package import ObservatoryModel

/// Which bins are wanted.
package struct SeriesQuery: Hashable, Sendable {
    /// `ZZ` means the whole world.
    package var country: CountryCode
    /// `nil` means the country as a whole.
    package var asn: ASN?
    /// `nil` means every platform, each for itself.
    package var platform: PlatformID?
    /// Half-open; widened to whole bins.
    package var from: Timestamp
    package var to: Timestamp
    /// Length of a bin; rounded up to what is kept, see `BinLevel.serving`.
    package var step: Interval

    package init(
        country: CountryCode, asn: ASN? = nil, platform: PlatformID? = nil, from: Timestamp, to: Timestamp,
        step: Interval
    ) {
        self.country = country
        self.asn = asn
        self.platform = platform
        self.from = from
        self.to = to
        self.step = step
    }
}

/// The bins of one place.
package struct Series: Hashable, Sendable {
    /// One platform's bins.
    package struct Line: Hashable, Sendable {
        package var platform: PlatformID
        /// Oldest first. A bin in which nothing was measured is absent, never zero.
        package var bins: [MeasurementBin]

        package init(platform: PlatformID, bins: [MeasurementBin]) {
            self.platform = platform
            self.bins = bins
        }
    }

    /// The length of the bins, at least what was asked for.
    package var step: Interval
    /// In order of platform; platforms without a bin are absent.
    package var lines: [Line]

    package init(step: Interval, lines: [Line]) {
        self.step = step
        self.lines = lines
    }
}

/// The bin lengths that stores keep roll-ups of.
package enum BinLevel: Int64, Hashable, Sendable, CaseIterable {
    /// Of countries only; a network's minute rarely holds more than one session.
    case minute = 60
    case tenMinutes = 600
    case hour = 3600

    package var step: Interval { .seconds(rawValue) }

    /// The coarsest level that a step can be put together from, and the step that comes out: the one that was asked
    /// for, rounded up to a multiple of the level.
    package static func serving(step: Interval, wholeCountry: Bool) -> (level: BinLevel, step: Interval) {
        let finest: BinLevel = wholeCountry ? .minute : .tenMinutes
        let asked = max(step.milliseconds, finest.step.milliseconds)
        let level = [BinLevel.hour, .tenMinutes, .minute].first { asked >= $0.step.milliseconds } ?? finest
        let unit = level.step.milliseconds
        return (level, Interval(milliseconds: (asked + unit - 1) / unit * unit))
    }
}

/// When a platform was last measured from a network.
package struct NewestSession: Hashable, Sendable {
    package var country: CountryCode
    package var asn: ASN
    package var platform: PlatformID
    /// `at` of the newest session.
    package var at: Timestamp

    package init(country: CountryCode, asn: ASN, platform: PlatformID, at: Timestamp) {
        self.country = country
        self.asn = asn
        self.platform = platform
        self.at = at
    }
}
