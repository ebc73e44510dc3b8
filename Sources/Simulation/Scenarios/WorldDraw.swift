import ObservatoryModel

/// Draws countries and worlds for scenarios that name no real place's networks.
enum WorldDraw {
    /// Places to draw from: code, local time less UTC in hours, regions. Networks in them are made up.
    private static let places: [(code: String, hours: Int64, regions: [(String, Double)])] = [
        ("PK", 5, [("PK-PB", 0.45), ("PK-SD", 0.3), ("PK-KP", 0.15), ("PK-IS", 0.1)]),
        ("TR", 3, [("TR-34", 0.4), ("TR-06", 0.25), ("TR-35", 0.2), ("TR-21", 0.15)]),
        ("KE", 3, [("KE-30", 0.5), ("KE-28", 0.3), ("KE-17", 0.2)]),
        ("VE", -4, [("VE-A", 0.4), ("VE-V", 0.35), ("VE-G", 0.25)]),
        ("ET", 3, [("ET-AA", 0.5), ("ET-OR", 0.3), ("ET-AM", 0.2)]),
        ("BD", 6, [("BD-13", 0.5), ("BD-10", 0.3), ("BD-60", 0.2)]),
    ]
    private static let others: [(code: String, hours: Int64)] = [
        ("DE", 1), ("MY", 8), ("BR", -3), ("CA", -5), ("ZA", 2),
    ]

    /// `count` networks with user shares by a rough power law that sums to .97; every third is mostly mobile.
    static func networks(
        _ count: Int, firstASN: UInt32, using generator: inout SeededGenerator
    ) -> [SimulatedNetwork] {
        var shares = (0..<count).map { 1 / Double($0 + 1) * generator.uniform(0.7...1.3) }
        let sum = shares.reduce(0, +)
        shares = shares.map { ($0 / sum * 970).rounded() / 1000 }
        return shares.enumerated().map { position, share in
            let mobile = position % 3 == 0 ? 0.95 : position % 3 == 1 ? 0.15 : 0
            return SimulatedNetwork(
                asn: firstASN + UInt32(position), name: "Network \(position + 1)", users: share, mobileShare: mobile,
                baseFailure: generator.logUniform(0.005...0.04), correlation: generator.uniform(0.005...0.03))
        }
    }

    /// How many probes the first country has under a seed: 8, 30 or 100 in turn.
    static func probes(seed: UInt64) -> Int { [30, 100, 8][Int(seed % 3)] }

    /// A world with one country of interest (index 0) and five others that serve as the world's reference.
    static func world(probes count: Int, using generator: inout SeededGenerator) -> World {
        let place = generator.pick(places)
        let networkCount = count < 20 ? generator.integer(3...5) : generator.integer(5...10)
        var first = SimulatedCountry(
            code: place.code, networks: networks(networkCount, firstASN: 64_600, using: &generator),
            regions: place.regions, utcOffset: place.hours * 3600,
            reportsPerDay: generator.logUniform(20...300), signals: SimulatedSignal.usual,
            ooniPerHour: generator.chance(0.6) ? generator.uniform(1...6) : 0)
        first.signals = first.signals.map { signal in
            var signal = signal
            signal.level = (signal.level * generator.logUniform(0.3...3)).rounded() + (signal.level < 50 ? 0.6 : 0)
            return signal
        }
        var countries = [first]
        for (position, other) in others.enumerated() {
            countries.append(
                SimulatedCountry(
                    code: other.code,
                    networks: networks(3, firstASN: UInt32(64_700 + position * 8), using: &generator),
                    utcOffset: other.hours * 3600, reportsPerDay: generator.logUniform(20...300)))
        }
        let fleet = ProbeFleet()
        var probes = fleet.draw(count, country: 0, of: first, numberedFrom: 0, using: &generator)
        for country in 1..<countries.count {
            probes += fleet.draw(
                6, country: country, of: countries[country], numberedFrom: probes.count, using: &generator)
        }
        return World(
            countries: countries, platforms: generator.sample(5, of: SimulatedPlatform.catalogue), probes: probes)
    }
}
