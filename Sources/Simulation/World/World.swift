package import ObservatoryModel

/// All that a scenario's stream is drawn from, apart from what happens (`Disturbance`).
package struct World: Sendable {
    package var countries: [SimulatedCountry]
    package var platforms: [SimulatedPlatform]
    package var probes: [SimulatedProbe]
    /// The pool of neutral controls; two are drawn for each session.
    package var neutrals: [String]
    /// Mean failure rate of a neutral control, and of a sibling, when nothing is the matter.
    package var neutralFailure: Double
    package var siblingFailure: Double
    /// Mean delay and loss of uploads, and the share that is sent twice.
    package var uploadDelaySeconds: Double
    package var uploadLoss: Double
    package var uploadDoubled: Double
    /// Seconds between heartbeats; 0 turns them off.
    package var heartbeatSeconds: Int64
    /// Whether `network` records tell the user shares.
    package var sharesKnown: Bool

    package init(
        countries: [SimulatedCountry], platforms: [SimulatedPlatform], probes: [SimulatedProbe],
        neutrals: [String] = World.neutralPool, neutralFailure: Double = 0.004, siblingFailure: Double = 0.006,
        uploadDelaySeconds: Double = 4, uploadLoss: Double = 0.003, uploadDoubled: Double = 0.002,
        heartbeatSeconds: Int64 = 60, sharesKnown: Bool = true
    ) {
        self.countries = countries
        self.platforms = platforms
        self.probes = probes
        self.neutrals = neutrals
        self.neutralFailure = neutralFailure
        self.siblingFailure = siblingFailure
        self.uploadDelaySeconds = uploadDelaySeconds
        self.uploadLoss = uploadLoss
        self.uploadDoubled = uploadDoubled
        self.heartbeatSeconds = heartbeatSeconds
        self.sharesKnown = sharesKnown
    }

    /// Ten hosts in different networks that nobody has a reason to block.
    package static let neutralPool: [String] = (1...10).map { "https://neutral\($0).example/" }

    /// The probes of a country, by index.
    package func probes(in country: Int) -> [Int] {
        probes.indices.filter { probes[$0].country == country }
    }

    /// The bit mask of platforms by name.
    package func mask(_ names: [PlatformID]) -> UInt32 {
        platforms.enumerated().reduce(0) { names.contains($1.element.id) ? $0 | 1 << UInt32($1.offset) : $0 }
    }

    /// Every platform.
    package var allPlatforms: UInt32 { (1 << UInt32(platforms.count)) - 1 }
}
