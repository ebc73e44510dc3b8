package import ObservatoryModel

/// How one platform fared over time in one place, for a chart and the table behind it.
package struct Timeline: Hashable, Sendable {
    /// One half-open bin.
    package struct Bin: Hashable, Sendable {
        package var at: Timestamp
        /// Sessions that say something about the platform.
        package var sessions: Int
        /// Those that failed, or were slow where the time line is about speed.
        package var failed: Int
        /// What the share of failures should be, 0...1, ends of the band; `nil` when no baseline is known yet.
        package var expectedLow: Double?
        package var expectedHigh: Double?

        package init(
            at: Timestamp, sessions: Int, failed: Int, expectedLow: Double? = nil, expectedHigh: Double? = nil
        ) {
            self.at = at
            self.sessions = sessions
            self.failed = failed
            self.expectedLow = expectedLow
            self.expectedHigh = expectedHigh
        }

        /// The share that failed, 0...1; `nil` without sessions, which is not zero.
        var share: Double? { sessions > 0 ? Double(failed) / Double(sessions) : nil }
    }

    package var platform: PlatformID
    /// The network; `nil` for the whole country.
    package var asn: ASN?
    /// Length of each bin.
    package var step: Interval
    /// Oldest first; a bin that is missing has no sessions.
    package var bins: [Bin]

    package init(platform: PlatformID, asn: ASN? = nil, step: Interval, bins: [Bin]) {
        self.platform = platform
        self.asn = asn
        self.step = step
        self.bins = bins
    }
}

/// User reports over time. Counts below the privacy floor are withheld by whoever builds this.
package struct ReportSeries: Hashable, Sendable {
    package struct Bin: Hashable, Sendable {
        package var at: Timestamp
        /// Reports; `nil` when withheld, because too few people reported to hide among.
        package var count: Int?

        package init(at: Timestamp, count: Int?) {
            self.at = at
            self.count = count
        }
    }

    package var platform: PlatformID
    package var step: Interval
    /// Oldest first; a bin that is missing had no reports.
    package var bins: [Bin]

    package init(platform: PlatformID, step: Interval, bins: [Bin]) {
        self.platform = platform
        self.step = step
        self.bins = bins
    }
}

/// A third party's series, with who made it and under which licence.
package struct SignalSeries: Hashable, Sendable {
    package struct Point: Hashable, Sendable {
        package var at: Timestamp
        /// `nil` when the source says that it has no value.
        package var value: Double?

        package init(at: Timestamp, value: Double?) {
            self.at = at
            self.value = value
        }
    }

    /// `ioda.bgp`, `radar.traffic`, …
    package var source: String
    package var asn: ASN?
    package var step: Interval
    /// Oldest first.
    package var points: [Point]
    /// Who publishes it: `IODA, Georgia Institute of Technology`.
    package var publisher: String?
    package var licence: String?
    /// Where it is published.
    package var address: String?

    package init(
        source: String, asn: ASN? = nil, step: Interval, points: [Point], publisher: String? = nil,
        licence: String? = nil, address: String? = nil
    ) {
        self.source = source
        self.asn = asn
        self.step = step
        self.points = points
        self.publisher = publisher
        self.licence = licence
        self.address = address
    }
}
