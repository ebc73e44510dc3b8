/// A monotone table from the raw bound to a probability, fitted on claims of which it is known whether they were true.
///
/// Pool adjacent violators over groups of equal numbers of claims; each pooled group states its share of true claims with
/// half a claim either way added (Jeffreys), so that a group without false claims never states certainty.
package struct CalibrationFit: Sendable {
    /// A point of the table: the mean raw value of a pooled group, and what to state there.
    package struct Point: Hashable, Sendable {
        package var raw: Double
        package var posterior: Double
        package var claims: Int
    }

    /// In order of `raw`, with never falling `posterior`.
    package let points: [Point]

    /// - Parameter groups: How many groups the claims are cut into before pooling; neighbours of one raw value stay
    ///   together.
    package init(_ samples: [PosteriorSample], groups: Int = 20) {
        struct Pool {
            var raw = 0.0
            var hits = 0.0
            var claims = 0
            var share: Double { (hits + 0.5) / (Double(claims) + 1) }
        }
        let sorted = samples.sorted { ($0.raw, $0.isTrue ? 1 : 0) < ($1.raw, $1.isTrue ? 1 : 0) }
        let size = max(1, (sorted.count + groups - 1) / max(1, groups))
        var pools: [Pool] = []
        var current = Pool()
        for (index, sample) in sorted.enumerated() {
            current.raw += sample.raw
            current.hits += sample.isTrue ? 1 : 0
            current.claims += 1
            let isLast = index == sorted.count - 1
            guard isLast || (current.claims >= size && sorted[index + 1].raw > sample.raw) else { continue }
            pools.append(current)
            current = Pool()
            while pools.count >= 2, pools[pools.count - 2].share > pools[pools.count - 1].share {
                let last = pools.removeLast()
                pools[pools.count - 1].raw += last.raw
                pools[pools.count - 1].hits += last.hits
                pools[pools.count - 1].claims += last.claims
            }
        }
        points = pools.map {
            Point(raw: $0.raw / Double($0.claims), posterior: $0.share, claims: $0.claims)
        }
    }
}
