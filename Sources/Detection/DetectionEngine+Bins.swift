internal import ObservatoryModel

/// Closing bins: pending votes become increments, the statistics advance, incidents are decided.
extension DetectionEngine {
    /// Decides the open bin, then whatever falls due in the empty minutes before the next record.
    mutating func closeBins(from open: Int32, before next: Int32) -> [IncidentRevision] {
        closeReportBins(endingBy: open + 1)
        scoreSilence(at: open)
        var revisions = decideBin(open) + settleOverdue(at: open)
        // Statistics move only in bins with votes (§4), so between them only deadlines can fall due.
        var minute = open
        while let due = nextDeadline(after: minute), due < next {
            minute = due
            revisions += decideDeadlines(at: due)
        }
        return revisions
    }

    /// Decides one bin: world first, then every track, then incidents.
    mutating func decideBin(_ minute: Int32) -> [IncidentRevision] {
        defer { touched.removeAll(keepingCapacity: true) }
        guard !touched.isEmpty else { return [] }
        countActiveSeries(at: minute)
        let references = touched
        var toDecide: [TrackReference] = []
        for reference in references {
            let matters = lifting(reference) { engine, track in
                engine.advance(&track, reference, at: minute)
                return track.isMember || track.m >= engine.suspectedM
            }
            if matters { toDecide.append(reference) }
        }
        return decideIncidents(toDecide, at: minute)
    }

    /// Once an hour: how many series had a measurement within a day, for the public budget.
    private mutating func countActiveSeries(at minute: Int32) {
        guard activeSeriesMinute == .min || minute - activeSeriesMinute >= 60 else { return }
        activeSeriesMinute = minute
        activeSeries = countries.reduce(0) { sum, country in
            sum + country.platforms.count { $0.newest != .min && minute - $0.newest <= 1440 }
        }
    }

    /// Counts a track's pending votes and advances its statistics.
    private mutating func advance(_ track: inout Track, _ reference: TrackReference, at minute: Int32) {
        countries[reference.country].refreshShares(at: minute)
        learn(&track, reference, upTo: minute - rules.baselineLagMinutes, at: minute)
        let worldIndex =
            reference.platform >= 0
            ? countries[reference.country].platforms[reference.platform].world : nil
        let elsewhere =
            track.hypothesis == .slow
            ? 0
            : worldReadings(worldIndex, at: minute).excessElsewhere(
                than: reference.country, deviations: rules.worldDeviations)
        let worldBaseline = worldIndex.map { world[$0].baseline } ?? worldConnectivity.baseline
        let worldOONI = worldIndex.map { world[$0].ooniBaseline } ?? TwoSpeedCount()
        let prior = rules.baselinePrior(country: track.votes.country, world: worldBaseline, at: minute)
        setExpected(max(prior.slow, prior.quick), of: reference)
        let ooniPrior =
            track.pending.contains { $0.family == .ooni }
            ? rules.baselinePrior(country: track.ooni.country, world: worldOONI, at: minute) : prior
        let severities = track.hypothesis == .slow ? rules.slowAlternatives : rules.alternatives

        var fused = BinIncrements()
        swap(&fused, &fusedBin)
        defer {
            fused.clear()
            swap(&fused, &fusedBin)
        }
        // One family alone needs no books of its own.
        let isPlural = track.hasSecondFamily
        var byFamily: [(family: Family, bin: BinIncrements)] = []
        var unexcused: Triple?
        var lone: Family?
        func gather(
            _ family: Family, _ increment: Triple, access: Int?, region: Int?, network: Int?,
            inCountry: Bool = true
        ) {
            let scaled = exponent(of: family) * increment
            fused.add(scaled, access: access, region: region, network: network, inCountry: inCountry)
            guard isPlural else {
                lone = family
                return
            }
            let index: Int
            if let found = byFamily.firstIndex(where: { $0.family == family }) {
                index = found
            } else {
                index = byFamily.count
                byFamily.append((family, BinIncrements()))
            }
            byFamily[index].bin.add(
                scaled, access: access, region: region, network: network, inCountry: inCountry)
        }

        for vote in track.pending {
            let network = Int(vote.network)
            let isOONI = vote.family == .ooni
            track.votes.cells.extend(through: network, with: NetworkCell())
            if isOONI {
                track.ooni.cells.extend(through: network, with: NetworkCell())
            }
            let learned =
                network < 0
                ? (isOONI ? track.ooni.detached.baseline : track.votes.detached.baseline)
                : (isOONI ? track.ooni.cells[network].baseline : track.votes.cells[network].baseline)
            let own = isOONI ? nil : baselineOfProbe(vote.probe, reference)
            // One ordinary transfer in ten is slow by definition, however few have been seen.
            let b = max(
                track.hypothesis == .slow ? rules.slowBaseline : 0,
                rules.baseline(learned, probe: own, prior: isOONI ? ooniPrior : prior, at: minute))
            let c =
                track.hypothesis == .blocked
                ? (isOONI
                    ? ooniControlRate(country: reference.country, network: network, at: minute)
                    : controlRate(country: reference.country, network: network, at: minute)) : 0
            let here = 1 - (1 - b) * (1 - c) * (1 - rules.margin)
            var abroad = elsewhere
            if let worldIndex, softwareNames.count > 1, track.hypothesis == .blocked,
                let readings = releaseReadings(worldIndex, software: vote.software, at: minute)
            {
                abroad = max(
                    abroad,
                    readings.excessElsewhere(than: reference.country, deviations: rules.worldDeviations))
            }
            let null = min(0.995, 1 - (1 - here) * (1 - abroad))
            let raw = increments(vote, null: null, severities: severities, in: &track, at: minute)
            track.history.append(
                CountedVote(
                    vote: vote, increments: (Float(raw.a), Float(raw.b), Float(raw.c)), null: Float(null)))
            // Too late for a decision, or from before the event that is open: for the onset only.
            if minute - vote.at > rules.lateMinutes { continue }
            if let onset = track.members.first?.onset, vote.at < onset.low, minute - vote.at > 15 {
                continue
            }
            if vote.at <= track.endedAt { continue }
            let known = rules.acquaintance(trials: Double(learned.slow.trials))
            let admitted = admit(
                known * Double(vote.weight) * raw, of: vote, in: &track, reference, at: minute)
            let access = vote.network < 0 ? nil : vote.access.scope
            gather(
                vote.family, admitted, access: access, region: vote.region >= 0 ? Int(vote.region) : nil,
                network: network >= 0 ? network : nil)
            // What this country alone would say, were the world not asked; only that can show a platform down. A
            // release of the probe that fails everywhere does not.
            if abroad <= elsewhere + 0.15 {
                unexcused = (unexcused ?? .zero) + Self.unexcused(vote, null: here, severities: severities)
            }
            if track.isMember { note(vote, null: null, in: &track, at: minute) }
        }
        for score in track.pendingScores {
            if let at = score.at {
                track.scores.append(
                    CountedScore(
                        at: at, region: Int32(score.region ?? -1), network: Int32(score.network ?? -1),
                        nats: Float(score.increment.b)))
                if track.scores.count > 1024 { track.scores.removeFirst(512) }
                noteEnd(score, in: &track, at: minute)
            }
            if track.hypothesis == .dark, score.network == nil, score.region == nil, score.increment.a > 0 {
                // A country's BGP or traffic falls when one network goes: it speaks for each that has fallen silent, and where
                // one network outweighs the country, for those that stand near it: others have probes that sleep.
                var least = 5.0
                if case .network = track.winner, let most = track.fused.networks.map(\.r.mean).max() {
                    least = max(least, most.squareRoot())
                }
                for (index, statistic) in track.fused.networks.enumerated() where statistic.r.mean > least {
                    fused.add(
                        exponent(of: score.family) * score.increment, access: nil, region: nil, network: index,
                        inCountry: false)
                }
            }
            gather(
                score.family, score.increment, access: score.access, region: score.region,
                network: score.network,
                inCountry: score.inCountry)
        }
        track.pending.removeAll(keepingCapacity: true)
        track.pendingScores.removeAll(keepingCapacity: true)
        if let unexcused { advanceUnexcused(reference, by: unexcused) }

        if let lone {
            if track.familiesSeen.isEmpty { track.familiesSeen.append(lone) }
        } else {
            keepFamiliesApart(byFamily.map(\.family), in: &track)
        }
        track.fused.advance(by: fused)
        if track.familiesSeen.count > 1 {
            for (family, bin) in byFamily { track.alone[family, default: ScopeTable()].advance(by: bin) }
        }
        let mixture = track.fused.mixture(shares: countries[reference.country].shares, rules: rules)
        track.m = mixture.m
        track.winner = mixture.winner
        trim(&track, at: minute)
        settleHeat(&track, reference, at: minute)
    }

    /// A vote's log ratios with the world left out of the null; votes of one minute and country share their weather, so
    /// they count for less than independent ones.
    private static func unexcused(_ vote: Vote, null: Double, severities: Alternatives) -> Triple {
        guard vote.failure > 0 else { return 0.7 * severities.miss }
        let failure = Double(vote.failure)
        let hits = severities.rates.map { severity in
            naturalLog((1 - (1 - null) * (1 - severity)) / null)
        }
        return 0.7 * (failure * hits + (1 - failure) * severities.miss)
    }

    /// Tells the world reference what share of the votes usually fails here.
    private mutating func setExpected(_ rate: Double, of reference: TrackReference) {
        switch reference.hypothesis {
        case .dark: countries[reference.country].connectivityWorld.expected = rate
        case .blocked:
            countries[reference.country].platforms[reference.platform].worldShare.expected = rate
        case .slow: break
        }
    }

    func exponent(of family: Family) -> Double {
        switch family {
        case .probes: 1
        case .ooni: rules.ooniExponent
        case .reports: rules.reportsExponent
        case .traffic: rules.trafficExponent
        case .bgp: rules.bgpExponent
        case .probing: rules.probingExponent
        case .telescope: rules.telescopeExponent
        case .silence: rules.silenceExponent
        }
    }

    private func baselineOfProbe(_ probe: Int32, _ reference: TrackReference) -> DecayedCount? {
        guard probe >= 0, reference.hypothesis == .blocked,
            probes[Int(probe)].country == Int32(reference.country),
            reference.platform < probes[Int(probe)].platforms.count
        else { return nil }
        return probes[Int(probe)].platforms[reference.platform].baseline
    }

    private func increments(
        _ vote: Vote, null: Double, severities: Alternatives, in track: inout Track, at minute: Int32
    ) -> Triple {
        let block = minute / rules.correlationMinutes
        func apply(_ cell: inout NetworkCell) -> Triple {
            cell.block.increment(
                failure: Double(vote.failure), success: Double(vote.success), null: null,
                severities: severities.rates,
                block: block, correlation: rules.correlation)
        }
        switch (vote.family == .ooni, vote.network < 0) {
        case (true, true): return apply(&track.ooni.detached)
        case (true, false): return apply(&track.ooni.cells[Int(vote.network)])
        case (false, true): return apply(&track.votes.detached)
        case (false, false): return apply(&track.votes.cells[Int(vote.network)])
        }
    }

    /// What of an increment counts after the caps of its observer (§4).
    private mutating func admit(
        _ increment: Triple, of vote: Vote, in track: inout Track, _ reference: TrackReference,
        at minute: Int32
    ) -> Triple {
        if vote.family == .ooni {
            var group = track.ooniCaps[Int(vote.network)] ?? ObserverGroup()
            group.failures.add(
                hits: 0, trials: Double(vote.failure), at: minute, halfLife: rules.ooniGroupHalfLife)
            if vote.failed, group.firstFailure == .min { group.firstFailure = minute }
            // Two failing measurements, and half an hour, stand for one probe.
            let elapsed = group.firstFailure == .min ? 0 : Double(minute - group.firstFailure)
            let stands = max(
                1, min(rules.ooniMostProbes, Double(group.failures.trials) / 2, 1 + elapsed / 30))
            let admitted = group.cap.admit(increment, cap: rules.probeCap * stands)
            track.ooniCaps[Int(vote.network)] = group
            return admitted
        }
        var admitted = increment
        if Double(vote.weight) < rules.youngWeight, vote.network >= 0 {
            admitted = track.youngCaps[Int(vote.network), default: NetCap()].admit(
                admitted, cap: rules.probeCap * rules.youngKeysAsProbes)
        }
        let slot = Int(vote.probe)
        // A probe that has moved to another country within the bin has no room left here: its losses still count.
        guard probes[slot].country == Int32(reference.country),
            reference.platform < probes[slot].platforms.count
        else { return admitted.map { min(0, $0) } }
        guard reference.platform >= 0 else {
            return probes[slot].connectivityCap.admit(admitted, cap: rules.probeCap)
        }
        if reference.hypothesis == .slow {
            return probes[slot].platforms[reference.platform].slowCap.admit(admitted, cap: rules.probeCap)
        }
        return probes[slot].platforms[reference.platform].cap.admit(admitted, cap: rules.probeCap)
    }

    private mutating func advanceUnexcused(_ reference: TrackReference, by increment: Triple) {
        if reference.platform < 0 {
            countries[reference.country].connectivityWorld.unexcused.advance(by: increment)
        } else if reference.hypothesis == .blocked {
            countries[reference.country].platforms[reference.platform].worldShare.unexcused.advance(
                by: increment)
        }
    }

    /// From the second family on, each family's own statistic is kept beside the fused one.
    private func keepFamiliesApart(_ families: [Family], in track: inout Track) {
        for family in families where !track.familiesSeen.contains(family) {
            if track.familiesSeen.count == 1 { track.alone[track.familiesSeen[0]] = track.fused }
            track.familiesSeen.append(family)
        }
    }

    // MARK: Baselines

    /// Teaches the baselines what is older than the lag, or freezes it while the track is hot (§3).
    private mutating func learn(
        _ track: inout Track, _ reference: TrackReference, upTo limit: Int32, at minute: Int32
    ) {
        while track.learned < track.history.count, track.history[track.learned].vote.received <= limit {
            let counted = track.history[track.learned]
            track.learned += 1
            let vote = counted.vote
            noteEventRate(vote, in: &track, at: minute)
            let cellIsHot = settleCell(vote, in: &track, reference, at: minute)
            if track.hotSince != nil || cellIsHot {
                freeze(vote, in: &track)
            } else {
                teach(
                    hits: Double(vote.failure), trials: Double(vote.failure + vote.success),
                    network: vote.network,
                    probe: vote.probe, ooni: vote.family == .ooni, in: &track, reference, at: minute)
            }
        }
    }

    /// Whether a network's own statistic stands too high for its votes to be learned; settles what was frozen when it
    /// has come down, or has stood high for so long that it is the new normal.
    ///
    /// The level is below `watch`: freezing costs nothing when it proves to be wrong, since what was frozen is learned
    /// then, while a network that fails a few hours a day would teach its baseline long before `M` as a whole rises.
    private mutating func settleCell(
        _ vote: Vote, in track: inout Track, _ reference: TrackReference, at minute: Int32
    ) -> Bool {
        let network = Int(vote.network)
        guard network >= 0 else { return false }
        let ooni = vote.family == .ooni
        let r = network < track.fused.networks.count ? track.fused.networks[network].r.mean : 0
        let hot = r >= rules.cellFreeze
        let cell = ooni ? track.ooni.cells[network] : track.votes.cells[network]
        guard cell.frozenTrials > 0 else {
            // A cell that is new has nothing to protect: what it shows first is its baseline.
            return hot && Double(cell.baseline.slow.trials) >= rules.matureTrials
        }
        guard track.hotSince == nil else { return hot }
        let isNewNormal = hot && minute - cell.frozenSince >= rules.cellNewNormalMinutes
        guard !hot || isNewNormal else { return true }
        teach(
            hits: Double(cell.frozenHits), trials: Double(cell.frozenTrials), network: vote.network,
            probe: -1,
            ooni: ooni, in: &track, reference, at: minute)
        if ooni {
            track.ooni.cells[network].forgetFrozen()
        } else {
            track.votes.cells[network].forgetFrozen()
        }
        if isNewNormal { forget(&track, reference, networks: [network]) }
        return false
    }

    private func freeze(_ vote: Vote, in track: inout Track) {
        let (hits, trials) = (vote.failure, vote.failure + vote.success)
        if vote.network < 0 {
            // Detached observers have no cell of their own; what they say while hot is not missed.
            return
        }
        if vote.family == .ooni {
            track.ooni.cells[Int(vote.network)].freeze(hits: hits, trials: trials, at: vote.received)
        } else {
            track.votes.cells[Int(vote.network)].freeze(hits: hits, trials: trials, at: vote.received)
        }
    }

    private mutating func teach(
        hits: Double, trials: Double, network: Int32, probe: Int32, ooni: Bool, in track: inout Track,
        _ reference: TrackReference, at minute: Int32
    ) {
        let (slow, quick) = (rules.weekHalfLife, rules.halfDayHalfLife)
        if ooni {
            track.ooni.country.add(hits: hits, trials: trials, at: minute, slow, quick)
            if network >= 0 {
                track.ooni.cells[Int(network)].baseline.add(
                    hits: hits, trials: trials, at: minute, slow, quick)
            }
        } else {
            track.votes.country.add(hits: hits, trials: trials, at: minute, slow, quick)
            if network >= 0 {
                track.votes.cells[Int(network)].baseline.add(
                    hits: hits, trials: trials, at: minute, slow, quick)
            } else {
                track.votes.detached.baseline.add(hits: hits, trials: trials, at: minute, slow, quick)
            }
            if probe >= 0, reference.platform >= 0, reference.hypothesis == .blocked,
                probes[Int(probe)].country == Int32(reference.country),
                reference.platform < probes[Int(probe)].platforms.count
            {
                probes[Int(probe)].platforms[reference.platform].baseline.add(
                    hits: hits, trials: trials, at: minute, halfLife: rules.probeHalfLife)
            }
        }
        guard track.hypothesis != .slow else { return }
        if reference.platform < 0 {
            worldConnectivity.baseline.add(hits: hits, trials: trials, at: minute, slow, quick)
        } else if ooni {
            world[countries[reference.country].platforms[reference.platform].world].ooniBaseline.add(
                hits: hits, trials: trials, at: minute, slow, quick)
        } else {
            world[countries[reference.country].platforms[reference.platform].world].baseline.add(
                hits: hits, trials: trials, at: minute, slow, quick)
        }
    }

    /// What was frozen is learned, unless it was the event itself.
    mutating func thaw(
        _ track: inout Track, _ reference: TrackReference, learning: Bool, at minute: Int32
    ) {
        for ooni in [false, true] {
            for index in (ooni ? track.ooni : track.votes).cells.indices {
                let cell = ooni ? track.ooni.cells[index] : track.votes.cells[index]
                guard cell.frozenTrials > 0 else { continue }
                if learning {
                    teach(
                        hits: Double(cell.frozenHits), trials: Double(cell.frozenTrials), network: Int32(index),
                        probe: -1, ooni: ooni, in: &track, reference, at: minute)
                }
                if ooni {
                    track.ooni.cells[index].forgetFrozen()
                } else {
                    track.votes.cells[index].forgetFrozen()
                }
            }
        }
    }

    /// Starts and ends a watch by the level of `ln M`; a level shift that stays unconfirmed becomes the new normal.
    private mutating func settleHeat(
        _ track: inout Track, _ reference: TrackReference, at minute: Int32
    ) {
        let hot = track.m >= watchM || track.isMember
        switch (hot, track.hotSince) {
        case (true, nil):
            track.hotSince = minute
        case (false, _?):
            track.hotSince = nil
            thaw(&track, reference, learning: true, at: minute)
        case (true, let since?)
        where minute - since >= rules.newNormalMinutes && !track.isMember:
            track.hotSince = minute
            thaw(&track, reference, learning: true, at: minute)
            track.fused.reset()
            for family in track.alone.keys { track.alone[family]?.reset() }
            track.m = 0
        default:
            break
        }
    }

    /// Drops history that neither baselines nor an onset can still need.
    private func trim(_ track: inout Track, at minute: Int32) {
        let (most, age): (Int, Int32) = track.isMember ? (2048, 720) : (768, 180)
        while track.learned > 0, track.history.count > most, let first = track.history.first,
            minute - first.vote.received > age || track.history.count > 16_384
        {
            track.history.removeFirst()
            track.learned -= 1
        }
    }
}
