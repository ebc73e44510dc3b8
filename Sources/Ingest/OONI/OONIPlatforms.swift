import Gazetteer
import ObservatoryModel

/// Which platform an OONI measurement speaks of: by the test for apps, by the host of the target for the web.
///
/// The gazetteer's catalogue decides; a host outside it belongs to no platform, and its measurements are controls.
enum OONIPlatforms {
    /// Circumvention tools are platforms of their own, outside the catalogue: a network that blocks Tor for years must
    /// not read as a network that fails its controls.
    private static let tools: [String: PlatformID] = [
        "tor": "tor", "vanilla_tor": "tor", "torsf": "snowflake", "psiphon": "psiphon", "riseupvpn": "riseupvpn",
        "openvpn": "openvpn", "wireguard": "wireguard", "meek_fronted_requests_test": "meek",
    ].compactMapValues { PlatformID($0) }

    /// The platform of a test with a given target; `nil` for controls.
    static func platform(test: String, target: some StringProtocol) -> PlatformID? {
        PlatformCatalogue.standard.platform(ofOONITest: test) ?? tools[test]
            ?? PlatformCatalogue.standard.platform(ofURL: target)
    }

    /// The host of a URL, or of `host:port` and bare names; without brackets around IPv6; `nil` when there is none.
    static func host(of target: some StringProtocol) -> String? {
        var rest = Substring(target)
        if let colon = rest.utf8.firstIndex(of: UInt8(ascii: ":")), rest[colon...].hasPrefix("://") {
            rest = rest[rest.utf8.index(colon, offsetBy: 3)...]
        }
        rest = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let user = rest.lastIndex(of: "@") { rest = rest[rest.index(after: user)...] }
        if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
            return String(rest[rest.index(after: rest.startIndex)..<end])
        }
        if rest.utf8.count(where: { $0 == UInt8(ascii: ":") }) == 1 { rest = rest.prefix { $0 != ":" } }
        return rest.isEmpty ? nil : String(rest)
    }
}
