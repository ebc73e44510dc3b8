internal import ObservatoryModel

/// What is remembered of a probe.
struct ProbeState: Sendable {
    var name: String
    /// Where and with what it was heard last, as records say it: the same again needs no look-up.
    var code: CountryCode
    var asn: ASN
    var software = ""
    var softwareIndex: UInt16 = 0
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
    var access = AccessPair(ShiryaevRoberts())
    var regions: [ShiryaevRoberts] = []
    var networks: [ShiryaevRoberts] = []
    /// Whether a kind of access ever had a vote.
    var usedAccess = AccessPair(false)

    /// Forgets all evidence.
    mutating func reset() {
        country = ShiryaevRoberts()
        access = AccessPair(ShiryaevRoberts())
        for index in regions.indices { regions[index] = ShiryaevRoberts() }
        for index in networks.indices { networks[index] = ShiryaevRoberts() }
    }
}

extension Array {
    /// Makes room for an index, with blanks up to it.
    ///
    /// By an eighth at a time and not twofold: millions of cells are kept in such arrays.
    mutating func extend(through index: Int, with blank: Element) {
        guard count <= index else { return }
        if capacity <= index { reserveCapacity(index + index / 8 + 4) }
        while count <= index { append(blank) }
    }
}

/// One value for fixed lines, one for mobile ones.
struct AccessPair<Value: Sendable>: Sendable {
    var fixed: Value
    var mobile: Value

    init(_ value: Value) {
        fixed = value
        mobile = value
    }

    /// 0 fixed, 1 mobile
    subscript(index: Int) -> Value {
        get { index == 0 ? fixed : mobile }
        set { if index == 0 { fixed = newValue } else { mobile = newValue } }
    }
}

/// Increments of one bin, gathered by scope before the statistic advances.
struct BinIncrements: Sendable {
    private(set) var country: Triple?
    private(set) var access = AccessPair<Triple?>(nil)
    private(set) var regions: [(index: Int, increment: Triple)] = []
    private(set) var networks: [(index: Int, increment: Triple)] = []
    /// Where in `networks` a network stands, by its index; −1 for nowhere.
    private var positions: [Int32] = []

    /// - Parameter inCountry: whether the increment speaks about the country as a whole too.
    mutating func add(
        _ increment: Triple, access index: Int?, region: Int?, network: Int?, inCountry: Bool = true
    ) {
        if inCountry { country = (country ?? .zero) + increment }
        if let index { access[index] = (access[index] ?? .zero) + increment }
        if let region {
            if let found = regions.firstIndex(where: { $0.index == region }) {
                regions[found].increment += increment
            } else {
                regions.append((region, increment))
            }
        }
        guard let network else { return }
        positions.extend(through: network, with: -1)
        let position = Int(positions[network])
        if position >= 0 {
            networks[position].increment += increment
        } else {
            positions[network] = Int32(networks.count)
            networks.append((network, increment))
        }
    }

    /// Empties it, and keeps the room.
    mutating func clear() {
        country = nil
        access = AccessPair(nil)
        regions.removeAll(keepingCapacity: true)
        for entry in networks { positions[entry.index] = -1 }
        networks.removeAll(keepingCapacity: true)
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
            regions.extend(through: index, with: ShiryaevRoberts())
            regions[index].advance(by: increment)
        }
        for (index, increment) in bin.networks {
            networks.extend(through: index, with: ShiryaevRoberts())
            networks[index].advance(by: increment)
        }
    }

    /// Regions and kinds of access that had votes: they share one weight.
    var sharedScopes: Int { regions.count + (usedAccess.fixed ? 1 : 0) + (usedAccess.mobile ? 1 : 0) }

    /// `R` of one scope, the mean over severities.
    func statistic(of scope: Scope) -> Double {
        switch scope {
        case .country: country.r.mean
        case .access(let index): access[index].r.mean
        case .region(let index): index < regions.count ? regions[index].r.mean : 0
        case .network(let index): index < networks.count ? networks[index].r.mean : 0
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
        let shared = sharedScopes
        if shared > 0 {
            let weight = rules.sharedScopeWeight / Double(shared)
            for index in 0..<2 where usedAccess[index] {
                consider(weight * access[index].r.mean, .access(index))
            }
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
        case .access(let index): vote.network >= 0 && vote.access.scope == index
        case .region(let index): Int(vote.region) == index
        case .network(let index): Int(vote.network) == index
        }
    }
}

extension AccessType {
    /// Which of the two scopes of access it belongs to: 0 fixed, 1 mobile, `nil` neither.
    var scope: Int? {
        switch self {
        case .fixed: 0
        case .mobile: 1
        case .unknown, .datacentre: nil
        }
    }
}

extension ProbePlatform: Snapshotted {
    static var blank: ProbePlatform { ProbePlatform() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&cap)
        try coder.code(&slowCap)
        try coder.code(&baseline)
        try coder.code(&lastVote)
    }
}

extension ProbeState: Snapshotted {
    static var blank: ProbeState {
        ProbeState(
            name: "", code: .blank, asn: .blank, firstMinute: 0, lastMinute: 0, country: 0, network: -1)
    }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&name)
        try coder.code(&code)
        try coder.code(&asn)
        try coder.code(&software)
        try coder.code(&softwareIndex)
        try coder.code(&firstMinute)
        try coder.code(&lastMinute)
        try coder.code(&country)
        try coder.code(&network)
        try coder.code(&platforms)
        try coder.code(&controls)
        try coder.code(&access)
        try coder.code(&every)
        try coder.code(&arrived)
        try coder.code(&arrivedVoid)
        try coder.code(&silence)
        try coder.code(&connectivityMinute)
        try coder.code(&connectivityCap)
    }
}

extension NetworkState: Snapshotted {
    static var blank: NetworkState { NetworkState(asn: .blank) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&asn)
        try coder.code(&name)
        try coder.code(&users)
        try coder.code(&control)
        try coder.code(&ooniControl)
        try coder.code(&presence)
        try coder.code(&controlRate)
        try coder.code(&controlRateMinute)
    }
}

extension NetworkCell: Snapshotted {
    static var blank: NetworkCell { NetworkCell() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&baseline)
        try coder.code(&block)
        try coder.code(&frozenHits)
        try coder.code(&frozenTrials)
        try coder.code(&frozenSince)
    }
}

extension FamilyState: Snapshotted {
    static var blank: FamilyState { FamilyState() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&cells)
        try coder.code(&detached)
        try coder.code(&country)
    }
}

extension ScopeTable: Snapshotted {
    static var blank: ScopeTable { ScopeTable() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&country)
        try coder.code(&access.fixed)
        try coder.code(&access.mobile)
        try coder.code(&regions)
        try coder.code(&networks)
        try coder.code(&usedAccess.fixed)
        try coder.code(&usedAccess.mobile)
    }
}

extension Scope: Snapshotted {
    static var blank: Scope { .country }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        var (kind, index): (UInt8, Int)
        switch self {
        case .country: (kind, index) = (0, 0)
        case .access(let value): (kind, index) = (1, value)
        case .region(let value): (kind, index) = (2, value)
        case .network(let value): (kind, index) = (3, value)
        }
        try coder.code(&kind)
        try coder.code(&index)
        switch kind {
        case 0: self = .country
        case 1: self = .access(index)
        case 2: self = .region(index)
        case 3: self = .network(index)
        default: throw .malformed(at: coder.position)
        }
    }
}
