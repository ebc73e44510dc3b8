package import ObservatoryModel

/// Compares what detection said of a stream with what is true of it.
///
/// A revision fits an event when its country, a platform and its verdict (or one that the label tolerates) agree and
/// it was decided from the onset on, until some time after the end; the incident that it belongs to is then that event's.
package struct Scorer {
    /// How long after the end something may still be said of an event: half an hour, and for darkness, where uploads
    /// arrive afterwards, six hours.
    package static func grace(_ verdict: Verdict) -> Interval { verdict == .dark ? .hours(6) : .minutes(30) }

    private let labels: [Label]
    private let exposure: Exposure
    private let incidents: [(id: String, revisions: [IncidentRevision])]

    /// - Parameter revisions: Of one stream, in order of decision.
    package init(labels: [Label], revisions: [IncidentRevision], exposure: Exposure) {
        self.labels = labels
        self.exposure = exposure
        incidents = Self.grouped(revisions)
    }

    /// Revisions by incident, in order of first appearance; what merged counts as what it merged into.
    private static func grouped(
        _ revisions: [IncidentRevision]
    ) -> [(id: String, revisions: [IncidentRevision])] {
        var merged: [String: String] = [:]
        for revision in revisions {
            if let into = revision.mergedInto { merged[revision.incident] = into }
        }
        func root(_ id: String) -> String {
            var id = id
            var steps = 0
            while let next = merged[id], steps < 32 {
                id = next
                steps += 1
            }
            return id
        }
        var order: [String] = []
        var byID: [String: [IncidentRevision]] = [:]
        for revision in revisions {
            let id = root(revision.incident)
            if byID[id] == nil { order.append(id) }
            byID[id, default: []].append(revision)
        }
        return order.map { (id: $0, revisions: byID[$0] ?? []) }
    }

    /// The score of the stream.
    package func score() -> StreamScore {
        let events = labels.filter { !$0.nuisance }
        var owners: [[Int]] = events.map { _ in [] }
        var isTrue = incidents.map { _ in false }
        for (number, incident) in incidents.enumerated() {
            let fitting = events.indices.filter { event in
                incident.revisions.contains { fits($0, events[event]) }
            }
            // An incident may hold several events, such as a block of a platform that is then down for the whole world.
            for event in fitting { owners[event].append(number) }
            isTrue[number] = !fitting.isEmpty || isTolerated(incident.revisions)
        }
        var score = StreamScore(
            exposure: exposure, events: [], falseAlarms: [], confirmed: 0, confirmedTrue: 0, posteriors: [])
        for (event, label) in events.enumerated() {
            score.events.append(outcome(of: label, incidents: owners[event].map { incidents[$0].revisions }))
        }
        for (number, incident) in incidents.enumerated() {
            let confirmed = incident.revisions.contains { $0.status == .confirmed }
            if confirmed {
                score.confirmed += 1
                score.confirmedTrue += isTrue[number] ? 1 : 0
            }
            if !isTrue[number], let alarm = falseAlarm(incident.id, incident.revisions, confirmed) {
                score.falseAlarms.append(alarm)
            }
            for revision in incident.revisions where revision.status == .suspected || revision.status == .confirmed {
                score.posteriors.append(
                    PosteriorSample(posterior: revision.posterior, raw: revision.posteriorRaw, isTrue: isTrue[number]))
            }
        }
        return score
    }

    /// Whether a revision may be about an event: place, platform and time.
    private func concerns(_ revision: IncidentRevision, _ label: Label) -> Bool {
        guard revision.country == label.country, revision.decidedAt >= label.onset,
            revision.decidedAt <= label.end + Self.grace(label.verdict)
        else { return false }
        if label.verdict == .dark { return true }
        return revision.platforms.contains { label.platforms.contains($0) || label.optionalPlatforms.contains($0) }
    }

    private func fits(_ revision: IncidentRevision, _ label: Label) -> Bool {
        revision.status.isOpen && concerns(revision, label)
            && (revision.verdict == label.verdict || label.tolerated.contains(revision.verdict))
    }

    /// Whether every confirmed claim, and at least one claim, is one that nuisances tolerate.
    private func isTolerated(_ revisions: [IncidentRevision]) -> Bool {
        let open = revisions.filter { $0.status == .suspected || $0.status == .confirmed }
        let claims = open.contains { $0.status == .confirmed } ? open.filter { $0.status == .confirmed } : open
        return !claims.isEmpty
            && claims.allSatisfy { claim in
                labels.contains { $0.nuisance && $0.tolerated.contains(claim.verdict) && concernsLoosely(claim, $0) }
            }
    }

    private func concernsLoosely(_ revision: IncidentRevision, _ label: Label) -> Bool {
        revision.country == label.country && revision.decidedAt >= label.onset
            && revision.decidedAt <= label.end + .hours(1)
    }

    private func falseAlarm(_ id: String, _ revisions: [IncidentRevision], _ confirmed: Bool) -> FalseAlarm? {
        guard let first = revisions.first(where: { $0.status.isOpen }) else { return nil }
        let worst = revisions.first { $0.status == .confirmed } ?? first
        let nuisance = labels.filter {
            $0.nuisance && ($0.country == worst.country || $0.country == .unknown) && $0.onset <= worst.decidedAt
                && worst.decidedAt <= $0.end + .hours(1)
        }
        // The most specific nuisance is the one that lasts least.
        let category = nuisance.min { ($0.end - $0.onset) < ($1.end - $1.onset) }?.category
        return FalseAlarm(
            scenario: exposure.scenario, seed: exposure.seed, incident: id, category: category,
            country: worst.country, platforms: worst.platforms, verdict: worst.verdict, scope: worst.scope,
            confirmed: confirmed, from: first.decidedAt)
    }

    private func outcome(of label: Label, incidents: [[IncidentRevision]]) -> EventOutcome {
        let fitting = incidents.flatMap { $0 }.filter { fits($0, label) }.sorted { $0.decidedAt < $1.decidedAt }
        let first = fitting.first
        let confirmed = fitting.first { $0.status == .confirmed }
        var outcome = EventOutcome(
            label: label, suspectedAfter: first.map { $0.decidedAt - label.onset },
            confirmedAfter: confirmed.map { $0.decidedAt - label.onset }, endedAfter: nil, scopeRight: nil,
            onsetError: nil, onsetCovered: nil, fragments: incidents.count, mechanismShared: 0, mechanismSaid: 0,
            mechanismTrue: 0, mechanismText: "")
        guard let first else { return outcome }
        outcome.endedAfter =
            incidents.flatMap { $0 }
            .filter { $0.status == .restored && $0.decidedAt >= label.end }
            .map { $0.decidedAt - label.end }.min()
        // Over in the label's last minutes, and not open again when it ended: not a moment late.
        let closed = incidents.contains { revisions in
            guard let last = revisions.last(where: { $0.decidedAt <= label.end }) else { return false }
            return last.status == .restored && label.end - last.decidedAt <= .minutes(5)
        }
        if closed { outcome.endedAfter = .seconds(0) }
        let judged = max(label.settled, first.decidedAt) + .minutes(30)
        let latest = fitting.last { $0.decidedAt <= judged } ?? first
        outcome.scopeRight = Self.isRight(latest, label)
        // The estimate of the incident that holds most of the event.
        let last = fitting.last { $0.decidedAt <= label.end } ?? first
        outcome.onsetError = last.onset - label.onset
        outcome.onsetCovered = last.onsetLow <= label.onset && label.onset <= last.onsetHigh
        let said = Self.ancestors(last.mechanism)
        let truth = Self.ancestors(label.mechanism)
        outcome.mechanismShared = said.intersection(truth).count
        outcome.mechanismSaid = said.count
        outcome.mechanismTrue = truth.count
        outcome.mechanismText = last.mechanism.joined(separator: " ")
        return outcome
    }

    /// Whether the scope is the label's; for networks, when the two sets of networks agree by four fifths.
    private static func isRight(_ revision: IncidentRevision, _ label: Label) -> Bool {
        guard revision.scope == label.scope else { return false }
        switch label.scope {
        case .national, .global: return true
        case .regional: return Set(revision.regions) == Set(label.regions)
        case .access: return revision.access == label.access
        case .networks:
            let said = Set(revision.networks.filter { $0.verdict != .ok && $0.end == nil }.map(\.asn))
            let truth = Set(label.asns)
            let shared = Double(said.intersection(truth).count)
            return shared > 0 && 2 * shared / Double(said.count + truth.count) >= 0.8
        }
    }

    /// A path with all that it is a part of: `tls.reset.sni` gives itself, `tls.reset` and `tls`.
    static func ancestors(_ paths: [String]) -> Set<String> {
        var nodes: Set<String> = []
        for path in paths {
            let parts = path.split(separator: ".")
            for count in 1...max(1, parts.count) where count <= parts.count {
                nodes.insert(parts[0..<count].joined(separator: "."))
            }
        }
        return nodes
    }
}
