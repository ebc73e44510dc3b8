internal import ObservatoryModel

/// What one track of evidence is for (§5).
enum Hypothesis: UInt8, Hashable, Sendable, CaseIterable {
    case blocked, slow, dark

    var verdict: Verdict {
        switch self {
        case .blocked: .blocked
        case .slow: .slow
        case .dark: .dark
        }
    }
}

/// One hypothesis about one platform in one country: its evidence in every scope, and the votes behind it.
///
/// `dark` has a track of its own a country, whose "platform" is connectivity itself: its votes are sessions in which
/// every neutral control failed.
struct Track: Sendable {
    private(set) var hypothesis: Hypothesis
    /// All families together, each with its exponent.
    var fused = ScopeTable()
    /// Each family by itself; kept only once a second family has votes, before that it equals `fused`.
    var alone: [Family: ScopeTable] = [:]
    var familiesSeen: [Family] = []
    /// Votes of the bin that is open.
    var pending: [Vote] = []
    /// Increments of the open bin from families that cast no votes (reports, traffic, …).
    var pendingScores: [FamilyScore] = []
    /// Counted votes, oldest first in order of arrival.
    var history = VoteHistory()
    /// What third-party series said, oldest first: the onset where nobody votes.
    var scores = Queue<CountedScore>()
    /// How many at the front of `history` the baselines have learned, or a watch has frozen.
    var learned = 0
    var votes = FamilyState()
    var ooni = FamilyState()
    /// Caps of a network's OONI measurements as a group, of young keys as a group, of volume-like families.
    var ooniCaps: [Int: ObserverGroup] = [:]
    var youngCaps: [Int: NetCap] = [:]
    var familyCaps: [Family: NetCap] = [:]
    /// `M` now and the scope that carries most of it.
    var m = 0.0
    var winner = Scope.country
    /// Since when `ln M` is at `watch` or above, or an incident is open; `nil` in quiet times.
    var hotSince: Int32?
    /// When its last incident ended: votes from before, uploaded late, belong to that one.
    var endedAt: Int32 = .min
    /// Its part in an incident that is open, or was until lately; none or one. In an array, so that the many tracks
    /// without one stay small.
    var members: [Member] = []

    init(_ hypothesis: Hypothesis) {
        self.hypothesis = hypothesis
    }

    var member: Member? {
        get { members.first }
        set {
            if let newValue { members = [newValue] } else { members = [] }
        }
    }

    var isMember: Bool { !members.isEmpty }

    /// Puts a vote into the open bin; whether it is the first thing there.
    mutating func enqueue(_ vote: Vote) -> Bool {
        let isFirst = pending.isEmpty && pendingScores.isEmpty
        pending.append(vote)
        return isFirst
    }

    mutating func enqueue(_ score: FamilyScore) -> Bool {
        let isFirst = pending.isEmpty && pendingScores.isEmpty
        pendingScores.append(score)
        return isFirst
    }

    /// Whether evidence of more than one family has come, the open bin's included.
    var hasSecondFamily: Bool {
        guard familiesSeen.count < 2 else { return true }
        var first = familiesSeen.first
        func isOther(_ family: Family) -> Bool {
            guard let known = first else {
                first = family
                return false
            }
            return family != known
        }
        return pending.contains { isOther($0.family) } || pendingScores.contains { isOther($0.family) }
    }

    var lnM: Double { m > 0 ? naturalLog(m) : -Double.infinity }

    /// `M` of one family alone.
    func lnM(of family: Family, shares: [Double], rules: DetectionRules) -> Double {
        guard familiesSeen.contains(family) else { return -Double.infinity }
        let table = familiesSeen.count == 1 ? fused : (alone[family] ?? ScopeTable())
        let value = table.mixture(shares: shares, rules: rules).m
        return value > 0 ? naturalLog(value) : -Double.infinity
    }
}

/// What a family that casts no votes (reports, a volume, silence) adds in the open bin.
struct FamilyScore: Sendable {
    var family: Family
    var increment: Triple
    /// Indices of the scopes it speaks about, beside the country unless `inCountry` is false.
    var access: Int?
    var region: Int?
    var network: Int?
    var inCountry = true
    /// When the series' bin began, minutes since the epoch; `nil` for families that speak of the open bin.
    var at: Int32?
    /// What a series says against a drop by half, −6...6 nats, uncapped: for the end.
    var recovery = 0.0
}

/// A score of a third-party series that was counted, kept for the onset.
struct CountedScore: Sendable {
    var at: Int32
    var region: Int32
    var network: Int32
    var nats: Float
}

/// A network's OONI measurements as one group of observers: how many failed lately, and what they carry.
struct ObserverGroup: Sendable {
    var cap = NetCap()
    var failures = DecayedCount()
    /// Since when they fail; minutes since the epoch.
    var firstFailure: Int32 = .min
    var lastMinute: Int32 = .min
}

/// A track's part in an incident.
struct Member: Sendable {
    /// Index into the engine's incidents.
    var incident: Int
    var suspectedAt: Int32
    /// When something last told whether it goes on: a vote, or a series that still stands low.
    var toldAt: Int32
    var onset: OnsetEstimate
    /// Greatest since onset.
    var greatestM: Double
    var greatest: [Family: Double] = [:]
    var confirmed = false
    /// Networks that the claim names, in order of acceptance.
    var episodes: [Episode] = []
    /// Regions accepted, by index.
    var regions: [Int] = []
    /// The mirrored statistic over all accepted networks.
    var end = 0.0
    /// When it ended; `nil` while it goes on.
    var endedAt: Int32?
    /// Whether it was closed because nothing told of it any more.
    var isUnobserved = false
    var endLow: Int32?
    /// Counted votes of the claim's country since onset.
    var sessions = 0
    /// Probes by index; OONI's measurements of network n as −1 − n.
    var observers: Set<Int64> = []
    var failingObservers: Set<Int64> = []
    var networks: Set<Int32> = []
    /// OONI measurements that failed, by network.
    var ooniFailures: [Int32: Int] = [:]
    /// What the votes since onset say of each network, as of the last bin.
    var evidence: NetworkEvidence?
    /// Log ratio of the open bin for the end.
    var pendingEnd = 0.0
    var isRestoring = false
    /// What the claim covers: votes outside say nothing of its end or its networks.
    var claim = Claim.country
    /// Since when `ln M` is below the level of a suspicion that holds.
    var belowSince: Int32?
    /// Failing votes by symptom.
    var symptoms = SymptomCounts()
    /// Clean votes by network since onset: a network where the platform works rules out that the platform is down.
    var cleanVotes: [Int32: Int] = [:]

    init(incident: Int, suspectedAt: Int32, onset: OnsetEstimate, greatestM: Double) {
        self.incident = incident
        self.suspectedAt = suspectedAt
        toldAt = suspectedAt
        self.onset = onset
        self.greatestM = greatestM
    }
}

/// One network within a track's part of an incident.
struct Episode: Sendable {
    /// Index of the network within the country.
    var network: Int32
    var acceptedAt: Int32
    var onset: Int32
    var end: Int32?
    /// Nats, greatest since onset.
    var evidence: Double
    /// Failures among this event's votes, learned late so that its end does not dilute it.
    var eventRate = DecayedCount()
    /// The mirrored statistic of this network alone.
    var endStatistic = 0.0
    var lastFailure: Int32
    /// The first success after the last failure.
    var cleanSince: Int32?
    /// The newest vote.
    var newest: Int32

    var isActive: Bool { end == nil }
}

/// How widely a member's claim reaches within the country.
enum Claim: Hashable, Sendable {
    case country
    /// 0 fixed, 1 mobile
    case access(Int)
    /// Indices of regions, in order.
    case regions([Int])

    func covers(_ vote: Vote) -> Bool {
        switch self {
        case .country: true
        case .access(let index): vote.access.scope == index
        case .regions(let indices): indices.contains(Int(vote.region))
        }
    }
}

extension Hypothesis: Snapshotted {
    static var blank: Hypothesis { .blocked }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.raw(&self)
    }
}

extension Track: Snapshotted {
    static var blank: Track { Track(.blocked) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&hypothesis)
        try coder.code(&fused)
        try coder.code(&alone)
        try coder.code(&familiesSeen)
        try coder.code(&pending)
        try coder.code(&pendingScores)
        try coder.code(&history)
        try coder.code(&scores)
        try coder.code(&learned)
        try coder.code(&votes)
        try coder.code(&ooni)
        try coder.code(&ooniCaps)
        try coder.code(&youngCaps)
        try coder.code(&familyCaps)
        try coder.code(&m)
        try coder.code(&winner)
        try coder.code(&hotSince)
        try coder.code(&endedAt)
        try coder.code(&members)
    }
}

extension FamilyScore: Snapshotted {
    static var blank: FamilyScore { FamilyScore(family: .probes, increment: .zero) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&family)
        try coder.code(&increment)
        try coder.code(&access)
        try coder.code(&region)
        try coder.code(&network)
        try coder.code(&inCountry)
        try coder.code(&at)
        try coder.code(&recovery)
    }
}

extension CountedScore: Snapshotted {
    static var blank: CountedScore { CountedScore(at: 0, region: -1, network: -1, nats: 0) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&at)
        try coder.code(&region)
        try coder.code(&network)
        try coder.code(&nats)
    }
}

extension ObserverGroup: Snapshotted {
    static var blank: ObserverGroup { ObserverGroup() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&cap)
        try coder.code(&failures)
        try coder.code(&firstFailure)
        try coder.code(&lastMinute)
    }
}

extension Member: Snapshotted {
    static var blank: Member { Member(incident: 0, suspectedAt: 0, onset: .blank, greatestM: 0) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&incident)
        try coder.code(&suspectedAt)
        try coder.code(&toldAt)
        try coder.code(&onset)
        try coder.code(&greatestM)
        try coder.code(&greatest)
        try coder.code(&confirmed)
        try coder.code(&episodes)
        try coder.code(&regions)
        try coder.code(&end)
        try coder.code(&endedAt)
        try coder.code(&isUnobserved)
        try coder.code(&endLow)
        try coder.code(&sessions)
        try coder.code(&observers)
        try coder.code(&failingObservers)
        try coder.code(&networks)
        try coder.code(&ooniFailures)
        try coder.code(&evidence)
        try coder.code(&pendingEnd)
        try coder.code(&isRestoring)
        try coder.code(&claim)
        try coder.code(&belowSince)
        try coder.code(&symptoms)
        try coder.code(&cleanVotes)
    }
}

extension Episode: Snapshotted {
    static var blank: Episode {
        Episode(network: 0, acceptedAt: 0, onset: 0, end: nil, evidence: 0, lastFailure: 0, newest: 0)
    }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&network)
        try coder.code(&acceptedAt)
        try coder.code(&onset)
        try coder.code(&end)
        try coder.code(&evidence)
        try coder.code(&eventRate)
        try coder.code(&endStatistic)
        try coder.code(&lastFailure)
        try coder.code(&cleanSince)
        try coder.code(&newest)
    }
}

extension Claim: Snapshotted {
    static var blank: Claim { .country }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        var kind: UInt8 = 0
        var indices: [Int] = []
        switch self {
        case .country: break
        case .access(let index): (kind, indices) = (1, [index])
        case .regions(let regions): (kind, indices) = (2, regions)
        }
        try coder.code(&kind)
        try coder.code(&indices)
        switch (kind, indices.first) {
        case (0, _): self = .country
        case (1, let index?): self = .access(index)
        case (2, _): self = .regions(indices)
        default: throw .malformed(at: coder.position)
        }
    }
}
