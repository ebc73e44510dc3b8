import ObservatoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Makes what comes in besides sessions: user reports, third parties' series, OONI measurements.
struct VolumeMaker: Sendable {
    /// Seconds of a bin of user reports.
    static let reportStep: Int64 = 300
    /// Size of the negative binomial of reports in a bin.
    private static let reportSize = 3.0

    private let world: World
    private var generators: [SeededGenerator]
    private var counter: UInt64 = 0
    /// Slow noise of each series on the logarithm, by country and signal: first-order autoregression.
    private var drifts: [[Double]]

    init(world: World, seed: UInt64) {
        self.world = world
        generators = world.countries.indices.map { SeededGenerator(seed: seed, 0x766f_6c75, UInt64($0)) }
        drifts = world.countries.map { $0.signals.map { _ in 0 } }
    }

    private mutating func id(_ prefix: String) -> String {
        counter += 1
        return prefix + String(counter, radix: 36)
    }

    /// Local time of day in hours, and whether it is the week-end (Saturday or Sunday).
    private func local(_ time: Timestamp, _ country: SimulatedCountry) -> (hour: Double, weekend: Bool) {
        var seconds = time.seconds + country.utcOffset
        if let change = country.clockChange, time >= change.at { seconds += change.by }
        let weekday = (seconds / 86_400 + 4) % 7
        return (Double(seconds % 86_400) / 3600, weekday == 0 || weekday == 6)
    }

    /// The daily course of people's activity, mean 1: lowest about 04:00, highest about 16:00-21:00.
    static func activity(hour: Double) -> Double {
        1 - 0.55 * cos((hour - 4) / 24 * 2 * .pi) - 0.15 * cos((hour - 4) / 12 * 2 * .pi)
    }

    /// The user reports of one bin that begins at `start`.
    mutating func reports(
        country index: Int, platform: Int, from start: Timestamp, _ surroundings: inout Surroundings
    ) -> [Record] {
        let country = world.countries[index]
        let place = local(start, country)
        let factor = surroundings.reportFactor(country: index, platform: platform, at: start)
        let mean =
            country.reportsPerDay / 288 * Self.activity(hour: place.hour) * (place.weekend ? 1.15 : 1) * factor
        let count = generators[index].negativeBinomial(mean: mean, size: Self.reportSize)
        guard country.reportsSingly else {
            let received = start + .seconds(Self.reportStep + 5)
            return [
                .reports(
                    ReportCount(
                        id: id("rc-"), at: start, step: Int32(Self.reportStep), received: received,
                        country: country.code, platform: world.platforms[platform].id, count: Int64(count)))
            ]
        }
        let confined = surroundings.blockedNetworks(country: index, platform: platform, at: start)
        return (0..<count).map { _ in
            single(country: index, platform: platform, from: start, confined: factor > 1 ? confined : [])
        }
    }

    private mutating func single(country index: Int, platform: Int, from start: Timestamp, confined: [ASN]) -> Record {
        let country = world.countries[index]
        let offset = Int64(generators[index].uniform() * Double(Self.reportStep) * 1000)
        let at = start + Interval(milliseconds: offset)
        let candidates = confined.isEmpty ? country.networks : country.networks.filter { confined.contains($0.asn) }
        let pool = candidates.isEmpty ? country.networks : candidates
        let network = pool[generators[index].weighted(pool.map { max($0.users, 0.001) })]
        let region =
            country.regions.isEmpty || generators[index].chance(0.4)
            ? nil : country.regions[generators[index].weighted(country.regions.map(\.share))].code
        let problem: UserReport.Problem =
            switch generators[index].weighted([60, 25, 10, 5]) {
            case 0: .unreachable
            case 1: .slow
            case 2: .login
            default: .other
            }
        return .report(
            UserReport(
                id: id("r-"), at: at, received: at + Interval(milliseconds: 900), country: country.code,
                region: region, asn: generators[index].chance(0.9) ? network.asn : .unknown,
                platform: world.platforms[platform].id, problem: problem))
    }

    /// One bin of a third party's series that begins at `start`, and what replaces it later.
    mutating func signal(
        country index: Int, signal: Int, from start: Timestamp, _ surroundings: inout Surroundings
    ) -> [Record] {
        let country = world.countries[index]
        let model = country.signals[signal]
        let fate = surroundings.signalFate(country: index, source: model.source, at: start)
        let place = local(start, country)
        drifts[index][signal] =
            0.8 * drifts[index][signal] + 0.6 * model.noise * generators[index].normal()
        let daily = 1 + model.swing * (Self.activity(hour: place.hour) - 1)
        let weekly = place.weekend ? 1 - model.swing * 0.15 : 1
        let value = model.level * daily * weekly * exp(drifts[index][signal]) * fate.factor
        let missing = generators[index].chance(fate.missing)
        // Half of what is missing comes as an explicit "no value", half not at all, as sources do both.
        if missing, generators[index].chance(0.5) { return [] }
        let received = start + .seconds(model.step + model.delay)
        var bin = SignalBin(
            id: id("g-"), at: start, step: Int32(model.step), received: received, source: model.source,
            country: country.code, value: missing ? nil : Self.rounded(value))
        guard let restated = fate.restated else { return [.signal(bin)] }
        let first = Record.signal(bin)
        bin.id = id("g-")
        bin.received = received + .hours(2)
        bin.value = Self.rounded(value * restated)
        return [first, .signal(bin)]
    }

    /// Counts are whole; shares keep 6 digits.
    private static func rounded(_ value: Double) -> Double {
        value > 50 ? value.rounded() : (value * 1_000_000).rounded() / 1_000_000
    }

    /// One OONI measurement of a platform and, as often, one of something else on the same network; the next time.
    mutating func ooni(
        country index: Int, platform: Int, at time: Timestamp, _ surroundings: inout Surroundings
    ) -> (records: [Record], next: Timestamp) {
        let country = world.countries[index]
        let gap = generators[index].exponential(mean: 3600 / country.ooniPerHour)
        let next = time + Interval(milliseconds: 1 + Int64(gap * 1000))
        let network = generators[index].weighted(country.networks.map { max($0.users, 0.002) })
        let model = country.networks[network]
        let mobile = generators[index].chance(model.mobileShare)
        let probe = SimulatedProbe(
            id: "ooni", country: index, network: network, region: nil, access: mobile ? .mobile : .fixed,
            software: "ooniprobe", lineRate: 10_000, dualStack: false, skew: Interval(milliseconds: 0), hoursOn: 1,
            hoursOff: 1, flaw: .none, from: nil, metered: false)
        let conditions = surroundings.conditions(for: probe, platform: platform, at: time)
        guard conditions.darkUntil == nil else { return ([], next) }
        let received = time + Interval(milliseconds: Int64(60_000 + generators[index].exponential(mean: 120) * 1000))
        var records: [Record] = []
        let target = world.platforms[platform]
        let block = conditions.blocks.first { !$0.mechanism.spares && generators[index].chance($0.hit) }
        let lossy = generators[index].chance(conditions.lossRate)
        let faulty = generators[index].chance(conditions.platformFault)
        let anomaly = block != nil || generators[index].chance(conditions.baseFailure * 2) || lossy
        var verdict = OONIVerdict(
            id: id("o-"), at: time, received: received, country: country.code, asn: model.asn, access: probe.access,
            test: "web_connectivity", platform: target.id, target: target.url,
            blocked: anomaly ? generators[index].uniform(0.6...0.9) : 0.02, down: faulty ? 0.9 : 0.05, ok: 0)
        if faulty, block == nil { verdict.blocked = 0.05 }
        verdict.down = min(verdict.down, 1 - verdict.blocked)
        verdict.ok = max(0, 1 - verdict.blocked - verdict.down)
        if anomaly {
            let steps =
                block.map {
                    StepScripts.blocked(by: $0.mechanism, target, dualStack: false, using: &generators[index])
                } ?? StepScripts.accidental(target, using: &generators[index])
            let failed = steps.first { $0.failure != nil }
            verdict.stage = failed?.stage ?? steps.last?.stage
            verdict.failure = failed?.failure
        }
        records.append(.ooni(verdict))
        let otherFails = lossy || generators[index].chance(0.02)
        records.append(
            .ooni(
                OONIVerdict(
                    id: id("o-"), at: time, received: received, country: country.code, asn: model.asn,
                    access: probe.access, test: "web_connectivity", platform: nil, target: "https://example.com/",
                    blocked: otherFails ? 0.7 : 0.02, down: 0.05, ok: otherFails ? 0.25 : 0.93)))
        return (records, next)
    }
}
