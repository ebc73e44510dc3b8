import ObservatoryModel

/// Weather and disturbances of a world, looked up by moment and place.
///
/// Times must not run backwards, since disturbances that are over are forgotten.
struct Surroundings {
    private let world: World
    private let seed: UInt64
    private let disturbances: [Disturbance]
    /// For each country: disturbances yet to come (by number, latest first) and those that go on.
    private var coming: [[Int]]
    private var active: [[Int]]
    /// The newest quarter of an hour's failure rate for each network and platform, countries one after the other.
    private var weather: [(block: Int64, rate: Double)]
    private var means: [Double]
    private let networkOffsets: [Int]

    init(world: World, disturbances: [Disturbance], seed: UInt64) {
        self.world = world
        self.seed = seed
        self.disturbances = disturbances
        coming = world.countries.indices.map { country in
            disturbances.indices
                .filter { disturbances[$0].reach.countries?.contains(country) ?? true }
                .sorted { (disturbances[$0].from, $0) > (disturbances[$1].from, $1) }
        }
        active = world.countries.map { _ in [] }
        var offsets: [Int] = []
        var means: [Double] = []
        for country in world.countries {
            offsets.append(means.count / max(1, world.platforms.count))
            for network in country.networks {
                for platform in world.platforms.indices {
                    var generator = SeededGenerator(
                        seed: seed, 0x6d65_616e, UInt64(network.asn.number), UInt64(platform))
                    means.append(min(0.15, network.baseFailure * generator.logNormal(median: 1, deviation: 0.5)))
                }
            }
        }
        networkOffsets = offsets
        self.means = means
        weather = means.map { _ in (block: .min, rate: 0) }
    }

    /// The disturbances that go on in a country.
    private mutating func current(_ country: Int, at time: Timestamp) -> [Int] {
        while let next = coming[country].last, disturbances[next].from <= time {
            active[country].append(next)
            coming[country].removeLast()
        }
        if active[country].contains(where: { disturbances[$0].to <= time }) {
            active[country].removeAll { disturbances[$0].to <= time }
        }
        return active[country]
    }

    /// Mean failure rate of a platform in a network, this quarter of an hour, when nothing else is the matter.
    private mutating func ownFailure(country: Int, network: Int, platform: Int, at time: Timestamp) -> Double {
        let cell = (networkOffsets[country] + network) * world.platforms.count + platform
        let block = time.milliseconds / 900_000
        if weather[cell].block != block {
            var generator = SeededGenerator(seed: seed, 0x7765_6174, UInt64(cell), UInt64(bitPattern: block))
            let correlation = world.countries[country].networks[network].correlation
            weather[cell] = (block, generator.beta(mean: means[cell], correlation: correlation))
        }
        return weather[cell].rate
    }

    /// What a probe meets on a platform at a moment.
    mutating func conditions(for probe: SimulatedProbe, platform: Int, at time: Timestamp) -> Conditions {
        var conditions = Conditions()
        conditions.baseFailure = ownFailure(
            country: probe.country, network: probe.network, platform: platform, at: time)
        let asn = world.countries[probe.country].networks[probe.network].asn
        for index in current(probe.country, at: time) {
            let disturbance = disturbances[index]
            guard disturbance.isOn(time, in: asn), disturbance.reach.holds(probe, asn: asn, salt: disturbance.salt)
            else { continue }
            let touched = disturbance.platforms & 1 << UInt32(platform) != 0
            conditions.add(disturbance, at: time, touchesPlatform: touched, until: { disturbance.end(in: asn) })
        }
        return conditions
    }

    /// How many times the usual number of reports come about a platform, given where they come from.
    mutating func reportFactor(country: Int, platform: Int, at time: Timestamp) -> Double {
        var factor = 1.0
        for index in current(country, at: time) {
            guard case .reports(let times) = disturbances[index].effect, time < disturbances[index].to,
                disturbances[index].platforms & 1 << UInt32(platform) != 0
            else { continue }
            factor *= 1 + (times - 1) * disturbances[index].strength(at: time)
        }
        return factor
    }

    /// The networks and regions that blocks of a platform are confined to now; empty for none or everywhere.
    mutating func blockedNetworks(country: Int, platform: Int, at time: Timestamp) -> [ASN] {
        var networks: Set<ASN> = []
        for index in current(country, at: time) {
            let disturbance = disturbances[index]
            guard disturbance.platforms & 1 << UInt32(platform) != 0, let reached = disturbance.reach.networks else {
                continue
            }
            switch disturbance.effect {
            case .block, .throttle: networks.formUnion(reached.filter { disturbance.isOn(time, in: $0) })
            default: break
            }
        }
        return networks.sorted()
    }

    /// What becomes of a third party's bin: its factor, whether it is missing, and what it is restated with later.
    mutating func signalFate(
        country: Int, source: String, at time: Timestamp
    ) -> (factor: Double, missing: Double, restated: Double?) {
        var fate: (factor: Double, missing: Double, restated: Double?) = (1, 0, nil)
        for index in current(country, at: time) where time < disturbances[index].to {
            switch disturbances[index].effect {
            case .signals(let sources, let factor) where sources?.contains(source) ?? true:
                fate.factor *= 1 + (factor - 1) * disturbances[index].strength(at: time)
            case .signalsMissing(let share): fate.missing = max(fate.missing, share)
            case .signalsRestated(let factor): fate.restated = factor
            default: break
            }
        }
        return fate
    }

    /// When the observatory wakes, if it is not awake now.
    mutating func collectorDown(at time: Timestamp) -> Timestamp? {
        for index in current(0, at: time) {
            if case .collectorDown = disturbances[index].effect, time < disturbances[index].to {
                return disturbances[index].to
            }
        }
        return nil
    }
}

extension Disturbance {
    /// When it ends in a network.
    func end(in asn: ASN) -> Timestamp {
        earliness[asn].map { to - $0 } ?? to
    }
}

extension Conditions {
    /// Adds what a disturbance that touches the probe does to it.
    mutating func add(
        _ disturbance: Disturbance, at time: Timestamp, touchesPlatform: Bool, until end: () -> Timestamp
    ) {
        let strength = disturbance.strength(at: time)
        switch disturbance.effect {
        case .block(let mechanism, let hit):
            if touchesPlatform { blocks.append((mechanism, hit * strength)) }
        case .throttle(let mechanism, let cap, let factor):
            if touchesPlatform { throttle = (mechanism, cap, 1 + (factor - 1) * strength) }
        case .dark(let kept):
            darkUntil = max(darkUntil ?? .distantPast, end())
            keptInDark = min(keptInDark, kept)
        case .lossy(let rate, let whole):
            lossRate = 1 - (1 - lossRate) * (1 - rate * strength)
            wholeShare = whole
        case .platformFault(let hit):
            if touchesPlatform { platformFault = max(platformFault, hit * strength) }
        case .geofence(let status):
            if touchesPlatform { geofence = status }
        case .neutralsBlocked(let indices):
            for index in indices { neutralsBlocked |= 1 << UInt32(index) }
        case .siblingBlocked:
            if touchesPlatform { siblingBlocked = true }
        case .captivePortal: captivePortal = true
        case .programFault(let hit):
            if touchesPlatform { programFault = max(programFault, hit) }
        case .certificatesRotated(let failing):
            if touchesPlatform {
                certificatesRotated = true
                migrationFailure = max(migrationFailure, failing)
            }
        case .addressesMoved(let failing):
            if touchesPlatform {
                addressesMoved = true
                migrationFailure = max(migrationFailure, failing)
            }
        case .collectorDown: collectorDownUntil = max(collectorDownUntil ?? .distantPast, end())
        case .uploadsHurt(let loss, let delay):
            uploadLoss = max(uploadLoss, loss)
            uploadDelay = max(uploadDelay, delay)
        case .reports, .signals, .signalsMissing, .signalsRestated: break
        }
    }
}
