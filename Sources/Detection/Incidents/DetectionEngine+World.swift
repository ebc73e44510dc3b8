internal import ObservatoryModel

/// The platform itself is down: it fails in most countries at once (§5).
extension DetectionEngine {
    /// For every platform: whether most countries with votes say, each by itself, that it fails.
    ///
    /// The claim "at least half of the countries fail" is a partial conjunction: its evidence is that of the weaker
    /// half of them together, so that one country with many probes cannot carry it.
    mutating func decideWorld(at minute: Int32) -> [Int] {
        var changed: [Int] = []
        for reference in touched where reference.hypothesis == .blocked {
            let worldwide = countries[reference.country].platforms[reference.platform].world
            guard world[worldwide].decidedMinute != minute else { continue }
            world[worldwide].decidedMinute = minute
            if let index = decideWorld(worldwide, at: minute) { changed.append(index) }
        }
        return changed
    }

    private mutating func decideWorld(_ platform: Int, at minute: Int32) -> Int? {
        var evidence: [Double] = []
        var failing = 0
        for place in world[platform].places {
            let share = countries[place.country].platforms[place.platform].worldShare
            let count = share.slow.decayed(to: minute, halfLife: 15)
            guard count.trials >= 1 else { continue }
            let r = share.unexcused.r.mean
            evidence.append(max(-3, r > 0 ? naturalLog(r) : -3))
            let quick = share.quick.decayed(to: minute, halfLife: 2)
            if quick.trials > 0.2 ? quick.hits / quick.trials > 0.3 : count.hits / count.trials > 0.3 {
                failing += 1
            }
        }
        guard evidence.count >= 3 else { return nil }
        evidence.sort()
        let sum = evidence.prefix((evidence.count + 1) / 2).reduce(0, +)
        if let index = world[platform].incident {
            if Double(failing) * Double(max(1, world[platform].countries))
                > Double(world[platform].failing) * Double(evidence.count)
            {
                world[platform].failing = failing
                world[platform].countries = evidence.count
            }
            world[platform].greatest = max(world[platform].greatest, sum)
            if sum >= rules.confirmed { incidents[index].confirmedOnce = true }
            // Over when it works in all but a few, for three minutes on end.
            if Double(failing) <= 0.25 * Double(evidence.count) {
                world[platform].cleanSince = world[platform].cleanSince ?? minute
            } else {
                world[platform].cleanSince = nil
            }
            if let clean = world[platform].cleanSince, minute - clean >= 3 {
                for place in world[platform].places {
                    countries[place.country].platforms[place.platform].worldShare.unexcused = ShiryaevRoberts()
                }
                world[platform].incident = nil
                world[platform].cleanSince = nil
                // Over when it is over for the last of its platforms.
                guard !world.contains(where: { $0.incident == index }) else { return index }
                incidents[index].status = .restored
                incidents[index].endedAt = clean
            } else {
                incidents[index].status = incidents[index].confirmedOnce ? .confirmed : .suspected
            }
            return index
        }
        guard sum >= rules.suspected, Double(failing) >= 0.5 * Double(evidence.count) else {
            return nil
        }
        let onset = worldOnset(platform, at: minute)
        let index = worldIncident(of: platform, beginning: onset, at: minute)
        if sum >= rules.confirmed { incidents[index].confirmedOnce = true }
        incidents[index].status = incidents[index].confirmedOnce ? .confirmed : .suspected
        world[platform].incident = index
        world[platform].failing = failing
        world[platform].countries = evidence.count
        world[platform].greatest = sum
        world[platform].onset = onset
        absorbNational(platform, into: index, at: minute)
        return index
    }

    /// The incident of a platform that is down: the open one that began at about the same time, since platforms of one
    /// operator fail together, else its own that ended within a day, or a new one.
    private mutating func worldIncident(of platform: Int, beginning onset: OnsetEstimate, at minute: Int32) -> Int {
        if let last = world[platform].lastIncident, incidents[last].status == .restored,
            let ended = incidents[last].endedAt, onset.likely - ended <= rules.reopenMinutes
        {
            incidents[last].endedAt = nil
            openIncidents.append(last)
            openIncidents.sort()
            return last
        }
        for index in openIncidents.reversed() where incidents[index].country < 0 {
            let onsets = world.filter { $0.incident == index }.compactMap(\.onset?.likely)
            if onsets.contains(where: { abs($0 - onset.likely) <= rules.worldJoinMinutes }) { return index }
        }
        let key = "ZZ-\(Timestamp(minute: minute + 1).utcDate.compact)"
        incidentCounters[key, default: 0] += 1
        incidents.append(
            IncidentState(id: "\(key)-\(incidentCounters[key]!)", country: -1, openedAt: minute, members: []))
        openIncidents.append(incidents.count - 1)
        return incidents.count - 1
    }

    /// The middle of the countries' own onsets.
    private func worldOnset(_ platform: Int, at minute: Int32) -> OnsetEstimate {
        var votes: [(at: Int32, increment: Double)] = []
        for place in world[platform].places {
            for counted in tracks[track(.blocked, of: place.platform, in: place.country).index].history
            where counted.vote.at > minute - 120 {
                votes.append((counted.vote.at, counted.vote.failed ? 1.5 : -1))
            }
        }
        return OnsetEstimate(votes: votes, earliest: minute - 120, fallback: minute)
    }

    /// Suspicions in single countries that were the beginning of this end merged into it.
    private mutating func absorbNational(_ platform: Int, into world: Int, at minute: Int32) {
        for place in self.world[platform].places {
            let reference = track(.blocked, of: place.platform, in: place.country)
            guard let member = tracks[reference.index].member, member.endedAt == nil else { continue }
            let index = member.incident
            guard incidents[index].isOpen, minute - incidents[index].openedAt <= 60,
                incidents[index].members.allSatisfy({ $0.platform == place.platform })
            else { continue }
            incidents[index].reason = "platform-down"
            incidents[index].mergedInto = incidents[world].id
            incidents[index].status = .retracted
            incidents[index].endedAt = minute
            retractedNow.append(index)
        }
    }

    /// The revision of a world incident.
    func composeWorld(_ index: Int, at minute: Int32) -> IncidentRevision? {
        let incident = incidents[index]
        let platforms = worldIndex.filter {
            world[$0.value].incident == index || world[$0.value].lastIncident == index
        }
        .map(\.key).sorted()
        let states = platforms.compactMap { worldIndex[$0].map { world[$0] } }
        guard let state = states.max(by: { $0.greatest < $1.greatest }) else {
            // It ended in this very bin: what was published stands, with its end.
            guard var last = incident.published else { return nil }
            last.status = incident.status
            last.decidedAt = Timestamp(minute: minute + 1)
            last.end = incident.endedAt.map { Timestamp(minute: $0) }
            return last
        }
        let onset = state.onset ?? OnsetEstimate(low: minute, likely: minute, high: minute)
        let m = exponential(min(state.greatest, 300))
        let odds = rules.eventsPerMinute * m
        let raw = odds / (1 + odds)
        var evidence = IncidentRevision.Evidence()
        evidence.probes = state.greatest
        let share = Double(state.failing) / Double(max(1, state.countries))
        return IncidentRevision(
            incident: incident.id, revision: 1, decidedAt: Timestamp(minute: minute + 1),
            status: incident.status,
            verdict: .platformDown, country: .unknown, scope: .global, platforms: platforms,
            onset: Timestamp(minute: onset.likely), onsetLow: Timestamp(minute: onset.low),
            onsetHigh: Timestamp(minute: onset.high), end: incident.endedAt.map { Timestamp(minute: $0) },
            evidence: evidence, posterior: calibrated(raw), posteriorRaw: raw,
            falseAlarmsPerYear: min(525_600, 525_600 / max(m, 1)),
            affectedShare: IncidentRevision.AffectedShare(
                low: share / 2, mid: share, high: 1, uncovered: 0),
            sharesEstimated: true,
            sample: IncidentRevision.Sample(
                sessions: 0, probes: 0, networks: state.countries, from: Timestamp(minute: onset.low),
                to: Timestamp(minute: minute + 1)),
            phases: incident.phases, reason: incident.reason, rules: DetectionRules.version)
    }
}
