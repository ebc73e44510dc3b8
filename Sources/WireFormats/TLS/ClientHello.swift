/// The first message of a TLS handshake (RFC 8446 §4.1.2), which names the server in the clear.
package struct ClientHello: Hashable, Sendable {
    /// One extension, its data as it stands.
    package struct Extension: Hashable, Sendable {
        package var type: UInt16
        package var data: [UInt8]

        package init(type: UInt16, data: [UInt8]) {
            self.type = type
            self.data = data
        }
    }

    /// 32 bytes.
    package var random: [UInt8]
    /// At most 32 bytes.
    package var sessionID: [UInt8]
    package var cipherSuites: [UInt16]
    package var extensions: [Extension]

    package init(random: [UInt8], sessionID: [UInt8] = [], cipherSuites: [UInt16], extensions: [Extension]) {
        self.random = random
        self.sessionID = sessionID
        self.cipherSuites = cipherSuites
        self.extensions = extensions
    }

    /// What a TLS 1.3 client says first over QUIC (RFC 9001 §8).
    ///
    /// - Parameters:
    ///   - random: 32 bytes.
    ///   - keyShare: An X25519 public key, 32 bytes.
    ///   - transportParameters: The body of the extension of that name (RFC 9000 §18).
    package static func quic(
        serverName: String, protocols: [String], random: [UInt8], keyShare: [UInt8], transportParameters: [UInt8]
    ) -> ClientHello {
        var share: [UInt8] = []
        share.append(0x001d, bytes: 2)
        share.append(vector: keyShare, lengthBytes: 2)
        var shares: [UInt8] = []
        shares.append(vector: share, lengthBytes: 2)
        return ClientHello(
            random: random, cipherSuites: [0x1301, 0x1302, 0x1303],
            extensions: [
                .serverName(serverName), .protocols(protocols),
                Extension(type: 10, data: [0, 4, 0x00, 0x1d, 0x00, 0x17]),
                Extension(type: 13, data: [0, 16, 4, 3, 8, 4, 4, 1, 5, 3, 8, 5, 5, 1, 8, 6, 6, 1]),
                Extension(type: 43, data: [2, 3, 4]),
                Extension(type: 45, data: [1, 1]),
                Extension(type: 51, data: shares),
                Extension(type: 57, data: transportParameters),
            ])
    }

    /// The host name of the server_name extension (RFC 6066 §3); `nil` when there is none or it cannot be read.
    package var serverName: String? {
        guard let data = extensions.first(where: { $0.type == 0 })?.data else { return nil }
        return try? Self.readServerName(data[...])
    }

    /// The protocols of the ALPN extension (RFC 7301), in order of preference.
    package var protocols: [String] {
        guard let data = extensions.first(where: { $0.type == 16 })?.data else { return [] }
        return (try? Self.readProtocols(data[...])) ?? []
    }

    /// The handshake message: type, length and body, without a record around it.
    ///
    /// - Precondition: `random` has 32 bytes, and every vector fits its length field.
    package func encoded() -> [UInt8] {
        precondition(random.count == 32, "a ClientHello's random has 32 bytes")
        var body: [UInt8] = [3, 3]
        body += random
        body.append(vector: sessionID, lengthBytes: 1)
        var suites: [UInt8] = []
        for suite in cipherSuites { suites.append(suite, bytes: 2) }
        body.append(vector: suites, lengthBytes: 2)
        body += [1, 0]
        var all: [UInt8] = []
        for item in extensions {
            all.append(item.type, bytes: 2)
            all.append(vector: item.data, lengthBytes: 2)
        }
        body.append(vector: all, lengthBytes: 2)
        var message: [UInt8] = [1]
        message.append(vector: body, lengthBytes: 3)
        return message
    }

    /// Reads a handshake message that anyone may have sent.
    package init(decoding bytes: ArraySlice<UInt8>) throws(HandshakeDecodingError) {
        var reader = HandshakeReader(bytes)
        let type = try reader.number(1, "TLS handshake type")
        guard type == 1 else { throw .unexpected(what: "TLS handshake type", found: type) }
        var body = HandshakeReader(try reader.vector(3, "ClientHello"))
        _ = try body.number(2, "ClientHello version")
        random = Array(try body.take(32, "ClientHello random"))
        sessionID = Array(try body.vector(1, "ClientHello session id"))
        var suites = HandshakeReader(try body.vector(2, "ClientHello cipher suites"))
        cipherSuites = []
        while suites.left > 0 { cipherSuites.append(UInt16(try suites.number(2, "cipher suite"))) }
        _ = try body.vector(1, "ClientHello compression methods")
        extensions = []
        guard body.left > 0 else { return }
        var all = HandshakeReader(try body.vector(2, "ClientHello extensions"))
        while all.left > 0 {
            let type = UInt16(try all.number(2, "extension type"))
            extensions.append(Extension(type: type, data: Array(try all.vector(2, "extension data"))))
        }
    }

    private static func readServerName(_ data: ArraySlice<UInt8>) throws(HandshakeDecodingError) -> String? {
        var reader = HandshakeReader(data)
        var list = HandshakeReader(try reader.vector(2, "server name list"))
        while list.left > 0 {
            let type = try list.number(1, "server name type")
            let name = try list.vector(2, "server name")
            if type == 0 { return String(decoding: name, as: UTF8.self) }
        }
        return nil
    }

    private static func readProtocols(_ data: ArraySlice<UInt8>) throws(HandshakeDecodingError) -> [String] {
        var reader = HandshakeReader(data)
        var list = HandshakeReader(try reader.vector(2, "protocol list"))
        var protocols: [String] = []
        while list.left > 0 { protocols.append(String(decoding: try list.vector(1, "protocol"), as: UTF8.self)) }
        return protocols
    }
}

extension ClientHello.Extension {
    /// The extension that names the server.
    package static func serverName(_ name: String) -> Self {
        var entry: [UInt8] = [0]
        entry.append(vector: Array(name.utf8), lengthBytes: 2)
        var data: [UInt8] = []
        data.append(vector: entry, lengthBytes: 2)
        return Self(type: 0, data: data)
    }

    /// The ALPN extension.
    package static func protocols(_ names: [String]) -> Self {
        var list: [UInt8] = []
        for name in names { list.append(vector: Array(name.utf8), lengthBytes: 1) }
        var data: [UInt8] = []
        data.append(vector: list, lengthBytes: 2)
        return Self(type: 16, data: data)
    }
}
