internal import ObservatoryModel

/// The upper levels of a baseline's hierarchy, computed once a bin: the country's rate at both speeds.
struct BaselinePrior {
    var slow: Double
    var quick: Double
}

extension DetectionRules {
    /// How far a cell's votes count while little has been learned of it, so that networks that always fail a good deal
    /// are not called blocked in an observatory's first hours.
    ///
    /// A power of an e-value below 1 is one too, so that scaling gains and losses alike keeps the statistic valid.
    func acquaintance(trials: Double) -> Double {
        strangerWeight + (1 - strangerWeight) * min(1, trials / acquaintedTrials)
    }

    /// Platform → country, for one family of a track.
    func baselinePrior(country: TwoSpeedCount, world: TwoSpeedCount, at now: Int32) -> BaselinePrior {
        func level(_ here: DecayedCount, _ top: DecayedCount, _ halfLife: Double) -> Double {
            let everywhere = top.decayed(to: now, halfLife: halfLife)
            let platform = ShrunkRate(
                hits: everywhere.hits, trials: everywhere.trials, prior: baselinePrior,
                weight: baselinePriorWeight)
            let count = here.decayed(to: now, halfLife: halfLife)
            return ShrunkRate(
                hits: count.hits, trials: count.trials, prior: platform.rate, weight: baselinePriorWeight
            ).rate
        }
        return BaselinePrior(
            slow: level(country.slow, world.slow, weekHalfLife),
            quick: level(country.quick, world.quick, halfDayHalfLife))
    }

    /// `b` for one vote: network shrunk to the country, probe shrunk to the network, the larger of the two speeds,
    /// plus half a standard deviation.
    func baseline(_ learned: TwoSpeedCount, probe: DecayedCount?, prior: BaselinePrior, at now: Int32)
        -> Double
    {
        let slowCount = learned.slow.decayed(to: now, halfLife: weekHalfLife)
        let quickCount = learned.quick.decayed(to: now, halfLife: halfDayHalfLife)
        let slow = ShrunkRate(
            hits: slowCount.hits, trials: slowCount.trials, prior: prior.slow, weight: baselinePriorWeight
        )
        let quick = ShrunkRate(
            hits: quickCount.hits, trials: quickCount.trials, prior: prior.quick,
            weight: baselinePriorWeight)
        let network = slow.rate > quick.rate ? slow : quick
        guard let probe else { return network.raised(by: nullDeviations) }
        let own = probe.decayed(to: now, halfLife: probeHalfLife)
        let shrunk = ShrunkRate(
            hits: own.hits, trials: own.trials, prior: network.rate, weight: probeShrink)
        return min(1, shrunk.rate + nullDeviations * max(shrunk.deviation, network.deviation))
    }
}

/// The null's competing risks (§3): `pNull = 1 − (1−b)(1−c)(1−g)(1−δ)`.
extension DetectionEngine {
    /// `c` of a network, computed once a minute: the larger of a 15-minute and a 2-minute rate, each shrunk.
    mutating func controlRate(country: Int, network: Int, at now: Int32) -> Double {
        guard network >= 0 else {
            let count = countries[country].control
            let slow = count.slow.decayed(to: now, halfLife: rules.slowControlHalfLife)
            return ShrunkRate(
                hits: slow.hits, trials: slow.trials, prior: 0.01, weight: rules.controlShrink
            )
            .raised(by: rules.nullDeviations)
        }
        if countries[country].networks[network].controlRateMinute == now {
            return countries[country].networks[network].controlRate
        }
        let whole = countries[country].control.slow.decayed(
            to: now, halfLife: rules.slowControlHalfLife)
        let prior = ShrunkRate(
            hits: whole.hits, trials: whole.trials, prior: 0.01, weight: rules.controlShrink
        ).rate
        let control = countries[country].networks[network].control
        let slowCount = control.slow.decayed(to: now, halfLife: rules.slowControlHalfLife)
        let quickCount = control.quick.decayed(to: now, halfLife: rules.quickControlHalfLife)
        let slow = ShrunkRate(
            hits: slowCount.hits, trials: slowCount.trials, prior: prior, weight: rules.controlShrink)
        let quick = ShrunkRate(
            hits: quickCount.hits, trials: quickCount.trials, prior: slow.rate,
            weight: rules.controlShrink)
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
        if let platform {
            if let readings = world[platform].readings, readings.minute == now { return readings }
        } else if let readings = worldConnectivity.readings, readings.minute == now {
            return readings
        }
        let places = platform.map { world[$0].places } ?? worldConnectivity.places
        let readings = WorldReadings(minute: now, countries: countries.count) { speed, add in
            for place in places {
                let reading =
                    place.platform < 0
                    ? countries[place.country].connectivityWorld.reading(speed, at: now)
                    : countries[place.country].platforms[place.platform].worldShare.reading(speed, at: now)
                add(place.country, reading)
            }
        }
        if let platform {
            world[platform].readings = readings
        } else {
            worldConnectivity.readings = readings
        }
        return readings
    }

    /// The same for the votes of one release of the probe.
    mutating func releaseReadings(_ platform: Int, software: UInt16, at now: Int32) -> WorldReadings? {
        // One release alone is the platform's own reference.
        guard software != 0, world[platform].releases.count > 1,
            let shares = world[platform].releases[software]
        else {
            return nil
        }
        if let readings = world[platform].releaseReadings[software], readings.minute == now {
            return readings
        }
        let readings = WorldReadings(minute: now, countries: countries.count) { speed, add in
            for (country, share) in shares { add(country, share.reading(speed, at: now)) }
        }
        world[platform].releaseReadings[software] = readings
        return readings
    }
}

extension WorldReadings {
    /// The readings of this minute.
    ///
    /// - Parameters:
    ///   - countries: indices of countries are below this.
    ///   - each: calls the function that it is given for every country's reading at a speed, in any order.
    init(
        minute: Int32, countries: Int,
        _ each: (
            _ speed: Int, _ add: (_ country: Int, _ reading: (excess: Double, votes: Double)) -> Void
        ) -> Void
    ) {
        var speeds: [Speed] = []
        var found: [(ratio: Double, votes: Double, country: Int32)] = []
        for index in 0..<3 {
            found.removeAll(keepingCapacity: true)
            each(index) { country, reading in
                guard reading.votes >= 0.5 else { return }
                found.append((max(0, reading.excess / reading.votes), reading.votes, Int32(country)))
            }
            // Most stand at zero: those in order need no more than their countries' order.
            found.sort { $0.ratio != $1.ratio ? $0.ratio < $1.ratio : $0.country < $1.country }
            var speed = Speed()
            speed.positions = Array(repeating: -1, count: countries)
            speed.ratios.reserveCapacity(found.count)
            speed.votes.reserveCapacity(found.count)
            for (rank, reading) in found.enumerated() {
                speed.ratios.append(reading.ratio)
                speed.votes.append(reading.votes)
                speed.positions[Int(reading.country)] = Int32(rank)
                speed.allVotes += reading.votes
            }
            speeds.append(speed)
        }
        self.init(minute: minute, speeds: speeds)
    }
}
