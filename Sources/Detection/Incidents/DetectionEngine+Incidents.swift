internal import ObservatoryModel

/// From tracks to incidents: which begin, which belong together, which change, which end.
extension DetectionEngine {
    /// After a bin: the tracks that had votes are brought up to date, new suspicions find their incident.
    mutating func decideIncidents(_ references: [TrackReference], at minute: Int32)
        -> [IncidentRevision]
    {
        var touchedIncidents: Set<Int> = []
        var candidates: [TrackReference] = []
        for reference in references {
            if let member = tracks[reference.index].members.first, member.endedAt == nil {
                lifting(reference) { engine, track in engine.update(&track, reference, at: minute) }
                touchedIncidents.insert(member.incident)
            } else if tracks[reference.index].lnM >= rules.suspected, mayBegin(reference) {
                candidates.append(reference)
            }
        }
        var begun: [(reference: TrackReference, member: Member)] = candidates.map {
            ($0, newMember(of: tracks[$0.index], $0, incident: -1, at: minute))
        }
        // Ids count in order of decision, then onset, then platform (CONTRACT §1).
        begun.sort { left, right in
            (left.member.onset.likely, name(of: left.reference)) < (
                right.member.onset.likely, name(of: right.reference)
            )
        }
        for (reference, member) in begun {
            let incident = incident(for: reference, member, at: minute)
            touchedIncidents.insert(incident)
            lifting(reference) { engine, track in
                var member = member
                member.incident = incident
                track.member = member
                if track.hotSince == nil { track.hotSince = minute }
                engine.update(&track, reference, at: minute)
            }
        }
        for index in touchedIncidents { endSlownessBehindBlocks(in: index, at: minute) }
        touchedIncidents.formUnion(decideWorld(at: minute))
        touchedIncidents.formUnion(retractedNow)
        retractedNow.removeAll()
        return touchedIncidents.sorted().compactMap { settle($0, at: minute) }
    }

    /// Slowness that has turned into a block is over: what does not open transfers nothing, so that no vote would say so.
    private mutating func endSlownessBehindBlocks(in index: Int, at minute: Int32) {
        guard incidents[index].country >= 0 else { return }
        for reference in incidents[index].members where reference.hypothesis == .slow {
            guard let slow = tracks[reference.index].members.first, slow.endedAt == nil, slow.incident == index,
                let blocked = tracks[reference.index - 1].members.first, blocked.confirmed, blocked.endedAt == nil,
                minute - blocked.suspectedAt >= rules.staleNetworkMinutes,
                case let newest = tracks[reference.index].history.last?.vote.at ?? slow.suspectedAt,
                minute - newest >= rules.staleNetworkMinutes
            else { continue }
            lifting(reference) { engine, track in
                track.members[0].endedAt = max(slow.onset.likely, blocked.onset.likely)
                for position in track.members[0].episodes.indices where track.members[0].episodes[position].isActive {
                    track.members[0].episodes[position].end = track.members[0].endedAt
                }
                engine.forget(&track, reference, networks: nil)
            }
        }
    }

    /// Darkness needs a key beside silence: an outside family, or sessions whose controls all failed (§5). While a platform
    /// is down for the world no country is suspected of blocking it: that has to outlast the outage.
    private func mayBegin(_ reference: TrackReference) -> Bool {
        let track = tracks[reference.index]
        if reference.hypothesis == .blocked,
            world[countries[reference.country].platforms[reference.platform].world].incident != nil
        {
            return false
        }
        guard reference.hypothesis == .dark, track.familiesSeen.contains(.silence) else { return true }
        return darkKey(of: track, in: track.winner) >= rules.darkKey
    }

    /// The strongest evidence beside silence that a scope is dark, in nats: an outside family about the country, or any
    /// family about the scope itself. One network whose controls fail says nothing of another that only sleeps.
    func darkKey(of track: Track, in scope: Scope) -> Double {
        var key = -Double.infinity
        for family in track.familiesSeen where family != .silence {
            guard let table = track.familiesSeen.count == 1 ? track.fused : track.alone[family] else { continue }
            var r = table.statistic(of: scope)
            if family.isOutside { r = max(r, table.country.r.mean) }
            if r > 0 { key = max(key, naturalLog(r)) }
        }
        return key
    }

    func name(of reference: TrackReference) -> String {
        guard reference.platform >= 0 else { return "" }
        return countries[reference.country].platforms[reference.platform].id.text
    }

    /// The incident that a new suspicion belongs to: an open one of the country that began or grew lately, a past one
    /// that it reopens, or a new one.
    private mutating func incident(
        for reference: TrackReference, _ member: Member, at minute: Int32
    ) -> Int {
        for index in openIncidents.reversed() where incidents[index].country == reference.country {
            // The same platform failing in another way is the same event.
            let samePlatform = incidents[index].members.contains { $0.platform == reference.platform }
            let newest =
                incidents[index].members.compactMap { tracks[$0.index].members.first?.onset.likely }.max()
                ?? 0
            if samePlatform || abs(member.onset.likely - newest) <= rules.joinMinutes {
                if !incidents[index].members.contains(reference) {
                    incidents[index].members.append(reference)
                }
                return index
            }
        }
        if let index = reopened(by: reference, member) {
            incidents[index].reason = nil
            incidents[index].status = incidents[index].confirmedOnce ? .confirmed : .suspected
            incidents[index].endedAt = nil
            if !incidents[index].members.contains(reference) {
                incidents[index].members.append(reference)
            }
            openIncidents.append(index)
            openIncidents.sort()
            return index
        }
        let country = countries[reference.country]
        let date = Timestamp(minute: minute + 1).utcDate.compact
        let key = "\(country.code)-\(date)"
        incidentCounters[key, default: 0] += 1
        incidents.append(
            IncidentState(
                id: "\(key)-\(incidentCounters[key]!)", country: reference.country, openedAt: minute,
                members: [reference]))
        let index = incidents.count - 1
        incidents[index].calendar = calendarNear(member.onset.likely, in: country)
        openIncidents.append(index)
        return index
    }

    /// A past incident that the new suspicion continues: within 24 hours, or within 8 days when the hour of day or
    /// the mechanism agrees, so that nightly cuts and weekday windows are phases of one (§6).
    private func reopened(by reference: TrackReference, _ member: Member) -> Int? {
        for index in incidents.indices.reversed()
        where incidents[index].country == reference.country && incidents[index].status == .restored {
            guard let ended = incidents[index].endedAt,
                incidents[index].members.contains(where: { $0.platform == reference.platform })
            else { continue }
            let gap = member.onset.likely - ended
            if gap <= rules.reopenMinutes { return index }
            guard gap <= rules.recurMinutes, let published = incidents[index].published else { continue }
            let mechanism = Set(
                member.symptoms.mechanisms(posterior: rules.mechanismPosterior, share: rules.mechanismShare)
            )
            // Where a stretch began: phases that follow one another are parts of the same.
            let hours = published.phases.indices.filter { position in
                position == 0 || published.phases[position - 1].to != published.phases[position].from
            }.map { published.phases[$0].from.minute }
            let sameHour = hours.contains { from in
                let distance = abs(Int(member.onset.likely) - Int(from)) % 1440
                return min(distance, 1440 - distance) <= 120
            }
            if sameHour || !mechanism.isDisjoint(with: published.mechanism) { return index }
        }
        return nil
    }

    /// Calendar events whose window, hours ahead and the day after, holds the onset; told as timing only.
    private func calendarNear(_ onset: Int32, in country: CountryState) -> [String] {
        country.calendar.filter { event in
            event.from.minute - 1440 <= onset && onset <= event.to.minute
        }.map(\.uid).sorted()
    }

    /// Recomputes an incident and returns a revision when it has something new to say.
    mutating func settle(_ index: Int, at minute: Int32) -> IncidentRevision? {
        let before = incidents[index].status
        if incidents[index].country >= 0 { settleStatus(of: index, at: minute) }
        guard var revision = compose(index, at: minute) else { return nil }
        updatePhases(of: index, revision)
        revision.phases = incidents[index].phases
        if let last = incidents[index].published {
            guard revision.isNews(after: last) else { return nil }
            revision.revision = last.revision + 1
            revision.supersedes = last.revision
        }
        incidents[index].published = revision
        if before.isOpen || revision.status.isOpen, !revision.status.isOpen {
            openIncidents.removeAll { $0 == index }
            release(index, at: minute)
        }
        return revision
    }

    private mutating func settleStatus(of index: Int, at minute: Int32) {
        guard incidents[index].status != .retracted else { return }
        let members = incidents[index].members.compactMap { tracks[$0.index].member }.filter {
            $0.incident == index
        }
        let active = members.filter { $0.endedAt == nil }
        if active.contains(where: \.confirmed) { incidents[index].confirmedOnce = true }
        if active.isEmpty {
            incidents[index].status = .restored
            let last = members.max { ($0.endedAt ?? .min) < ($1.endedAt ?? .min) }
            incidents[index].reason = last?.isUnobserved ?? false ? "no-longer-observed" : nil
            incidents[index].endedAt = members.compactMap(\.endedAt).max() ?? minute
            return
        }
        let faded = active.allSatisfy { member in
            member.belowSince.map { minute - $0 >= rules.notSustainedMinutes } ?? false
        }
        if faded, !incidents[index].confirmedOnce {
            incidents[index].status = .retracted
            incidents[index].reason = "not-sustained"
            incidents[index].endedAt = minute
            return
        }
        let stale = active.allSatisfy { minute - $0.suspectedAt >= rules.newNormalMinutes }
        if stale, !incidents[index].confirmedOnce {
            incidents[index].status = .retracted
            incidents[index].reason = "new-normal"
            incidents[index].endedAt = minute
            return
        }
        if active.allSatisfy(\.isRestoring) {
            incidents[index].status = .restoring
        } else {
            incidents[index].status = incidents[index].confirmedOnce ? .confirmed : .suspected
        }
    }

    /// When an incident is over, its tracks start from nothing, and what a watch kept from the baselines is settled.
    private mutating func release(_ index: Int, at minute: Int32) {
        for reference in incidents[index].members {
            guard tracks[reference.index].members.first?.incident == index else { continue }
            let learning = !incidents[index].confirmedOnce
            lifting(reference) { engine, track in
                engine.forget(&track, reference, networks: nil)
                engine.thaw(&track, reference, learning: learning, at: minute)
                if let ended = track.member?.endedAt { track.endedAt = ended }
                track.member = nil
                track.hotSince = nil
            }
        }
    }

    /// Whether a member meets the written criteria of `confirmed` (§4).
    func isConfirmed(_ member: Member, _ track: Track, _ reference: TrackReference, at minute: Int32)
        -> Bool
    {
        let level =
            rules.confirmed + max(0, naturalLog(Double(max(1, activeSeries)) / rules.seriesInBudget))
        guard track.lnM >= level else { return false }
        let named = member.episodes.filter(\.isActive)
        let enough =
            member.failingProbes >= rules.confirmingProbes
            && (member.networks.count { $0 >= 0 } <= 1 || named.count >= rules.confirmingNetworks
                || named.count == 1)
        let keys = member.greatest.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        // Reports can be had by the thousand: as a second key they do not stand in for probes.
        let twoKeys =
            keys.count >= 2 && keys[0].value >= rules.firstKey && keys[1].value >= rules.secondKey
            && (keys[1].key != .reports || member.failingProbes >= rules.confirmingProbes)
        guard enough || twoKeys else { return false }
        if reference.hypothesis == .dark, track.familiesSeen.contains(.silence),
            darkKey(of: track, in: track.winner) < rules.darkKey
        {
            return false
        }
        return platformDownRuledOut(member, track, reference, at: minute)
    }

    /// Whether something shows that it is not the platform itself that is down: three other countries where it works,
    /// a network of this country where it works, or a contrast (§4).
    func platformDownRuledOut(
        _ member: Member, _ track: Track, _ reference: TrackReference, at minute: Int32
    ) -> Bool {
        let named = Set(member.episodes.map(\.network))
        if member.cleanVotes.contains(where: { !named.contains($0.key) && $0.key >= 0 && $0.value >= 6 }
        ) {
            return true
        }
        if member.symptoms.contrasts >= 3 { return true }
        let places =
            reference.platform >= 0
            ? world[countries[reference.country].platforms[reference.platform].world].places
            : worldConnectivity.places
        var working = 0
        for place in places where place.country != reference.country {
            let share =
                place.platform < 0
                ? countries[place.country].connectivityWorld
                : countries[place.country].platforms[place.platform].worldShare
            // With a half-life of 15 minutes a steady 10 votes in 30 minutes stand at about 7.
            let count = share.slow.decayed(to: minute, halfLife: 15)
            if count.trials >= 7, count.hits / count.trials < 0.3 { working += 1 }
        }
        return working >= 3
    }
}
