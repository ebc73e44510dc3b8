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
            contrasts: try await activity.contrasts(of: stored[stored.count - 1], at: now),
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
        let named = Set(incident.networks.map(\.asn))
        // A country has a few dozen networks with a known share; beyond the first sixty the page would not show them.
        let others = networks.prefix(60).map(\.asn).filter { !named.contains($0) }
        return try await named.union(
            observatory.store.measuredNetworks(
                of: others, in: incident.country, on: incident.platforms, from: incident.onset, to: end))
    }
}
