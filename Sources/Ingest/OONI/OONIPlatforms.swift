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
        platform(test: test) ?? platform(url: target)
    }

    /// The platform of a test that is about one.
    static func platform(test: String) -> PlatformID? {
        // Nearly all measurements are of this test, which is about none.
        if test == "web_connectivity" { return nil }
        return PlatformCatalogue.standard.platform(ofOONITest: test) ?? tools[test]
    }

    /// The platform that a URL, host or `host:port` belongs to.
    static func platform(url: some StringProtocol) -> PlatformID? {
        PlatformCatalogue.standard.platform(ofURL: url)
    }

    /// The host of a URL, or of `host:port` and bare names, as a part of its bytes; empty when there is none.
    static func host(of target: JSONText) -> JSONText {
        var (start, end) = (0, target.count)
        let bytes = target.start
        for index in 0..<max(0, target.count - 2)
        where bytes[index] == UInt8(ascii: ":") && bytes[index + 1] == UInt8(ascii: "/")
            && bytes[index + 2] == UInt8(ascii: "/")
        {
            start = index + 3
            break
        }
        var colons = 0
        var colon = end
        var index = start
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"): end = index
            case UInt8(ascii: "@"): (start, colons, colon) = (index + 1, 0, end)
            case UInt8(ascii: ":"): (colons, colon) = (colons + 1, index)
            default: break
            }
            index += 1
        }
        if start < end, bytes[start] == UInt8(ascii: "[") {
            let inner = start + 1
            while start < end, bytes[start] != UInt8(ascii: "]") { start += 1 }
            return JSONText(start: bytes + inner, count: max(0, start - inner))
        }
        if colons == 1 { end = min(end, colon) }
        return JSONText(start: bytes + start, count: max(0, end - start))
    }
}
