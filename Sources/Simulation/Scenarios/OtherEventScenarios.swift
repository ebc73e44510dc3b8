import ObservatoryModel

extension Scenario {
    /// Throttling, darkness, the platform's own outage, and an event that changes its kind.
    static let others: [Scenario] = [
        Scenario("throttle-cap", "A platform's speed is capped at 64 to 256 kbit/s on 40 to 100 % of the lines") {
            seed in
            var stage = EventStage("throttle-cap", seed: seed, hours: 6)
            let cap = stage.draft.generator.logUniform(64...256).rounded()
            stage.addThrottle(capKbps: cap, factor: 1, share: stage.draft.generator.uniform(0.4...1))
            return stage.draft.plan
        },
        Scenario("throttle-factor", "A platform is 5 to 20 times slower than everything else") { seed in
            var stage = EventStage("throttle-factor", seed: seed, hours: 6)
            let factor = stage.draft.generator.logUniform(5...20)
            stage.addThrottle(capKbps: nil, factor: factor, share: stage.draft.generator.uniform(0.6...1))
            return stage.draft.plan
        },
        Scenario("blackout", "The whole country is silent; what was measured meanwhile arrives afterwards") { seed in
            var stage = EventStage("blackout", seed: seed, hours: 8)
            let hours = stage.draft.generator.uniform(1.5...8)
            stage.addDarkness(networks: nil, hours: hours, category: "blackout")
            return stage.draft.plan
        },
        Scenario("network-dark", "One network with 15 to 45 % of the users is silent") { seed in
            var stage = EventStage("network-dark", seed: seed, hours: 5)
            let asn = stage.network(users: 0.15...0.45).asn
            stage.addDarkness(networks: [asn], hours: stage.draft.generator.uniform(1.5...5), category: "network-dark")
            return stage.draft.plan
        },
        Scenario("platform-down", "A platform is down for the whole world") { seed in
            var stage = EventStage("platform-down", seed: seed, hours: 3)
            stage.draft.platformFault(
                stage.draft.generator.integer(0...stage.draft.plan.world.platforms.count - 1), from: stage.onset)
            return stage.draft.plan
        },
        Scenario("phases", "Slow, then blocked, then mobile dark, then restored: one event") { seed in
            var stage = EventStage("phases", seed: seed, hours: 6)
            stage.addPhases()
            return stage.draft.plan
        },
    ]
}

extension EventStage {
    /// Slow platforms on a share of the lines, in the whole country.
    mutating func addThrottle(capKbps: Double?, factor: Double, share: Double) {
        let platforms = platforms(atMost: 2)
        let mask = draft.plan.world.mask(platforms)
        let hours = draft.generator.uniform(3...6)
        let end = onset + Interval(milliseconds: Int64(hours * 3_600_000))
        draft.plan.disturbances.append(
            Disturbance(
                from: onset, to: end, reach: Reach(countries: [0], share: share), platforms: mask,
                effect: .throttle(.tlsThrottleSNI, capKbps: capKbps, factor: factor), salt: draft.generator.next()))
        draft.addReports(
            country: 0, platforms: mask, times: draft.generator.logUniform(1.5...6), from: onset + .minutes(5),
            to: end)
        draft.attend(country: 0, platforms: mask, from: onset + .minutes(15), to: end + .minutes(45))
        let metered = draft.plan.world.probes.filter { $0.country == 0 && $0.metered }.count
        let lines = max(0, probesOn(Reach(countries: [0])) - Double(metered)) * share
        draft.label(
            "throttle", country: 0, platforms: platforms, verdict: .slow,
            mechanism: [Mechanism.tlsThrottleSNI.rawValue], scope: .national,
            asns: draft.plan.world.countries[0].networks.map(\.asn), onset: onset, end: end,
            expectedVotes: lines * hours * 2 / Double(draft.plan.world.platforms.count))
    }

    /// No connectivity, with what third parties and people say of it.
    mutating func addDarkness(networks: Set<ASN>?, hours: Double, category: String) {
        let minutes = hours * 60
        let end = onset + Interval(milliseconds: Int64(minutes * 60_000))
        let reach = Reach(countries: [0], networks: networks)
        draft.add(
            .dark(kept: draft.generator.uniform(0.3...1)), reach, draft.plan.world.allPlatforms, from: onset,
            minutes: minutes)
        let users = draft.plan.world.countries[0].networks
            .filter { networks?.contains($0.asn) ?? true }.reduce(0) { $0 + $1.users }
        let left = networks == nil ? draft.generator.uniform(0.02...0.25) : 1 - users * 0.9
        draft.add(.signals(sources: nil, factor: left), Reach(countries: [0]), 0, from: onset, minutes: minutes)
        draft.add(
            .reports(times: max(0.05, left)), Reach(countries: [0]), draft.plan.world.allPlatforms, from: onset,
            minutes: minutes)
        draft.label(
            category, country: 0, platforms: draft.plan.world.platforms.map(\.id), verdict: .dark,
            scope: networks == nil ? .national : .networks,
            asns: networks?.sorted() ?? draft.plan.world.countries[0].networks.map(\.asn), onset: onset, end: end,
            expectedVotes: probesOn(reach) * minutes / 10)
    }

    /// An event that goes through four kinds and stays one.
    mutating func addPhases() {
        let platforms = platforms(atMost: 3)
        let mask = draft.plan.world.mask(platforms)
        let blocked = onset + .minutes(100)
        let dark = blocked + .minutes(120)
        let end = dark + .minutes(80)
        draft.plan.disturbances.append(
            Disturbance(
                from: onset, to: blocked, reach: Reach(countries: [0]), platforms: mask,
                effect: .throttle(.tlsThrottleSNI, capKbps: 150, factor: 1)))
        draft.attend(country: 0, platforms: mask, from: onset + .minutes(15), to: blocked)
        var block = ScenarioDraft.Block(
            platforms: platforms, mechanisms: [.tlsResetSNI], hit: draft.generator.uniform(0.9...1), from: blocked,
            to: end)
        block.reports = draft.generator.logUniform(4...12)
        block.attentionAfter = 0
        draft.add(block)
        draft.plan.disturbances.append(
            Disturbance(
                from: dark, to: end, reach: Reach(countries: [0], access: .mobile),
                platforms: draft.plan.world.allPlatforms, effect: .dark(kept: 0.8)))
        draft.label(
            "phases", country: 0, platforms: platforms, optional: draft.plan.world.platforms.map(\.id),
            verdict: .blocked, tolerated: [.slow, .dark], mechanism: [Mechanism.tlsResetSNI.rawValue],
            scope: .national, asns: draft.plan.world.countries[0].networks.map(\.asn), onset: onset,
            settled: blocked, end: end, expectedVotes: draft.expectedVotes(block))
    }
}
