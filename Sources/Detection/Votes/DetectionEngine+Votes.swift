internal import ObservatoryModel

/// From records to votes (§2).
extension DetectionEngine {
    /// A session: controls first, then a vote on the platform, on its speed, and on connectivity.
    mutating func take(_ session: Session) {
        let country = self.country(session.country)
        let platform = self.platform(session.platform, in: country)
        let now = self.now
        let at = min(session.at.minute, now)
        let detached = session.asn == .unknown || session.access == .datacentre
        let network = detached ? -1 : countries[country].network(session.asn)
        let probe = self.probe(session.probe, country: country, network: network, platform: platform, at: now)
        probes[Int(probe)].every = max(1, session.every)
        let region = session.region.map { countries[country].region($0) }

        let neutrals = session.controls.filter { $0.role == .neutral }
        let failedNeutrals = neutrals.count { $0.outcome == .failed }
        let siblings = session.controls.filter { $0.role == .sibling }
        let siblingFailed = siblings.contains { $0.outcome == .failed }
        let void = !neutrals.isEmpty && failedNeutrals == neutrals.count
        if !neutrals.isEmpty {
            count(
                controlFailures: Double(failedNeutrals) / Double(neutrals.count), country: country, network: network,
                probe: probe)
        }

        var vote = Vote(
            at: at, received: now, network: Int32(network), probe: probe, region: Int16(clamping: region ?? -1),
            access: session.access, family: .probes, failure: void ? 1 : 0, success: void ? 0 : 1,
            weight: Float(detached ? rules.detachedWeight : keyWeight(of: probe, country: country)),
            software: softwareIndex(session.software), wide: siblingFailed,
            siblingAlive: !siblings.isEmpty && !siblingFailed, symptom: .unknown)
        // A sign-in page answers in the controls' place: the line is not dark, and says nothing of the platform either.
        let answered = void && neutrals.allSatisfy { $0.failure?.isForeignAnswer ?? false }
        if !neutrals.isEmpty, !answered, probes[Int(probe)].connectivityMinute != now {
            probes[Int(probe)].connectivityMinute = now
            append(vote, to: TrackReference(country: country, platform: -1, hypothesis: .dark))
        }
        countries[country].platforms[platform].newest = max(countries[country].platforms[platform].newest, at)
        guard !void else { return }

        // At quiet cadence one probe gives at most one vote in ten minutes; half of that is allowed for jitter.
        let last = probes[Int(probe)].platforms[platform].lastVote
        if session.every >= 600, last != .min, at >= last, at - last < 5 { return }
        probes[Int(probe)].platforms[platform].lastVote = at
        if session.outcome == .failed {
            vote.failure = 1
            vote.success = 0
            vote.symptom = Symptom(of: session, wide: siblingFailed)
        }
        append(vote, to: TrackReference(country: country, platform: platform, hypothesis: .blocked))
        if let slow = slowVote(session, country: country, platform: platform, network: network) {
            vote.failure = slow ? 1 : 0
            vote.success = slow ? 0 : 1
            vote.symptom = slow ? Symptom("tls.throttle") : .unknown
            append(vote, to: TrackReference(country: country, platform: platform, hypothesis: .slow))
        }
    }

    /// An OONI measurement: a soft vote of its own family, at most one per network and ten minutes; measurements
    /// outside the catalogue say how the network fares (§8).
    mutating func take(_ verdict: OONIVerdict) {
        let country = self.country(verdict.country)
        let now = self.now
        let at = min(verdict.at.minute, now)
        let network = verdict.asn == .unknown ? -1 : countries[country].network(verdict.asn)
        guard let id = verdict.platform else {
            guard network >= 0 else { return }
            countries[country].networks[network].ooniControl.add(
                hits: verdict.blocked + verdict.down, trials: 1, at: now, 20_160, 360)
            return
        }
        let platform = self.platform(id, in: country)
        if network >= 0 {
            let last = countries[country].platforms[platform].blocked.ooniCaps[network]?.lastMinute ?? .min
            if last != .min, at >= last, at - last < rules.ooniSpacingMinutes { return }
            countries[country].platforms[platform].blocked.ooniCaps[network, default: ObserverGroup()].lastMinute = at
            countries[country].networks[network].presence.add(hits: 0, trials: 1, at: now, halfLife: 21_600)
        }
        countries[country].platforms[platform].newest = max(countries[country].platforms[platform].newest, at)
        let failed = verdict.blocked > verdict.ok
        let vote = Vote(
            at: at, received: now, network: Int32(network), probe: -1, region: -1, access: verdict.access,
            family: .ooni, failure: Float(verdict.blocked), success: Float(verdict.ok),
            weight: network < 0 ? Float(rules.detachedWeight) : 1, software: 0, wide: false, siblingAlive: false,
            symptom: failed ? Symptom(stage: verdict.stage, failure: verdict.failure) : .unknown)
        append(vote, to: TrackReference(country: country, platform: platform, hypothesis: .blocked))
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

    private mutating func append(_ vote: Vote, to reference: TrackReference) {
        touch(reference)
        self[reference].pending.append(vote)
    }

    /// The index of a probe, made on first sight; moves it when it shows up elsewhere.
    private mutating func probe(
        _ name: String, country: Int, network: Int, platform: Int, at now: Int32
    ) -> Int32 {
        let index: Int32
        if let found = probeIndex[name] {
            index = found
        } else {
            index = Int32(probes.count)
            probeIndex[name] = index
            probes.append(
                ProbeState(
                    name: name, firstMinute: now, lastMinute: now, country: Int32(country), network: Int32(network)))
        }
        let slot = Int(index)
        if probes[slot].country != Int32(country) {
            probes[slot].country = Int32(country)
            probes[slot].platforms = []
        }
        probes[slot].network = Int32(network)
        if network >= 0, probes[slot].lastMinute / 1440 != now / 1440 || probes[slot].firstMinute == now {
            // One count a day and probe: presence is of distinct observers.
            countries[country].networks[network].presence.add(hits: 0, trials: 1, at: now, halfLife: 21_600)
        }
        probes[slot].lastMinute = now
        probes[slot].arrived = true
        while probes[slot].platforms.count <= platform { probes[slot].platforms.append(ProbePlatform()) }
        return index
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
    private mutating func count(controlFailures share: Double, country: Int, network: Int, probe: Int32) {
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
