/// A blocked Bloom filter over uniform 64-bit hashes: says “certainly not” or “perhaps”.
///
/// Each hash sets six bits of one 512-bit block, so that a look-up touches one cache line. At 12 bits per hash about one
/// absent hash in a hundred is “perhaps” (`IdentityFilterTests` measures it).
struct IdentityFilter: Sendable {
    /// Eight words a block.
    private(set) var words: [UInt64]

    init(count: Int) {
        words = [UInt64](repeating: 0, count: max(1, (count * 12 + 511) / 512) * 8)
    }

    /// From `words` as they were kept; `nil` when that is no whole number of blocks.
    init?(words: [UInt64]) {
        guard !words.isEmpty, words.count % 8 == 0 else { return nil }
        self.words = words
    }

    mutating func insert(_ hash: UInt64) {
        let base = block(hash)
        var bits = hash &* 0x9e37_79b9_7f4a_7c15
        for _ in 0..<6 {
            words[base + Int(bits >> 61)] |= 1 << (bits >> 55 & 63)
            bits <<= 9
        }
    }

    func mayContain(_ hash: UInt64) -> Bool {
        let base = block(hash)
        var bits = hash &* 0x9e37_79b9_7f4a_7c15
        for _ in 0..<6 {
            if words[base + Int(bits >> 61)] & 1 << (bits >> 55 & 63) == 0 { return false }
            bits <<= 9
        }
        return true
    }

    private func block(_ hash: UInt64) -> Int {
        Int(hash.multipliedFullWidth(by: UInt64(words.count / 8)).high) * 8
    }
}
