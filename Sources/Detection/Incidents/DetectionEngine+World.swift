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
        if world[platform].incident != nil
            || sum >= rules.worldQuestion && Double(failing) >= 0.5 * Double(evidence.count)
        {
            world[platform].inQuestionUntil = minute + rules.worldQuestionMinutes
        }
        if let index = world[platform].incident {
            if Double(failing) * Double(max(1, world[platform].countries))
                > Double(world[platform].failing) * Double(evidence.count)
            {
                world[platform].failing = failing
                world[platform].countries = evidence.count
            }
            world[platform].greatest = max(world[platform].greatest, sum)
            if sum >= rules.confirmed { incidents[index].confirmedOnce = true }
            // Over when it works in all but a few, for three minutes on end, and the votes say so.
            if Double(failing) <= 0.25 * Double(evidence.count) {
                world[platform].cleanSince = world[platform].cleanSince ?? minute
            } else {
                world[platform].cleanSince = nil
            }
            advanceEnd(platform, at: minute)
            if let clean = world[platform].cleanSince, minute - clean >= 3,
                world[platform].end > 0, naturalLog(world[platform].end) >= rules.restored
            {
                for place in world[platform].places {
                    countries[place.country].platforms[place.platform].worldShare.unexcused = ShiryaevRoberts()
                    // What a country said meanwhile was the outage, and is no suspicion once that is over.
                    let reference = track(.blocked, of: place.platform, in: place.country)
                    guard !tracks[reference.index].isMember, tracks[reference.index].m > 0 else { continue }
                    lifting(reference) { engine, track in engine.forget(&track, reference, networks: nil) }
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
        // One that fails again keeps the onset that was published.
        if world[platform].lastIncident != index { world[platform].onset = onset }
        world[platform].end = 0
        world[platform].eventRate = DecayedCount()
        absorbNational(platform, into: index, at: minute)
        return index
    }

    /// The mirrored statistic of a platform that is down: this minute's votes of all countries, under the outage's own rate
    /// of failure and under the usual one. A country's many votes count as two, so that none decides alone.
    private mutating func advanceEnd(_ platform: Int, at minute: Int32) {
        var (failures, votes) = (0.0, 0.0)
        for place in world[platform].places {
            let share = countries[place.country].platforms[place.platform].worldShare
            guard share.minute == minute, share.minuteVotes > 0 else { continue }
            let weight = min(1, 2 / share.minuteVotes)
            votes += weight * share.minuteVotes
            failures += weight * max(0, min(share.minuteVotes, share.minuteExcess + share.expected * share.minuteVotes))
        }
        let event = world[platform].eventRate.decayed(to: minute, halfLife: rules.halfDayHalfLife)
        let usual = 0.05
        let rate = min(0.97, max(0.2, (event.hits + 1.5) / (event.trials + 2)))
        let increment =
            failures * naturalLog(usual / rate) + (votes - failures) * naturalLog((1 - usual) / (1 - rate))
        world[platform].end = min((1 + world[platform].end) * exponential(increment), ShiryaevRoberts.ceiling)
        // Once the end shows it no longer teaches what the outage was like.
        if world[platform].end < rules.endInQuestion {
            world[platform].eventRate.add(
                hits: failures, trials: votes, at: minute, halfLife: rules.halfDayHalfLife)
        }
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
        let earliest = max(minute - 120, world[platform].lastIncident.flatMap { incidents[$0].endedAt } ?? .min)
        for place in world[platform].places {
            for counted in tracks[track(.blocked, of: place.platform, in: place.country).index].history
            where counted.vote.at > earliest {
                // Half of the attempts failing against one in twenty-five: an outage need not be complete.
                votes.append((counted.vote.at, counted.vote.failed ? 2.56 : -0.69))
            }
        }
        return OnsetEstimate(votes: votes, earliest: earliest, fallback: minute)
    }

    /// Suspicions in single countries that were the beginning of this end merged into it, when all that they speak of is
    /// down with it; what began well before is an event of its own.
    private mutating func absorbNational(_ platform: Int, into world: Int, at minute: Int32) {
        let earliest = (self.world[platform].onset?.low ?? minute) - rules.worldJoinMinutes
        for place in self.world[platform].places {
            let reference = track(.blocked, of: place.platform, in: place.country)
            guard let member = tracks[reference.index].member, member.endedAt == nil else { continue }
            let index = member.incident
            guard incidents[index].isOpen, member.onset.likely >= earliest,
                incidents[index].members.allSatisfy({ part in
                    part.platform >= 0
                        && self.world[countries[part.country].platforms[part.platform].world].incident == world
                })
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
