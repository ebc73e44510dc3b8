/// An `http` or `https` URL as far as a measurement needs it: no user, no fragment.
package struct MeasuredURL: Hashable, Sendable, CustomStringConvertible, LosslessStringConvertible {
    /// Whether the connection is TLS.
    package var isSecure: Bool
    /// Lower-case host name, or an address without brackets.
    package var host: String
    /// The port when the URL names one; otherwise the environment's for the scheme.
    package var port: UInt16?
    /// Path and query, beginning with a slash.
    package var path: String

    package init(isSecure: Bool = true, host: String, port: UInt16? = nil, path: String = "/") {
        self.isSecure = isSecure
        self.host = host
        self.port = port
        self.path = path
    }

    /// Reads `https://host[:port][/path]`; `nil` for other schemes, users, fragments, spaces and control characters.
    package init?(_ text: String) {
        let rest: Substring
        if text.hasPrefix("https://") {
            (isSecure, rest) = (true, text.dropFirst(8))
        } else if text.hasPrefix("http://") {
            (isSecure, rest) = (false, text.dropFirst(7))
        } else {
            return nil
        }
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }), !rest.contains("#") else { return nil }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { return nil }
        let tail = rest[authority.endIndex...]
        path = tail.hasPrefix("/") ? String(tail) : "/" + tail
        var hostPart = authority
        var portPart: Substring?
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { return nil }
            hostPart = authority[authority.index(after: authority.startIndex)..<close]
            let after = authority[authority.index(after: close)...]
            guard after.isEmpty || after.hasPrefix(":") else { return nil }
            portPart = after.isEmpty ? nil : after.dropFirst()
        } else if let colon = authority.lastIndex(of: ":") {
            hostPart = authority[..<colon]
            portPart = authority[authority.index(after: colon)...]
        }
        guard !hostPart.isEmpty else { return nil }
        host = hostPart.lowercased()
        if let portPart {
            guard let number = UInt16(portPart), number > 0 else { return nil }
            port = number
        }
    }

    /// The URL that a link on this page leads to; `nil` for links to other schemes and such that are no links.
    package func resolving(_ link: String) -> MeasuredURL? {
        let text = String(link.prefix { $0 != "#" })
        if let absolute = MeasuredURL(text) { return absolute }
        if text.hasPrefix("//") { return MeasuredURL((isSecure ? "https:" : "http:") + text) }
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }),
            !text.prefix(while: { $0 != "/" && $0 != "?" }).contains(":")
        else { return nil }
        if text.hasPrefix("/") { return MeasuredURL(isSecure: isSecure, host: host, port: port, path: text) }
        let folder = path.prefix { $0 != "?" }
        let base = folder[...(folder.lastIndex(of: "/") ?? folder.startIndex)]
        return MeasuredURL(isSecure: isSecure, host: host, port: port, path: base + text)
    }

    package var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return (isSecure ? "https://" : "http://") + name + (port.map { ":\($0)" } ?? "") + path
    }
}
