/// One probe's look at one platform at one time: its steps, and controls in the same session (DETECTION §2).
package struct Session: Hashable, Sendable {
    package var id: String
    /// When it happened, by the probe's clock corrected by the collector; never later than `received`.
    package var at: Timestamp
    /// When the observatory got it.
    package var received: Timestamp
    /// Seconds to this probe's next session on this platform.
    package var every: Int32
    /// The pseudonym of the probe.
    package var probe: String
    /// Name and version of the program, `parallax-probe/1.0`; empty when unknown.
    package var software: String
    package var country: CountryCode
    package var region: RegionCode?
    package var asn: ASN
    package var access: AccessType
    package var platform: PlatformID
    /// The URL that was measured.
    package var target: String
    package var outcome: Outcome
    /// The steps in the order in which they ran.
    package var steps: [Step]
    /// The transfer step's result, when it ran.
    package var transfer: Transfer?
    package var controls: [Control]
    /// Contrasts that ran, by the names of CONTRACT §1; empty in quiet times.
    package var contrasts: [Contrast]

    package init(
        id: String, at: Timestamp, received: Timestamp, every: Int32, probe: String, software: String = "",
        country: CountryCode, region: RegionCode? = nil, asn: ASN, access: AccessType = .unknown,
        platform: PlatformID, target: String = "", outcome: Outcome, steps: [Step] = [], transfer: Transfer? = nil,
        controls: [Control] = [], contrasts: [Contrast] = []
    ) {
        self.id = id
        self.at = at
        self.received = received
        self.every = every
        self.probe = probe
        self.software = software
        self.country = country
        self.region = region
        self.asn = asn
        self.access = access
        self.platform = platform
        self.target = target
        self.outcome = outcome
        self.steps = steps
        self.transfer = transfer
        self.controls = controls
        self.contrasts = contrasts
    }
}

/// Whether something that was tried worked.
package enum Outcome: UInt8, Hashable, Sendable {
    case ok, failed
}

/// The stages of a session.
package enum Stage: UInt8, Hashable, Sendable, CaseIterable {
    case dns, tcp, tls, quic, http, transfer

    package init?(_ text: String) {
        guard let stage = Stage.allCases.first(where: { $0.text == text }) else { return nil }
        self = stage
    }

    /// The word of the native stream.
    package var text: String {
        switch self {
        case .dns: "dns"
        case .tcp: "tcp"
        case .tls: "tls"
        case .quic: "quic"
        case .http: "http"
        case .transfer: "transfer"
        }
    }
}

/// Which resolver a DNS step asked.
package enum ResolverKind: UInt8, Hashable, Sendable, CaseIterable {
    case isp, publicUDP, doh

    package init?(_ text: String) {
        switch text {
        case "isp": self = .isp
        case "public": self = .publicUDP
        case "doh": self = .doh
        default: return nil
        }
    }

    /// The word of the native stream.
    package var text: String {
        switch self {
        case .isp: "isp"
        case .publicUDP: "public"
        case .doh: "doh"
        }
    }
}

/// One step of a session. Fields that the stage does not have are `nil` or empty.
package struct Step: Hashable, Sendable {
    package var stage: Stage
    /// `nil` means that the step worked.
    package var failure: Failure?
    /// How long it took.
    package var milliseconds: Double?
    /// 4 or 6.
    package var family: UInt8?
    package var resolver: ResolverKind?
    /// The addresses that a DNS step got.
    package var addresses: [String]
    /// Every answer seen within the window, when there was more than one; an injected one and the true one after it.
    package var answers: [DNSAnswer]
    /// `address:port` of a connection.
    package var address: String?
    package var sni: String?
    /// SHA-256 of each certificate, leaf first, lower-case hex.
    package var chain: [String]
    package var issuer: String?
    /// Whether the chain is valid for the name; `nil` when nobody judged.
    package var valid: Bool?
    package var status: Int32?
    package var location: String?
    /// The name of the block-page fingerprint that matched.
    package var fingerprint: String?
    package var bodyBytes: Int64?

    package init(
        _ stage: Stage, failure: Failure? = nil, milliseconds: Double? = nil, family: UInt8? = nil,
        resolver: ResolverKind? = nil, addresses: [String] = [], answers: [DNSAnswer] = [], address: String? = nil,
        sni: String? = nil, chain: [String] = [], issuer: String? = nil, valid: Bool? = nil, status: Int32? = nil,
        location: String? = nil, fingerprint: String? = nil, bodyBytes: Int64? = nil
    ) {
        self.stage = stage
        self.failure = failure
        self.milliseconds = milliseconds
        self.family = family
        self.resolver = resolver
        self.addresses = addresses
        self.answers = answers
        self.address = address
        self.sni = sni
        self.chain = chain
        self.issuer = issuer
        self.valid = valid
        self.status = status
        self.location = location
        self.fingerprint = fingerprint
        self.bodyBytes = bodyBytes
    }
}

/// One of several answers to the same DNS question.
package struct DNSAnswer: Hashable, Sendable {
    /// Milliseconds after the question.
    package var milliseconds: Double
    package var rcode: UInt8
    package var addresses: [String]

    package init(milliseconds: Double, rcode: UInt8, addresses: [String]) {
        self.milliseconds = milliseconds
        self.rcode = rcode
        self.addresses = addresses
    }
}

/// What a paced transfer moved.
package struct Transfer: Hashable, Sendable {
    /// Bytes received, also when the transfer was cut at its time limit.
    package var bytes: Int64
    package var milliseconds: Int64

    package init(bytes: Int64, milliseconds: Int64) {
        self.bytes = bytes
        self.milliseconds = milliseconds
    }

    /// Goodput in bits per millisecond, that is kbit/s; `nil` when no time passed.
    package var kilobitsPerSecond: Double? {
        milliseconds > 0 ? Double(bytes) * 8 / Double(milliseconds) : nil
    }
}

/// A host that nobody has a reason to block (`neutral`), or an unblocked one on the platform's own hosting (`sibling`).
package struct Control: Hashable, Sendable {
    package enum Role: UInt8, Hashable, Sendable {
        case neutral, sibling
    }

    package var role: Role
    package var target: String
    package var outcome: Outcome
    package var failure: Failure?
    package var transfer: Transfer?

    package init(
        role: Role, target: String, outcome: Outcome, failure: Failure? = nil, transfer: Transfer? = nil
    ) {
        self.role = role
        self.target = target
        self.outcome = outcome
        self.failure = failure
        self.transfer = transfer
    }
}

/// A decisive experiment that a probe ran because the platform was at `watch` (CONTRACT §1, closed list).
package struct Contrast: Hashable, Sendable {
    package enum Name: String, Hashable, Sendable, CaseIterable {
        case neutralSNI = "sni.neutral"
        case targetSNIElsewhere = "sni.target@other"
        case neutralHost = "host.neutral"
        case dnsOverHTTPS = "dns.doh"
        case dnsOverPublicUDP = "dns.udp.public"
        case neutralUDP443 = "udp443.neutral"
        case pacedTransfer = "transfer.paced"
    }

    package var name: Name
    package var outcome: Outcome
    package var failure: Failure?

    package init(name: Name, outcome: Outcome, failure: Failure? = nil) {
        self.name = name
        self.outcome = outcome
        self.failure = failure
    }
}
