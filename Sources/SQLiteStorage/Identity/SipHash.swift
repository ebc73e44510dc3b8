/// SipHash-1-3 of bytes under a secret key (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012).
///
/// Record ids come from strangers; under a key that never leaves the store nobody can craft two that collide. Unlike
/// `Hasher` it gives the same value in every process. The `1-3` rounds are those that Swift and Rust use for tables.
struct SipHash: Sendable {
    let key0: UInt64
    let key1: UInt64

    /// The hash of a tag byte followed by the bytes.
    func hash(tag: UInt8, _ bytes: some Collection<UInt8>) -> UInt64 {
        if let hash = bytes.withContiguousStorageIfAvailable({ hash(tag: tag, buffer: $0) }) { return hash }
        return Array(bytes).withUnsafeBufferPointer { hash(tag: tag, buffer: $0) }
    }

    /// What a block keeps of the URL that was measured, never 0.
    func target(_ url: String) -> UInt32 {
        UInt32(truncatingIfNeeded: hash(tag: 0, url.utf8)) | 1
    }

    private func hash(tag: UInt8, buffer: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var state = State(key0: key0, key1: key1)
        var word = UInt64(tag)
        var filled: UInt64 = 8
        var index = 0
        // The tag shifts the text by one byte, so words are put together from two neighbouring loads.
        while buffer.count - index >= 8 {
            let next = UInt64(
                littleEndian: UnsafeRawPointer(buffer.baseAddress!).loadUnaligned(
                    fromByteOffset: index, as: UInt64.self))
            state.absorb(word | next << 8)
            word = next >> 56
            index += 8
        }
        while index < buffer.count {
            word |= UInt64(buffer[index]) << filled
            filled += 8
            index += 1
            if filled == 64 {
                state.absorb(word)
                word = 0
                filled = 0
            }
        }
        state.absorb(word | UInt64(truncatingIfNeeded: buffer.count + 1) << 56)
        return state.finish()
    }

    private struct State {
        var v0: UInt64
        var v1: UInt64
        var v2: UInt64
        var v3: UInt64

        init(key0: UInt64, key1: UInt64) {
            v0 = 0x736f_6d65_7073_6575 ^ key0
            v1 = 0x646f_7261_6e64_6f6d ^ key1
            v2 = 0x6c79_6765_6e65_7261 ^ key0
            v3 = 0x7465_6462_7974_6573 ^ key1
        }

        mutating func absorb(_ word: UInt64) {
            v3 ^= word
            round()
            v0 ^= word
        }

        mutating func finish() -> UInt64 {
            v2 ^= 0xff
            round()
            round()
            round()
            return v0 ^ v1 ^ v2 ^ v3
        }

        private mutating func round() {
            v0 = v0 &+ v1
            v1 = rotated(v1, 13) ^ v0
            v0 = rotated(v0, 32)
            v2 = v2 &+ v3
            v3 = rotated(v3, 16) ^ v2
            v0 = v0 &+ v3
            v3 = rotated(v3, 21) ^ v0
            v2 = v2 &+ v1
            v1 = rotated(v1, 17) ^ v2
            v2 = rotated(v2, 32)
        }

        private func rotated(_ value: UInt64, _ count: UInt64) -> UInt64 { value << count | value >> (64 - count) }
    }
}
