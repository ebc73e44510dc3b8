internal import ObservatoryModel

/// An incident as the engine keeps it: which tracks belong to it, and what was published last.
struct IncidentState: Sendable {
    let id: String
    /// Index of the country; −1 for the world.
    let country: Int
    let openedAt: Int32
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
