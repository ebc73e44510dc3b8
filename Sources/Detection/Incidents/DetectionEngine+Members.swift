internal import ObservatoryModel

/// A track's part in an incident: its beginning, what each vote adds, and its end.
extension DetectionEngine {
    /// A member for a track that has crossed the level of suspicion.
    func newMember(
        of track: Track, _ reference: TrackReference, incident: Int, at minute: Int32
    ) -> Member {
        let onset = estimateOnset(of: track, reference, at: minute)
        var member = Member(incident: incident, suspectedAt: minute, onset: onset, greatestM: track.m)
        for counted in track.history where counted.vote.at >= onset.low {
            member.add(counted.vote)
        }
        return member
    }

    /// The change point of the winning scope's votes, at the severity that carries most.
    func estimateOnset(of track: Track, _ reference: TrackReference, at minute: Int32)
        -> OnsetEstimate
    {
        if reference.hypothesis == .dark,
            let onset = onsetOfSilence(in: reference.country, track, at: minute)
        {
            return onset
        }
        let r: Triple
        switch track.winner {
        case .country: r = track.fused.country.r
        case .access(let index): r = track.fused.access[index].r
        case .region(let index): r = track.fused.regions[index].r
        case .network(let index): r = track.fused.networks[index].r
        }
        var votes: [(at: Int32, increment: Double)] = []
        for counted in track.history where track.winner.covers(counted.vote) {
            let increment: Float =
                r.a >= r.b && r.a >= r.c
                ? counted.increments.0 : r.b >= r.c ? counted.increments.1 : counted.increments.2
            votes.append((counted.vote.at, Double(increment * counted.vote.weight)))
        }
        if votes.isEmpty {
            for score in track.scores where track.winner.covers(score) {
                votes.append((score.at, Double(score.nats)))
            }
        }
        return OnsetEstimate(
            votes: votes, earliest: (track.history.first?.vote.at ?? minute) - 60, fallback: minute)
    }

    /// When probes fell silent: hardly any was heard after the onset, so it lies at the last arrivals before the
    /// silence. `nil` when most probes are still heard.
    private func onsetOfSilence(in country: Int, _ track: Track, at minute: Int32) -> OnsetEstimate? {
        // When each of those that are silent was heard last, and how many there are in all.
        var lastHeard: [Int32] = []
        var present = 0
        for probe in probes where probe.country == Int32(country) {
            let network = Int(probe.network)
            if case .network(let index) = track.winner, index != network { continue }
            guard minute - probe.lastMinute <= 1440 else { continue }
            present += 1
            if Double(minute - probe.lastMinute) > Double(probe.every) / 60 {
                lastHeard.append(probe.lastMinute)
            }
        }
        guard present >= 3, lastHeard.count * 2 > present else { return nil }
        lastHeard.sort()
        let last = lastHeard[lastHeard.count * 9 / 10]
        return OnsetEstimate(low: last - 3, likely: last, high: min(minute, last + 3))
    }

    /// Tells a member of a vote: sample, symptoms, and the mirrored statistics of its end (§6).
    func note(_ vote: Vote, null: Double, in track: inout Track, at minute: Int32) {
        guard var member = track.member else { return }
        // Lifted out and put back, so that the sets inside are changed in place.
        track.member = nil
        defer { track.member = member }
        member.add(vote)
        if member.claim.covers(vote),
            member.episodes.isEmpty || member.episodes.contains(where: { $0.network == vote.network && $0.isActive })
        {
            member.toldAt = max(member.toldAt, vote.at)
        }
        guard member.endedAt == nil, minute - vote.at <= rules.liveMinutes, vote.network >= 0,
            member.claim.covers(vote),
            let index = member.episodes.lastIndex(where: { $0.network == vote.network && $0.isActive })
        else { return }
        // What was kept in the dark and uploaded after it says nothing against its end.
        if track.hypothesis == .dark, vote.failed, let clean = member.episodes[index].cleanSince, vote.at < clean {
            return
        }
        member.episodes[index].newest = vote.at
        if vote.failed {
            member.episodes[index].lastFailure = vote.at
            member.episodes[index].cleanSince = nil
        } else if member.episodes[index].cleanSince == nil {
            member.episodes[index].cleanSince = vote.at
        }
        let rate = eventRate(of: member.episodes[index], in: track, above: null + 0.1, at: minute)
        guard null < rate else { return }
        let exponent = vote.family == .ooni ? rules.ooniExponent : 1
        let increment = exponent * endIncrement(of: vote, null: null, rate: rate)
        member.episodes[index].endStatistic = min(
            (1 + member.episodes[index].endStatistic) * exponential(increment), ShiryaevRoberts.ceiling)
        member.pendingEnd += Double(vote.weight) * increment
    }

    /// Where nobody votes a third-party series tells of the end: what speaks against a drop by half speaks for it. A series
    /// that never fell says nothing when it stands as it stood.
    func noteEnd(_ score: FamilyScore, in track: inout Track, at minute: Int32) {
        guard let member = track.members.first, member.endedAt == nil else { return }
        if score.recovery < 0 || member.episodes.isEmpty { track.members[0].toldAt = minute }
        guard member.episodes.isEmpty, score.network == nil else { return }
        if case .regions(let indices) = member.claim {
            guard let region = score.region, indices.contains(region) else { return }
        } else if score.region != nil {
            return
        }
        let carried = member.greatest[score.family, default: 0] >= rules.darkKey
        track.members[0].pendingEnd += exponent(of: score.family) * min(score.recovery, carried ? .infinity : 0)
    }

    /// A vote that has left the lag tells the rate of its network's event.
    func noteEventRate(_ vote: Vote, in track: inout Track, at minute: Int32) {
        guard vote.network >= 0,
            let index = track.members.first?.episodes.lastIndex(where: {
                $0.network == vote.network && $0.isActive
            }),
            let episode = track.members.first?.episodes[index], vote.at >= episode.onset,
            vote.at <= episode.lastFailure
        else { return }
        // Those before acceptance were counted then.
        guard vote.received > episode.acceptedAt else { return }
        track.members[0].episodes[index].eventRate.add(
            hits: vote.failed ? 1 : 0, trials: 1, at: minute, halfLife: rules.halfDayHalfLife)
    }

    /// Brings a member up to date after a bin: evidence, networks, confirmation, end.
    mutating func update(_ track: inout Track, _ reference: TrackReference, at minute: Int32) {
        guard var member = track.member, member.endedAt == nil else { return }
        let shares = countries[reference.country].shares
        if member.pendingEnd != 0 {
            member.end = min((1 + member.end) * exponential(member.pendingEnd), ShiryaevRoberts.ceiling)
            member.pendingEnd = 0
        }
        let lnEnd = member.end > 0 ? naturalLog(member.end) : -Double.infinity
        if lnEnd < rules.restoring {
            member.greatestM = max(member.greatestM, track.m)
            for family in track.familiesSeen {
                let value = track.lnM(of: family, shares: shares, rules: rules)
                if value > 0 { member.greatest[family] = max(member.greatest[family] ?? 0, value) }
            }
            if minute - member.suspectedAt < rules.onsetSettlesMinutes {
                // While the evidence grows the onset is estimated anew.
                member.onset = estimateOnset(of: track, reference, at: minute)
            }
        }
        acceptRegions(in: &member, track)
        if lnEnd < rules.restoring {
            // A claim about the country that has stood for a while is not narrowed by what is left of it at its end.
            let settled = member.confirmed && minute - member.suspectedAt >= rules.onsetSettlesMinutes
            if !(settled && member.claim == .country) { member.claim = claim(of: member, track) }
        }
        acceptNetworks(in: &member, track, at: minute)
        if !member.confirmed { member.confirmed = isConfirmed(member, track, reference, at: minute) }
        endEpisodes(in: &member, &track, reference, at: minute)

        // A network that matters, whose newest vote failed, holds the claim open: silence ends nothing (§6). Minor ones
        // do not, or one probe that went offline would keep a national incident open.
        let strongest = member.episodes.map(\.evidence).max() ?? 0
        let holds =
            lnEnd < rules.restoring
            || member.episodes.contains { episode in
                episode.isActive && episode.evidence >= 0.5 * strongest
                    && (episode.cleanSince == nil && minute - episode.newest <= rules.staleNetworkMinutes
                        || isSilent(episode, track, reference, at: minute))
            } || areMostSilent(member.episodes, at: minute)
        member.isRestoring = lnEnd >= rules.restoring && !holds
        let gone = !member.episodes.isEmpty && member.episodes.allSatisfy { !$0.isActive }
        if (lnEnd >= rules.restored && !holds) || gone {
            for index in member.episodes.indices where member.episodes[index].isActive {
                member.episodes[index].end = estimateEnd(of: member.episodes[index], track, at: minute)
            }
            // Over when it is over on the last network.
            member.endedAt = member.episodes.compactMap(\.end).max() ?? minute
            forget(&track, reference, networks: nil)
        }
        // A suspicion that does not hold.
        if track.lnM < rules.notSustained, !member.confirmed {
            member.belowSince = member.belowSince ?? minute
        } else {
            member.belowSince = nil
        }
        track.member = member
    }

    /// Names the networks that the claim covers by e-BH (§6).
    ///
    /// A network's e-value is the larger of two, each valid: the e-process since the incident's onset, and the mean of
    /// the e-processes started at each of its votes since then, which is its `R` over their number. The second sees a
    /// network that joins later, or fails a few hours a day.
    private func acceptNetworks(in member: inout Member, _ track: Track, at minute: Int32) {
        var evidence = NetworkEvidence(
            history: track.history, since: member.onset.low, claim: member.claim, cap: rules.probeCap,
            mostOONI: rules.ooniMostProbes, ooniExponent: rules.ooniExponent)
        evidence.addSilent(track.fused.networks.map(\.r.mean), since: member.onset.likely)
        for index in evidence.entries.indices {
            let network = Int(evidence.entries[index].network)
            guard network < track.fused.networks.count else { continue }
            let r = track.fused.networks[network].r.mean
            guard r > 0 else { continue }
            let mean = naturalLog(r / Double(max(10, evidence.entries[index].votes)))
            evidence.entries[index].nats = max(evidence.entries[index].nats, mean)
            // Silence leaves no failing vote behind.
            if track.hypothesis == .dark, mean >= rules.secondKey {
                evidence.entries[index].failures = max(1, evidence.entries[index].failures)
                evidence.entries[index].firstFailure = min(
                    evidence.entries[index].firstFailure, member.onset.likely)
                evidence.entries[index].lastFailure = max(
                    evidence.entries[index].lastFailure, member.onset.likely)
            }
        }
        member.evidence = evidence
        for entry in evidence.accepted(falseDiscoveryRate: rules.falseDiscoveryRate) {
            if track.hypothesis == .dark, track.familiesSeen.contains(.silence),
                darkKey(of: track, in: .network(Int(entry.network))) < rules.darkKey
            {
                continue
            }
            guard let index = member.episodes.lastIndex(where: { $0.network == entry.network }) else {
                member.episodes.append(
                    episode(entry, in: track, since: max(member.onset.low, 0), at: minute))
                continue
            }
            if member.episodes[index].isActive {
                member.episodes[index].evidence = max(member.episodes[index].evidence, entry.nats)
                continue
            }
            // A network that recovered is named again only for what happened since.
            let end = member.episodes[index].end ?? minute
            let r =
                Int(entry.network) < track.fused.networks.count
                ? track.fused.networks[Int(entry.network)].r.mean : 0
            guard r > 0, naturalLog(r) >= rules.secondKey, entry.lastFailure > end else { continue }
            member.episodes.append(episode(entry, in: track, since: end + 1, at: minute))
        }
    }

    /// A network's part, from its own change point on.
    private func episode(
        _ entry: NetworkEvidence.Entry, in track: Track, since start: Int32, at minute: Int32
    ) -> Episode {
        var votes: [(at: Int32, increment: Double)] = []
        for counted in track.history
        where counted.vote.network == entry.network && counted.vote.at >= start {
            votes.append((counted.vote.at, Double(counted.increments.1 * counted.vote.weight)))
        }
        let onset = OnsetEstimate(votes: votes, earliest: start, fallback: minute).likely
        var episode = Episode(
            network: entry.network, acceptedAt: minute, onset: onset, end: nil, evidence: entry.nats,
            lastFailure: entry.lastFailure,
            cleanSince: entry.newest > entry.lastFailure ? entry.newest : nil,
            newest: entry.newest)
        for counted in track.history
        where counted.vote.network == entry.network && counted.vote.at >= onset
            && counted.vote.at <= entry.lastFailure
        {
            // Who was heard in the minute of the onset was heard before the silence.
            if track.hypothesis == .dark, counted.vote.at == onset, !counted.vote.failed { continue }
            // Whole votes: how sure a measurement is of itself says nothing of how many fail.
            episode.eventRate.add(
                hits: counted.vote.failed ? 1 : 0, trials: 1, at: minute, halfLife: rules.halfDayHalfLife)
        }
        return episode
    }

    /// How widely a claim reaches: a region whose scope outweighs the country's by 3 nats, one kind of access while the
    /// other works, else the country and its networks.
    private func claim(of member: Member, _ track: Track) -> Claim {
        switch track.winner {
        case .region(let index) where !track.familiesSeen.contains(.silence):
            // Silence is known by network and access only, so it cannot speak for one region against the rest.
            let shared = track.fused.sharedScopes
            let here =
                rules.sharedScopeWeight / Double(max(1, shared)) * track.fused.regions[index].r.mean
            let whole = rules.countryWeight * track.fused.country.r.mean
            if whole <= 0 || naturalLog(here / whole) >= 3 {
                return .regions(
                    member.regions.contains(index) ? member.regions : (member.regions + [index]).sorted())
            }
        case .access(let index):
            // The other kind of access works: it was looked at, and on no network do its own votes speak for a failure.
            // Their sum alone would not do: a few exempt networks would hide the others.
            var others: [Int32: Double] = [:]
            for counted in track.history
            where counted.vote.at >= member.onset.low && counted.vote.network >= 0
                && counted.vote.access.scope == 1 - index
            {
                others[counted.vote.network, default: 0] += Double(counted.increments.1)
            }
            let works = others.values.allSatisfy { $0 < 2 } && others.values.reduce(0, +) < -2
            if works { return .access(index) }
        default:
            break
        }
        // A claim that was narrow stays narrow until the country as a whole outweighs it.
        if case .country = track.winner { return .country }
        return member.claim
    }

    private func acceptRegions(in member: inout Member, _ track: Track) {
        let count = Double(max(1, track.fused.regions.count))
        for index in track.fused.regions.indices where !member.regions.contains(index) {
            let value = track.fused.regions[index].r.mean
            if value > 0, naturalLog(value) >= naturalLog(count / rules.falseDiscoveryRate) + 3 {
                member.regions.append(index)
                member.regions.sort()
            }
        }
    }

    /// Whether most probes of a network are still silent, whatever the few that are heard say: fewer of those that were
    /// there when it began are back than half of those who would be, had all come back with the first.
    private func isSilent(
        _ episode: Episode, _ track: Track, _ reference: TrackReference, at minute: Int32
    ) -> Bool {
        guard track.hypothesis == .dark, track.familiesSeen.contains(.silence) else { return false }
        let table = track.familiesSeen.count == 1 ? track.fused : track.alone[.silence]
        guard let table, Int(episode.network) < table.networks.count else { return false }
        let r = table.networks[Int(episode.network)].r.mean
        guard r > 0, naturalLog(r) >= rules.darkKey else { return false }
        guard let clean = episode.cleanSince else { return true }
        var due = 0.0
        var back = 0.0
        for probe in probes
        where probe.network == episode.network && probe.country == Int32(reference.country)
            && probe.lastMinute >= episode.onset - 60
        {
            due += min(1, Double(minute - clean + 1) * 60 / Double(probe.every))
            if probe.lastMinute >= clean { back += 1 }
        }
        return back < 0.5 * due
    }

    /// Whether at least half of the networks that are named have not been heard of since they failed.
    private func areMostSilent(_ episodes: [Episode], at minute: Int32) -> Bool {
        let unheard = episodes.count { episode in
            let age = minute - episode.newest
            return episode.isActive && episode.cleanSince == nil && age > rules.staleNetworkMinutes
                && age <= rules.silentNetworkMinutes
        }
        return unheard > 0 && unheard * 2 >= episodes.count
    }

    /// A network where the platform works again leaves the claim, and starts from nothing.
    private mutating func endEpisodes(
        in member: inout Member, _ track: inout Track, _ reference: TrackReference, at minute: Int32
    ) {
        for index in member.episodes.indices where member.episodes[index].isActive {
            let episode = member.episodes[index]
            guard let clean = episode.cleanSince, episode.endStatistic > 0,
                naturalLog(episode.endStatistic) >= rules.restoring + 2,
                !isSilent(episode, track, reference, at: minute)
            else { continue }
            member.episodes[index].end = min(
                minute, max(clean, estimateEnd(of: episode, track, at: minute)))
            forget(&track, reference, networks: [Int(episode.network)])
        }
    }

    /// The mirrored change point of one network: success speaks for the end, failure against it.
    private func estimateEnd(of episode: Episode, _ track: Track, at minute: Int32) -> Int32 {
        let rate = eventRate(of: episode, in: track, above: 0.2, at: minute)
        var votes: [(at: Int32, increment: Double)] = []
        for counted in track.history
        where counted.vote.at >= episode.onset && counted.vote.network == episode.network {
            let null = min(Double(counted.null), rate - 0.05)
            votes.append((counted.vote.at, endIncrement(of: counted.vote, null: null, rate: rate)))
        }
        return OnsetEstimate(votes: votes, earliest: episode.onset, fallback: minute).likely
    }

    /// The share of this event's votes that fail on one network, for the mirrored null. Where probes fell silent hardly one
    /// in twenty is heard while it lasts (§5), so that an arrival says ln 20 against it.
    private func eventRate(of episode: Episode, in track: Track, above least: Double, at minute: Int32) -> Double {
        let event = episode.eventRate.decayed(to: minute, halfLife: rules.halfDayHalfLife)
        let prior = track.hypothesis == .dark && track.familiesSeen.contains(.silence) ? 1.9 : 1.5
        return min(0.97, max(least, (event.hits + prior) / (event.trials + 2)))
    }

    /// ln of the likelihood ratio of a vote, restored against still failing at `rate`.
    private func endIncrement(of vote: Vote, null: Double, rate: Double) -> Double {
        Double(vote.success) * naturalLog((1 - null) / (1 - rate))
            + Double(vote.failure) * naturalLog(null / rate)
    }

    /// Sets statistics and caps to nothing, in all scopes or for some networks only.
    mutating func forget(_ track: inout Track, _ reference: TrackReference, networks: [Int]?) {
        if let networks {
            for network in networks {
                if network < track.fused.networks.count {
                    track.fused.networks[network] = ShiryaevRoberts()
                }
                for family in track.familiesSeen where network < (track.alone[family]?.networks.count ?? 0) {
                    track.alone[family]?.networks[network] = ShiryaevRoberts()
                }
                track.ooniCaps[network]?.restart()
                track.youngCaps[network] = nil
            }
        } else {
            track.fused.reset()
            for family in track.familiesSeen { track.alone[family]?.reset() }
            for network in track.ooniCaps.keys { track.ooniCaps[network]?.restart() }
            track.youngCaps = [:]
            track.familyCaps = [:]
            track.m = 0
        }
        for slot in probes.indices where probes[slot].country == Int32(reference.country) {
            if let networks, !networks.contains(Int(probes[slot].network)) { continue }
            if reference.platform < 0 {
                probes[slot].connectivityCap = NetCap()
                probes[slot].silence = 0
            } else if reference.platform < probes[slot].platforms.count {
                if reference.hypothesis == .slow {
                    probes[slot].platforms[reference.platform].slowCap = NetCap()
                } else {
                    probes[slot].platforms[reference.platform].cap = NetCap()
                }
            }
        }
    }
}

extension Member {
    /// Counts a vote since onset for sample, symptoms and clean networks.
    mutating func add(_ vote: Vote) {
        guard vote.at >= onset.low else { return }
        sessions += 1
        observers.insert(vote.probe >= 0 ? Int64(vote.probe) : -1 - Int64(vote.network))
        networks.insert(vote.network)
        if vote.failed {
            failingObservers.insert(vote.probe >= 0 ? Int64(vote.probe) : -1 - Int64(vote.network))
            if vote.probe < 0 { ooniFailures[vote.network, default: 0] += 1 }
            if symptoms.total > 400 { symptoms.fade(by: 0.5) }
            symptoms.add(vote.symptom, weight: vote.failure, siblingAlive: vote.siblingAlive)
            cleanVotes[vote.network] = 0
        } else {
            cleanVotes[vote.network, default: 0] += 1
        }
    }

    /// How many probes stand behind the failures; two OONI measurements of a network count as one, at most four.
    var failingProbes: Int {
        failingObservers.count { $0 >= 0 } + ooniFailures.values.reduce(0) { $0 + min(4, $1 / 2) }
    }
}

extension ObserverGroup {
    /// Forgets what it carried and who failed, so that a new event starts from nothing.
    mutating func restart() {
        cap = NetCap()
        failures = DecayedCount()
        firstFailure = .min
    }
}
