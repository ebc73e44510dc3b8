/// An ISO 3166-1 alpha-2 country code, two capital letters, packed into 16 bits.
///
/// User-assigned codes pass (`XK`), so does `ZZ`, which means unknown, or the whole world for `platformDown`.
package struct CountryCode: Hashable, Comparable, Sendable, CustomStringConvertible, LosslessStringConvertible {
    /// First letter in the high byte, second in the low one; orders as the text does.
    package let packed: UInt16

    /// `nil` unless the text is exactly two letters A-Z.
    package init?(_ text: String) {
        var text = text
        let packed = text.withUTF8 { CountryCode(utf8: $0) }
        guard let packed else { return nil }
        self = packed
    }

    /// The same in either case, `pk` or `PK`. Only ASCII letters count: upper-casing a text first would take the one
    /// letter `ß` for the two of `SS`.
    package init?(anyCase text: some StringProtocol) {
        let bytes = text.utf8.map { $0 &- 97 < 26 ? $0 - 32 : $0 }
        guard let code = bytes.withUnsafeBufferPointer({ CountryCode(utf8: $0) }) else { return nil }
        self = code
    }

    /// The same from bytes.
    package init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 2, bytes[0] &- 65 < 26, bytes[1] &- 65 < 26 else { return nil }
        packed = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
    }

    private init(packed: UInt16) {
        self.packed = packed
    }

    package var description: String {
        String(UnicodeScalar(UInt8(packed >> 8))) + String(UnicodeScalar(UInt8(packed & 0xff)))
    }

    package static func < (left: CountryCode, right: CountryCode) -> Bool { left.packed < right.packed }

    /// `ZZ`: unknown, or the whole world.
    package static let unknown = CountryCode(packed: 0x5a5a)
}

/// An ISO 3166-2 subdivision code such as `PK-SD`.
package struct RegionCode: Hashable, Comparable, Sendable, CustomStringConvertible, LosslessStringConvertible {
    package let text: String

    /// `nil` unless the text is two capital letters, a hyphen and one to three capital letters or digits.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard (4...6).contains(bytes.count), bytes[0] &- 65 < 26, bytes[1] &- 65 < 26, bytes[2] == UInt8(ascii: "-"),
            bytes[3...].allSatisfy({ $0 &- 65 < 26 || $0 &- 48 < 10 })
        else { return nil }
        self.text = text
    }

    package var description: String { text }

    /// The country that the region is a part of.
    package var country: CountryCode { CountryCode(String(text.prefix(2))) ?? .unknown }

    package static func < (left: RegionCode, right: RegionCode) -> Bool { left.text < right.text }
}

/// An autonomous system number (RFC 6793); 0 means unknown.
package struct ASN: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let number: UInt32

    package init(_ number: UInt32) {
        self.number = number
    }

    /// `AS17557`
    package var description: String { "AS\(number)" }

    package static func < (left: ASN, right: ASN) -> Bool { left.number < right.number }

    package static let unknown = ASN(0)
}

/// How a vantage point reaches the Internet.
package enum AccessType: UInt8, Hashable, Sendable, CaseIterable {
    case unknown, fixed, mobile, datacentre

    package init?(_ text: String) {
        switch text {
        case "unknown": self = .unknown
        case "fixed": self = .fixed
        case "mobile": self = .mobile
        case "datacentre": self = .datacentre
        default: return nil
        }
    }

    /// The word of the native stream.
    package var text: String {
        switch self {
        case .unknown: "unknown"
        case .fixed: "fixed"
        case .mobile: "mobile"
        case .datacentre: "datacentre"
        }
    }
}

/// A platform's stable name, 1 to 64 of `a-z 0-9 . -`; names that are not in the catalogue are accepted.
package struct PlatformID: Hashable, Comparable, Sendable, CustomStringConvertible, LosslessStringConvertible {
    package let text: String

    /// `nil` when a character or the length is outside the allowed set.
    package init?(_ text: String) {
        guard (1...64).contains(text.utf8.count),
            text.utf8.allSatisfy({ $0 &- 97 < 26 || $0 &- 48 < 10 || $0 == 45 || $0 == 46 })
        else { return nil }
        self.text = text
    }

    package var description: String { text }
    package static func < (left: PlatformID, right: PlatformID) -> Bool { left.text < right.text }
}
