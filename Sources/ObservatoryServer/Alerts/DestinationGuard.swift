import FoundationEssentials
import ObservatoryModel

/// Where messages may be sent. A URL comes from an operator, but what its name means comes from anybody's name server:
/// nothing is sent to this machine or its own network unless the configuration names the host.
struct DestinationGuard: Sendable {
    /// A URL that was read, without a look at what its host's name means.
    struct Destination: Hashable, Sendable {
        var url: String
        /// Without brackets.
        var host: String
        var port: Int
        /// Whether the operator named the host in the configuration.
        var isListed: Bool
    }

    /// Why a URL cannot be used; a sentence each.
    enum Refusal: Error, Hashable, CustomStringConvertible {
        case notURL
        case notEncrypted
        case unknownHost(String)
        /// The address is left out on purpose: whoever may set URLs shall not learn the network's layout.
        case privateAddress(String)

        var description: String {
            switch self {
            case .notURL: "An address is a URL such as https://example.org/hook, without user, password or fragment."
            case .notEncrypted: "The address must begin with https."
            case .unknownHost(let host): "The name “\(host)” is not known."
            case .privateAddress(let host):
                "“\(host)” is in a private network; list it in “privateDestinations” of the configuration to allow it."
            }
        }
    }

    /// Hosts, or `host:port`, that may be private and unencrypted.
    let listed: Set<String>

    /// Reads a URL.
    func destination(_ text: String) throws(Refusal) -> Destination {
        guard text.utf8.count <= 2_000, text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
            let url = URL(string: text),
            let scheme = url.scheme?.lowercased(), scheme == "https" || scheme == "http",
            var host = url.host()?.lowercased(), !host.isEmpty, url.user() == nil, url.password() == nil,
            url.fragment() == nil
        else { throw .notURL }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        // A zone of a link-local address.
        guard !host.contains("%") else { throw .notURL }
        let port = url.port ?? (scheme == "https" ? 443 : 80)
        guard (1...65_535).contains(port) else { throw .notURL }
        let isListed = listed.contains(host) || listed.contains("\(host):\(port)")
        guard scheme == "https" || isListed else { throw .notEncrypted }
        if !isListed, let address = InternetAddress(host), !DestinationGuard.isPublic(address) {
            throw .privateAddress(host)
        }
        return Destination(url: text, host: host, port: port, isListed: isListed)
    }

    /// The address to connect to, of those that the host's name stands for. One that is not public spoils them all, since
    /// a name that leads to both is made to slip through.
    func chosen(_ addresses: [InternetAddress], for destination: Destination) throws(Refusal) -> InternetAddress {
        guard let first = addresses.first else { throw .unknownHost(destination.host) }
        guard destination.isListed || addresses.allSatisfy(DestinationGuard.isPublic) else {
            throw .privateAddress(destination.host)
        }
        return first
    }

    /// Whether an address is one of the public Internet, by IANA's registries of special-purpose addresses.
    static func isPublic(_ address: InternetAddress) -> Bool {
        guard !address.isBogon else { return false }
        switch address {
        // 192.88.99.0/24 led to 6to4 relays (RFC 7526).
        case .v4(let bits): return bits >> 8 != 0xc0_5863
        case .v6(let bits):
            // Addresses that carry one of version 4: NAT64 (RFC 6052) and 6to4 (RFC 3056).
            if bits >> 32 == UInt128(0x0064_ff9b) << 64 { return isPublic(.v4(UInt32(truncatingIfNeeded: bits))) }
            if bits >> 112 == 0x2002 { return isPublic(.v4(UInt32(truncatingIfNeeded: bits >> 80))) }
            // Unicast is 2000::/3; all else is loopback, local, multicast or mapped.
            guard bits >> 125 == 1 else { return false }
            // 2001::/23 are protocols (Teredo among them), 3fff::/20 documentation.
            return bits >> 105 != UInt128(0x2001) << 7 && bits >> 108 != 0x3fff0
        }
    }
}
