extension InternetAddress {
    /// Whether no public host can have the address: private, loopback, link-local, documentation, multicast and so on.
    ///
    /// The list is FORMATS §8's, which is OONI's; 6to4 and Teredo forms of such IPv4 addresses count as well.
    package var isBogon: Bool {
        if family == 4 { return Self.isBogon4(bytes[...]) }
        if Self.bogons6.contains(where: { $0.holds(bytes[...]) }) { return true }
        // 2002:AABB:CCDD::/48 carries AA.BB.CC.DD (RFC 3056).
        if bytes[0] == 0x20, bytes[1] == 0x02 { return Self.isBogon4(bytes[2..<6]) }
        // 2001:0::/32 carries the server's address, and the client's inverted (RFC 4380).
        if bytes[0] == 0x20, bytes[1] == 0x01, bytes[2] == 0, bytes[3] == 0 {
            return Self.isBogon4(bytes[4..<8]) || Self.isBogon4(bytes[12..<16].map { ~$0 }[...])
        }
        return false
    }

    /// Whether the address is the host's own loopback.
    package var isLoopback: Bool {
        family == 4 ? bytes[0] == 127 : bytes == [UInt8](repeating: 0, count: 15) + [1]
    }

    private static func isBogon4(_ bytes: ArraySlice<UInt8>) -> Bool {
        bogons4.contains { $0.holds(bytes) }
    }

    private static let bogons4: [Block] = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    ].map { Block($0) }

    private static let bogons6: [Block] = [
        "::/128", "::1/128", "::ffff:0:0/96", "::/96", "100::/64", "2001:10::/28", "2001:db8::/32", "fc00::/7",
        "fe80::/10", "fec0::/10", "ff00::/8",
    ].map { Block($0) }
}

/// A prefix of addresses of one family.
private struct Block: Sendable {
    let prefix: [UInt8]
    let length: Int

    /// - Precondition: the text is an address, a slash and a length; it comes from the lists above only.
    init(_ text: String) {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let address = InternetAddress(String(parts[0])), let length = Int(parts[1]) else {
            preconditionFailure("“\(text)” is no prefix")
        }
        prefix = address.bytes
        self.length = length
    }

    func holds(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count == prefix.count else { return false }
        for (offset, byte) in bytes.enumerated() {
            let bits = min(8, length - offset * 8)
            guard bits > 0 else { return true }
            let mask = UInt8(truncatingIfNeeded: 0xff00 >> bits)
            if byte & mask != prefix[offset] & mask { return false }
        }
        return true
    }
}
