package import ObservatoryModel

/// What a scenario says is true of a stretch of its stream, to score detection against.
///
/// As a line of JSON (`json`): `kind` is always `label`; `nuisance` false is an event that ought to be found, true a
/// stretch in which nothing outside `tolerated` may be confirmed. Absent values are `null`, times RFC 3339 in UTC.
package struct Label: Hashable, Sendable {
    /// `pakistan/1/2`: scenario, seed, counter.
    package var id: String
    package var scenario: String
    package var seed: UInt64
    /// The class of what happens, `national`, `single-isp`, `platform-down` …; reports group by it.
    package var category: String
    package var nuisance: Bool
    /// `ZZ` when it is the whole world's.
    package var country: CountryCode
    /// The platforms that an incident ought to name.
    package var platforms: [PlatformID]
    /// Platforms that it may name besides.
    package var optionalPlatforms: [PlatformID]
    package var verdict: Verdict
    /// Other verdicts that are true of a part of it; for a nuisance, all that may be said of it.
    package var tolerated: [Verdict]
    /// The deepest nodes of the taxonomy that are true.
    package var mechanism: [String]
    package var scope: ScopeKind
    /// Affected networks when `scope` is `networks`, regions when `regional`, access when `access`.
    package var asns: [ASN]
    package var regions: [RegionCode]
    package var access: AccessType?
    package var onset: Timestamp
    /// When it has reached everyone whom it will reach.
    package var settled: Timestamp
    /// Exclusive.
    package var end: Timestamp
    /// Failing (for `slow`: slow) votes to expect before the end at quiet cadence.
    package var expectedVotes: Double
    /// Probes of the country in all.
    package var probes: Int

    package init(
        id: String, scenario: String, seed: UInt64, category: String, nuisance: Bool, country: CountryCode,
        platforms: [PlatformID], optionalPlatforms: [PlatformID] = [], verdict: Verdict, tolerated: [Verdict] = [],
        mechanism: [String] = [], scope: ScopeKind, asns: [ASN] = [], regions: [RegionCode] = [],
        access: AccessType? = nil, onset: Timestamp, settled: Timestamp, end: Timestamp, expectedVotes: Double,
        probes: Int
    ) {
        self.id = id
        self.scenario = scenario
        self.seed = seed
        self.category = category
        self.nuisance = nuisance
        self.country = country
        self.platforms = platforms
        self.optionalPlatforms = optionalPlatforms
        self.verdict = verdict
        self.tolerated = tolerated
        self.mechanism = mechanism
        self.scope = scope
        self.asns = asns
        self.regions = regions
        self.access = access
        self.onset = onset
        self.settled = settled
        self.end = end
        self.expectedVotes = expectedVotes
        self.probes = probes
    }

    /// How many probes look on, in the classes that figures are stated for.
    package var observers: Observers {
        if country == .unknown { return .world }
        return probes >= 80 ? .many : probes >= 20 ? .some : probes > 0 ? .few : .none
    }

    /// Whether enough is seen of it to be found: at least 6 expected failing votes before the end (DETECTION §9).
    package var scoreable: Bool { !nuisance && expectedVotes >= 6 }
}

/// Classes of events by the probes of their country.
package enum Observers: String, Hashable, Sendable, CaseIterable {
    /// 80 and more, 20 to 79, 1 to 19.
    case many = "100"
    case some = "30"
    case few = "8"
    /// Seen by others' sources alone.
    case none = "no probes"
    /// World-wide events, which all countries' probes see.
    case world
}

/// How much quiet or labelled time a stream holds, which false alarms are counted against.
package struct Exposure: Hashable, Sendable {
    package var scenario: String
    package var seed: UInt64
    /// Every country of the stream that probes or signals cover, by platforms, and the time covered.
    package var countryPlatforms: Int
    package var from: Timestamp
    package var to: Timestamp
    /// Time within `from ..< to` that the stream really covers.
    package var covered: Interval

    package init(
        scenario: String, seed: UInt64, countryPlatforms: Int, from: Timestamp, to: Timestamp, covered: Interval
    ) {
        self.scenario = scenario
        self.seed = seed
        self.countryPlatforms = countryPlatforms
        self.from = from
        self.to = to
        self.covered = covered
    }

    /// Country-platform-years.
    package var countryPlatformYears: Double {
        Double(countryPlatforms) * covered.inSeconds / 31_557_600
    }
}
