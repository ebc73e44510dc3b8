import ObservatoryModel

/// What goes wrong in any year without anybody's intent, at rates of its own for each thing.
struct EverydayRates {
    /// Mean days between, for each network: brown-outs, uploads in trouble, a captive portal.
    var brownOutDays = 25.0
    var uploadTroubleDays = 40.0
    var captivePortalDays = 60.0
    /// For each country: a whole-country outage, bursts of reports, gaps in signals.
    var countryOutageDays = 200.0
    var reportBurstDays = 30.0
    var signalGapDays = 15.0
    /// For each platform, world-wide: its own outage, new certificates, moved addresses.
    var platformFaultDays = 150.0
    var certificateDays = 60.0
    var addressDays = 60.0
    /// For the observatory: its collector being away.
    var collectorDays = 60.0
    /// Shares of probes that are broken for a platform, and that report false control failures.
    var brokenShare = 0.02
    var falseControlShare = 0.02
}

extension ScenarioDraft {
    /// Adds everyday trouble over the whole span, with labels for what may be said of it.
    mutating func addEveryday(_ rates: EverydayRates = EverydayRates()) {
        spoilProbes(rates)
        let all = plan.world.allPlatforms
        for country in plan.world.countries.indices {
            for network in plan.world.countries[country].networks {
                for time in arrivals(everyDays: rates.brownOutDays) {
                    brownOut(
                        country: country, networks: [network.asn], from: time,
                        minutes: generator.logNormal(median: 40, deviation: 0.8), rate: generator.uniform(0.1...0.8))
                }
                for time in arrivals(everyDays: rates.uploadTroubleDays) {
                    let minutes = generator.logNormal(median: 60, deviation: 0.8)
                    add(
                        .uploadsHurt(loss: generator.uniform(0.1...0.6), delay: generator.uniform(30...300)),
                        Reach(countries: [country], networks: [network.asn]), all, from: time, minutes: minutes)
                }
                for time in arrivals(everyDays: rates.captivePortalDays) {
                    add(
                        .captivePortal, Reach(countries: [country], networks: [network.asn], share: 0.15), all,
                        from: time, minutes: generator.uniform(30...240))
                }
            }
            for time in arrivals(everyDays: rates.countryOutageDays) { countryOutage(country: country, from: time) }
            for time in arrivals(everyDays: rates.reportBurstDays) {
                addReports(
                    country: country, platforms: 1 << UInt32(generator.integer(0...plan.world.platforms.count - 1)),
                    times: generator.logUniform(3...50), from: time,
                    to: time + .minutes(Int64(generator.integer(20...180))))
            }
            for time in arrivals(everyDays: rates.signalGapDays) {
                add(
                    generator.chance(0.7) ? .signalsMissing(share: 1) : .signalsRestated(factor: 1.02),
                    Reach(countries: [country]), all, from: time, minutes: generator.logNormal(median: 60, deviation: 1)
                )
            }
        }
        for platform in plan.world.platforms.indices {
            for time in arrivals(everyDays: rates.platformFaultDays) { platformFault(platform, from: time) }
            for time in arrivals(everyDays: rates.certificateDays) {
                add(
                    .certificatesRotated(failing: generator.uniform(0...0.02)), Reach(), 1 << UInt32(platform),
                    from: time, minutes: generator.uniform(120...2_000))
            }
            for time in arrivals(everyDays: rates.addressDays) {
                add(
                    .addressesMoved(failing: generator.uniform(0.01...0.06)),
                    Reach(countries: generator.chance(0.5) ? nil : [0]), 1 << UInt32(platform), from: time,
                    minutes: generator.uniform(30...240))
            }
        }
        for time in arrivals(everyDays: rates.collectorDays) {
            add(.collectorDown, Reach(), all, from: time, minutes: generator.logNormal(median: 15, deviation: 0.8))
        }
    }

    /// Times of a Poisson process over the plan's windows, with room for what comes before and after.
    private mutating func arrivals(everyDays days: Double) -> [Timestamp] {
        guard days.isFinite, days > 0, let first = plan.windows.first, let last = plan.windows.last else { return [] }
        var times: [Timestamp] = []
        var time = first.lowerBound + .hours(2)
        while true {
            time = time + Interval(milliseconds: Int64(generator.exponential(mean: days) * 86_400_000))
            guard time < last.upperBound else { return times }
            times.append(time)
        }
    }

    private mutating func spoilProbes(_ rates: EverydayRates) {
        for index in plan.world.probes.indices {
            if generator.chance(rates.brokenShare) {
                let platform = UInt32(generator.integer(0...plan.world.platforms.count - 1))
                plan.world.probes[index].flaw = .broken(
                    platforms: 1 << platform, rate: generator.uniform(0.5...1))
            } else if generator.chance(rates.falseControlShare) {
                plan.world.probes[index].flaw = .falseControls(rate: generator.uniform(0.2...1))
            }
        }
    }

    /// Adds a disturbance that needs no label, because nothing may be said of it.
    mutating func add(_ effect: Effect, _ reach: Reach, _ platforms: UInt32, from: Timestamp, minutes: Double) {
        plan.disturbances.append(
            Disturbance(
                from: from, to: from + Interval(milliseconds: Int64(minutes * 60_000)), reach: reach,
                platforms: platforms, effect: effect, salt: generator.next()))
    }

    /// Some networks of a country work badly for everything.
    mutating func brownOut(country: Int, networks: Set<ASN>, from: Timestamp, minutes: Double, rate: Double) {
        add(
            .lossy(rate: rate, whole: generator.uniform(0.2...0.8)), Reach(countries: [country], networks: networks),
            plan.world.allPlatforms, from: from, minutes: minutes)
        label(
            "brown-out", nuisance: true, country: country, platforms: plan.world.platforms.map(\.id), verdict: .ok,
            tolerated: [.dark], scope: .networks, asns: Array(networks), onset: from,
            end: from + Interval(milliseconds: Int64(minutes * 60_000)), expectedVotes: 0)
    }

    /// A whole country's connectivity fails for a while, all of it or most.
    mutating func countryOutage(country: Int, from: Timestamp) {
        let minutes = generator.logNormal(median: 30, deviation: 0.6)
        let rate = generator.uniform(0.4...1)
        let end = from + Interval(milliseconds: Int64(minutes * 60_000))
        add(
            rate > 0.95 ? .dark(kept: 0.9) : .lossy(rate: rate, whole: 0.6), Reach(countries: [country]),
            plan.world.allPlatforms, from: from, minutes: minutes)
        add(
            .signals(sources: nil, factor: 1 - rate * 0.9), Reach(countries: [country]), 0, from: from,
            minutes: minutes)
        label(
            "country-outage", nuisance: true, country: country, platforms: plan.world.platforms.map(\.id),
            verdict: .ok, tolerated: [.dark], scope: .national, onset: from, end: end, expectedVotes: 0)
    }

    /// A platform is down for the whole world: an event of its own, and a nuisance to blocks.
    mutating func platformFault(_ platform: Int, from: Timestamp) {
        let minutes = generator.logNormal(median: 50, deviation: 0.6)
        let hit = generator.uniform(0.3...0.98)
        let end = from + Interval(milliseconds: Int64(minutes * 60_000))
        add(.platformFault(hit: hit), Reach(), 1 << UInt32(platform), from: from, minutes: minutes)
        addReports(
            country: nil, platforms: 1 << UInt32(platform), times: generator.logUniform(5...30), from: from,
            to: end)
        label(
            "platform-down", country: nil, platforms: [plan.world.platforms[platform].id], verdict: .platformDown,
            scope: .global, onset: from, end: end,
            expectedVotes: Double(plan.world.probes.count) * minutes / 10 * hit)
    }
}
