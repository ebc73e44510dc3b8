import ObservatoryModel

extension Scenario {
    /// The nuisance deck: nothing outside what labels tolerate may be confirmed in any of these.
    static let nuisances: [Scenario] = [
        nuisance("brown-out", "One to three networks work badly for everything") { stage in
            let networks = stage.draft.plan.world.countries[0].networks.map(\.asn)
            stage.draft.brownOut(
                country: 0,
                networks: Set(stage.draft.generator.sample(stage.draft.generator.integer(1...3), of: networks)),
                from: stage.onset, minutes: stage.draft.generator.uniform(40...240),
                rate: stage.draft.generator.uniform(0.3...0.95))
        },
        nuisance("country-outage", "The whole country's connectivity fails, all of it or most") { stage in
            stage.draft.countryOutage(country: 0, from: stage.onset)
        },
        nuisance("broken-probes", "A tenth of the probes fail on one platform for reasons of their own") { stage in
            let mask: UInt32 = 1 << UInt32(stage.draft.generator.integer(0...4))
            let mine = stage.draft.plan.world.probes(in: 0)
            for index in stage.draft.generator.sample(max(1, mine.count / 10), of: mine) {
                stage.draft.plan.world.probes[index].flaw = .broken(platforms: mask, rate: 0.95)
            }
        },
        nuisance("false-controls", "A fifth of the probes report that their controls fail though they work") { stage in
            let mine = stage.draft.plan.world.probes(in: 0)
            for index in stage.draft.generator.sample(max(1, mine.count / 5), of: mine) {
                stage.draft.plan.world.probes[index].flaw = .falseControls(rate: 0.9)
            }
        },
        nuisance("addresses-moved", "A platform moves to new addresses; a few attempts meet the old ones") { stage in
            stage.draft.add(
                .addressesMoved(failing: stage.draft.generator.uniform(0.03...0.12)), Reach(),
                1 << UInt32(stage.draft.generator.integer(0...4)), from: stage.onset, minutes: 180)
        },
        nuisance("certificates", "A platform's certificates are new, and a few handshakes fail meanwhile") { stage in
            stage.draft.add(
                .certificatesRotated(failing: stage.draft.generator.uniform(0.01...0.05)), Reach(),
                1 << UInt32(stage.draft.generator.integer(0...4)), from: stage.onset, minutes: 240)
        },
        nuisance("probe-release", "A release of the probe fails on one platform everywhere") { stage in
            let release = "parallax-probe/1.2"
            for index in stage.draft.plan.world.probes.indices where stage.draft.generator.chance(0.35) {
                stage.draft.plan.world.probes[index].software = release
            }
            stage.draft.add(
                .programFault(hit: 0.95), Reach(software: release), 1 << UInt32(stage.draft.generator.integer(0...4)),
                from: stage.onset, minutes: 240)
        },
        nuisance("captive-portal", "A third of the lines of one network meet a sign-in page") { stage in
            let asn = stage.network(users: 0.1...0.5).asn
            stage.draft.add(
                .captivePortal, Reach(countries: [0], networks: [asn], share: 0.33),
                stage.draft.plan.world.allPlatforms, from: stage.onset, minutes: 180)
        },
        nuisance("sybil", "Up to 30 new keys in one network say that a platform fails") { stage in
            let network = stage.draft.generator.integer(0...stage.draft.plan.world.countries[0].networks.count - 1)
            let count = stage.draft.generator.integer(5...30)
            let mask: UInt32 = 1 << UInt32(stage.draft.generator.integer(0...4))
            let fleet = ProbeFleet(skewedShare: 0, datacentreShare: 0)
            var keys = fleet.draw(
                count, country: 0, of: stage.draft.plan.world.countries[0],
                numberedFrom: stage.draft.plan.world.probes.count, using: &stage.draft.generator)
            for index in keys.indices {
                keys[index].network = network
                keys[index].access = .fixed
                keys[index].hoursOff = 0.01
                keys[index].from = stage.onset - .hours(Int64(stage.draft.generator.integer(0...20)))
                keys[index].flaw = .sybil(platforms: mask, from: stage.onset)
            }
            stage.draft.plan.world.probes += keys
        },
        nuisance("brigading", "Fifty times the usual reports about a platform that works") { stage in
            stage.draft.addReports(
                country: 0, platforms: 1 << UInt32(stage.draft.generator.integer(0...4)), times: 50,
                from: stage.onset, to: stage.onset + .hours(3))
        },
        nuisance("signal-gaps", "Third-party series have holes") { stage in
            stage.draft.add(.signalsMissing(share: 0.9), Reach(countries: [0]), 0, from: stage.onset, minutes: 200)
        },
        nuisance("signal-restated", "Third-party series are far too low at first and restated two hours later") {
            stage in
            stage.draft.add(
                .signals(sources: ["radar.traffic"], factor: 0.4), Reach(countries: [0]), 0, from: stage.onset,
                minutes: 120)
            stage.draft.add(
                .signalsRestated(factor: 2.5), Reach(countries: [0]), 0, from: stage.onset, minutes: 120)
        },
        nuisance("collector-outage", "The observatory itself is away for 20 to 90 minutes") { stage in
            stage.draft.add(
                .collectorDown, Reach(), stage.draft.plan.world.allPlatforms, from: stage.onset,
                minutes: stage.draft.generator.uniform(20...90))
        },
        nuisance("sibling-down", "A sibling host fails everywhere while its platform works") { stage in
            stage.draft.add(
                .siblingBlocked, Reach(), 1 << UInt32(stage.draft.generator.integer(0...4)), from: stage.onset,
                minutes: 180)
        },
        nuisance("neutral-blocked", "Three of the ten neutral controls are blocked in the country, platforms are not") {
            stage in
            let indices = stage.draft.generator.sample(3, of: Array(stage.draft.plan.world.neutrals.indices))
            stage.draft.add(
                .neutralsBlocked(indices), Reach(countries: [0]), stage.draft.plan.world.allPlatforms,
                from: stage.onset, minutes: 240)
        },
        nuisance("uploads-lost", "Uploads of half of the networks are lost and late") { stage in
            let networks = stage.draft.plan.world.countries[0].networks.map(\.asn)
            let hurt = Set(stage.draft.generator.sample((networks.count + 1) / 2, of: networks))
            stage.draft.add(
                .uploadsHurt(loss: 0.7, delay: 300), Reach(countries: [0], networks: hurt),
                stage.draft.plan.world.allPlatforms, from: stage.onset, minutes: 240)
        },
        nuisance("clock-change", "Summer time begins or ends: people's day moves by an hour") { stage in
            stage.draft.plan.world.countries[0].clockChange = (
                at: stage.onset, by: stage.draft.generator.chance(0.5) ? 3600 : -3600
            )
        },
        nuisance("holiday", "Traffic is a third lower, and reports fewer, for a day") { stage in
            stage.draft.add(
                .signals(sources: ["radar.traffic"], factor: 0.65), Reach(countries: [0]), 0, from: stage.onset,
                minutes: 300)
            stage.draft.add(
                .reports(times: 0.5), Reach(countries: [0]), stage.draft.plan.world.allPlatforms, from: stage.onset,
                minutes: 300)
        },
        nuisance("skewed-clocks", "A fifth of the probes have clocks off by up to a quarter of an hour") { stage in
            let mine = stage.draft.plan.world.probes(in: 0)
            for index in stage.draft.generator.sample(max(1, mine.count / 5), of: mine) {
                let off = stage.draft.generator.uniform(-900...900)
                stage.draft.plan.world.probes[index].skew = Interval(milliseconds: Int64(off * 1000))
            }
        },
        Scenario("nuisance.bad-baselines", "Some networks fail on some platforms at 10 to 40 % for good") { seed in
            var stage = EventStage("nuisance.bad-baselines", seed: seed, hours: 5)
            for network in stage.draft.plan.world.countries[0].networks where stage.draft.generator.chance(0.4) {
                stage.draft.plan.disturbances.append(
                    Disturbance(
                        from: .distantPast, to: .distantFuture,
                        reach: Reach(countries: [0], networks: [network.asn]),
                        platforms: UInt32(stage.draft.generator.integer(1...31)),
                        effect: .block(
                            stage.draft.generator.pick(Mechanism.usual), hit: stage.draft.generator.uniform(0.1...0.4)))
                )
            }
            stage.labelRest(category: "bad-baselines")
            return stage.draft.plan
        },
        Scenario("nuisance.stormy", "Networks fail at 3 to 10 % in bursts: strong shared weather") { seed in
            var stage = EventStage("nuisance.stormy", seed: seed, hours: 24) { world in
                for country in world.countries.indices {
                    for network in world.countries[country].networks.indices {
                        world.countries[country].networks[network].correlation = 0.08
                        world.countries[country].networks[network].baseFailure =
                            0.03 + 0.07 * Double(network % 4) / 3
                    }
                }
            }
            stage.labelRest(category: "stormy")
            return stage.draft.plan
        },
        Scenario("nuisance.evening", "Mobile networks lose 3 to 12 % of all connections every evening") { seed in
            var stage = EventStage("nuisance.evening", seed: seed, hours: 48)
            let country = stage.draft.plan.world.countries[0]
            let start = stage.draft.plan.windows[0].lowerBound
            for day in 0..<5 {
                let evening = start + .days(Int64(day)) + .seconds(18 * 3600 - country.utcOffset)
                stage.draft.plan.disturbances.append(
                    Disturbance(
                        from: evening, to: evening + .hours(5), reach: Reach(countries: [0], access: .mobile),
                        platforms: stage.draft.plan.world.allPlatforms,
                        effect: .lossy(rate: stage.draft.generator.uniform(0.03...0.12), whole: 0.3),
                        ramp: .minutes(60)))
            }
            stage.labelRest(category: "evening")
            return stage.draft.plan
        },
        Scenario("nuisance.night", "Seven of ten probes of the country are off every night") { seed in
            var stage = EventStage("nuisance.night", seed: seed, hours: 48)
            let offset = Double(stage.draft.plan.world.countries[0].utcOffset) / 3600
            for index in stage.draft.plan.world.probes(in: 0) where stage.draft.generator.chance(0.7) {
                let from = 23 - offset + stage.draft.generator.uniform(-1...1)
                let begins = from < 0 ? from + 24 : from >= 24 ? from - 24 : from
                stage.draft.plan.world.probes[index].sleep =
                    begins..<(begins + stage.draft.generator.uniform(6...8))
            }
            stage.labelRest(category: "night")
            return stage.draft.plan
        },
        quiet("quiet", "Twenty days with everyday trouble and no event", days: 20, everyday: EverydayRates()),
        quiet("calm", "Ten days with shared weather only", days: 10, everyday: nil),
    ]

    private static func nuisance(
        _ name: String, _ summary: String, add: @escaping @Sendable (inout EventStage) -> Void
    ) -> Scenario {
        Scenario("nuisance.\(name)", summary) { seed in
            var stage = EventStage("nuisance.\(name)", seed: seed, hours: 5)
            add(&stage)
            stage.labelRest(category: name)
            return stage.draft.plan
        }
    }

    private static func quiet(_ name: String, _ summary: String, days: Int64, everyday: EverydayRates?) -> Scenario {
        Scenario(name, summary) { seed in
            var stage = EventStage(name, seed: seed, hours: Double(days * 24), after: 0, everyday: false)
            if let everyday { stage.draft.addEveryday(everyday) }
            stage.labelRest(category: name)
            return stage.draft.plan
        }
    }
}

extension EventStage {
    /// Says that nothing may be confirmed in the country of interest during the stage, unless another label does.
    mutating func labelRest(category: String) {
        guard let window = draft.plan.windows.last else { return }
        draft.label(
            category, nuisance: true, country: 0, platforms: draft.plan.world.platforms.map(\.id), verdict: .ok,
            scope: .national, onset: onset, end: window.upperBound, expectedVotes: 0)
    }
}
