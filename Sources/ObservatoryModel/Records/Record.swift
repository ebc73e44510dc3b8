/// One line of the native stream (CONTRACT §1): everything that the pipeline can take in.
package enum Record: Hashable, Sendable {
    case session(Session)
    case report(UserReport)
    case reports(ReportCount)
    case signal(SignalBin)
    case ooni(OONIVerdict)
    case calendar(CalendarEvent)
    case network(NetworkShare)
    case heartbeat(Heartbeat)

    /// When the observatory got it; records are processed in this order.
    package var received: Timestamp {
        get {
            switch self {
            case .session(let value): value.received
            case .report(let value): value.received
            case .reports(let value): value.received
            case .signal(let value): value.received
            case .ooni(let value): value.received
            case .calendar(let value): value.received
            case .network(let value): value.received
            case .heartbeat(let value): value.received
            }
        }
        set {
            switch self {
            case .session(var value):
                value.received = newValue
                self = .session(value)
            case .report(var value):
                value.received = newValue
                self = .report(value)
            case .reports(var value):
                value.received = newValue
                self = .reports(value)
            case .signal(var value):
                value.received = newValue
                self = .signal(value)
            case .ooni(var value):
                value.received = newValue
                self = .ooni(value)
            case .calendar(var value):
                value.received = newValue
                self = .calendar(value)
            case .network(var value):
                value.received = newValue
                self = .network(value)
            case .heartbeat(var value):
                value.received = newValue
                self = .heartbeat(value)
            }
        }
    }

    /// When it happened, or when its bin began; `nil` for facts without a time of their own (calendar, network).
    package var at: Timestamp? {
        switch self {
        case .session(let value): value.at
        case .report(let value): value.at
        case .reports(let value): value.at
        case .signal(let value): value.at
        case .ooni(let value): value.at
        case .calendar, .network: nil
        case .heartbeat(let value): value.at
        }
    }

    /// The word after `"kind":`.
    package var kind: String {
        switch self {
        case .session: "session"
        case .report: "report"
        case .reports: "reports"
        case .signal: "signal"
        case .ooni: "ooni"
        case .calendar: "calendar"
        case .network: "network"
        case .heartbeat: "heartbeat"
        }
    }

    /// What (kind, id) de-duplication goes by; `nil` for kinds that replace by key instead, and for heartbeats.
    package var id: String? {
        switch self {
        case .session(let value): value.id
        case .report(let value): value.id
        case .reports(let value): value.id
        case .signal(let value): value.id
        case .ooni(let value): value.id
        case .calendar, .network, .heartbeat: nil
        }
    }

    /// The country it speaks of; `nil` for a heartbeat.
    package var country: CountryCode? {
        switch self {
        case .session(let value): value.country
        case .report(let value): value.country
        case .reports(let value): value.country
        case .signal(let value): value.country
        case .ooni(let value): value.country
        case .calendar(let value): value.country
        case .network(let value): value.country
        case .heartbeat: nil
        }
    }
}

/// A person's "it does not work".
package struct UserReport: Hashable, Sendable {
    package enum Problem: String, Hashable, Sendable, CaseIterable {
        case unreachable, slow, login, other
    }

    package var id: String
    package var at: Timestamp
    package var received: Timestamp
    package var country: CountryCode
    /// As the person states it.
    package var region: RegionCode?
    package var asn: ASN
    package var platform: PlatformID
    package var problem: Problem
    /// The country of somebody whom the reporter cannot reach there. Such a report never counts as a failure where the
    /// reporter is; `nil` for a problem of the reporter's own.
    package var toward: CountryCode?

    package init(
        id: String, at: Timestamp, received: Timestamp, country: CountryCode, region: RegionCode? = nil,
        asn: ASN = .unknown, platform: PlatformID, problem: Problem, toward: CountryCode? = nil
    ) {
        self.id = id
        self.at = at
        self.received = received
        self.country = country
        self.region = region
        self.asn = asn
        self.platform = platform
        self.problem = problem
        self.toward = toward
    }
}

/// People's reports that somebody else has counted.
package struct ReportCount: Hashable, Sendable {
    package var id: String
    /// Start of the half-open bin.
    package var at: Timestamp
    /// Length of the bin in seconds.
    package var step: Int32
    package var received: Timestamp
    package var country: CountryCode
    package var region: RegionCode?
    package var asn: ASN
    package var platform: PlatformID
    package var count: Int64

    package init(
        id: String, at: Timestamp, step: Int32, received: Timestamp, country: CountryCode, region: RegionCode? = nil,
        asn: ASN = .unknown, platform: PlatformID, count: Int64
    ) {
        self.id = id
        self.at = at
        self.step = step
        self.received = received
        self.country = country
        self.region = region
        self.asn = asn
        self.platform = platform
        self.count = count
    }
}

/// One bin of a third party's series.
package struct SignalBin: Hashable, Sendable {
    package var id: String
    /// Start of the half-open bin.
    package var at: Timestamp
    /// Length of the bin in seconds.
    package var step: Int32
    package var received: Timestamp
    /// `ioda.bgp`, `radar.traffic`, …; a name that is not known is a volume of its own family.
    package var source: String
    package var country: CountryCode
    package var region: RegionCode?
    package var asn: ASN
    /// The platform, when the series speaks of one.
    package var platform: PlatformID?
    /// `nil` when the source says that it has no value; never zero instead.
    package var value: Double?

    package init(
        id: String, at: Timestamp, step: Int32, received: Timestamp, source: String, country: CountryCode,
        region: RegionCode? = nil, asn: ASN = .unknown, platform: PlatformID? = nil, value: Double?
    ) {
        self.id = id
        self.at = at
        self.step = step
        self.received = received
        self.source = source
        self.country = country
        self.region = region
        self.asn = asn
        self.platform = platform
        self.value = value
    }
}

/// An OONI measurement reduced to the three weights of OONI's own newer analysis (FORMATS §1.6).
package struct OONIVerdict: Hashable, Sendable {
    /// OONI's `measurement_uid`.
    package var id: String
    package var at: Timestamp
    package var received: Timestamp
    package var country: CountryCode
    package var asn: ASN
    package var access: AccessType
    /// OONI's test name, `web_connectivity`.
    package var test: String
    /// The platform of the catalogue that the target belongs to; `nil` for everything else, which still says how the
    /// network fares (it is a control for the platforms).
    package var platform: PlatformID?
    package var target: String
    /// 0...1; the three sum to about 1.
    package var blocked: Double
    package var down: Double
    package var ok: Double
    /// The first stage that failed.
    package var stage: Stage?
    package var failure: Failure?

    package init(
        id: String, at: Timestamp, received: Timestamp, country: CountryCode, asn: ASN,
        access: AccessType = .unknown, test: String, platform: PlatformID?, target: String, blocked: Double,
        down: Double, ok: Double, stage: Stage? = nil, failure: Failure? = nil
    ) {
        self.id = id
        self.at = at
        self.received = received
        self.country = country
        self.asn = asn
        self.access = access
        self.test = test
        self.platform = platform
        self.target = target
        self.blocked = blocked
        self.down = down
        self.ok = ok
        self.stage = stage
        self.failure = failure
    }
}

/// A dated event that people know of beforehand: a rally, an election, exams. Raises attention, never evidence.
package struct CalendarEvent: Hashable, Sendable {
    package var uid: String
    package var received: Timestamp
    package var country: CountryCode
    package var from: Timestamp
    /// Exclusive.
    package var to: Timestamp
    package var summary: String
    package var category: String

    package init(
        uid: String, received: Timestamp, country: CountryCode, from: Timestamp, to: Timestamp, summary: String,
        category: String
    ) {
        self.uid = uid
        self.received = received
        self.country = country
        self.from = from
        self.to = to
        self.summary = summary
        self.category = category
    }
}

/// What is known of a network in a country.
package struct NetworkShare: Hashable, Sendable {
    package var received: Timestamp
    package var country: CountryCode
    package var asn: ASN
    package var name: String
    /// Share of the country's Internet users, 0...1; `nil` when unknown.
    package var users: Double?
    package var source: String

    package init(
        received: Timestamp, country: CountryCode, asn: ASN, name: String, users: Double?, source: String
    ) {
        self.received = received
        self.country = country
        self.asn = asn
        self.name = name
        self.users = users
        self.source = source
    }
}

/// Time passes, and the observatory is awake: silence after this is evidence.
package struct Heartbeat: Hashable, Sendable {
    package var at: Timestamp
    package var received: Timestamp

    package init(at: Timestamp, received: Timestamp) {
        self.at = at
        self.received = received
    }
}
