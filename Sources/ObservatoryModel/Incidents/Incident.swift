/// What is the matter with a platform, or a network, somewhere.
package enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
    case ok, slow, blocked, platformDown, dark, insufficient
}

/// Where an incident is in its life. `watch` and `reported` are states of cells and never appear here.
package enum IncidentStatus: String, Hashable, Sendable, Codable, CaseIterable {
    case suspected, confirmed, restoring, restored, retracted

    /// Whether the incident still goes on.
    package var isOpen: Bool { self == .suspected || self == .confirmed || self == .restoring }
}

/// How widely an incident reaches.
package enum ScopeKind: String, Hashable, Sendable, Codable, CaseIterable {
    case national, regional, networks, access, global
}

/// One revision of an incident: what detection said at `decidedAt`, never edited afterwards (CONTRACT §2).
package struct IncidentRevision: Hashable, Sendable {
    /// What is known of one network within the incident.
    package struct Network: Hashable, Sendable {
        package var asn: ASN
        package var verdict: Verdict
        /// Nats for the verdict, greatest since onset.
        package var evidence: Double
        /// When this network joined; `nil` when its own onset is not known apart from the incident's.
        package var onset: Timestamp?
        /// When it was over for this network; `nil` while it goes on.
        package var end: Timestamp?

        package init(
            asn: ASN, verdict: Verdict, evidence: Double, onset: Timestamp? = nil, end: Timestamp? = nil
        ) {
            self.asn = asn
            self.verdict = verdict
            self.evidence = evidence
            self.onset = onset
            self.end = end
        }
    }

    /// Nats per signal family, greatest since onset.
    package struct Evidence: Hashable, Sendable {
        package var probes: Double
        package var ooni: Double
        package var reports: Double
        package var traffic: Double
        package var bgp: Double
        /// Active probing (`ioda.ping-slash24`), telescope, and families of sources not known by name, summed.
        package var other: Double

        package init(
            probes: Double = 0, ooni: Double = 0, reports: Double = 0, traffic: Double = 0, bgp: Double = 0,
            other: Double = 0
        ) {
            self.probes = probes
            self.ooni = ooni
            self.reports = reports
            self.traffic = traffic
            self.bgp = bgp
            self.other = other
        }
    }

    /// The share of the country's estimated users that is affected, each 0...1.
    package struct AffectedShare: Hashable, Sendable {
        /// The 90 % interval's ends and the middle.
        package var low: Double
        package var mid: Double
        package var high: Double
        /// The share on networks that nothing was measured on.
        package var uncovered: Double

        package init(low: Double, mid: Double, high: Double, uncovered: Double) {
            self.low = low
            self.mid = mid
            self.high = high
            self.uncovered = uncovered
        }
    }

    /// What was looked at to decide.
    package struct Sample: Hashable, Sendable {
        package var sessions: Int
        package var probes: Int
        package var networks: Int
        package var from: Timestamp
        package var to: Timestamp

        package init(sessions: Int, probes: Int, networks: Int, from: Timestamp, to: Timestamp) {
            self.sessions = sessions
            self.probes = probes
            self.networks = networks
            self.from = from
            self.to = to
        }
    }

    /// How much slower (DETECTION §7): the factor with its 90 % interval, and the cap when speeds collapse to one value.
    package struct Slowdown: Hashable, Sendable {
        package var factor: Double
        package var low: Double
        package var high: Double
        package var capKbps: Double?

        package init(factor: Double, low: Double, high: Double, capKbps: Double?) {
            self.factor = factor
            self.low = low
            self.high = high
            self.capKbps = capKbps
        }
    }

    /// A stretch of the incident with one verdict.
    package struct Phase: Hashable, Sendable {
        package var from: Timestamp
        /// Exclusive; `nil` while it goes on.
        package var to: Timestamp?
        package var verdict: Verdict
        package var platforms: [PlatformID]
        /// The networks still affected; empty when none was named.
        package var networks: [ASN]

        package init(
            from: Timestamp, to: Timestamp?, verdict: Verdict, platforms: [PlatformID], networks: [ASN] = []
        ) {
            self.from = from
            self.to = to
            self.verdict = verdict
            self.platforms = platforms
            self.networks = networks
        }
    }

    /// `PK-20240107-1`: country, UTC date of the first revision, counter.
    package var incident: String
    /// 1, 2, 3 …
    package var revision: Int
    package var decidedAt: Timestamp
    package var status: IncidentStatus
    package var verdict: Verdict
    package var country: CountryCode
    package var scope: ScopeKind
    /// Affected regions in order; empty unless `scope` is `regional`.
    package var regions: [RegionCode]
    /// Networks by number.
    package var networks: [Network]
    /// `mobile` or `fixed` when `scope` is `access`.
    package var access: AccessType?
    /// In order of name.
    package var platforms: [PlatformID]
    /// Paths of OONI's taxonomy, `tls.reset.sni`; the deepest that the evidence supports, strongest first.
    package var mechanism: [String]
    /// Most likely onset, and its 90 % interval.
    package var onset: Timestamp
    package var onsetLow: Timestamp
    package var onsetHigh: Timestamp
    /// When it was over; `nil` while it goes on.
    package var end: Timestamp?
    package var evidence: Evidence
    /// Calibrated probability that the claim is true, 0...1.
    package var posterior: Double
    /// The lower bound hM/(1+hM), 0...1.
    package var posteriorRaw: Double
    /// How many claims at least this strong a year of nothing would bring, per country and platform.
    package var falseAlarmsPerYear: Double
    package var affectedShare: AffectedShare
    /// Whether user shares were estimated for want of `network` records.
    package var sharesEstimated: Bool
    package var sample: Sample
    package var slowdown: Slowdown?
    package var phases: [Phase]
    /// Calendar events near the onset, by uid.
    package var relatedCalendar: [String]
    /// Similar past incidents, closest first.
    package var relatedSimilar: [String]
    /// The sentence, in English.
    package var statement: String
    /// The sentence in other languages, by BCP 47 tag.
    package var statements: [String: String]
    /// Why it was retracted.
    package var reason: String?
    /// The incident that this one turned out to be a part of.
    package var mergedInto: String?
    /// The revision that this one replaces; `nil` for the first.
    package var supersedes: Int?
    /// Version of the detection rules, so that a reader knows what to replay with.
    package var rules: String

    package init(
        incident: String, revision: Int, decidedAt: Timestamp, status: IncidentStatus, verdict: Verdict,
        country: CountryCode, scope: ScopeKind, regions: [RegionCode] = [], networks: [Network] = [],
        access: AccessType? = nil, platforms: [PlatformID], mechanism: [String] = [], onset: Timestamp,
        onsetLow: Timestamp, onsetHigh: Timestamp, end: Timestamp? = nil, evidence: Evidence = Evidence(),
        posterior: Double, posteriorRaw: Double, falseAlarmsPerYear: Double, affectedShare: AffectedShare,
        sharesEstimated: Bool, sample: Sample, slowdown: Slowdown? = nil, phases: [Phase],
        relatedCalendar: [String] = [], relatedSimilar: [String] = [], statement: String = "",
        statements: [String: String] = [:], reason: String? = nil, mergedInto: String? = nil,
        supersedes: Int? = nil, rules: String
    ) {
        self.incident = incident
        self.revision = revision
        self.decidedAt = decidedAt
        self.status = status
        self.verdict = verdict
        self.country = country
        self.scope = scope
        self.regions = regions
        self.networks = networks
        self.access = access
        self.platforms = platforms
        self.mechanism = mechanism
        self.onset = onset
        self.onsetLow = onsetLow
        self.onsetHigh = onsetHigh
        self.end = end
        self.evidence = evidence
        self.posterior = posterior
        self.posteriorRaw = posteriorRaw
        self.falseAlarmsPerYear = falseAlarmsPerYear
        self.affectedShare = affectedShare
        self.sharesEstimated = sharesEstimated
        self.sample = sample
        self.slowdown = slowdown
        self.phases = phases
        self.relatedCalendar = relatedCalendar
        self.relatedSimilar = relatedSimilar
        self.statement = statement
        self.statements = statements
        self.reason = reason
        self.mergedInto = mergedInto
        self.supersedes = supersedes
        self.rules = rules
    }
}
