internal import ObservatoryModel

/// From records to votes (§2).
extension DetectionEngine {
    /// A session: controls first, then a vote on the platform, on its speed, and on connectivity.
    mutating func take(_ session: Session) {
        let now = self.now
        let at = dated(session.at)
        let detached = session.asn == .unknown || session.access == .datacentre
        let isLive = now - at <= rules.liveMinutes
        let (probe, country, network, platform) = heard(session, detached: detached, isLive: isLive)
        probes[Int(probe)].every = max(1, session.every)
        probes[Int(probe)].access = session.access
        let region = session.region.map { countries[country].region($0) }

        let controls = ControlTally(session.controls)
        let void = controls.neutrals > 0 && controls.failedNeutrals == controls.neutrals
        if controls.neutrals > 0 {
            count(
                controlFailures: Double(controls.failedNeutrals) / Double(controls.neutrals),
                country: country,
                network: network, probe: probe)
        }

        var vote = Vote(
            at: at, received: now, network: Int32(network), probe: probe,
            region: Int16(clamping: region ?? -1),
            access: session.access, family: .probes, failure: void ? 1 : 0, success: void ? 0 : 1,
            weight: Float(detached ? rules.detachedWeight : keyWeight(of: probe, country: country)),
            software: probes[Int(probe)].softwareIndex, wide: controls.siblingFailed,
            siblingAlive: controls.siblings > 0 && !controls.siblingFailed, symptom: .unknown)
        // A sign-in page answers in the controls' place: the line is not dark, and says nothing of the platform either.
        let answered = void && controls.foreignAnswers == controls.neutrals
        if controls.neutrals > 0, !answered, probes[Int(probe)].connectivityMinute != now {
            probes[Int(probe)].connectivityMinute = now
            append(vote, to: darkness(of: country))
        }
        countries[country].platforms[platform].newest = max(
            countries[country].platforms[platform].newest, at)
        guard !void else {
            // It arrived, so it is not silent; but it says itself that the line is dark, so it does not speak against.
            probes[Int(probe)].arrivedVoid = true
            return
        }
        // What was spooled during an outage arrives after it, and says nothing of now.
        if isLive { probes[Int(probe)].arrived = true }

        // At quiet cadence one probe gives at most one vote in ten minutes; half of that is allowed for jitter.
        let last = probes[Int(probe)].platforms[platform].lastVote
        if session.every >= 600, last != .min, at >= last, at - last < 5 { return }
        probes[Int(probe)].platforms[platform].lastVote = at
        if session.outcome == .failed {
            vote.failure = 1
            vote.success = 0
            vote.symptom = Symptom(of: session, wide: controls.siblingFailed)
        }
        append(vote, to: track(.blocked, of: platform, in: country))
        if let slow = slowVote(session, country: country, platform: platform, network: network) {
            vote.failure = slow ? 1 : 0
            vote.success = slow ? 0 : 1
            vote.symptom = slow ? Symptom("tls.throttle") : .unknown
            append(vote, to: track(.slow, of: platform, in: country))
        }
    }

    /// An OONI measurement: a soft vote of its own family, at most one per network and ten minutes; measurements
    /// outside the catalogue say how the network fares (§8).
    mutating func take(_ verdict: OONIVerdict) {
        let country = self.country(verdict.country)
        let now = self.now
        let at = dated(verdict.at)
        let network = verdict.asn == .unknown ? -1 : network(verdict.asn, in: country)
        guard let id = verdict.platform else {
            guard network >= 0 else { return }
            countries[country].networks[network].ooniControl.add(
                hits: verdict.blocked + verdict.down, trials: 1, at: now, 20_160, 360)
            return
        }
        let platform = self.platform(id, in: country)
        let reference = track(.blocked, of: platform, in: country)
        if network >= 0 {
            let last = tracks[reference.index].ooniCaps[network]?.lastMinute ?? .min
            if last != .min, at >= last, at - last < rules.ooniSpacingMinutes { return }
            tracks[reference.index].ooniCaps[network, default: ObserverGroup()].lastMinute = at
            countries[country].networks[network].presence.add(
                hits: 0, trials: 1, at: now, halfLife: 21_600)
        }
        countries[country].platforms[platform].newest = max(
            countries[country].platforms[platform].newest, at)
        let failed = verdict.blocked > verdict.ok
        let vote = Vote(
            at: at, received: now, network: Int32(network), probe: -1, region: -1, access: verdict.access,
            family: .ooni, failure: Float(verdict.blocked), success: Float(verdict.ok),
            weight: network < 0 ? Float(rules.detachedWeight) : 1, software: 0, wide: false,
            siblingAlive: false,
            symptom: failed ? Symptom(stage: verdict.stage, failure: verdict.failure) : .unknown)
        append(vote, to: reference)
    }

    /// The index of a probe's program and version; 0 when it does not say.
    private mutating func softwareIndex(_ software: String) -> UInt16 {
        guard !software.isEmpty else { return 0 }
        if let found = softwareNames[software] { return found }
        guard softwareNames.count < Int(UInt16.max) - 1 else { return 0 }
        let index = UInt16(softwareNames.count + 1)
        softwareNames[software] = index
        return index
    }

    /// The minute of a vote: not in the future, and not before what an onset may still be dated from; a probe whose clock
    /// says 1970 would date it decades early.
    private func dated(_ time: Timestamp) -> Int32 {
        max(min(time.minute, now), now - rules.oldestVoteMinutes)
    }

    /// Puts a vote into the open bin, and tells the platform's world reference of it at once, so that every country's
    /// null of this bin knows of all its votes.
    private mutating func append(_ vote: Vote, to reference: TrackReference) {
        if tracks[reference.index].enqueue(vote) { touched.append(reference) }
        guard reference.hypothesis != .slow, vote.received - vote.at <= rules.liveMinutes else {
            return
        }
        guard reference.platform >= 0 else {
            countries[reference.country].connectivityWorld.add(
                failure: Double(vote.failure), at: vote.received)
            return
        }
        countries[reference.country].platforms[reference.platform].worldShare.add(
            failure: Double(vote.failure), at: vote.received)
        // Releases are told apart only where there are several.
        guard vote.software != 0, softwareNames.count > 1 else { return }
        let expected = countries[reference.country].platforms[reference.platform].worldShare.expected
        let platform = countries[reference.country].platforms[reference.platform].world
        world[platform].releases[vote.software, default: [:]][reference.country, default: WorldShare()]
            .add(excess: Double(vote.failure) - expected, votes: 1, at: vote.received)
    }

    /// The index of a probe that was heard before; a batch of one probe's sessions comes in a row.
    private mutating func index(ofProbe name: String) -> Int? {
        if lastProbe < probes.count, probes[lastProbe].name == name { return lastProbe }
        guard let found = probeIndex[name] else { return nil }
        lastProbe = Int(found)
        return lastProbe
    }

    /// Finds who was heard, about what, from where; makes each on first sight, and moves a probe that shows up elsewhere.
    ///
    /// - Returns: indices; the network's is −1 for detached probes.
    private mutating func heard(
        _ session: Session, detached: Bool, isLive: Bool
    ) -> (probe: Int32, country: Int, network: Int, platform: Int) {
        let now = self.now
        let slot: Int
        let (country, network): (Int, Int)
        if let found = index(ofProbe: session.probe) {
            slot = found
            if probes[slot].code == session.country, probes[slot].asn == session.asn,
                (probes[slot].network < 0) == detached
            {
                (country, network) = (Int(probes[slot].country), Int(probes[slot].network))
            } else {
                country = self.country(session.country)
                network = detached ? -1 : self.network(session.asn, in: country)
                if probes[slot].country != Int32(country) {
                    probes[slot].country = Int32(country)
                    probes[slot].platforms = []
                }
                probes[slot].code = session.country
                probes[slot].asn = session.asn
                probes[slot].network = Int32(network)
            }
        } else {
            country = self.country(session.country)
            network = detached ? -1 : self.network(session.asn, in: country)
            slot = probes.count
            probeIndex[session.probe] = Int32(slot)
            probes.append(
                ProbeState(
                    name: session.probe, code: session.country, asn: session.asn, firstMinute: now,
                    lastMinute: now,
                    country: Int32(country), network: Int32(network)))
        }
        if probes[slot].software != session.software {
            probes[slot].software = session.software
            probes[slot].softwareIndex = softwareIndex(session.software)
        }
        if network >= 0, probes[slot].lastMinute / 1440 != now / 1440 || probes[slot].firstMinute == now {
            // One count a day and probe: presence is of distinct observers.
            countries[country].networks[network].presence.add(
                hits: 0, trials: 1, at: now, halfLife: 21_600)
        }
        if isLive { probes[slot].lastMinute = now }
        let platform = self.platform(session.platform, in: country)
        probes[slot].platforms.extend(through: platform, with: ProbePlatform())
        return (Int32(slot), country, network, platform)
    }

    /// A key's weight by age (§4), measured against how long the country itself has been observed: on a new
    /// observatory every key is new, and all are equal.
    private func keyWeight(of probe: Int32, country: Int) -> Double {
        let age = Double(now - probes[Int(probe)].firstMinute) + 30
        let observed = Double(min(rules.fullAgeMinutes, now - countries[country].firstMinute)) + 30
        return max(rules.smallestKeyWeight, min(1, age / observed * 1.25))
    }

    /// Counts control failures for the network and the country (`c` of §3).
    ///
    /// A probe's results weigh less the more it gave within the window, so that one probe counts about once; and what
    /// it always reports is taken off, so that a probe that claims failures for ever does not speak for its network.
    private mutating func count(
        controlFailures share: Double, country: Int, network: Int, probe: Int32
    ) {
        let now = self.now
        let usual = probes[Int(probe)].controls.decayed(to: now, halfLife: 1440)
        let ratio = usual.hits / (usual.trials + 10)
        let excess = max(0, share - ratio)
        probes[Int(probe)].controls.add(hits: share, trials: 1, at: now, halfLife: 1440)
        countries[country].control.add(
            hits: excess, trials: 1, at: now, rules.slowControlHalfLife, rules.quickControlHalfLife)
        guard network >= 0 else { return }
        countries[country].networks[network].control.add(
            hits: excess, trials: 1, at: now, rules.slowControlHalfLife, rules.quickControlHalfLife)
    }
}

extension Failure {
    /// Whether somebody answered, only not who was asked: certificates and pages that are not the target's.
    var isForeignAnswer: Bool { text.hasPrefix("ssl_") || text.hasPrefix("http_") }
}

/// A session's controls, counted.
private struct ControlTally {
    var neutrals = 0
    var failedNeutrals = 0
    /// Neutrals in whose place somebody else answered.
    var foreignAnswers = 0
    var siblings = 0
    var siblingFailed = false

    init(_ controls: [Control]) {
        for control in controls {
            switch control.role {
            case .neutral:
                neutrals += 1
                if control.outcome == .failed { failedNeutrals += 1 }
                if control.failure?.isForeignAnswer ?? false { foreignAnswers += 1 }
            case .sibling:
                siblings += 1
                if control.outcome == .failed { siblingFailed = true }
            }
        }
    }
}
