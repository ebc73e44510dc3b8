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
    /// Length of a bin; rounded up to what is kept, see `BinLevel.step`.
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
///
/// New bins are fine; once they are older than `RetentionPolicy.fineBins` they are added up to hours.
package enum BinLevel: Int64, Hashable, Sendable, CaseIterable {
    /// Of countries and the world.
    case fiveMinutes = 300
    /// Of networks; a network's five minutes rarely hold more than one session.
    case tenMinutes = 600
    /// Of both, for what is old.
    case hour = 3600

    package var step: Interval { .seconds(rawValue) }

    /// The level at which new bins are kept.
    package static func fine(wholeCountry: Bool) -> BinLevel { wholeCountry ? .fiveMinutes : .tenMinutes }

    /// The step that is answered when `asked` was asked for: rounded up to a multiple of the fine level, and to whole
    /// hours from an hour on or when the interval holds bins that were added up to hours.
    package static func step(asked: Interval, wholeCountry: Bool, holdsHours: Bool) -> Interval {
        let unit =
            holdsHours || asked > .minutes(55) ? BinLevel.hour.step : fine(wholeCountry: wholeCountry).step
        let asked = max(asked, unit).milliseconds
        return Interval(milliseconds: (asked + unit.milliseconds - 1) / unit.milliseconds * unit.milliseconds)
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
