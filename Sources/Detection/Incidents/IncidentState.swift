internal import ObservatoryModel

/// An incident as the engine keeps it: which tracks belong to it, and what was published last.
struct IncidentState: Sendable {
    private(set) var id: String
    /// Index of the country; −1 for the world.
    private(set) var country: Int
    private(set) var openedAt: Int32
    /// Tracks in order of joining.
    var members: [TrackReference]
    var status = IncidentStatus.suspected
    var confirmedOnce = false
    var phases: [IncidentRevision.Phase] = []
    var published: IncidentRevision?
    /// When the last member ended.
    var endedAt: Int32?
    var reason: String?
    var mergedInto: String?
    /// Facts of the claim, kept after its members ended.
    var calendar: [String] = []
    var similar: [String] = []

    var isOpen: Bool { status.isOpen }

    init(id: String, country: Int, openedAt: Int32, members: [TrackReference]) {
        self.id = id
        self.country = country
        self.openedAt = openedAt
        self.members = members
    }
}

/// Everything about a claim that decides whether it is worth a new revision.
struct ClaimSummary: Equatable {
    var status: IncidentStatus
    var verdict: Verdict
    var platforms: [PlatformID]
    var scope: ScopeKind
    var regions: [RegionCode]
    var access: AccessType?
    var networks: [ASN]
    /// In order of name: which of two comes first is no news.
    var mechanism: [String]
    var end: Timestamp?

    init(_ revision: IncidentRevision) {
        status = revision.status
        verdict = revision.verdict
        platforms = revision.platforms
        scope = revision.scope
        regions = revision.regions
        access = revision.access
        networks = revision.networks.filter { $0.end == nil }.map(\.asn)
        mechanism = revision.mechanism.sorted()
        end = revision.end
    }
}

extension IncidentRevision {
    /// Whether this says something that the revision before it did not (CONTRACT §1).
    func isNews(after last: IncidentRevision) -> Bool {
        ClaimSummary(self) != ClaimSummary(last)
            || onset < last.onsetLow || onset > last.onsetHigh
            || abs(affectedShare.mid - last.affectedShare.mid) >= 0.1
    }
}

extension IncidentState: Snapshotted {
    static var blank: IncidentState { IncidentState(id: "", country: -1, openedAt: 0, members: []) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&id)
        try coder.code(&country)
        try coder.code(&openedAt)
        try coder.code(&members)
        try coder.code(&status)
        try coder.code(&confirmedOnce)
        try coder.code(&phases)
        try coder.code(&published)
        try coder.code(&endedAt)
        try coder.code(&reason)
        try coder.code(&mergedInto)
        try coder.code(&calendar)
        try coder.code(&similar)
    }
}
