/// A sorted run of hashes with the sequences they were accepted under, cut into pages by leading bits.
///
/// Hashes are uniform, so a page is found without an index: it is the one with the hash's leading bits.
enum IdentityRun {
    struct Entry {
        var hash: UInt64
        var sequence: Int64
    }

    /// Leading bits so that a page holds 128 to 256 entries, 3 kB at most on average.
    static func bits(count: Int) -> Int {
        var bits = 0
        while count >> bits > 256, bits < 30 { bits += 1 }
        return bits
    }

    /// The page that a hash belongs to.
    static func page(of hash: UInt64, bits: Int) -> Int64 { bits == 0 ? 0 : Int64(hash >> (64 - UInt64(bits))) }

    /// The bytes of one page; entries in order of hash, sequences counted from the run's first.
    static func encoded(_ entries: ArraySlice<Entry>, first: Int64) -> [UInt8] {
        var writer = ByteWriter(capacity: entries.count * 12)
        for entry in entries { writer.append(entry.hash) }
        for entry in entries { writer.append(UInt32(entry.sequence - first)) }
        return writer.bytes
    }

    /// The sequence that a page has for a hash; `nil` when it has none.
    static func sequence(of hash: UInt64, inPage bytes: [UInt8], first: Int64) -> Int64? {
        let count = bytes.count / 12
        return bytes.withUnsafeBytes { raw -> Int64? in
            var (low, high) = (0, count)
            while low < high {
                let middle = (low + high) / 2
                let found = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: middle * 8, as: UInt64.self))
                if found == hash {
                    let offset = raw.loadUnaligned(fromByteOffset: count * 8 + middle * 4, as: UInt32.self)
                    return first + Int64(UInt32(littleEndian: offset))
                }
                if found < hash { low = middle + 1 } else { high = middle }
            }
            return nil
        }
    }
}
