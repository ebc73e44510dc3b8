import ObservatoryModel

extension Scenario {
    /// Events where the observatory has less to go by than it would like.
    static let bare: [Scenario] = [
        Scenario("shares-unknown", "A national block where nobody knows the networks' user shares") { seed in
            var stage = EventStage("shares-unknown", seed: seed, hours: 4) { $0.sharesKnown = false }
            let block = stage.block(stage.draft.generator.pick(Mechanism.usual), hit: 0.88...1, hours: 3)
            stage.add(block, "shares-unknown", scope: .national)
            return stage.draft.plan
        },
        Scenario("lone-country", "A national block where no other country has probes; contrasts must do") { seed in
            var stage = EventStage("lone-country", seed: seed, hours: 4) { world in
                world.countries = [world.countries[0]]
                world.probes.removeAll { $0.country != 0 }
            }
            let block = stage.block(.tlsResetSNI, hit: 0.88...1, hours: 3)
            stage.add(block, "lone-country", scope: .national)
            return stage.draft.plan
        },
        Scenario("ooni-only", "A national block of a day seen by OONI measurements alone") { seed in
            var stage = EventStage("ooni-only", seed: seed, hours: 24) { world in
                world.probes.removeAll { $0.country == 0 }
                world.countries[0].ooniPerHour = seed % 3 == 0 ? 12 : seed % 3 == 1 ? 30 : 4
            }
            let block = stage.block(stage.draft.generator.pick(Mechanism.usual), hit: 0.9...1, hours: 24)
            stage.draft.add(block)
            stage.draft.label(
                "ooni-only", country: 0, platforms: block.platforms, verdict: .blocked,
                mechanism: block.mechanisms.filter { !$0.spares }.map(\.rawValue), scope: .national,
                asns: stage.draft.plan.world.countries[0].networks.map(\.asn), onset: block.from, end: block.to,
                expectedVotes: stage.draft.plan.world.countries[0].ooniPerHour * 24 * block.hit)
            return stage.draft.plan
        },
        Scenario("blackout-unprobed", "A blackout of a country without probes, seen by outside series alone") { seed in
            var stage = EventStage("blackout-unprobed", seed: seed, hours: 8) { world in
                world.probes.removeAll { $0.country == 0 }
            }
            let hours = stage.draft.generator.uniform(2...8)
            stage.addDarkness(networks: nil, hours: hours, category: "blackout-unprobed")
            // Bins of the slowest series stand for votes here.
            stage.draft.plan.labels[stage.draft.plan.labels.count - 1].expectedVotes = (hours * 40).rounded() / 10
            return stage.draft.plan
        },
        Scenario("probes-only", "A national block without reports, outside series or OONI measurements") { seed in
            var stage = EventStage("probes-only", seed: seed, hours: 4) { world in
                for index in world.countries.indices {
                    world.countries[index].reportsPerDay = 0
                    world.countries[index].signals = []
                    world.countries[index].ooniPerHour = 0
                }
            }
            let block = stage.block(stage.draft.generator.pick(Mechanism.usual), hit: 0.88...1, hours: 3)
            stage.add(block, "probes-only", scope: .national)
            return stage.draft.plan
        },
    ]
}
