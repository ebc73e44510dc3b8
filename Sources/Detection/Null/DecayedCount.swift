/// Hits among trials, both forgotten with a half-life. Times are minutes since the epoch.
struct DecayedCount: Sendable, Hashable {
    var hits: Float = 0
    var trials: Float = 0
    private(set) var minute: Int32 = .min

    /// Brings both counts to the given minute; a minute in the past leaves them as they are.
    mutating func decay(to now: Int32, halfLife: Double) {
        guard now > minute else { return }
        if minute == .min {
            minute = now
            return
        }
        let factor = Float(powerOfTwo(-Double(now - minute) / halfLife))
        hits *= factor
        trials *= factor
        minute = now
    }

    mutating func add(hits newHits: Double, trials newTrials: Double, at now: Int32, halfLife: Double) {
        decay(to: now, halfLife: halfLife)
        hits += Float(newHits)
        trials += Float(newTrials)
    }

    /// The counts as they would be at the given minute.
    func decayed(to now: Int32, halfLife: Double) -> (hits: Double, trials: Double) {
        guard now > minute, minute != .min else { return (Double(hits), Double(trials)) }
        let factor = powerOfTwo(-Double(now - minute) / halfLife)
        return (Double(hits) * factor, Double(trials) * factor)
    }
}

/// A rate shrunk towards a prior, with its standard deviation.
struct ShrunkRate: Sendable {
    /// 0...1
    var rate: Double
    var deviation: Double

    /// The mean of `Beta(weight · prior + hits, weight · (1 − prior) + trials − hits)`.
    init(hits: Double, trials: Double, prior: Double, weight: Double) {
        let size = trials + weight
        rate = min(1, max(0, (hits + weight * prior) / size))
        deviation = (rate * (1 - rate) / (size + 1)).squareRoot()
    }

    /// The rate with so many standard deviations added, at most 1.
    func raised(by deviations: Double) -> Double { min(1, rate + deviations * deviation) }
}

/// A rate learned at two speeds; the larger counts, so that neither a slow drift nor a quick one is missed (§3).
struct TwoSpeedCount: Sendable, Hashable {
    var slow = DecayedCount()
    var quick = DecayedCount()

    mutating func add(
        hits: Double, trials: Double, at minute: Int32, _ slowLife: Double, _ quickLife: Double
    ) {
        slow.add(hits: hits, trials: trials, at: minute, halfLife: slowLife)
        quick.add(hits: hits, trials: trials, at: minute, halfLife: quickLife)
    }
}

extension DecayedCount: Snapshotted {
    static var blank: DecayedCount { DecayedCount() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&hits)
        try coder.code(&trials)
        try coder.code(&minute)
    }
}

extension TwoSpeedCount: Snapshotted {
    static var blank: TwoSpeedCount { TwoSpeedCount() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&slow)
        try coder.code(&quick)
    }
}
