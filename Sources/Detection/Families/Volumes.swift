internal import ObservatoryModel

/// Which series this is.
struct VolumeKey: Hashable, Sendable {
    var source: String
    var region: RegionCode?
    var asn: ASN
    var platform: PlatformID?
}

/// A volume-like series against its own past (§8): `ln(x / median of the same slot)`, less a slow offset.
struct VolumeSeries: Sendable {
    private(set) var step: Int32
    /// Values by bin index modulo the ring's length; NaN where the source had none.
    private var ring: [Float]
    private var newest: Int64 = .min
    private var first: Int64 = .max
    private var offset = 0.0
    private var scale: Double
    private var seen = 0
    private var floor: Double
    /// Whether it has a daily cycle, so that the last hours say nothing of what to expect now.
    private var isSeasonal: Bool
    /// ln of the newest bin that was scored over what was expected, the slow offset left in; 0 before the first.
    private(set) var residual = 0.0
    /// What that bin says against a drop by half, the mirror of its ratio for one: −6...6 nats.
    private(set) var recovery = 0.0

    static let days: Int64 = 29

    /// - Parameter floor: the smallest Laplace scale believed, by what the source is.
    init(step: Int32, floor: Double, isSeasonal: Bool) {
        self.step = max(60, step)
        self.floor = floor
        self.isSeasonal = isSeasonal
        scale = max(0.1, 2 * floor)
        ring = [Float](repeating: .nan, count: Self.ringSize(step: self.step))
    }

    /// Bins of 29 days, and the one that is filling.
    private static func ringSize(step: Int32) -> Int { Int(days * 86_400 / Int64(step)) + 1 }

    private func value(_ bin: Int64) -> Double? {
        guard bin >= first, bin <= newest, newest - bin < Int64(ring.count) else { return nil }
        let value = ring[Int(bin % Int64(ring.count))]
        return value.isNaN ? nil : Double(value)
    }

    /// Medians of the same slot: of the same weekday when there are three, else of every day, else of the last day.
    ///
    /// The lower of the slot and its neighbours an hour either way, so that a clock change is no drop.
    private func expected(_ bin: Int64) -> Double? {
        let day = max(1, 86_400 / Int64(step))
        let hour = max(0, 3600 / Int64(step))
        var best: Double?
        for shift in Set([-hour, 0, hour]).sorted() {
            let weekly = (1...4).compactMap { value(bin + shift - Int64($0) * 7 * day) }
            let daily = (1...28).compactMap { value(bin + shift - Int64($0) * day) }
            let median =
                weekly.count >= 3 ? Self.median(weekly) : daily.count >= 2 ? Self.median(daily) : nil
            if let median { best = min(best ?? median, median) }
        }
        if let best { return best }
        guard !isSeasonal || step >= 86_400 else { return nil }
        let lately = (1...min(day, 288)).compactMap { value(bin - $0) }
        return lately.count >= 12 ? Self.median(lately) : nil
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2)
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// Takes one bin and returns its log likelihood ratios for drops of 20, 50 and 90 %; `nil` when the past does
    /// not say what to expect, or the bin restates one that was scored.
    mutating func take(_ value: Double?, at: Int32, deflation: Double = 0.35) -> Triple? {
        let bin = Int64(at) * 60 / Int64(step)
        guard bin >= 0 else { return nil }
        // Neither is a volume: as if the source had said nothing.
        let value = value.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
        let isNew = bin > newest
        if isNew {
            // Bins skipped over are missing, never zero.
            if newest != .min {
                for missing in (newest + 1)..<max(newest + 1, min(bin, newest + Int64(ring.count))) {
                    ring[Int(missing % Int64(ring.count))] = .nan
                }
            }
            newest = bin
        }
        first = min(first, bin)
        guard bin > newest - Int64(ring.count) else { return nil }
        let expectation = expected(bin)
        ring[Int(bin % Int64(ring.count))] = value.map { Float($0) } ?? .nan
        guard isNew, let value, let expectation, expectation > 0 else { return nil }
        let residual = naturalLog(max(value, expectation * 1e-4) / expectation) - offset
        self.residual = residual + offset
        let b = max(floor, scale * 1.5)
        seen += 1
        // One-sided: a rise says no more against a drop than an ordinary bin does.
        let r = min(residual, 0.5 * b)
        let ratios = Triple(0.2, 0.5, 0.9).map { depth -> Double in
            deflation * (abs(r) - abs(r - naturalLog(1 - depth))) / b
        }
        let result = ratios.map { max(-3, min(6, $0)) }
        recovery = max(-6, min(6, -ratios.b))
        // Slow offset and scale follow ordinary bins only.
        let bounded = max(-3 * b, min(3 * b, residual))
        let rate = min(0.05, 1 / Double(seen + 5))
        offset += rate * bounded * (residual < -3 * b ? 0.1 : 1)
        scale += rate * (min(abs(residual), 4 * b) - scale)
        return seen > 12 ? result : nil
    }
}

extension DetectionEngine {
    mutating func take(_ bin: SignalBin) {
        let country = self.country(bin.country)
        guard bin.step > 0 else { return }
        let (family, floor) = Self.family(of: bin.source)
        let key = VolumeKey(
            source: bin.source, region: bin.region, asn: bin.asn, platform: bin.platform)
        var series =
            countries[country].volumes[key]
            ?? VolumeSeries(
                step: bin.step, floor: floor, isSeasonal: family == .traffic || family == .telescope)
        let increment = series.take(bin.value, at: bin.at.minute)
        countries[country].volumes[key] = series
        guard var increment else { return }
        let about = bin.platform ?? Self.platform(of: bin.source)
        let reference: TrackReference
        if let about {
            let platform = self.platform(about, in: country)
            let worldwide = countries[country].platforms[platform].world
            let elsewhere = dropElsewhere(
                worldwide, source: bin.source, except: country, at: bin.at.minute, step: bin.step)
            world[worldwide].volumes[bin.source, default: [:]][country] = LastVolume(
                at: bin.at.minute, increment: increment)
            increment = increment + -1 * elsewhere
            reference = track(.blocked, of: platform, in: country)
        } else {
            reference = darkness(of: country)
        }
        var cap = countries[country].volumeCaps[key] ?? NetCap()
        let admitted = cap.admit(increment, cap: rules.volumeCap)
        countries[country].volumeCaps[key] = cap
        let region = bin.region.map { countries[country].region($0) }
        let network = bin.asn == .unknown ? nil : network(bin.asn, in: country)
        // A region's or a network's series is a part of the country's, not a second witness of it.
        append(
            FamilyScore(
                family: family, increment: admitted, region: region, network: network,
                inCountry: region == nil && network == nil, at: bin.at.minute, recovery: series.recovery), to: reference
        )
    }

    /// What the same source says of the platform in the median of the other countries, lately: a test that breaks, or a
    /// platform that fails, does so everywhere. Zero unless two other countries have it.
    private func dropElsewhere(
        _ platform: Int, source: String, except country: Int, at minute: Int32, step: Int32
    ) -> Triple {
        let others = (world[platform].volumes[source] ?? [:]).filter { other, last in
            other != country && minute - last.at <= 3 * step / 60 + 1
        }.map(\.value.increment)
        guard others.count >= 2 else { return .zero }
        func median(_ part: (Triple) -> Double) -> Double {
            max(0, others.map(part).sorted()[others.count / 2])
        }
        return Triple(median(\.a), median(\.b), median(\.c))
    }

    /// The family of a source, and the smallest Laplace scale believed of it.
    static func family(of source: String) -> (Family, Double) {
        switch source {
        case "ioda.bgp", "bgp.visible24s": (.bgp, 0.01)
        case "ioda.ping-slash24": (.probing, 0.03)
        // Active probing too, of fewer addresses.
        case "monash.connectivity": (.probing, 0.06)
        case "ioda.telescope": (.telescope, 0.1)
        // A day's share of a handful of measurements: half as many good ones is an ordinary day.
        case _ where source.hasPrefix("ooni.ok-share"): (.traffic, 0.4)
        default: (.traffic, 0.06)
        }
    }

    /// The platform that a source speaks of; `nil` for one that speaks of connectivity.
    static func platform(of source: String) -> PlatformID? {
        if source == "google.youtube" { return PlatformID("youtube") }
        if source == "tor.users" { return PlatformID("tor") }
        if source.hasPrefix("ooni.ok-share.") { return PlatformID(String(source.dropFirst(14))) }
        return nil
    }
}

extension VolumeKey: Snapshotted {
    static var blank: VolumeKey { VolumeKey(source: "", asn: .blank) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&source)
        try coder.code(&region)
        try coder.code(&asn)
        try coder.code(&platform)
    }
}

extension VolumeSeries: Snapshotted {
    static var blank: VolumeSeries { VolumeSeries(step: 86_400, floor: 1, isSeasonal: false) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&step)
        try coder.code(&ring)
        try coder.code(&newest)
        try coder.code(&first)
        try coder.code(&offset)
        try coder.code(&scale)
        try coder.code(&seen)
        try coder.code(&floor)
        try coder.code(&isSeasonal)
        try coder.code(&residual)
        try coder.code(&recovery)
        guard step > 0, ring.count == Self.ringSize(step: step) else {
            throw .malformed(at: coder.position)
        }
    }
}
