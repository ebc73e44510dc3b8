/// Plain words for the mechanisms of DETECTION §6.
package enum MechanismWords {
    /// Every node of the taxonomy, inner ones as well: evidence may support no more than `tls.reset`.
    package static let paths = [
        "dns", "dns.nxdomain", "dns.refused", "dns.servfail", "dns.timeout", "dns.injection", "dns.injection.blockpage",
        "dns.injection.bogon", "dns.injection.other", "tcp", "tcp.reset", "tcp.timeout", "tcp.refused", "ip",
        "ip.unreachable", "ip.prefix_null_route", "tls", "tls.reset", "tls.reset.sni", "tls.reset.other", "tls.timeout",
        "tls.timeout.sni", "tls.timeout.other", "tls.mitm", "tls.mitm.self_signed", "tls.mitm.ca_signed",
        "tls.throttle",
        "tls.throttle.sni", "quic", "quic.timeout", "quic.reset", "http", "http.blockpage", "http.redirect",
        "http.error", "http.geofence", "http.timeout", "http.reset", "http.reset.host", "http.throttle",
        "http.throttle.host",
    ]

    /// The words for a path, for use after a colon; those of the nearest known node above it, or the path itself.
    package static func words(for path: String, in messages: Messages) -> String {
        var node = Substring(path)
        while !node.isEmpty {
            let key = "mechanism.\(node)"
            if messages.has(key) { return messages.text(key) }
            guard let dot = node.lastIndex(of: ".") else { break }
            node = node[..<dot]
        }
        return path
    }
}
