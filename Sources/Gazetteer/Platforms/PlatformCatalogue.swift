package import ObservatoryModel

/// The platforms by id, and which one a host or a test of OONI belongs to.
package struct PlatformCatalogue: Sendable {
    /// In order of id.
    package let all: [Platform]
    private let byID: [PlatformID: Int]
    private let byDomain: [String: PlatformID]
    private let byTest: [String: PlatformID]

    /// The catalogue of this release.
    package static let standard = PlatformCatalogue(builtInPlatforms)

    init(_ platforms: [Platform]) {
        all = platforms.sorted { $0.id < $1.id }
        byID = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.id, $0) })
        byDomain = Dictionary(
            uniqueKeysWithValues: all.flatMap { platform in platform.domains.map { ($0, platform.id) } })
        byTest = Dictionary(
            uniqueKeysWithValues: all.flatMap { platform in platform.ooniTests.map { ($0, platform.id) } })
    }

    /// The platform of an id; `nil` outside the catalogue.
    package subscript(_ id: PlatformID) -> Platform? { byID[id].map { all[$0] } }

    /// The platform that a host belongs to, by the longest domain of the catalogue that it equals or lies under.
    ///
    /// Takes any case, and a final dot. An address belongs to no platform.
    package func platform(ofHost host: some StringProtocol) -> PlatformID? {
        var rest = Substring(host.lowercased())
        if rest.hasSuffix(".") { rest.removeLast() }
        while true {
            if let id = byDomain[String(rest)] { return id }
            guard let dot = rest.firstIndex(of: ".") else { return nil }
            rest = rest[rest.index(after: dot)...]
        }
    }

    /// The platform that a URL leads to, or a bare `host`, `host:port` or `host/path`; `nil` when it is none of ours.
    package func platform(ofURL url: some StringProtocol) -> PlatformID? {
        var rest = Substring(url)
        if let scheme = rest.utf8.firstRange(of: "://".utf8) {
            rest = rest[scheme.upperBound...]
        }
        rest = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let at = rest.lastIndex(of: "@") {
            rest = rest[rest.index(after: at)...]
        }
        guard !rest.hasPrefix("[") else { return nil }
        return platform(ofHost: rest.prefix { $0 != ":" })
    }

    /// The platform that a test of OONI is about (`whatsapp`); `nil` for `web_connectivity` and all that take an input.
    package func platform(ofOONITest test: String) -> PlatformID? { byTest[test] }
}

extension Substring.UTF8View {
    /// The first place where the bytes of `pattern` stand.
    fileprivate func firstRange(of pattern: String.UTF8View) -> Range<Index>? {
        var start = startIndex
        while start != endIndex {
            if self[start...].starts(with: pattern) {
                return start..<index(start, offsetBy: pattern.count)
            }
            start = index(after: start)
        }
        return nil
    }
}
