import ObservatoryModel

/// A plan in the making: adds what happens together with its labels, reports and attention.
struct ScenarioDraft {
    let scenario: String
    let seed: UInt64
    var generator: SeededGenerator
    var plan: ScenarioPlan

    init(scenario: String, seed: UInt64, world: World, windows: [Range<Timestamp>], generator: SeededGenerator) {
        self.scenario = scenario
        self.seed = seed
        self.generator = generator
        plan = ScenarioPlan(world: world, windows: windows)
    }

    /// How a block goes: who, what, how hard, and how it comes and goes.
    struct Block {
        var country = 0
        var platforms: [PlatformID]
        var mechanisms: [Mechanism]
        /// Rate at which attempts fail.
        var hit: Double
        var from: Timestamp
        var to: Timestamp
        /// `nil` for all networks.
        var networks: Set<ASN>?
        var regions: Set<RegionCode>?
        var access: AccessType?
        var lateness: [ASN: Interval] = [:]
        var earliness: [ASN: Interval] = [:]
        var ramp = Interval(milliseconds: 0)
        /// How many times the usual number of user reports.
        var reports = 5.0
        /// Minutes from onset until probes look more often in a stream without feedback.
        var attentionAfter: Int64 = 5
    }

    /// Adds a block's disturbances, reports and attention, without a label.
    mutating func add(_ block: Block) {
        let mask = plan.world.mask(block.platforms)
        let reach = Reach(
            countries: [block.country], networks: block.networks, regions: block.regions, access: block.access)
        for mechanism in block.mechanisms {
            plan.disturbances.append(
                Disturbance(
                    from: block.from, to: block.to, reach: reach, platforms: mask,
                    effect: .block(mechanism, hit: block.hit), lateness: block.lateness,
                    earliness: block.earliness, ramp: block.ramp))
        }
        addReports(
            country: block.country, platforms: mask, times: block.reports, from: block.from + .minutes(4),
            to: block.to + .minutes(6))
        attend(
            country: block.country, platforms: mask, from: block.from + .minutes(block.attentionAfter),
            to: block.to + .minutes(45))
    }

    /// User reports swell over 15 minutes.
    mutating func addReports(country: Int?, platforms: UInt32, times: Double, from: Timestamp, to: Timestamp) {
        plan.disturbances.append(
            Disturbance(
                from: from, to: to, reach: Reach(countries: country.map { [$0] }), platforms: platforms,
                effect: .reports(times: times), ramp: .minutes(15)))
    }

    /// Probes of a country look more often in a stream without feedback.
    mutating func attend(country: Int, platforms: UInt32, from: Timestamp, to: Timestamp) {
        plan.attention.append(
            AttentionWindow(
                from: from, to: to, country: country, platforms: platforms,
                every: Int32(generator.integer(60...120))))
    }

    /// Adds a label; its id and the number of probes are filled in, expected votes unless given.
    mutating func label(
        _ category: String, nuisance: Bool = false, country: Int?, platforms: [PlatformID],
        optional: [PlatformID] = [], verdict: Verdict, tolerated: [Verdict] = [], mechanism: [String] = [],
        scope: ScopeKind, asns: [ASN] = [], regions: [RegionCode] = [], access: AccessType? = nil,
        onset: Timestamp, settled: Timestamp? = nil, end: Timestamp, expectedVotes: Double
    ) {
        let world = plan.world
        plan.labels.append(
            Label(
                id: "\(scenario)/\(seed)/\(plan.labels.count + 1)", scenario: scenario, seed: seed,
                category: category, nuisance: nuisance,
                country: country.map { world.countries[$0].code } ?? .unknown, platforms: platforms.sorted(),
                optionalPlatforms: optional.sorted(), verdict: verdict, tolerated: tolerated, mechanism: mechanism,
                scope: scope, asns: asns.sorted(), regions: regions.sorted(), access: access, onset: onset,
                settled: settled ?? onset, end: end, expectedVotes: (expectedVotes * 10).rounded() / 10,
                probes: country.map { world.probes(in: $0).count } ?? world.probes.count))
    }

    /// Failing votes that a block brings before its end at quiet cadence: one per affected probe, platform and 10
    /// minutes, for the platform of the label that sees fewest, by the share of time that probes are on.
    func expectedVotes(_ block: Block) -> Double {
        let world = plan.world
        let mechanism = block.mechanisms.first { !$0.spares }
        let reach = Reach(
            countries: [block.country], networks: block.networks, regions: block.regions, access: block.access)
        return world.probes.reduce(0) { sum, probe in
            let asn = world.countries[probe.country].networks[probe.network].asn
            guard mechanism != nil, reach.holds(probe, asn: asn, salt: 0) else { return sum }
            let late = block.lateness[asn]?.inSeconds ?? 0
            let early = block.earliness[asn]?.inSeconds ?? 0
            let seconds = max(0, (block.to - block.from).inSeconds - late - early - block.ramp.inSeconds / 2)
            return sum + seconds / 600 * block.hit * probe.hoursOn / (probe.hoursOn + probe.hoursOff)
        }
    }
}
