import ObservatoryModel

extension Scenario {
    /// A synthetic reconstruction of three evenings in Pakistan: what was reported in public, with made-up numbers.
    static let pakistan = Scenario(
        "pakistan",
        "Reconstruction, synthetic: Pakistan on 17 December 2023, 7 January and 20 January 2024"
    ) { seed in
        var generator = SeededGenerator(seed: seed, 0x706b)
        let world = PakistanReconstruction.world(using: &generator)
        var draft = ScenarioDraft(
            scenario: "pakistan", seed: seed, world: world, windows: PakistanReconstruction.windows,
            generator: generator)
        PakistanReconstruction.addEvents(to: &draft)
        return draft.plan
    }
}

/// The world and the three evenings. User shares, probes and rates are our own rounded estimates, not measurements.
private enum PakistanReconstruction {
    static let windows: [Range<Timestamp>] = [
        moment("2023-12-16T09:00:00Z")..<moment("2023-12-17T20:00:00Z"),
        moment("2024-01-07T06:00:00Z")..<moment("2024-01-07T22:00:00Z"),
        moment("2024-01-20T06:00:00Z")..<moment("2024-01-20T21:30:00Z"),
    ]

    private static let connect = ASN(132165)
    private static let nayatel = ASN(23674)
    private static let government = ASN(23888)
    /// Networks that the blocks never reached.
    private static let exempt: Set<ASN> = [connect, nayatel, government]

    static func world(using generator: inout SeededGenerator) -> World {
        let pakistan = SimulatedCountry(
            code: "PK",
            networks: [
                SimulatedNetwork(asn: 45669, name: "Jazz", users: 0.24, mobileShare: 0.95, baseFailure: 0.018),
                SimulatedNetwork(asn: 59257, name: "CMPak (Zong)", users: 0.20, mobileShare: 0.95, baseFailure: 0.020),
                SimulatedNetwork(asn: 17557, name: "PTCL", users: 0.15, mobileShare: 0.1, baseFailure: 0.014),
                SimulatedNetwork(
                    asn: 24499, name: "Telenor Pakistan", users: 0.12, mobileShare: 0.95, baseFailure: 0.02),
                SimulatedNetwork(asn: 45595, name: "PTCL (retail)", users: 0.10, mobileShare: 0.2, baseFailure: 0.014),
                SimulatedNetwork(
                    asn: 9541, name: "Cybernet (StormFiber)", users: 0.07, mobileShare: 0, baseFailure: 0.008),
                SimulatedNetwork(asn: 38193, name: "Transworld", users: 0.04, mobileShare: 0, baseFailure: 0.007),
                SimulatedNetwork(asn: 132165, name: "Connect", users: 0.03, mobileShare: 0, baseFailure: 0.01),
                SimulatedNetwork(asn: 23674, name: "Nayatel", users: 0.02, mobileShare: 0, baseFailure: 0.006),
                SimulatedNetwork(asn: 23888, name: "NTC", users: 0.01, mobileShare: 0, baseFailure: 0.012),
            ],
            regions: [("PK-PB", 0.45), ("PK-SD", 0.27), ("PK-KP", 0.12), ("PK-IS", 0.12), ("PK-BA", 0.04)],
            utcOffset: 5 * 3600, reportsPerDay: 70, reportsSingly: true, signals: SimulatedSignal.usual,
            ooniPerHour: 4)
        let others: [(String, Int64)] = [("DE", 1), ("KE", 3), ("BR", -3), ("MY", 8), ("CA", -5)]
        var countries = [pakistan]
        for (position, (code, hours)) in others.enumerated() {
            countries.append(
                SimulatedCountry(
                    code: code,
                    networks: WorldDraw.networks(3, firstASN: UInt32(64_512 + position * 8), using: &generator),
                    utcOffset: hours * 3600))
        }
        let platforms = SimulatedPlatform.catalogue.filter {
            ["x", "facebook", "instagram", "youtube", "tiktok"].contains($0.id.text)
        }
        let fleet = ProbeFleet()
        var probes = fleet.draw(60, country: 0, of: pakistan, numberedFrom: 0, using: &generator)
        for country in 1..<countries.count {
            probes += fleet.draw(
                6, country: country, of: countries[country], numberedFrom: probes.count, using: &generator)
        }
        return World(countries: countries, platforms: platforms, probes: probes)
    }

    static func addEvents(to draft: inout ScenarioDraft) {
        let four = ["facebook", "instagram", "x", "youtube"].compactMap { PlatformID($0) }
        addEvening(
            to: &draft, platforms: four, onset: "2023-12-17T13:06:00Z", end: "2023-12-17T17:10:00Z",
            stagedMinutes: 8, hit: 0.93, reports: 7, tiktok: false)
        addEvening(
            to: &draft, platforms: four, onset: "2024-01-07T12:58:00Z", end: "2024-01-07T19:12:00Z",
            stagedMinutes: 20, hit: 0.9, reports: 12, tiktok: true)
        addEvening(
            to: &draft, platforms: four, onset: "2024-01-20T13:21:00Z", end: "2024-01-20T18:34:00Z",
            stagedMinutes: 12, hit: 0.95, reports: 10, tiktok: false)
        addRally(to: &draft, "2023-12-16T12:00:00Z", "2023-12-17T16:00:00Z", "2023-12-17T18:00:00Z", "Online rally")
        addRally(
            to: &draft, "2024-01-07T06:00:00Z", "2024-01-07T16:00:00Z", "2024-01-07T19:00:00Z",
            "Online fundraising telethon")
        addRally(to: &draft, "2024-01-20T06:00:00Z", "2024-01-20T16:00:00Z", "2024-01-20T18:00:00Z", "Online rally")
    }

    private static func addRally(
        to draft: inout ScenarioDraft, _ known: String, _ from: String, _ to: String, _ summary: String
    ) {
        draft.plan.calendar.append(
            CalendarEvent(
                uid: "synthetic-pk-\(moment(from).utcDate.compact)", received: moment(known),
                country: draft.plan.world.countries[0].code, from: moment(from), to: moment(to), summary: summary,
                category: "rally"))
    }

    /// One evening: SNI resets staged by network, some networks exempt, reports, and TikTok slow on two networks.
    private static func addEvening(
        to draft: inout ScenarioDraft, platforms: [PlatformID], onset: String, end: String, stagedMinutes: Int,
        hit: Double, reports: Double, tiktok: Bool
    ) {
        let networks = draft.plan.world.countries[0].networks.map(\.asn).filter { !exempt.contains($0) }
        var block = ScenarioDraft.Block(
            platforms: platforms, mechanisms: [.tlsResetSNI], hit: hit, from: moment(onset), to: moment(end))
        block.networks = Set(networks)
        block.reports = reports
        for (position, asn) in networks.enumerated() where position > 0 {
            block.lateness[asn] = .seconds(Int64(draft.generator.integer(0...stagedMinutes * 60)))
            block.earliness[asn] = .seconds(Int64(draft.generator.integer(0...600)))
        }
        draft.add(block)
        var optional: [PlatformID] = []
        if tiktok, let name = PlatformID("tiktok") {
            optional = [name]
            addTikTok(to: &draft, name, during: block, reports: reports)
        }
        draft.label(
            "staged", country: 0, platforms: platforms, optional: optional, verdict: .blocked,
            tolerated: tiktok ? [.slow] : [], mechanism: [Mechanism.tlsResetSNI.rawValue], scope: .national,
            asns: networks, onset: block.from,
            settled: block.from + (block.lateness.values.max() ?? Interval(milliseconds: 0)), end: block.to,
            expectedVotes: draft.expectedVotes(block))
    }

    private static func addTikTok(
        to draft: inout ScenarioDraft, _ name: PlatformID, during block: ScenarioDraft.Block, reports: Double
    ) {
        let mask = draft.plan.world.mask([name])
        draft.plan.disturbances.append(
            Disturbance(
                from: block.from + .minutes(25), to: block.to,
                reach: Reach(countries: [0], networks: [ASN(59257), ASN(24499)]), platforms: mask,
                effect: .throttle(.tlsThrottleSNI, capKbps: 160, factor: 1)))
        draft.addReports(
            country: 0, platforms: mask, times: reports * 0.7, from: block.from + .minutes(20), to: block.to)
        draft.attend(country: 0, platforms: mask, from: block.from + .minutes(10), to: block.to + .minutes(45))
    }
}

/// A time that is written in the source and so must be valid.
func moment(_ text: String) -> Timestamp {
    guard let time = Timestamp(text) else { preconditionFailure("\(text) is no RFC 3339 time") }
    return time
}
