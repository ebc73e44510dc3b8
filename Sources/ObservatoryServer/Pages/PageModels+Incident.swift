import Dashboard
import Gazetteer
import ObservatoryModel
import Storage

extension PageModels {
    /// One incident with what carries it.
    ///
    /// - Parameter stored: All its revisions, oldest first; at least one.
    func incident(_ stored: [StoredRevision]) async throws -> ShownIncident {
        let revisions = stored.map(\.revision)
        let newest = revisions[revisions.count - 1]
        let store = observatory.store
        let country = newest.country
        let from = newest.onset - .hours(6)
        let to = (newest.end ?? now) + .hours(2)
        let range = TimeRange.custom(from: from, to: to)
        let networks = try await store.networkShares(in: country)
        var timelines: [Timeline] = []
        for platform in newest.platforms {
            timelines += try await self.timelines(
                country, platform: platform, from, to, step: range.step
            ).timelines
        }
        var similar: [ListedIncident] = []
        for id in newest.relatedSimilar.prefix(5) {
            if let last = try await store.revisions(of: id).last { similar.append(listed(last)) }
        }
        let events = try await store.calendarEvents(in: country, from: newest.onset - .days(2), to: to + .days(2))
        return ShownIncident(
            revisions: revisions, networks: networks,
            measured: try await measured(networks, in: newest, until: newest.end ?? now),
            contrasts: try await contrasts(of: newest),
            calendar: events.filter { newest.relatedCalendar.contains($0.uid) }, similar: similar,
            corrections: try await revisions.compactMap { revision in
                guard revision.status == .retracted else { return nil }
                return CorrectionEntry(
                    at: revision.decidedAt, incident: revision.incident, revision: revision.revision,
                    kind: revision.mergedInto == nil ? .retraction : .merger,
                    text: revision.mergedInto.map { "Part of \($0)." } ?? revision.reason ?? revision.statement)
            } + editorsCorrections(of: newest.incident), timelines: timelines,
            internetUsers: Gazetteer.standard.internetUsers(of: country)?.count,
            isExample: observatory.isExample, contestedSince: try await contestedSince(newest.incident))
    }

    /// Networks from which a platform of the incident was measured between its onset and its end.
    private func measured(
        _ networks: [NetworkShare], in incident: IncidentRevision, until end: Timestamp
    ) async throws -> Set<ASN> {
        var measured = Set(incident.networks.map(\.asn))
        // A country has a few dozen networks with a known share; beyond the first sixty the page would not show them.
        for share in networks.prefix(60) where !measured.contains(share.asn) {
            let series = try await observatory.store.series(
                SeriesQuery(country: incident.country, asn: share.asn, from: incident.onset, to: end, step: .hours(1)))
            let isSeen = series.lines.contains { line in
                incident.platforms.contains(line.platform) && line.bins.contains { $0.sessions > 0 }
            }
            if isSeen { measured.insert(share.asn) }
        }
        return measured
    }

    /// How the contrasts went that ran beside failed sessions; over the newest thousand of each platform.
    private func contrasts(of incident: IncidentRevision) async throws -> [ShownIncident.ContrastTally] {
        var tallies: [Contrast.Name: ShownIncident.ContrastTally] = [:]
        let reader = StoredRecordReader()
        for platform in incident.platforms {
            let failed = try await observatory.store.measurements(
                MeasurementQuery(
                    country: incident.country, platform: platform, kinds: ["session"], since: incident.onset,
                    until: incident.end ?? now, failed: true, limit: 1_000))
            for stored in failed {
                guard case .session(let session)? = reader.record(stored) else { continue }
                for contrast in session.contrasts where contrast.name.speaks(of: session) {
                    var tally = tallies[contrast.name] ?? .init(name: contrast.name, worked: 0, failed: 0)
                    if contrast.outcome == .ok { tally.worked += 1 } else { tally.failed += 1 }
                    tallies[contrast.name] = tally
                }
            }
        }
        return Contrast.Name.allCases.compactMap { tallies[$0] }
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
