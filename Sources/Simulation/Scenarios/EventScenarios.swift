import ObservatoryModel

/// What all event scenarios share: a world, 30 hours to learn, one event at any time of day, and time afterwards.
struct EventStage {
    var draft: ScenarioDraft
    /// When the event begins.
    var onset: Timestamp

    /// A stage for a scenario and seed; the event may last `hours`, and `after` hours follow. `adjust` changes the
    /// world before anything happens in it.
    init(
        _ scenario: String, seed: UInt64, hours: Double, after: Double = 4, everyday: Bool = true,
        adjust: (inout World) -> Void = { _ in }
    ) {
        var salt: UInt64 = 0
        for byte in scenario.utf8 { salt = mixed(salt, UInt64(byte)) }
        var generator = SeededGenerator(seed: seed, salt)
        var world = WorldDraw.world(probes: WorldDraw.probes(seed: seed), using: &generator)
        adjust(&world)
        let start = moment("2025-03-03T00:00:00Z") + .days(Int64(generator.integer(0...200)))
        onset = start + .hours(30) + .seconds(Int64(generator.integer(0...86_399)))
        let end = onset + Interval(milliseconds: Int64((hours + after) * 3_600_000))
        draft = ScenarioDraft(
            scenario: scenario, seed: seed, world: world, windows: [start..<end], generator: generator)
        if everyday { draft.addEveryday() }
    }

    /// Some of the world's platforms, more often one than several.
    mutating func platforms(atMost limit: Int = 4) -> [PlatformID] {
        let count = min(limit, [1, 1, 1, 2, 3, 4][draft.generator.integer(0...5)])
        return draft.generator.sample(count, of: draft.plan.world.platforms.map(\.id))
    }

    /// A block of the whole country that begins at the onset, with small differences between networks.
    mutating func block(_ mechanism: Mechanism, hit: ClosedRange<Double>, hours: Double) -> ScenarioDraft.Block {
        let platforms = platforms()
        var block = ScenarioDraft.Block(
            platforms: platforms, mechanisms: [mechanism], hit: draft.generator.uniform(hit), from: onset,
            to: onset + Interval(milliseconds: Int64(hours * 3_600_000)))
        block.reports = draft.generator.logUniform(2...15)
        if mechanism == .tlsResetSNI || mechanism == .tlsTimeoutSNI, draft.generator.chance(0.4) {
            block.mechanisms.append(.quicTimeout)
        }
        for network in draft.plan.world.countries[0].networks.dropFirst() {
            block.lateness[network.asn] = .seconds(Int64(draft.generator.integer(0...90)))
            block.earliness[network.asn] = .seconds(Int64(draft.generator.integer(0...90)))
        }
        return block
    }

    /// Adds a block and the label that says so.
    mutating func add(
        _ block: ScenarioDraft.Block, _ category: String, scope: ScopeKind, tolerated: [Verdict] = []
    ) {
        draft.add(block)
        let networks = draft.plan.world.countries[0].networks.map(\.asn)
        draft.label(
            category, country: block.country, platforms: block.platforms, verdict: .blocked, tolerated: tolerated,
            mechanism: block.mechanisms.filter { !$0.spares }.map(\.rawValue), scope: scope,
            asns: scope == .networks ? block.networks?.sorted() ?? [] : networks,
            regions: block.regions?.sorted() ?? [], access: block.access, onset: block.from,
            settled: block.from + max(block.lateness.values.max() ?? Interval(milliseconds: 0), block.ramp),
            end: block.to, expectedVotes: draft.expectedVotes(block))
    }

    /// A network whose users are a share of the country's within the range; the nearest when none is.
    mutating func network(users: ClosedRange<Double>) -> SimulatedNetwork {
        let networks = draft.plan.world.countries[0].networks
        let middle = (users.lowerBound + users.upperBound) / 2
        let fitting = networks.filter { users.contains($0.users) }
        if !fitting.isEmpty { return draft.generator.pick(fitting) }
        return networks.min { abs($0.users - middle) < abs($1.users - middle) } ?? networks[0]
    }

    /// The share of time that the probes of the country are on, summed: how many there are at a time.
    func probesOn(_ reach: Reach) -> Double {
        let world = draft.plan.world
        return world.probes.reduce(0) { sum, probe in
            let asn = world.countries[probe.country].networks[probe.network].asn
            return reach.holds(probe, asn: asn, salt: 0)
                ? sum + probe.hoursOn / (probe.hoursOn + probe.hoursOff) : sum
        }
    }
}

extension Scenario {
    /// A national block, one scenario for each mechanism.
    static let national: [Scenario] = Mechanism.blocking.map { mechanism in
        Scenario("national.\(mechanism.rawValue)", "All networks block 1 to 4 platforms by \(mechanism.rawValue)") {
            seed in
            var stage = EventStage("national.\(mechanism.rawValue)", seed: seed, hours: 4)
            let hours = stage.draft.generator.uniform(1...4)
            let block = stage.block(mechanism, hit: 0.88...1, hours: hours)
            stage.add(block, "national", scope: .national)
            return stage.draft.plan
        }
    }

    /// Blocks that come, spread or leak in other ways.
    static let blocks: [Scenario] = [
        Scenario("leak", "A national block that 35 to 60 % of attempts get through") { seed in
            var stage = EventStage("leak", seed: seed, hours: 6)
            let block = stage.block(stage.draft.generator.pick(Mechanism.usual), hit: 0.4...0.65, hours: 6)
            stage.add(block, "leak", scope: .national)
            return stage.draft.plan
        },
        Scenario("leak-light", "A national block that 60 to 70 % of attempts get through") { seed in
            var stage = EventStage("leak-light", seed: seed, hours: 8)
            let block = stage.block(stage.draft.generator.pick(Mechanism.usual), hit: 0.3...0.4, hours: 8)
            stage.add(block, "leak-light", scope: .national)
            return stage.draft.plan
        },
        Scenario("staged", "A national block that reaches networks one after the other within an hour") { seed in
            var stage = EventStage("staged", seed: seed, hours: 5)
            var block = stage.block(stage.draft.generator.pick(Mechanism.usual), hit: 0.85...1, hours: 5)
            for asn in block.lateness.keys.sorted() {
                block.lateness[asn] = .seconds(Int64(stage.draft.generator.integer(0...3_600)))
                block.earliness[asn] = .seconds(Int64(stage.draft.generator.integer(0...1_200)))
            }
            stage.add(block, "staged", scope: .national)
            return stage.draft.plan
        },
        Scenario("ramp", "A national block whose rate grows over one to two hours") { seed in
            var stage = EventStage("ramp", seed: seed, hours: 6)
            var block = stage.block(stage.draft.generator.pick(Mechanism.usual), hit: 0.85...1, hours: 6)
            block.ramp = .minutes(Int64(stage.draft.generator.integer(60...120)))
            stage.add(block, "ramp", scope: .national)
            return stage.draft.plan
        },
        Scenario("single-isp", "One network with 10 to 40 % of the users blocks") { seed in
            var stage = EventStage("single-isp", seed: seed, hours: 5)
            var block = stage.block(stage.draft.generator.pick(Mechanism.usual), hit: 0.85...1, hours: 5)
            block.networks = [stage.network(users: 0.1...0.4).asn]
            block.lateness = [:]
            block.earliness = [:]
            stage.add(block, "single-isp", scope: .networks)
            return stage.draft.plan
        },
        Scenario("region", "All networks block within one region") { seed in
            var stage = EventStage("region", seed: seed, hours: 5)
            var block = stage.block(stage.draft.generator.pick(Mechanism.usual), hit: 0.85...1, hours: 5)
            block.regions = [stage.draft.generator.pick(stage.draft.plan.world.countries[0].regions).code]
            stage.add(block, "region", scope: .regional)
            return stage.draft.plan
        },
        Scenario("mobile", "Mobile access only is blocked, in all networks") { seed in
            var stage = EventStage("mobile", seed: seed, hours: 5)
            var block = stage.block(stage.draft.generator.pick(Mechanism.usual), hit: 0.85...1, hours: 5)
            block.access = .mobile
            stage.add(block, "mobile", scope: .access)
            return stage.draft.plan
        },
        Scenario("short", "A national block of 20 to 40 minutes") { seed in
            var stage = EventStage("short", seed: seed, hours: 1)
            let hours = stage.draft.generator.uniform(0.34...0.67)
            let block = stage.block(stage.draft.generator.pick(Mechanism.usual), hit: 0.9...1, hours: hours)
            stage.add(block, "short", scope: .national)
            return stage.draft.plan
        },
        Scenario("long", "A national block of 12 hours, at 65 to 90 % of attempts") { seed in
            var stage = EventStage("long", seed: seed, hours: 12)
            let block = stage.block(stage.draft.generator.pick(Mechanism.usual), hit: 0.65...0.9, hours: 12)
            stage.add(block, "long", scope: .national)
            return stage.draft.plan
        },
        Scenario("sibling-too", "A national block that takes the platform's sibling with it") { seed in
            var stage = EventStage("sibling-too", seed: seed, hours: 4)
            let block = stage.block(.ipNullRoute, hit: 0.9...1, hours: 3)
            stage.draft.add(
                .siblingBlocked, Reach(countries: [0]), stage.draft.plan.world.mask(block.platforms), from: block.from,
                minutes: 180)
            stage.add(block, "sibling-too", scope: .national)
            return stage.draft.plan
        },
        Scenario("neutral-too", "A national block that takes three of the ten neutral controls with it") { seed in
            var stage = EventStage("neutral-too", seed: seed, hours: 4)
            let block = stage.block(stage.draft.generator.pick(Mechanism.usual), hit: 0.9...1, hours: 3)
            let indices = stage.draft.generator.sample(3, of: Array(stage.draft.plan.world.neutrals.indices))
            stage.draft.add(
                .neutralsBlocked(indices), Reach(countries: [0]), stage.draft.plan.world.allPlatforms,
                from: block.from, minutes: 180)
            stage.add(block, "neutral-too", scope: .national)
            return stage.draft.plan
        },
        Scenario("uploads-hurt", "A national block on whose networks half of the uploads are lost and late") { seed in
            var stage = EventStage("uploads-hurt", seed: seed, hours: 4)
            let block = stage.block(stage.draft.generator.pick(Mechanism.usual), hit: 0.9...1, hours: 3)
            stage.draft.add(
                .uploadsHurt(loss: 0.5, delay: 120), Reach(countries: [0]), stage.draft.plan.world.allPlatforms,
                from: block.from, minutes: 180)
            stage.add(block, "uploads-hurt", scope: .national)
            return stage.draft.plan
        },
        Scenario("nightly", "The same block on three nights, four hours each") { seed in
            var stage = EventStage("nightly", seed: seed, hours: 52)
            var block = stage.block(stage.draft.generator.pick(Mechanism.usual), hit: 0.9...1, hours: 4)
            let first = block.from
            for night in 0..<3 {
                block.from = first + .days(Int64(night))
                block.to = block.from + .hours(4)
                stage.draft.add(block)
            }
            let networks = stage.draft.plan.world.countries[0].networks.map(\.asn)
            stage.draft.label(
                "nightly", country: 0, platforms: block.platforms, verdict: .blocked,
                mechanism: block.mechanisms.filter { !$0.spares }.map(\.rawValue), scope: .national, asns: networks,
                onset: first, settled: first + (block.lateness.values.max() ?? Interval(milliseconds: 0)),
                end: block.to, expectedVotes: 3 * stage.draft.expectedVotes(block))
            return stage.draft.plan
        },
        Scenario("geofence", "The platform itself refuses the country by HTTP 451 or 403") { seed in
            var stage = EventStage("geofence", seed: seed, hours: 5)
            var block = stage.block(.httpGeofence, hit: 1...1, hours: 5)
            block.lateness = [:]
            block.earliness = [:]
            stage.draft.plan.disturbances.append(
                Disturbance(
                    from: block.from, to: block.to, reach: Reach(countries: [0]),
                    platforms: stage.draft.plan.world.mask(block.platforms),
                    effect: .geofence(status: stage.draft.generator.chance(0.5) ? 451 : 403)))
            block.hit = 0  // votes come from the refusal; reports and attention as for any block
            stage.draft.add(block)
            block.hit = 1
            stage.draft.label(
                "geofence", country: 0, platforms: block.platforms, verdict: .blocked,
                mechanism: [Mechanism.httpGeofence.rawValue], scope: .national,
                asns: stage.draft.plan.world.countries[0].networks.map(\.asn), onset: block.from, end: block.to,
                expectedVotes: stage.draft.expectedVotes(block))
            return stage.draft.plan
        },
    ]
}

extension Mechanism {
    /// The mechanisms that are met most often, for scenarios about something else.
    static let usual: [Mechanism] = [
        .tlsResetSNI, .tlsTimeoutSNI, .dnsBogon, .dnsNXDomain, .dnsBlockpage, .tcpTimeout, .tlsResetSNI,
    ]
}
