internal import ObservatoryModel

/// Composing what is published of an incident (CONTRACT §2).
extension DetectionEngine {
    /// The incident as of this minute; `nil` when it has no members left to speak of.
    func compose(_ index: Int, at minute: Int32) -> IncidentRevision? {
        let incident = incidents[index]
        guard incident.country >= 0 else { return composeWorld(index, at: minute) }
        let country = countries[incident.country]
        let members = incident.members.compactMap { reference -> (TrackReference, Member, Track)? in
            guard let member = tracks[reference.index].member, member.incident == index else {
                return nil
            }
            return (reference, member, tracks[reference.index])
        }
        guard let strongest = members.max(by: { $0.1.greatestM < $1.1.greatestM }) else { return nil }
        let active = members.filter { $0.1.endedAt == nil }
        let speaking = active.isEmpty ? members : active
        let verdict = Self.worst(of: speaking.map { $0.0.hypothesis.verdict })
        let platforms = platforms(of: members.map(\.0), in: country)
        let networks = networks(of: members.map { ($0.0, $0.1) }, in: country)
        let outside = outsideShare(strongest.1, strongest.2, in: country, published: incident.published)
        let share = outside ?? affectedShare(speaking.map(\.1), in: country, estimated: country.sharesEstimated)
        let scope = scope(of: strongest, share: share, country: country)
        // What the whole event has shown, also in phases that are over.
        var symptoms: [(String, Float)] = []
        for (_, member, _) in members.sorted(by: { $0.1.symptoms.total > $1.1.symptoms.total }) {
            for path in member.symptoms.mechanisms(
                posterior: rules.mechanismPosterior, share: rules.mechanismShare)
            where !symptoms.contains(where: { $0.0 == path }) {
                symptoms.append((path, member.symptoms.total))
            }
        }
        let onset = Self.earliestOnset(of: members.map(\.1.onset))
        let first = incident.published
        let m = members.map(\.1.greatestM).max()!
        let raw = posteriorRaw(m: m, country: country, at: onset.likely)
        var evidence = IncidentRevision.Evidence()
        for (_, member, track) in members {
            let only = track.familiesSeen.count == 1 ? track.familiesSeen[0] : nil
            for family in track.familiesSeen {
                let value = max(
                    member.greatest[family] ?? 0,
                    only == family && member.greatestM > 0 ? naturalLog(member.greatestM) : 0)
                evidence.raise(family, to: max(0, value))
            }
        }
        let decidedAt = Timestamp(minute: minute + 1)
        let ended = incident.status == .restored ? incident.endedAt.map { Timestamp(minute: $0) } : nil
        // A reopened incident keeps the onset that it was published with.
        let onsetFixed = first.map { $0.onset.minute < onset.low } ?? false
        return IncidentRevision(
            incident: incident.id, revision: 1, decidedAt: decidedAt, status: incident.status,
            verdict: verdict,
            country: country.code, scope: scope.kind, regions: scope.regions, networks: networks,
            access: scope.access, platforms: platforms, mechanism: symptoms.map(\.0),
            onset: onsetFixed ? first!.onset : Timestamp(minute: onset.likely),
            onsetLow: onsetFixed ? first!.onsetLow : Timestamp(minute: onset.low),
            onsetHigh: onsetFixed ? first!.onsetHigh : Timestamp(minute: onset.high), end: ended,
            evidence: evidence, posterior: calibrated(raw), posteriorRaw: raw,
            falseAlarmsPerYear: min(525_600, 525_600 / max(m, 1)), affectedShare: share,
            sharesEstimated: country.sharesEstimated,
            sample: sample(members.map(\.1), to: decidedAt),
            slowdown: slowdown(of: speaking.map { ($0.0, $0.1) }),
            phases: incident.phases, relatedCalendar: incident.calendar,
            relatedSimilar: similar(to: index, platforms: platforms), reason: incident.reason,
            mergedInto: incident.mergedInto, supersedes: nil, rules: DetectionRules.version)
    }

    /// The earliest onset among those that are known well: a platform with few votes may put its own hours too early.
    private static func earliestOnset(of onsets: [OnsetEstimate]) -> OnsetEstimate {
        let narrowest = onsets.map { $0.high - $0.low }.min() ?? 0
        let precise = onsets.filter { $0.high - $0.low <= max(10, 2 * narrowest) }
        return precise.min { $0.likely < $1.likely }!
    }

    private static func worst(of verdicts: [Verdict]) -> Verdict {
        verdicts.contains(.dark)
            ? .dark : verdicts.contains(.blocked) ? .blocked : verdicts.first ?? .blocked
    }

    /// Platforms by name; a dark network takes every platform that is measured there with it.
    private func platforms(of members: [TrackReference], in country: CountryState) -> [PlatformID] {
        let named = Set(members.filter { $0.platform >= 0 }.map { country.platforms[$0.platform].id })
        guard named.isEmpty else { return named.sorted() }
        // Where nobody measures, those that are measured elsewhere.
        return (country.platforms.isEmpty ? Array(worldIndex.keys) : country.platforms.map(\.id)).sorted()
    }

    private func networks(
        of members: [(TrackReference, Member)], in country: CountryState
    ) -> [IncidentRevision.Network] {
        var found: [Int32: IncidentRevision.Network] = [:]
        for (reference, member) in members {
            for episode in member.episodes {
                var entry =
                    found[episode.network]
                    ?? IncidentRevision.Network(
                        asn: country.networks[Int(episode.network)].asn, verdict: reference.hypothesis.verdict,
                        evidence: 0, onset: Timestamp(minute: episode.onset),
                        end: episode.end.map { Timestamp(minute: $0) })
                let verdict = reference.hypothesis.verdict
                if episode.isActive || entry.end != nil {
                    entry.verdict = Self.worst(of: entry.end == nil ? [entry.verdict, verdict] : [verdict])
                }
                entry.evidence = max(entry.evidence, episode.evidence)
                entry.onset = min(
                    entry.onset ?? Timestamp(minute: episode.onset), Timestamp(minute: episode.onset))
                // On while any platform fails there; the latest end otherwise.
                switch (entry.end, episode.end) {
                case (_, nil), (nil, _): if episode.end == nil { entry.end = nil }
                case (let left?, let right?): entry.end = max(left, Timestamp(minute: right))
                }
                found[episode.network] = entry
            }
        }
        return found.values.sorted { $0.asn < $1.asn }
    }

    /// Σ user share × P(affected | network) with a 90 % interval; what no vote came from is uncovered (§6).
    private func affectedShare(
        _ members: [Member], in country: CountryState, estimated: Bool
    ) -> IncidentRevision.AffectedShare {
        var probability: [Int32: Double] = [:]
        var reach: [Int32: Double] = [:]
        for member in members {
            let active = Set(member.episodes.filter(\.isActive).map(\.network))
            for entry in member.evidence?.entries ?? []
            where entry.isDecisive || active.contains(entry.network) {
                let p = active.contains(entry.network) ? 0.995 : entry.probability
                probability[entry.network] = max(probability[entry.network] ?? 0, p)
                // A claim about one region or one kind of access reaches only a part of a network's users.
                reach[entry.network] = max(reach[entry.network] ?? 0, entry.covered)
            }
        }
        var covered = 0.0
        var affected = 0.0
        var variance = 0.0
        for (network, p) in probability.sorted(by: { $0.key < $1.key })
        where Int(network) < country.shares.count {
            let share = country.shares[Int(network)]
            covered += share
            let reached = share * (reach[network] ?? 1)
            affected += reached * p
            variance += reached * reached * p * (1 - p)
        }
        let total = max(1, country.shares.reduce(0, +))
        let uncovered = max(0, min(1, total - covered))
        let spread = 1.645 * variance.squareRoot()
        let mid = covered > 0 ? min(1, affected + uncovered * affected / covered) : 0
        var low = max(0, affected - spread)
        var high = min(1, affected + spread + uncovered)
        if estimated {
            // Estimated shares may be wrong by a factor of three either way.
            low = min(low, affected / 3)
            high = max(high, min(1, affected * 3))
            if affected >= 0.95 * covered, covered > 0.95 { low = max(low, 0.5) }
        }
        return IncidentRevision.AffectedShare(
            low: low, mid: max(low, min(high, mid)), high: high, uncovered: uncovered)
    }

    /// How much of a country is dark when only signals from outside speak for it, by the depth that the series which fell
    /// have fallen to; `nil` when votes tell more.
    private func outsideShare(
        _ member: Member, _ track: Track, in country: CountryState, published: IncidentRevision?
    ) -> IncidentRevision.AffectedShare? {
        guard track.hypothesis == .dark, member.claim == .country, member.episodes.isEmpty,
            member.evidence?.entries.isEmpty ?? true
        else { return nil }
        let drops = country.volumes.compactMap { key, series -> Double? in
            guard key.region == nil, key.asn == .unknown, key.platform == nil, Self.platform(of: key.source) == nil,
                member.greatest[Self.family(of: key.source).0, default: 0] >= rules.darkKey,
                case let drop = 1 - exponential(series.residual), drop >= 0.1
            else { return nil }
            return drop
        }.sorted()
        let drop = drops.isEmpty ? 0 : drops[drops.count / 2]
        // The depths are 20, 50 and 90 % (§8), each the nearest; no network was looked at from inside.
        let (low, mid, high) =
            track.fused.country.r.isZero
            ? (0, 0, 0) : drop >= 0.7 ? (0.5, 0.9, 1) : drop >= 0.35 ? (0.2, 0.5, 0.9) : (0.05, 0.2, 0.5)
        // The deepest that it has been: what is left of the drop while it recovers is not how far it reached.
        if let before = published?.affectedShare, before.uncovered == 1, before.low >= low { return before }
        return IncidentRevision.AffectedShare(low: low, mid: mid, high: high, uncovered: 1)
    }

    private func scope(
        of strongest: (TrackReference, Member, Track), share: IncidentRevision.AffectedShare,
        country: CountryState
    ) -> (kind: ScopeKind, regions: [RegionCode], access: AccessType?) {
        let (_, member, track) = strongest
        let active = member.episodes.filter(\.isActive)
        let measured = member.evidence?.entries.count ?? 0
        switch member.claim {
        case .regions(let indices)
        where indices.count >= 3
            && Double(indices.count) >= rules.nationalRegions * Double(track.fused.regions.count):
            // Nearly all regions that anybody speaks of: the country.
            return (.national, indices.map { country.regions[$0] }.sorted(), nil)
        case .regions(let indices):
            return (.regional, indices.map { country.regions[$0] }.sorted(), nil)
        case .access(let index): return (.access, [], index == 0 ? .fixed : .mobile)
        case .country: break
        }
        if case .network = track.winner, active.count <= 1, share.low < 0.5 {
            return (.networks, [], nil)
        }
        if share.uncovered == 1, share.low >= 0.5 { return (.national, [], nil) }
        if share.low >= 0.5 {
            if !country.sharesEstimated { return (.national, [], nil) }
            if active.count >= 3, Double(active.count) >= 0.7 * Double(measured) {
                return (.national, [], nil)
            }
        }
        return (.networks, [], nil)
    }

    private func posteriorRaw(m: Double, country: CountryState, at minute: Int32) -> Double {
        let factor = country.calendarWindow(at: minute, rules: rules) ? rules.calendarFactor : 1
        let odds = rules.eventsPerMinute * factor * m
        return odds / (1 + odds)
    }

    private func sample(_ members: [Member], to decidedAt: Timestamp) -> IncidentRevision.Sample {
        var observers: Set<Int64> = []
        var networks: Set<Int32> = []
        for member in members {
            observers.formUnion(member.observers.filter { $0 >= 0 })
            networks.formUnion(member.networks.filter { $0 >= 0 })
        }
        return IncidentRevision.Sample(
            sessions: members.reduce(0) { $0 + $1.sessions }, probes: observers.count,
            networks: networks.count,
            from: Timestamp(minute: members.map(\.onset.low).min() ?? 0), to: decidedAt)
    }

    /// Past incidents of the same country that share platforms, those with most in common first, then the latest.
    private func similar(to index: Int, platforms: [PlatformID]) -> [String] {
        let wanted = Set(platforms)
        return incidents.indices.filter {
            $0 != index && incidents[$0].country == incidents[index].country
        }
        .compactMap { other -> (common: Int, opened: Int32, id: String)? in
            guard incidents[other].openedAt < incidents[index].openedAt,
                let last = incidents[other].published,
                last.status != .retracted
            else { return nil }
            let common = wanted.intersection(last.platforms).count
            return common > 0 ? (common, incidents[other].openedAt, incidents[other].id) : nil
        }
        .sorted { ($1.common, $1.opened) < ($0.common, $0.opened) }
        .prefix(5).map(\.id)
    }

    /// Phases run side by side, one a verdict: a platform that is slow is not said to be unreachable because others are.
    /// A new one begins when the platforms or networks of its verdict change; all end with the incident.
    mutating func updatePhases(of index: Int, _ revision: IncidentRevision) {
        guard revision.status.isOpen else {
            for position in incidents[index].phases.indices where incidents[index].phases[position].to == nil {
                incidents[index].phases[position].to = revision.end ?? revision.decidedAt
            }
            return
        }
        let claims = phaseClaims(of: index, revision)
        for position in incidents[index].phases.indices {
            let phase = incidents[index].phases[position]
            if phase.to == nil, !claims.contains(where: { $0.verdict == phase.verdict }) {
                incidents[index].phases[position].to = revision.decidedAt
            }
        }
        for claim in claims { updatePhase(of: index, claim, revision) }
    }

    private mutating func updatePhase(of index: Int, _ claim: IncidentRevision.Phase, _ revision: IncidentRevision) {
        let phases = incidents[index].phases
        guard let position = phases.lastIndex(where: { $0.to == nil && $0.verdict == claim.verdict }) else {
            var claim = claim
            if phases.isEmpty { claim.from = revision.onset }
            if let before = phases.last(where: { $0.verdict == claim.verdict })?.to {
                claim.from = max(claim.from, before)
            }
            incidents[index].phases.append(claim)
            return
        }
        let last = phases[position]
        let grown =
            Set(last.networks).isSubset(of: claim.networks) && Set(last.platforms).isSubset(of: claim.platforms)
        if last.networks != claim.networks || last.platforms != claim.platforms {
            if grown, revision.decidedAt - last.from <= .hours(3) {
                // A staged beginning is one phase.
                incidents[index].phases[position].networks = claim.networks
                incidents[index].phases[position].platforms = claim.platforms
            } else {
                incidents[index].phases[position].to = revision.decidedAt
                var next = claim
                next.from = revision.decidedAt
                incidents[index].phases.append(next)
            }
        } else if position == 0 {
            incidents[index].phases[0].from = revision.onset
        }
    }

    /// What is claimed now, one entry a verdict, the worst first; a platform that does not open is not called slow beside.
    private func phaseClaims(of index: Int, _ revision: IncidentRevision) -> [IncidentRevision.Phase] {
        guard incidents[index].country >= 0 else {
            return [
                IncidentRevision.Phase(
                    from: revision.onset, to: nil, verdict: revision.verdict, platforms: revision.platforms)
            ]
        }
        let country = countries[incidents[index].country]
        let active = incidents[index].members.compactMap { reference -> (TrackReference, Member)? in
            guard let member = tracks[reference.index].member, member.incident == index, member.endedAt == nil else {
                return nil
            }
            return (reference, member)
        }
        let unreachable = Set(active.filter { $0.0.hypothesis == .blocked }.map(\.0.platform))
        return [Hypothesis.dark, .blocked, .slow].compactMap { hypothesis in
            let members = active.filter { reference, _ in
                reference.hypothesis == hypothesis
                    && (hypothesis != .slow || !unreachable.contains(reference.platform))
            }
            guard let first = members.map(\.1.onset.likely).min() else { return nil }
            let networks = Set(members.flatMap { $0.1.episodes.filter(\.isActive).map(\.network) })
            return IncidentRevision.Phase(
                from: Timestamp(minute: first), to: nil, verdict: hypothesis.verdict,
                platforms: platforms(of: members.map(\.0), in: country),
                networks: networks.map { country.networks[Int($0)].asn }.sorted())
        }
    }
}

extension IncidentRevision.Evidence {
    /// Raises one family's figure.
    mutating func raise(_ family: Family, to nats: Double) {
        switch family {
        case .probes: probes = max(probes, nats)
        case .ooni: ooni = max(ooni, nats)
        case .reports: reports = max(reports, nats)
        case .traffic: traffic = max(traffic, nats)
        case .bgp: bgp = max(bgp, nats)
        case .probing, .telescope, .silence: other = max(other, nats)
        }
    }
}
