/// A domain name: labels of bytes, compared without regard to ASCII case (RFC 4343).
package struct DNSName: Hashable, Sendable, CustomStringConvertible {
    /// The labels, leftmost first, without the empty root label; each has 1...63 bytes.
    package let labels: [[UInt8]]

    /// The root.
    package static let root = DNSName(unchecked: [])

    /// `nil` when a label is empty or longer than 63 bytes, or the name is longer than 255 bytes on the wire.
    package init?(labels: [[UInt8]]) {
        guard labels.allSatisfy({ (1...63).contains($0.count) }),
            labels.reduce(1, { $0 + $1.count + 1 }) <= 255
        else { return nil }
        self.labels = labels
    }

    /// Reads dotted text in which a byte may be escaped as `\DDD` or `\X`; a final dot is allowed.
    package init?(_ text: String) {
        if text == "." {
            self = .root
            return
        }
        var labels: [[UInt8]] = []
        var label: [UInt8] = []
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "."):
                labels.append(label)
                label = []
                index += 1
            case UInt8(ascii: "\\"):
                guard let (byte, length) = Self.escaped(bytes[(index + 1)...]) else { return nil }
                label.append(byte)
                index += 1 + length
            default:
                label.append(bytes[index])
                index += 1
            }
        }
        if !label.isEmpty || labels.isEmpty { labels.append(label) }
        self.init(labels: labels)
    }

    /// For labels that were checked one by one.
    init(unchecked labels: [[UInt8]]) {
        self.labels = labels
    }

    /// Dotted text without a final dot, `.` for the root; bytes that are not printable ASCII are written as `\DDD`.
    package var description: String {
        if labels.isEmpty { return "." }
        return labels.map { label in
            label.reduce(into: "") { text, byte in
                switch byte {
                case UInt8(ascii: "."), UInt8(ascii: "\\"): text += "\\" + String(UnicodeScalar(byte))
                case 0x21...0x7e: text += String(UnicodeScalar(byte))
                default:
                    let digits = String(byte)
                    text += "\\" + String(repeating: "0", count: 3 - digits.utf8.count) + digits
                }
            }
        }.joined(separator: ".")
    }

    package static func == (left: DNSName, right: DNSName) -> Bool {
        left.labels.count == right.labels.count
            && zip(left.labels, right.labels).allSatisfy { $0.count == $1.count && $0.lowered == $1.lowered }
    }

    package func hash(into hasher: inout Hasher) {
        for label in labels { hasher.combine(label.lowered) }
    }

    private static func escaped(_ bytes: ArraySlice<UInt8>) -> (byte: UInt8, length: Int)? {
        guard let first = bytes.first else { return nil }
        guard first &- 48 < 10 else { return (first, 1) }
        guard bytes.count >= 3, let byte = UInt8(String(decoding: bytes.prefix(3), as: UTF8.self)) else { return nil }
        return (byte, 3)
    }
}

extension [UInt8] {
    fileprivate var lowered: [UInt8] { map { $0 &- 65 < 26 ? $0 | 0x20 : $0 } }
}
