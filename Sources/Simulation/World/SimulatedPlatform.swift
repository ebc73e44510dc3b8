package import ObservatoryModel

/// A platform as probes of a simulated world see it. Addresses are of the documentation ranges (RFC 5737, RFC 3849).
package struct SimulatedPlatform: Sendable {
    package var id: PlatformID
    /// The host that probes measure, and the SNI they send.
    package var host: String
    package var address: String
    package var address6: String
    /// An unblocked host on the platform's own hosting.
    package var sibling: String
    /// Whether it offers QUIC.
    package var quic: Bool

    init(_ id: String, host: String, number: Int, sibling: String, quic: Bool = true) {
        guard let platform = PlatformID(id) else { preconditionFailure("\(id) is no platform id") }
        self.id = platform
        self.host = host
        self.sibling = sibling
        self.quic = quic
        address = "198.51.100.\(number)"
        address6 = "2001:db8:51::\(number)"
    }

    /// The URL that sessions state.
    package var url: String { "https://\(host)/" }

    /// The platforms that worlds draw from, most used first.
    package static let catalogue: [SimulatedPlatform] = [
        SimulatedPlatform("x", host: "x.com", number: 11, sibling: "https://sibling-x.example/", quic: false),
        SimulatedPlatform("facebook", host: "www.facebook.com", number: 21, sibling: "https://sibling-meta.example/"),
        SimulatedPlatform("instagram", host: "www.instagram.com", number: 22, sibling: "https://sibling-meta.example/"),
        SimulatedPlatform("youtube", host: "www.youtube.com", number: 31, sibling: "https://sibling-google.example/"),
        SimulatedPlatform("tiktok", host: "www.tiktok.com", number: 41, sibling: "https://sibling-akamai.example/"),
        SimulatedPlatform("whatsapp", host: "web.whatsapp.com", number: 23, sibling: "https://sibling-meta.example/"),
        SimulatedPlatform(
            "telegram", host: "web.telegram.org", number: 51, sibling: "https://sibling-tg.example/", quic: false),
        SimulatedPlatform(
            "wikipedia", host: "en.wikipedia.org", number: 61, sibling: "https://sibling-wm.example/", quic: false),
    ]
}
