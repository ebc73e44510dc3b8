import ObservatoryModel

/// Draws countries and worlds for scenarios that name no real place's networks.
enum WorldDraw {
    /// `count` networks with user shares by a rough power law that sums to .97; the first few are mostly mobile.
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
}
