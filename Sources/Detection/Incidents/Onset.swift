/// When it began: the most likely minute, and a 90 % interval (§6). Minutes since the epoch.
struct OnsetEstimate: Sendable, Hashable {
    var low: Int32
    var likely: Int32
    var high: Int32

    /// Maximum-likelihood change point over counted votes.
    ///
    /// An onset in the gap before vote i makes i and all later votes event votes, so that gap has likelihood
    /// `exp(Σ_{j ≥ i} increment_j)`; onsets within a gap are equally likely, so a gap weighs by its length too. The
    /// interval holds the middle 90 % of that weight.
    ///
    /// - Parameters:
    ///   - votes: at and increment of each, in any order.
    ///   - earliest: no onset before this is considered.
    ///   - fallback: used when there are no votes.
    init(votes: [(at: Int32, increment: Double)], earliest: Int32, fallback: Int32) {
        let sorted = votes.sorted { $0.at < $1.at }
        guard let last = sorted.last else {
            self.init(low: fallback, likely: fallback, high: fallback)
            return
        }
        // Suffix sums over distinct minutes.
        var minutes: [Int32] = []
        var sums: [Double] = []
        for vote in sorted {
            if minutes.last == vote.at {
                sums[sums.count - 1] += vote.increment
            } else {
                minutes.append(vote.at)
                sums.append(vote.increment)
            }
        }
        for index in stride(from: sums.count - 2, through: 0, by: -1) { sums[index] += sums[index + 1] }
        let best = sums.max() ?? 0
        var weights: [Double] = []
        var starts: [Int32] = []
        for index in minutes.indices {
            let start = index == 0 ? min(max(earliest, minutes[0] - 60), minutes[0]) : minutes[index - 1]
            starts.append(start)
            weights.append(exponential(sums[index] - best) * Double(max(1, minutes[index] - start)))
        }
        let total = weights.reduce(0, +)
        func quantile(_ level: Double) -> Int32 {
            var seen = 0.0
            for index in weights.indices {
                let next = seen + weights[index]
                if next >= level * total {
                    let fraction = weights[index] > 0 ? (level * total - seen) / weights[index] : 0
                    return starts[index] + Int32(fraction * Double(minutes[index] - starts[index]) + 0.5)
                }
                seen = next
            }
            return last.at
        }
        // Votes are known to the minute, and sessions take a good part of one.
        self.init(low: quantile(0.05) - 2, likely: quantile(0.5), high: quantile(0.95) + 1)
    }

    init(low: Int32, likely: Int32, high: Int32) {
        self.low = low
        self.likely = likely
        self.high = high
    }
}

extension OnsetEstimate: Snapshotted {
    static var blank: OnsetEstimate { OnsetEstimate(low: 0, likely: 0, high: 0) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&low)
        try coder.code(&likely)
        try coder.code(&high)
    }
}
