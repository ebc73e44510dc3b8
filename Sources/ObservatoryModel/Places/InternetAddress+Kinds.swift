/// What an address cannot be.
extension InternetAddress {
    /// Whether no public host can have the address: private, loopback, link-local, documentation, multicast and so on.
    ///
    /// The list is OONI's (`bogon` in ooni/probe-cli); 6to4 and Teredo forms of such IPv4 addresses count as well.
    package var isBogon: Bool {
        switch self {
        case .v4(let value): return Self.isBogon(value)
        case .v6(let value):
            if Self.bogons6.contains(where: { $0.holds(value) }) { return true }
            // 2002:AABB:CCDD::/48 carries AA.BB.CC.DD (RFC 3056).
            if value >> 112 == 0x2002 { return Self.isBogon(UInt32(truncatingIfNeeded: value >> 80)) }
            // 2001:0::/32 carries the server's address, and the client's inverted (RFC 4380).
            if value >> 96 == 0x2001_0000 {
                return Self.isBogon(UInt32(truncatingIfNeeded: value >> 64))
                    || Self.isBogon(~UInt32(truncatingIfNeeded: value))
            }
            return false
        }
    }

    /// Whether the address is the host's own loopback.
    package var isLoopback: Bool {
        switch self {
        case .v4(let value): value >> 24 == 127
        case .v6(let value): value == 1
        }
    }

    /// Whether the address is kept for examples (RFC 5737, RFC 3849).
    package var isDocumentation: Bool {
        switch self {
        case .v4(let value): [0xc0_0002, 0xc6_3364, 0xcb_0071].contains(value >> 8)
        case .v6(let value): value >> 96 == 0x2001_0db8
        }
    }

    private static func isBogon(_ value: UInt32) -> Bool { bogons4.contains { $0.holds(value) } }

    private static let bogons4: [Prefix<UInt32>] = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    ].map { text in
        Prefix(text) { address in if case .v4(let value) = address { value } else { nil } }
    }

    private static let bogons6: [Prefix<UInt128>] = [
        "::/128", "::1/128", "::ffff:0:0/96", "::/96", "100::/64", "2001:10::/28", "2001:db8::/32",
        "fc00::/7",
        "fe80::/10", "fec0::/10", "ff00::/8",
    ].map { text in
        Prefix(text) { address in if case .v6(let value) = address { value } else { nil } }
    }
}

/// A prefix of addresses of one family.
private struct Prefix<Number: FixedWidthInteger & Sendable>: Sendable {
    private let first: Number
    /// How many low bits do not count.
    private let open: Int

    /// - Precondition: the text is an address, a slash and a length; it comes from the lists above only.
    init(_ text: String, value: (InternetAddress) -> Number?) {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let first = InternetAddress(parts[0]).flatMap(value),
            let length = Int(parts[1])
        else {
            preconditionFailure("“\(text)” is no prefix")
        }
        self.first = first
        open = Number.bitWidth - length
    }

    func holds(_ value: Number) -> Bool { value >> open == first >> open }
}
