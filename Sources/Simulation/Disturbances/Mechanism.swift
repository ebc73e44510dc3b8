/// How a platform is kept from people: the nodes of OONI's taxonomy that the generator can play (DETECTION §6).
package enum Mechanism: String, Hashable, Sendable, CaseIterable {
    case dnsNXDomain = "dns.nxdomain"
    case dnsRefused = "dns.refused"
    case dnsServfail = "dns.servfail"
    case dnsTimeout = "dns.timeout"
    case dnsBlockpage = "dns.injection.blockpage"
    case dnsBogon = "dns.injection.bogon"
    case dnsOther = "dns.injection.other"
    case tcpReset = "tcp.reset"
    case tcpTimeout = "tcp.timeout"
    case tcpRefused = "tcp.refused"
    case ipUnreachable = "ip.unreachable"
    case ipNullRoute = "ip.prefix_null_route"
    case tlsResetSNI = "tls.reset.sni"
    case tlsResetOther = "tls.reset.other"
    case tlsTimeoutSNI = "tls.timeout.sni"
    case tlsTimeoutOther = "tls.timeout.other"
    case tlsSelfSigned = "tls.mitm.self_signed"
    case tlsCASigned = "tls.mitm.ca_signed"
    case tlsThrottleSNI = "tls.throttle.sni"
    case quicTimeout = "quic.timeout"
    case quicReset = "quic.reset"
    case httpBlockpage = "http.blockpage"
    case httpRedirect = "http.redirect"
    case httpError = "http.error"
    case httpGeofence = "http.geofence"
    case httpTimeout = "http.timeout"
    case httpResetHost = "http.reset.host"
    case httpThrottleHost = "http.throttle.host"

    /// Whether it slows a platform instead of blocking it.
    package var throttles: Bool { self == .tlsThrottleSNI || self == .httpThrottleHost }

    /// Whether it works on UDP 443 alone, so that a client falls back to TCP and the session still works.
    package var spares: Bool { self == .quicTimeout || self == .quicReset }

    /// The ones that block a platform outright for people who use it over HTTPS.
    package static let blocking = allCases.filter { !$0.throttles && !$0.spares && $0 != .httpGeofence }
}
