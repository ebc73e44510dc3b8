import ObservatoryModel
import Testing

@testable import Simulation

struct ScenarioTests {
    @Test func `names are unique and found again`() {
        #expect(Set(Scenario.all.map(\.name)).count == Scenario.all.count)
        for scenario in Scenario.all { #expect(Scenario.named(scenario.name)?.summary == scenario.summary) }
        #expect(Scenario.named("no such scenario") == nil)
    }

    @Test(arguments: Scenario.all.map(\.name))
    func `a plan is sound`(name: String) throws {
        let scenario = try #require(Scenario.named(name))
        for seed in UInt64(1)...6 {
            let plan = scenario.plan(seed: seed)
            #expect(!plan.labels.isEmpty, "\(name) \(seed)")
            #expect(zip(plan.windows, plan.windows.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
            #expect(plan.world.platforms.count <= 32 && plan.world.neutrals.count >= 8)
            #expect(Set(plan.labels.map(\.id)).count == plan.labels.count)
            for country in plan.world.countries {
                let users = country.networks.reduce(0) { $0 + $1.users }
                #expect(users <= 1.001 && users > 0.9, "\(name) \(seed) \(country.code) \(users)")
                #expect(Set(country.networks.map(\.asn)).count == country.networks.count)
            }
            for label in plan.labels {
                #expect(label.onset < label.end && label.onset <= label.settled, "\(label.id)")
                #expect(plan.windows.contains { $0.contains(label.onset) }, "\(label.id)")
                #expect(label.nuisance || !label.platforms.isEmpty, "\(label.id)")
            }
            #expect(Set(plan.world.probes.map(\.id)).count == plan.world.probes.count, "\(name) \(seed)")
        }
    }

    @Test func `events come after at least 28 hours to learn in`() {
        for scenario in Scenario.all {
            let plan = scenario.plan(seed: 4)
            for label in plan.labels where !label.nuisance && label.category != "platform-down" {
                #expect(label.onset - plan.windows[0].lowerBound >= .hours(28), "\(label.id)")
            }
        }
    }

    @Test func `another seed draws other numbers, and seeds cover all three numbers of probes`() {
        let plans = (UInt64(0)...2).map { seed in Scenario.all[1].plan(seed: seed) }
        #expect(Set(plans.map { $0.world.probes(in: 0).count }) == [8, 30, 100])
        #expect(Set(plans.compactMap(\.labels.last?.onset)).count == 3)
    }

    @Test(arguments: Mechanism.blocking)
    func `a blocking mechanism makes its own stage fail, and no earlier one`(mechanism: Mechanism) {
        var generator = SeededGenerator(seed: 5)
        let platform = SimulatedPlatform.catalogue[1]
        for _ in 0..<20 {
            let steps = StepScripts.blocked(by: mechanism, platform, dualStack: true, using: &generator)
            let family = mechanism.rawValue.prefix { $0 != "." }
            let stage: Stage =
                switch family {
                case "dns": .dns
                case "tcp", "ip": .tcp
                case "tls": .tls
                default: .http
                }
            #expect(steps.contains { $0.stage == stage })
            let before = steps.prefix { $0.stage != stage }
            #expect(before.allSatisfy { $0.failure == nil }, "\(mechanism)")
            let isVisible =
                steps.contains { $0.failure != nil || $0.fingerprint != nil || $0.location != nil }
                || steps.contains { ($0.status ?? 200) >= 400 }
            #expect(isVisible, "\(mechanism)")
        }
    }

    @Test func `contrasts read back as the contract says`() {
        func outcome(_ name: Contrast.Name, _ mechanism: Mechanism?) -> Outcome {
            ContrastScripts.outcome(name, under: mechanism).outcome
        }
        #expect(outcome(.neutralSNI, .tlsResetSNI) == .ok)
        #expect(outcome(.targetSNIElsewhere, .tlsResetSNI) == .failed)
        #expect(outcome(.neutralSNI, .tlsResetOther) == .failed)
        #expect(outcome(.targetSNIElsewhere, .tlsResetOther) == .ok)
        #expect(outcome(.neutralSNI, .tcpTimeout) == .failed)
        #expect(outcome(.neutralHost, .httpResetHost) == .ok)
        #expect(outcome(.dnsOverHTTPS, .dnsNXDomain) == .ok)
        #expect(outcome(.dnsOverPublicUDP, .dnsNXDomain) == .ok)
        #expect(outcome(.dnsOverPublicUDP, .dnsBogon) == .failed)
        #expect(outcome(.neutralUDP443, .quicTimeout) == .failed)
        for name in Contrast.Name.allCases { #expect(outcome(name, nil) == .ok) }
    }
}
