#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Remembers what short texts became, so that a text that comes again costs neither an allocation nor a check.
///
/// Direct-mapped and bounded: a new text may push an old one out, never more than that. Texts longer than 63 bytes are
/// not remembered.
final class TextCache<Value> {
    private static var width: Int { 64 }
    private let mask: Int
    /// `width` bytes for each slot: the length, then the text. 0xff is a slot never used.
    private let keys: UnsafeMutablePointer<UInt8>
    private let values: UnsafeMutablePointer<Value?>

    /// - Parameter slots: A power of two.
    init(slots: Int) {
        precondition(slots > 0 && slots & (slots - 1) == 0, "the number of slots is a power of two")
        mask = slots - 1
        keys = .allocate(capacity: slots * Self.width)
        keys.initialize(repeating: 0xff, count: slots * Self.width)
        values = .allocate(capacity: slots)
        values.initialize(repeating: nil, count: slots)
    }

    deinit {
        values.deinitialize(count: mask + 1)
        values.deallocate()
        keys.deallocate()
    }

    /// The value of a text: the remembered one, or what `make` makes of it. What throws is not remembered.
    @inline(__always)
    func value(
        of text: UnsafeBufferPointer<UInt8>, make: (UnsafeBufferPointer<UInt8>) throws(RecordFault) -> Value
    ) throws(RecordFault) -> Value {
        let count = text.count
        guard count < Self.width, let start = text.baseAddress else { return try make(text) }
        let slot = Int(truncatingIfNeeded: hash(start, count)) & mask
        let key = keys + slot * Self.width
        if key[0] == UInt8(truncatingIfNeeded: count), memcmp(key + 1, start, count) == 0, let value = values[slot] {
            return value
        }
        let value = try make(text)
        key[0] = UInt8(truncatingIfNeeded: count)
        memcpy(key + 1, start, count)
        values[slot] = value
        return value
    }

    /// Mixes the first and last eight bytes with the length; texts that differ in the middle alone may collide.
    @inline(__always)
    private func hash(_ start: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        var head: UInt64 = 0
        var tail: UInt64 = 0
        if count >= 8 {
            head = UnsafeRawPointer(start).loadUnaligned(as: UInt64.self)
            tail = UnsafeRawPointer(start + count - 8).loadUnaligned(as: UInt64.self)
        } else if count >= 4 {
            head = UInt64(UnsafeRawPointer(start).loadUnaligned(as: UInt32.self))
            tail = UInt64(UnsafeRawPointer(start + count - 4).loadUnaligned(as: UInt32.self))
        } else {
            for index in 0..<count { head = head << 8 | UInt64(start[index]) }
        }
        var middle: UInt64 = 0
        if count > 24 { middle = UnsafeRawPointer(start + count / 2).loadUnaligned(as: UInt64.self) }
        var mixed = (head ^ 0x9e37_79b9_7f4a_7c15) &* 0xff51_afd7_ed55_8ccd
        mixed ^= (tail &+ UInt64(count)) &* 0xc4ce_b9fe_1a85_ec53
        mixed ^= middle &* 0x9fb2_1c65_1e98_df25
        mixed ^= mixed >> 32
        mixed = mixed &* 0xd6e8_feb8_6659_fd93
        return mixed ^ mixed >> 29
    }
}
