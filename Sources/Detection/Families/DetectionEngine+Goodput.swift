internal import ObservatoryModel

/// Log ratios of goodput, platform against control, of one network (§7).
struct GoodputHistory: Sendable {
    /// The newest ratios, at most 256, oldest first; what is older than 14 days is dropped.
    var ratios: [PastRatio] = []
}

/// One of them.
struct PastRatio: Sendable {
    var minute: Int32
    var ratio: Float
}

extension DetectionEngine {
    /// Whether a session's transfer was slow for this network and platform; `nil` when it had none that tells.
    ///
    /// The ratio `ln(goodput platform / goodput control)` is compared with the 10 % quantile of the cell's last
    /// 14 days, shrunk to a normal prior (median 0, deviation .6) until there are 100. It needs ≥ 500 kB moved by the
    /// control, since policers let the first burst through; a platform transfer that was cut at its time limit counts
    /// with the bytes it got.
    mutating func slowVote(_ session: Session, country: Int, platform: Int, network: Int) -> Bool? {
        guard let transfer = session.transfer, let speed = transfer.kilobitsPerSecond, speed > 0,
            network >= 0
        else {
            return nil
        }
        let controls = session.controls.compactMap { control -> Double? in
            guard control.role == .neutral, control.outcome == .ok, let moved = control.transfer,
                moved.bytes >= 500_000
            else { return nil }
            return moved.kilobitsPerSecond
        }.filter { $0 > 0 }
        guard !controls.isEmpty else { return nil }
        // Slow against every control: the slowest of them is the yardstick.
        let ratio = naturalLog(speed / controls.min()!)
        var history = countries[country].platforms[platform].goodput[network] ?? GoodputHistory()
        let now = self.now
        history.ratios.removeAll { now - $0.minute > 20_160 }
        // 10 % quantile of the prior: 0 − 1.2816 × .6.
        let prior = -0.769
        let learned = history.ratios.filter { now - $0.minute >= rules.baselineLagMinutes }.map {
            Double($0.ratio)
        }
        let weight = min(1, Double(learned.count) / 100)
        let quantile = learned.isEmpty ? prior : learned.sorted()[learned.count / 10]
        let limit = weight * quantile + (1 - weight) * prior
        let hot = tracks[track(.slow, of: platform, in: country).index].hotSince != nil
        if !hot {
            history.ratios.append(PastRatio(minute: now, ratio: Float(ratio)))
            if history.ratios.count > 256 { history.ratios.removeFirst(history.ratios.count - 256) }
        }
        countries[country].platforms[platform].goodput[network] = history
        countries[country].platforms[platform].lately.append(
            ComparedTransfer(minute: now, network: network, ratio: Float(ratio), speed: Float(speed)))
        if countries[country].platforms[platform].lately.count > 256 {
            countries[country].platforms[platform].lately.removeFirst(64)
        }
        return ratio < limit
    }

    /// The factor and cap of a slowdown: exp(median shift) of the transfers since onset against those before (§7).
    func slowdown(of members: [(TrackReference, Member)]) -> IncidentRevision.Slowdown? {
        for (reference, member) in members where reference.hypothesis == .slow {
            let platform = countries[reference.country].platforms[reference.platform]
            let named = Set(member.episodes.map { Int($0.network) })
            let now = platform.lately.filter {
                $0.minute >= member.onset.likely && named.contains($0.network)
            }
            guard now.count >= 3 else { continue }
            let before = named.flatMap { platform.goodput[$0]?.ratios ?? [] }
                .filter { $0.minute < member.onset.low }.map { Double($0.ratio) }.sorted()
            let usual = before.isEmpty ? 0 : before[before.count / 2]
            let ratios = now.map { Double($0.ratio) }.sorted()
            let shift = usual - ratios[ratios.count / 2]
            // Distribution-free 90 % interval of the median by order statistics.
            let spread = 0.8225 * Double(ratios.count).squareRoot()
            let low = max(0, Int(Double(ratios.count) / 2 - spread))
            let high = min(ratios.count - 1, Int(Double(ratios.count) / 2 + spread))
            let speeds = now.map { Double($0.speed) }.sorted()
            let quarter = speeds.count / 4
            let median = speeds[speeds.count / 2]
            let collapsed =
                speeds.count >= 6 && (speeds[speeds.count - 1 - quarter] - speeds[quarter]) < 0.2 * median
            return IncidentRevision.Slowdown(
                factor: max(1, exponential(shift)), low: max(1, exponential(usual - ratios[high])),
                high: max(1, exponential(usual - ratios[low])), capKbps: collapsed ? median : nil)
        }
        return nil
    }
}

extension GoodputHistory: Snapshotted {
    static var blank: GoodputHistory { GoodputHistory() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&ratios)
    }
}

extension PastRatio: Snapshotted {
    static var blank: PastRatio { PastRatio(minute: 0, ratio: 0) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&minute)
        try coder.code(&ratio)
    }
}
