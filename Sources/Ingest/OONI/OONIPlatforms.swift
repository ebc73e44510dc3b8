import ObservatoryModel

/// Which platform an OONI measurement speaks of: by the test for apps, by the host of the target for the web.
///
/// The ids are those of the gazetteer's catalogue. A host that is not here belongs to no platform; its measurements
/// are controls.
enum OONIPlatforms {
    /// Tests of one service. Circumvention tools are platforms of their own: a network that blocks Tor for years must
    /// not read as a network that fails its controls.
    private static let tests: [String: String] = [
        "telegram": "telegram", "whatsapp": "whatsapp", "facebook_messenger": "messenger", "signal": "signal",
        "tor": "tor", "vanilla_tor": "tor", "torsf": "snowflake", "psiphon": "psiphon", "riseupvpn": "riseupvpn",
        "openvpn": "openvpn", "wireguard": "wireguard", "meek_fronted_requests_test": "meek",
    ]

    /// A domain stands for all names below it; the longest that fits wins.
    private static let domains: [String: String] = [
        "facebook.com": "facebook", "facebook.net": "facebook", "fb.com": "facebook", "fb.me": "facebook",
        "fbcdn.net": "facebook", "fbsbx.com": "facebook",
        "messenger.com": "messenger", "m.me": "messenger", "edge-chat.facebook.com": "messenger",
        "edge-mqtt.facebook.com": "messenger", "b-graph.facebook.com": "messenger",
        "instagram.com": "instagram", "cdninstagram.com": "instagram", "ig.me": "instagram",
        "x.com": "x", "twitter.com": "x", "t.co": "x", "twimg.com": "x",
        "youtube.com": "youtube", "youtu.be": "youtube", "ytimg.com": "youtube", "googlevideo.com": "youtube",
        "youtube-nocookie.com": "youtube",
        "tiktok.com": "tiktok", "tiktokv.com": "tiktok", "tiktokcdn.com": "tiktok", "tiktokcdn-us.com": "tiktok",
        "ttwstatic.com": "tiktok",
        "whatsapp.com": "whatsapp", "whatsapp.net": "whatsapp", "wa.me": "whatsapp",
        "telegram.org": "telegram", "telegram.me": "telegram", "telegram.dog": "telegram", "t.me": "telegram",
        "telesco.pe": "telegram", "cdn-telegram.org": "telegram",
        "signal.org": "signal", "whispersystems.org": "signal", "signal.group": "signal", "signal.me": "signal",
        "wikipedia.org": "wikipedia",
        "google.com": "google",
        "torproject.org": "tor", "psiphon.ca": "psiphon",
    ]

    private static let byTest = tests.compactMapValues { PlatformID($0) }
    private static let byDomain = domains.compactMapValues { PlatformID($0) }

    /// The platform of a test with a given target; `nil` for controls.
    static func platform(test: String, target: some StringProtocol) -> PlatformID? {
        if let platform = byTest[test] { return platform }
        guard let host = host(of: target) else { return nil }
        return platform(host: host)
    }

    /// The platform of a host name, in any case, with or without a last dot.
    static func platform(host: some StringProtocol) -> PlatformID? {
        var name = Substring(host.lowercased())
        if name.hasSuffix(".") { name.removeLast() }
        while true {
            if let platform = byDomain[String(name)] { return platform }
            guard let dot = name.firstIndex(of: ".") else { return nil }
            name = name[name.index(after: dot)...]
        }
    }

    /// The host of a URL, or of `host:port` and bare names; without brackets around IPv6; `nil` when there is none.
    static func host(of target: some StringProtocol) -> String? {
        var rest = Substring(target)
        if let scheme = rest.range(ofTarget: "://") { rest = rest[scheme.upperBound...] }
        rest = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let user = rest.lastIndex(of: "@") { rest = rest[rest.index(after: user)...] }
        if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
            return String(rest[rest.index(after: rest.startIndex)..<end])
        }
        if rest.count(where: { $0 == ":" }) == 1 { rest = rest.prefix { $0 != ":" } }
        return rest.isEmpty ? nil : String(rest)
    }
}

extension Substring {
    /// The first place of a short text; the standard library without Foundation has `firstRange(of:)` in `_StringProcessing` only.
    fileprivate func range(ofTarget text: String) -> Range<Index>? { firstRange(of: text) }
}
