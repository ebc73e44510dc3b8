package import ObservatoryModel

/// Which of the third parties' series are wanted.
package struct SignalQuery: Hashable, Sendable {
    package var country: CountryCode
    /// `nil` means all: the country's (asn 0) and its networks'.
    package var asn: ASN?
    /// `nil` means every source.
    package var source: String?
    /// Half-open, by start of the bin.
    package var from: Timestamp
    package var to: Timestamp

    package init(
        country: CountryCode, asn: ASN? = nil, source: String? = nil, from: Timestamp, to: Timestamp
    ) {
        self.country = country
        self.asn = asn
        self.source = source
        self.from = from
        self.to = to
    }
}

/// One series of one source.
package struct SignalSeries: Hashable, Sendable {
    /// One bin; the newest value when the source restated it.
    package struct Bin: Hashable, Sendable {
        package var at: Timestamp
        /// Length in seconds.
        package var step: Int32
        /// `nil` when the source says that it has no value.
        package var value: Double?

        package init(at: Timestamp, step: Int32, value: Double?) {
            self.at = at
            self.step = step
            self.value = value
        }
    }

    package var source: String
    package var country: CountryCode
    package var region: RegionCode?
    package var asn: ASN
    package var platform: PlatformID?
    /// Oldest first. A bin that the source never gave is absent.
    package var bins: [Bin]

    package init(
        source: String, country: CountryCode, region: RegionCode?, asn: ASN, platform: PlatformID?, bins: [Bin]
    ) {
        self.source = source
        self.country = country
        self.region = region
        self.asn = asn
        self.platform = platform
        self.bins = bins
    }
}
