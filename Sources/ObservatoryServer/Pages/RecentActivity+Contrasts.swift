import Dashboard
import ObservatoryModel
import Storage

extension RecentActivity {
    /// Contrasts that were counted, for one revision of an incident.
    struct CountedContrasts: Sendable {
        /// Of the revision.
        var sequence: Int64
        var at: Timestamp
        var tallies: [ShownIncident.ContrastTally]
    }

    /// Sessions that contrasts are counted from at most, the newest ones.
    private static let mostContrasted = 2_000
    /// How long the counts of an incident that goes on are shown, and of one that is over, to which only what comes late
    /// can add.
    private static let openFreshness = Interval.seconds(30)
    private static let overFreshness = Interval.hours(1)
    /// Incidents whose counts are kept at a time, of some hundred bytes each.
    private static let mostCounted = 4_096

    /// How the contrasts went that ran beside failed sessions.
    ///
    /// - Parameter stored: The newest revision.
    /// - Throws: `StoreError`.
    func contrasts(of stored: StoredRevision, at now: Timestamp) async throws -> [ShownIncident.ContrastTally] {
        let incident = stored.revision
        if let known = countedContrasts[incident.incident], known.sequence == stored.sequence {
            let freshness = incident.end == nil ? Self.openFreshness : Self.overFreshness
            if now >= known.at, now - known.at < freshness { return known.tallies }
        }
        let failed = try await observatory.store.measurements(
            MeasurementQuery(
                country: incident.country, platforms: Set(incident.platforms), kinds: ["session"],
                since: incident.onset, until: incident.end ?? now, failed: true, contrasted: true,
                limit: Self.mostContrasted))
        var tallies: [Contrast.Name: ShownIncident.ContrastTally] = [:]
        let reader = StoredRecordReader()
        for stored in failed {
            guard case .session(let session)? = reader.record(stored) else { continue }
            for contrast in session.contrasts where contrast.name.speaks(of: session) {
                var tally = tallies[contrast.name] ?? .init(name: contrast.name, worked: 0, failed: 0)
                if contrast.outcome == .ok { tally.worked += 1 } else { tally.failed += 1 }
                tallies[contrast.name] = tally
            }
        }
        let counted = CountedContrasts(
            sequence: stored.sequence, at: now, tallies: Contrast.Name.allCases.compactMap { tallies[$0] })
        if countedContrasts.count >= Self.mostCounted { countedContrasts = [:] }
        countedContrasts[incident.incident] = counted
        return counted.tallies
    }
}

extension Contrast.Name {
    /// Whether the contrast means something for a failed session: its reading supposes that the plain step which it
    /// varies is the one that failed (CONTRACT §1).
    fileprivate func speaks(of session: Session) -> Bool {
        guard let stage = session.steps.first(where: { $0.failure != nil })?.stage else { return false }
        return switch self {
        case .neutralSNI, .targetSNIElsewhere: stage == .tcp || stage == .tls || stage == .quic
        case .neutralHost: stage == .http
        case .dnsOverHTTPS, .dnsOverPublicUDP: stage == .dns
        case .neutralUDP443: stage == .quic
        case .pacedTransfer: stage == .transfer
        }
    }
}
