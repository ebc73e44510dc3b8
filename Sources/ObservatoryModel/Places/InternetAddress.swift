/// An IPv4 or IPv6 address without port or zone.
package enum InternetAddress: Hashable, Sendable {
    /// In host order.
    case v4(UInt32)
    /// In host order.
    case v6(UInt128)

    /// `nil` unless there are 4 or 16 bytes, in network order.
    package init?(bytes: some Collection<UInt8>) {
        switch bytes.count {
        case 4: self = .v4(bytes.reduce(0) { $0 << 8 | UInt32($1) })
        case 16: self = .v6(bytes.reduce(0) { $0 << 8 | UInt128($1) })
        default: return nil
        }
    }

    /// 4 or 16 bytes in network order.
    package var bytes: [UInt8] {
        switch self {
        case .v4(let value): (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
        case .v6(let value): (0..<16).map { UInt8(truncatingIfNeeded: value >> (120 - 8 * $0)) }
        }
    }

    /// 4 or 6.
    package var family: UInt8 {
        switch self {
        case .v4: 4
        case .v6: 6
        }
    }

    /// The IPv4 address that `::ffff:192.0.2.1` wraps (RFC 4291 §2.5.5.2), which is how sockets of both families tell
    /// it; any other address itself.
    package var unmapped: InternetAddress {
        guard case .v6(let value) = self, value >> 32 == 0xffff else { return self }
        return .v4(UInt32(truncatingIfNeeded: value))
    }
}

/// Text.
extension InternetAddress: CustomStringConvertible, LosslessStringConvertible {
    /// Reads `192.0.2.1`, or RFC 4291 text such as `2001:db8::1`, also with a dotted tail.
    ///
    /// `nil` for anything else: no ports, brackets, zones, octal or shortened IPv4.
    package init?(_ text: some StringProtocol) {
        var text = String(text)
        let address = text.withUTF8 { bytes -> InternetAddress? in
            InternetAddress(bytes.span)
        }
        guard let address else { return nil }
        self = address
    }

    /// The same from ASCII bytes.
    package init?(_ bytes: Span<UInt8>) {
        var hasColon = false
        for index in bytes.indices where bytes[index] == UInt8(ascii: ":") {
            hasColon = true
            break
        }
        if hasColon {
            guard let value = Self.sixteenBytes(bytes) else { return nil }
            self = .v6(value)
        } else {
            guard let value = Self.dotted(bytes, from: 0) else { return nil }
            self = .v4(value)
        }
    }

    /// Four decimal numbers 0...255 from an index to the end.
    private static func dotted(_ bytes: Span<UInt8>, from start: Int) -> UInt32? {
        var value: UInt32 = 0
        var octet: UInt32 = 0
        var (digits, octets) = (0, 0)
        for index in start..<bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "."), digits > 0, octets < 3 {
                value = value << 8 | octet
                (octet, digits, octets) = (0, 0, octets + 1)
            } else {
                // A leading zero is octal to some readers and decimal to others, so that it is none here.
                guard byte &- 48 < 10, digits == 0 || octet > 0 else { return nil }
                octet = octet * 10 + UInt32(byte - 48)
                digits += 1
                guard octet <= 255 else { return nil }
            }
        }
        guard octets == 3, digits > 0 else { return nil }
        return value << 8 | octet
    }

    /// RFC 4291 §2.2: groups of hexadecimal digits, one `::` at most, an IPv4 tail allowed.
    private static func sixteenBytes(_ bytes: Span<UInt8>) -> UInt128? {
        // Groups so far as one number, how many they are, and how many stood before the `::`.
        var value: UInt128 = 0
        var groups = 0
        var gap: Int?
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: ":") {
                if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: ":") {
                    guard gap == nil else { return nil }
                    gap = groups
                    index += 2
                    if index == bytes.count { break }
                } else {
                    guard groups > 0, gap != groups else { return nil }
                    index += 1
                }
            } else if index > 0 {
                return nil
            }
            let start = index
            var group: UInt32 = 0
            while index < bytes.count, let digit = hexadecimal(bytes[index]) {
                group = group << 4 | digit
                index += 1
                guard index - start <= 4 else { return nil }
            }
            if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
                guard groups <= 6, let tail = dotted(bytes, from: start) else { return nil }
                value = value << 32 | UInt128(tail)
                groups += 2
                index = bytes.count
            } else {
                guard index > start, groups < 8 else { return nil }
                value = value << 16 | UInt128(group)
                groups += 1
            }
        }
        guard let gap else { return groups == 8 ? value : nil }
        guard groups < 8 else { return nil }
        // Groups before the gap move up by what the gap stands for.
        let after = 16 * (groups - gap)
        let low = after == 0 ? 0 : value & (UInt128.max >> (128 - after))
        return (value >> after) << (after + 16 * (8 - groups)) | low
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - 48)
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - 87)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - 55)
        default: nil
        }
    }

    /// Dotted decimal, or RFC 5952 text.
    package var description: String {
        guard case .v6(let value) = self else { return bytes.map { String($0) }.joined(separator: ".") }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: value >> (112 - 16 * $0)) }
        let gap = Self.longestZeroRun(groups)
        var text = ""
        var index = 0
        while index < 8 {
            if let gap, index == gap.lowerBound {
                text += "::"
                index = gap.upperBound
                continue
            }
            if !text.isEmpty, !text.hasSuffix(":") { text += ":" }
            text += String(groups[index], radix: 16)
            index += 1
        }
        return text
    }

    /// The address with a port as OONI writes endpoints: `192.0.2.1:443`, `[2001:db8::1]:443`.
    package func endpoint(port: UInt16) -> String {
        family == 4 ? "\(self):\(port)" : "[\(self)]:\(port)"
    }

    /// The longest run of two or more zero groups, the first of equals; `nil` when there is none.
    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
        var best: Range<Int>?
        var start = 0
        while start < 8 {
            guard groups[start] == 0 else {
                start += 1
                continue
            }
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            if end - start >= 2, end - start > best?.count ?? 0 { best = start..<end }
            start = end
        }
        return best
    }
}
