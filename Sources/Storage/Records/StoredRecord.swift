package import ObservatoryModel

/// A record as it lies in the store. The line is what came in; the other fields are what the observatory settled.
package struct StoredRecord: Hashable, Sendable {
    /// Position in the order of arrival, from 1.
    package var sequence: Int64
    /// The word after `"kind":`.
    package var kind: String
    /// When it happened; `received` for kinds without a time of their own.
    package var at: Timestamp
    /// As settled at arrival; takes precedence over what the line says.
    package var received: Timestamp
    /// `ZZ` when the record speaks of no country. Takes precedence over what the line says.
    package var country: CountryCode
    /// Takes precedence over what the line says.
    package var asn: ASN
    package var platform: PlatformID?
    /// The raw line without its line end.
    package var line: [UInt8]

    package init(
        sequence: Int64, kind: String, at: Timestamp, received: Timestamp, country: CountryCode, asn: ASN,
        platform: PlatformID?, line: [UInt8]
    ) {
        self.sequence = sequence
        self.kind = kind
        self.at = at
        self.received = received
        self.country = country
        self.asn = asn
        self.platform = platform
        self.line = line
    }
}

/// Which records are wanted; every field that is `nil` or empty lets all pass.
package struct RecordFilter: Hashable, Sendable {
    /// Inclusive, by `received`.
    package var since: Timestamp?
    /// Exclusive, by `received`.
    package var until: Timestamp?
    package var countries: Set<CountryCode>
    package var platforms: Set<PlatformID>
    package var kinds: Set<String>

    package init(
        since: Timestamp? = nil, until: Timestamp? = nil, countries: Set<CountryCode> = [],
        platforms: Set<PlatformID> = [], kinds: Set<String> = []
    ) {
        self.since = since
        self.until = until
        self.countries = countries
        self.platforms = platforms
        self.kinds = kinds
    }

    package static let all = RecordFilter()
}

/// Some records in order of arrival.
package struct RecordPage: Hashable, Sendable {
    package var records: [StoredRecord]
    /// Where the next page begins; `nil` when this was the last.
    package var next: Int64?

    package init(records: [StoredRecord], next: Int64?) {
        self.records = records
        self.next = next
    }
}

/// The query of OONI's measurement list (FORMATS §1.8) over sessions and OONI verdicts.
package struct MeasurementQuery: Hashable, Sendable {
    package var country: CountryCode?
    package var asn: ASN?
    /// Empty means every platform.
    package var platforms: Set<PlatformID>
    /// The exact URL that was measured.
    package var target: String?
    /// `session` and `ooni` by default.
    package var kinds: Set<String>
    /// Inclusive and exclusive bounds of `at`.
    package var since: Timestamp?
    package var until: Timestamp?
    /// `true` for failed ones only, `false` for those that worked; `nil` for both.
    package var failed: Bool?
    /// Only sessions that may have contrasts beside them.
    package var contrasted: Bool
    /// By order of arrival.
    package var newestFirst: Bool
    package var limit: Int
    package var offset: Int

    package init(
        country: CountryCode? = nil, asn: ASN? = nil, platforms: Set<PlatformID> = [], target: String? = nil,
        kinds: Set<String> = ["session", "ooni"], since: Timestamp? = nil, until: Timestamp? = nil,
        failed: Bool? = nil, contrasted: Bool = false, newestFirst: Bool = true, limit: Int = 100, offset: Int = 0
    ) {
        self.country = country
        self.asn = asn
        self.platforms = platforms
        self.target = target
        self.kinds = kinds
        self.since = since
        self.until = until
        self.failed = failed
        self.contrasted = contrasted
        self.newestFirst = newestFirst
        self.limit = limit
        self.offset = offset
    }
}
