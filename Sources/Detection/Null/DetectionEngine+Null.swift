internal import ObservatoryModel

/// The null's competing risks (§3): `pNull = 1 − (1−b)(1−c)(1−g)(1−δ)`.
extension DetectionEngine {
    /// The upper levels of a baseline's hierarchy, computed once a bin: the country's rate at both speeds.
    struct BaselinePrior {
        var slow: Double
        var quick: Double
    }

    /// Platform → country, for one family of a track.
    func baselinePrior(_ family: FamilyState, world: TwoSpeedCount, at now: Int32) -> BaselinePrior {
        func level(_ path: KeyPath<TwoSpeedCount, DecayedCount>, _ halfLife: Double) -> Double {
            let top = world[keyPath: path].decayed(to: now, halfLife: halfLife)
            let platform = ShrunkRate(
                hits: top.hits, trials: top.trials, prior: rules.baselinePrior, weight: rules.baselinePriorWeight)
            let here = family.country[keyPath: path].decayed(to: now, halfLife: halfLife)
            return ShrunkRate(
                hits: here.hits, trials: here.trials, prior: platform.rate, weight: rules.baselinePriorWeight
            ).rate
        }
        return BaselinePrior(
            slow: level(\.slow, rules.weekHalfLife), quick: level(\.quick, rules.halfDayHalfLife))
    }

    /// `b` for one vote: network shrunk to the country, probe shrunk to the network, the larger of the two speeds,
    /// plus half a standard deviation.
    func baseline(_ cell: NetworkCell, probe: DecayedCount?, prior: BaselinePrior, at now: Int32) -> Double {
        let slowCount = cell.baseline.slow.decayed(to: now, halfLife: rules.weekHalfLife)
        let quickCount = cell.baseline.quick.decayed(to: now, halfLife: rules.halfDayHalfLife)
        let weight = rules.baselinePriorWeight
        let slow = ShrunkRate(hits: slowCount.hits, trials: slowCount.trials, prior: prior.slow, weight: weight)
        let quick = ShrunkRate(hits: quickCount.hits, trials: quickCount.trials, prior: prior.quick, weight: weight)
        let network = slow.rate > quick.rate ? slow : quick
        guard let probe else { return network.raised(by: rules.nullDeviations) }
        let own = probe.decayed(to: now, halfLife: rules.probeHalfLife)
        let shrunk = ShrunkRate(
            hits: own.hits, trials: own.trials, prior: network.rate, weight: rules.probeShrink)
        return min(1, shrunk.rate + rules.nullDeviations * max(shrunk.deviation, network.deviation))
    }

    /// `c` of a network, computed once a minute: the larger of a 15-minute and a 2-minute rate, each shrunk.
    mutating func controlRate(country: Int, network: Int, at now: Int32) -> Double {
        guard network >= 0 else {
            let count = countries[country].control
            let slow = count.slow.decayed(to: now, halfLife: rules.slowControlHalfLife)
            return ShrunkRate(hits: slow.hits, trials: slow.trials, prior: 0.01, weight: rules.controlShrink)
                .raised(by: rules.nullDeviations)
        }
        if countries[country].networks[network].controlRateMinute == now {
            return countries[country].networks[network].controlRate
        }
        let whole = countries[country].control.slow.decayed(to: now, halfLife: rules.slowControlHalfLife)
        let prior = ShrunkRate(hits: whole.hits, trials: whole.trials, prior: 0.01, weight: rules.controlShrink).rate
        let control = countries[country].networks[network].control
        let slowCount = control.slow.decayed(to: now, halfLife: rules.slowControlHalfLife)
        let quickCount = control.quick.decayed(to: now, halfLife: rules.quickControlHalfLife)
        let slow = ShrunkRate(
            hits: slowCount.hits, trials: slowCount.trials, prior: prior, weight: rules.controlShrink)
        let quick = ShrunkRate(
            hits: quickCount.hits, trials: quickCount.trials, prior: slow.rate, weight: rules.controlShrink)
        let rate = max(slow.raised(by: rules.nullDeviations), quick.raised(by: rules.nullDeviations))
        countries[country].networks[network].controlRate = rate
        countries[country].networks[network].controlRateMinute = now
        return rate
    }

    /// `c` for OONI's votes: how much worse the network's other measurements fare than they usually do.
    func ooniControlRate(country: Int, network: Int, at now: Int32) -> Double {
        guard network >= 0 else { return 0.02 }
        let count = countries[country].networks[network].ooniControl
        let usual = count.slow.decayed(to: now, halfLife: 20_160)
        let lately = count.quick.decayed(to: now, halfLife: 360)
        guard lately.trials > 0 else { return 0.02 }
        let slow = ShrunkRate(hits: usual.hits, trials: usual.trials, prior: 0.05, weight: 4)
        let quick = ShrunkRate(hits: lately.hits, trials: lately.trials, prior: slow.rate, weight: 4)
        return max(0.02, quick.raised(by: rules.nullDeviations) - slow.rate)
    }

    /// The readings of a platform (or of connectivity, `nil`) over all countries for this minute, made once a bin.
    mutating func worldReadings(_ platform: Int?, at now: Int32) -> WorldReadings {
        let stored = platform.map { world[$0] } ?? worldConnectivity
        if let readings = stored.readings, readings.minute == now { return readings }
        let readings = WorldReadings(
            stored.places.map { place in
                (
                    place.country,
                    place.platform < 0
                        ? countries[place.country].connectivityWorld
                        : countries[place.country].platforms[place.platform].worldShare
                )
            }, at: now)
        if let platform { world[platform].readings = readings } else { worldConnectivity.readings = readings }
        return readings
    }

    /// The same for the votes of one release of the probe.
    mutating func releaseReadings(_ platform: Int, software: UInt16, at now: Int32) -> WorldReadings? {
        // One release alone is the platform's own reference.
        guard software != 0, world[platform].releases.count > 1, let shares = world[platform].releases[software] else {
            return nil
        }
        if let readings = world[platform].releaseReadings[software], readings.minute == now { return readings }
        let readings = WorldReadings(shares.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, at: now)
        world[platform].releaseReadings[software] = readings
        return readings
    }
}

extension WorldReadings {
    /// The readings of this minute from each country's share.
    init(_ shares: [(country: Int, share: WorldShare)], at now: Int32) {
        var bySpeed: [[(ratio: Double, votes: Double, country: Int)]] = [[], [], []]
        for (country, share) in shares {
            for (speed, reading) in share.readings(at: now).enumerated() where reading.votes >= 0.5 {
                bySpeed[speed].append((max(0, reading.excess / reading.votes), reading.votes, country))
            }
        }
        for speed in bySpeed.indices { bySpeed[speed].sort { ($0.ratio, $0.country) < ($1.ratio, $1.country) } }
        self.init(minute: now, bySpeed: bySpeed)
    }
}
