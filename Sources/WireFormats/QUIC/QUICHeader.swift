/// Versions of QUIC by number.
package struct QUICVersion: Hashable, Sendable {
    package let number: UInt32

    package init(_ number: UInt32) {
        self.number = number
    }

    /// RFC 9000.
    package static let one = QUICVersion(1)
    /// A version of the form that RFC 9000 §15 reserves to exercise negotiation; no server speaks it.
    package static let forcesNegotiation = QUICVersion(0xbaba_baba)
    /// Marks a version negotiation packet (RFC 8999 §6).
    package static let negotiation = QUICVersion(0)
}

/// The header that all QUIC versions share on the packets which open a connection (RFC 8999 §5.1).
package struct QUICLongHeader: Hashable, Sendable {
    package var firstByte: UInt8
    package var version: QUICVersion
    package var destination: [UInt8]
    package var source: [UInt8]
    /// What comes after the connection ids.
    package var rest: [UInt8]

    package init(firstByte: UInt8, version: QUICVersion, destination: [UInt8], source: [UInt8], rest: [UInt8] = []) {
        self.firstByte = firstByte
        self.version = version
        self.destination = destination
        self.source = source
        self.rest = rest
    }

    /// Reads a datagram that anyone may have sent; a packet with a short header is `unexpected`.
    package init(decoding bytes: [UInt8]) throws(HandshakeDecodingError) {
        var reader = HandshakeReader(bytes[...])
        firstByte = UInt8(try reader.number(1, "QUIC header"))
        guard firstByte & 0x80 != 0 else { throw .unexpected(what: "QUIC header form", found: 0) }
        version = QUICVersion(UInt32(try reader.number(4, "QUIC version")))
        destination = Array(try reader.vector(1, "QUIC destination connection id"))
        source = Array(try reader.vector(1, "QUIC source connection id"))
        rest = Array(try reader.take(reader.left, "QUIC packet"))
    }

    package func encoded() -> [UInt8] {
        var bytes = [firstByte]
        bytes.append(version.number, bytes: 4)
        bytes.append(vector: destination, lengthBytes: 1)
        bytes.append(vector: source, lengthBytes: 1)
        return bytes + rest
    }

    /// The versions that a server offers; `nil` unless this is a version negotiation packet with at least one.
    package var offeredVersions: [QUICVersion]? {
        guard version == .negotiation, rest.count >= 4, rest.count % 4 == 0 else { return nil }
        return stride(from: 0, to: rest.count, by: 4).map { index in
            QUICVersion(rest[index..<index + 4].reduce(0) { $0 << 8 | UInt32($1) })
        }
    }

    /// What a server answers to a version that it does not speak: the ids swapped, and those that it does.
    package func negotiation(offering versions: [QUICVersion]) -> QUICLongHeader {
        var list: [UInt8] = []
        for version in versions { list.append(version.number, bytes: 4) }
        return QUICLongHeader(
            firstByte: 0x80, version: .negotiation, destination: source, source: destination, rest: list)
    }

    /// A datagram of 1,200 bytes that any QUIC server answers with version negotiation; it names no host.
    ///
    /// - Parameter random: At least 1,200 bytes; they fill the ids, the packet number and the payload.
    package static func versionProbe(random: [UInt8]) -> QUICLongHeader {
        precondition(random.count >= 1200, "a version probe needs 1,200 random bytes")
        var rest: [UInt8] = [0]
        // First byte, version, two ids of 8 bytes with their lengths, token length and the length field itself.
        let remaining = 1200 - 1 - 4 - 9 - 9 - 1 - 2
        rest.append(0x4000 | remaining, bytes: 2)
        rest += random[16..<16 + remaining]
        return QUICLongHeader(
            firstByte: 0xc3, version: .forcesNegotiation, destination: Array(random[..<8]),
            source: Array(random[8..<16]), rest: rest)
    }
}
