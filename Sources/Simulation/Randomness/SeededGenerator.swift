/// xoshiro256** (Blackman and Vigna 2018), seeded through SplitMix64: the same seed gives the same draws everywhere.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// A generator for a seed; any seed will do, 0 included.
    package init(seed: UInt64) {
        var mixer = seed
        state = (splitMix(&mixer), splitMix(&mixer), splitMix(&mixer), splitMix(&mixer))
    }

    /// A generator of its own for one thing of a seeded world, so that draws for one never shift those for another.
    package init(seed: UInt64, _ first: UInt64, _ second: UInt64 = 0, _ third: UInt64 = 0) {
        self.init(seed: mixed(mixed(mixed(seed, first), second), third))
    }

    package mutating func next() -> UInt64 {
        let result = rotated(state.1 &* 5, by: 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = rotated(state.3, by: 45)
        return result
    }
}

/// Joins two words into one that looks random; the finaliser is SplitMix64's.
func mixed(_ left: UInt64, _ right: UInt64) -> UInt64 {
    var state = left ^ (right &* 0xd6e8_feb8_6659_fd93)
    return splitMix(&state)
}

private func splitMix(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
}

private func rotated(_ word: UInt64, by count: UInt64) -> UInt64 {
    word << count | word >> (64 - count)
}
