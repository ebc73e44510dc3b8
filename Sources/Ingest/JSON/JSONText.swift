#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The bytes of a JSON string between its quotes, or of another scalar; still escaped, borrowed from the text.
struct JSONText {
    let start: UnsafePointer<UInt8>
    let count: Int
    /// Whether a backslash is just a backslash, as in text that was unpacked from base64.
    private let isRaw: Bool

    @inline(__always)
    init(start: UnsafePointer<UInt8>, count: Int, isRaw: Bool = false) {
        self.start = start
        self.count = count
        self.isRaw = isRaw
    }

    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    /// Compares the raw bytes; an escaped spelling of the same text does not match.
    @inline(__always)
    static func == (text: JSONText, literal: StaticString) -> Bool {
        text.count == literal.utf8CodeUnitCount && memcmp(text.start, literal.utf8Start, literal.utf8CodeUnitCount) == 0
    }

    @inline(__always)
    static func ~= (literal: StaticString, text: JSONText) -> Bool { text == literal }

    /// Whether there is a backslash in it.
    @inline(__always)
    var isEscaped: Bool { !isRaw && count > 0 && memchr(start, 0x5c, count) != nil }

    /// The text as it stands, for messages and for strings known to hold no escape.
    var raw: String { String(decoding: bytes, as: UTF8.self) }

    /// The text with its escapes resolved.
    ///
    /// - Throws: `badEscape`, also for half a surrogate pair.
    func decoded() throws(RecordFault) -> String {
        guard isEscaped else { return raw }
        return String(decoding: try unescaped(), as: UTF8.self)
    }

    /// How many bytes there are once escapes are resolved.
    func unescapedCount() throws(RecordFault) -> Int {
        guard isEscaped else { return count }
        var total = 0
        var index = 0
        while index < count {
            guard let found = memchr(start + index, 0x5c, count - index) else { return total + count - index }
            let place = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - start
            total += place - index
            index = place
            guard index + 1 < count else { throw .badEscape }
            guard start[index + 1] == UInt8(ascii: "u") else {
                index += 2
                total += 1
                continue
            }
            index += 2
            let scalar = try hex4(&index)
            switch scalar {
            case ..<0x80: total += 1
            case ..<0x800: total += 2
            case 0xd800..<0xdc00:
                // A pair of surrogates is one scalar of four bytes.
                index = min(count, index + 6)
                total += 4
            default: total += 3
            }
        }
        return total
    }

    /// The bytes with their escapes resolved.
    func unescaped() throws(RecordFault) -> [UInt8] {
        if isRaw { return Array(bytes) }
        var result: [UInt8] = []
        result.reserveCapacity(count)
        var index = 0
        while index < count {
            // Runs without a backslash are copied as they are.
            let run = start + index
            guard let found = memchr(run, 0x5c, count - index) else {
                result.append(contentsOf: UnsafeBufferPointer(start: run, count: count - index))
                break
            }
            let length = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - run
            result.append(contentsOf: UnsafeBufferPointer(start: run, count: length))
            index += length + 1
            guard index < count else { throw .badEscape }
            let kind = start[index]
            index += 1
            switch kind {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(kind)
            case UInt8(ascii: "b"): result.append(8)
            case UInt8(ascii: "f"): result.append(12)
            case UInt8(ascii: "n"): result.append(10)
            case UInt8(ascii: "r"): result.append(13)
            case UInt8(ascii: "t"): result.append(9)
            case UInt8(ascii: "u"):
                var scalar = try hex4(&index)
                if (0xd800..<0xdc00).contains(scalar) {
                    guard index + 1 < count, start[index] == 0x5c, start[index + 1] == UInt8(ascii: "u") else {
                        throw .badEscape
                    }
                    index += 2
                    let low = try hex4(&index)
                    guard (0xdc00..<0xe000).contains(low) else { throw .badEscape }
                    scalar = 0x10000 + (scalar - 0xd800) << 10 + (low - 0xdc00)
                }
                guard let unicode = Unicode.Scalar(scalar) else { throw .badEscape }
                result.append(contentsOf: Unicode.UTF8.encode(unicode)!)
            default: throw .badEscape
            }
        }
        return result
    }

    private func hex4(_ index: inout Int) throws(RecordFault) -> UInt32 {
        guard index + 4 <= count else { throw .badEscape }
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = start[index]
            index += 1
            switch byte {
            case 48...57: value = value << 4 | UInt32(byte - 48)
            case 65...70: value = value << 4 | UInt32(byte - 55)
            case 97...102: value = value << 4 | UInt32(byte - 87)
            default: throw .badEscape
            }
        }
        return value
    }

    /// The bytes as a whole number; `nil` when they are anything else, also for `1.0`, `1e3`, `01` and overflow.
    @inline(__always)
    func int64() -> Int64? {
        guard count > 0 else { return nil }
        let negative = start[0] == UInt8(ascii: "-")
        let first = negative ? 1 : 0
        let digits = count - first
        guard digits > 0, digits <= 18 else { return nil }
        if digits > 1, start[first] == 48 { return nil }
        var value: Int64 = 0
        for index in first..<count {
            let digit = start[index] &- 48
            guard digit < 10 else { return nil }
            value = value &* 10 &+ Int64(digit)
        }
        return negative ? -value : value
    }

    /// The bytes as a number in decimal digits alone, leading zeros allowed; `nil` for anything else.
    func digits() -> Int64? {
        guard (1...18).contains(count) else { return nil }
        var value: Int64 = 0
        for index in 0..<count {
            let digit = start[index] &- 48
            guard digit < 10 else { return nil }
            value = value &* 10 &+ Int64(digit)
        }
        return value
    }

    /// The bytes as a JSON number, rounded to the nearest double.
    ///
    /// - Throws: `badNumber` for anything that JSON does not call a number (`NaN`, `01`, `1.`, `+1`) or that overflows.
    func double() throws(RecordFault) -> Double {
        // Short decimals are exact: an integer below 2^53 times or over a power of ten up to 10^22.
        var mantissa: UInt64 = 0
        var index = 0
        var digits = 0
        var exponent = 0
        let negative = count > 0 && start[0] == UInt8(ascii: "-")
        if negative { index = 1 }
        let firstDigit = index
        while index < count, start[index] &- 48 < 10 {
            mantissa = mantissa &* 10 &+ UInt64(start[index] &- 48)
            index += 1
            digits += 1
        }
        guard digits > 0, digits == 1 || start[firstDigit] != 48 else { throw fault() }
        if index < count, start[index] == UInt8(ascii: ".") {
            index += 1
            let fraction = index
            while index < count, start[index] &- 48 < 10 {
                mantissa = mantissa &* 10 &+ UInt64(start[index] &- 48)
                index += 1
            }
            guard index > fraction else { throw fault() }
            digits += index - fraction
            exponent = fraction - index
        }
        if index < count, start[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            var negativeExponent = false
            if index < count, start[index] == UInt8(ascii: "+") || start[index] == UInt8(ascii: "-") {
                negativeExponent = start[index] == UInt8(ascii: "-")
                index += 1
            }
            let firstExponent = index
            var value = 0
            while index < count, start[index] &- 48 < 10 {
                value = min(value * 10 + Int(start[index] &- 48), 100_000)
                index += 1
            }
            guard index > firstExponent else { throw fault() }
            exponent += negativeExponent ? -value : value
        }
        guard index == count else { throw fault() }
        if digits <= 18, mantissa < 1 << 53, (-22...22).contains(exponent) {
            let magnitude =
                exponent < 0 ? Double(mantissa) / powersOfTen[-exponent] : Double(mantissa) * powersOfTen[exponent]
            return negative ? -magnitude : magnitude
        }
        guard let value = Double(raw), value.isFinite else { throw fault() }
        return value
    }

    private func fault() -> RecordFault {
        .badNumber(String(decoding: bytes.prefix(40), as: UTF8.self))
    }
}

private let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
]
