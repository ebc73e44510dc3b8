/// An address of the Internet Protocol. It lives as long as a look-up takes and is stored nowhere (DESIGN §5 rule 2).
package enum InternetAddress: Hashable, Sendable {
    /// In host order.
    case v4(UInt32)
    /// In host order.
    case v6(UInt128)

    /// Reads `192.0.2.1`, `2001:db8::1` or `::ffff:192.0.2.1`; the last counts as the IPv4 address that it wraps.
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
            self = value >> 32 == 0xffff ? .v4(UInt32(truncatingIfNeeded: value)) : .v6(value)
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
}
