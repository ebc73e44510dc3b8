internal import ObservatoryModel

/// What is remembered of a probe.
struct ProbeState: Sendable {
    var name: String
    var firstMinute: Int32
    /// When it was last heard.
    var lastMinute: Int32
    var country: Int32
    /// Index within the country; −1 for detached probes.
    var network: Int32
    /// By platform index within the country.
    var platforms: [ProbePlatform] = []
    /// Its control failures over days: a probe that always reports them does not speak for its network.
    var controls = DecayedCount()
    var access = AccessType.unknown
    /// Seconds between its sessions, as it said last.
    var every: Int32 = 600
    /// Whether it was heard since silence was last scored, and what its silence carries, 0...5.3 nats.
    var arrived = false
    /// Whether it was heard with all its controls failing.
    var arrivedVoid = false
    var silence: Float = 0
    /// The minute whose connectivity vote it has cast.
    var connectivityMinute: Int32 = .min
    /// What it carries for the `dark` hypothesis.
    var connectivityCap = NetCap()
}

/// What is remembered of a probe on one platform.
struct ProbePlatform: Sendable {
    var cap = NetCap()
    var slowCap = NetCap()
    var baseline = DecayedCount()
    /// The minute of the last vote that counted, for the quiet cadence's one vote in ten minutes.
    var lastVote: Int32 = .min
}

/// What is remembered of a network in a country.
struct NetworkState: Sendable {
    var asn: ASN
    var name: String?
    /// Share of the country's users from `network` records, 0...1.
    var users: Double?
    /// Control failures of its sessions.
    var control = TwoSpeedCount()
    /// Failures of OONI measurements outside the catalogue: quick (6 h) against slow (14 d).
    var ooniControl = TwoSpeedCount()
    /// Distinct probes and OONI measurements of the last 30 days, decayed; stands for users when nothing better does.
    var presence = DecayedCount()
    /// `c` of the null, and the minute that it was computed for.
    var controlRate = 0.0
    var controlRateMinute: Int32 = .min
}

/// What is remembered of a (network, platform) cell for one family of votes.
struct NetworkCell: Sendable {
    var baseline = TwoSpeedCount()
    var block = CorrelationBlock()
    /// Votes that a watch has kept from the baseline.
    var frozenHits: Float = 0
    var frozenTrials: Float = 0
    /// Since when votes are kept from it; minutes since the epoch.
    var frozenSince: Int32 = .min

    mutating func freeze(hits: Float, trials: Float, at minute: Int32) {
        if frozenTrials == 0 { frozenSince = minute }
        frozenHits += hits
        frozenTrials += trials
    }

    mutating func forgetFrozen() {
        frozenHits = 0
        frozenTrials = 0
        frozenSince = .min
    }
}

/// Votes of one family on one platform in one country.
struct FamilyState: Sendable {
    /// By network index; one more at the end of nowhere for detached observers is kept apart in `detached`.
    var cells: [NetworkCell] = []
    var detached = NetworkCell()
    var country = TwoSpeedCount()
}

/// The statistic in every scope of one country-platform (§4).
struct ScopeTable: Sendable {
    var country = ShiryaevRoberts()
    /// Fixed, mobile.
    var access = [ShiryaevRoberts](repeating: ShiryaevRoberts(), count: 2)
    var regions: [ShiryaevRoberts] = []
    var networks: [ShiryaevRoberts] = []
    /// Whether a scope ever had a vote.
    var usedAccess = [false, false]

    /// Forgets all evidence.
    mutating func reset() {
        country = ShiryaevRoberts()
        for index in access.indices { access[index] = ShiryaevRoberts() }
        for index in regions.indices { regions[index] = ShiryaevRoberts() }
        for index in networks.indices { networks[index] = ShiryaevRoberts() }
    }
}

/// Increments of one bin, gathered by scope before the statistic advances.
struct BinIncrements: Sendable {
    var country: Triple?
    var access: [Triple?] = [nil, nil]
    var regions: [Int: Triple] = [:]
    var networks: [(index: Int, increment: Triple)] = []

    /// - Parameter inCountry: whether the increment speaks about the country as a whole too.
    mutating func add(
        _ increment: Triple, access index: Int?, region: Int?, network: Int?, inCountry: Bool = true
    ) {
        if inCountry { country = (country ?? .zero) + increment }
        if let index { access[index] = (access[index] ?? .zero) + increment }
        if let region { regions[region, default: .zero] += increment }
        guard let network else { return }
        if let found = networks.firstIndex(where: { $0.index == network }) {
            networks[found].increment += increment
        } else {
            networks.append((network, increment))
        }
    }
}

extension ScopeTable {
    /// Advances every scope that had votes in the bin.
    mutating func advance(by bin: BinIncrements) {
        if let increment = bin.country { country.advance(by: increment) }
        for index in 0..<2 {
            if let increment = bin.access[index] {
                access[index].advance(by: increment)
                usedAccess[index] = true
            }
        }
        for (index, increment) in bin.regions {
            while regions.count <= index { regions.append(ShiryaevRoberts()) }
            regions[index].advance(by: increment)
        }
        for (index, increment) in bin.networks {
            while networks.count <= index { networks.append(ShiryaevRoberts()) }
            networks[index].advance(by: increment)
        }
    }

    /// `M = Σ w_S w_q R`, and which scope contributes most.
    ///
    /// - Parameter shares: user share by network index, summing to at most 1.
    func mixture(shares: [Double], rules: DetectionRules) -> (m: Double, winner: Scope) {
        var m = rules.countryWeight * country.r.mean
        var winner = Scope.country
        var largest = m
        func consider(_ value: Double, _ scope: Scope) {
            m += value
            if value > largest {
                largest = value
                winner = scope
            }
        }
        let shared = regions.count + usedAccess.count { $0 }
        if shared > 0 {
            let weight = rules.sharedScopeWeight / Double(shared)
            for index in 0..<2 where usedAccess[index] { consider(weight * access[index].r.mean, .access(index)) }
            for index in regions.indices { consider(weight * regions[index].r.mean, .region(index)) }
        }
        for index in networks.indices {
            let share = index < shares.count ? shares[index] : 0
            consider(rules.networkWeight * share * networks[index].r.mean, .network(index))
        }
        return (m, winner)
    }
}

/// A scope of one country-platform, by index.
enum Scope: Hashable, Sendable {
    case country
    /// 0 fixed, 1 mobile
    case access(Int)
    case region(Int)
    case network(Int)

    /// Whether a third-party series speaks about this scope.
    func covers(_ score: CountedScore) -> Bool {
        switch self {
        case .country, .access: score.region < 0 && score.network < 0
        case .region(let index): Int(score.region) == index
        case .network(let index): Int(score.network) == index
        }
    }

    /// Whether a vote speaks about this scope.
    func covers(_ vote: Vote) -> Bool {
        switch self {
        case .country: true
        case .access(let index): vote.network >= 0 && vote.access == (index == 0 ? .fixed : .mobile)
        case .region(let index): Int(vote.region) == index
        case .network(let index): Int(vote.network) == index
        }
    }
}
