/// An Initial packet of QUIC version 1 before packet protection (RFC 9000 §17.2.2).
package struct QUICInitial: Hashable, Sendable {
    package var destination: [UInt8]
    package var source: [UInt8]
    package var token: [UInt8]
    /// The packet number; written with 4 bytes, and without reconstruction when read.
    package var number: UInt32
    /// The frames.
    package var payload: [UInt8]

    package init(destination: [UInt8], source: [UInt8], token: [UInt8] = [], number: UInt32, payload: [UInt8]) {
        self.destination = destination
        self.source = source
        self.token = token
        self.number = number
        self.payload = payload
    }

    /// Length of the tag that AEAD appends to the payload (RFC 9001 §5.3).
    package static let tagLength = 16

    /// The unprotected header up to and with the packet number, which is what AEAD authenticates.
    package func encodedHeader() -> [UInt8] {
        var rest: [UInt8] = []
        rest.append(variableLength: UInt64(token.count))
        rest += token
        // A two-byte length keeps the size of the header independent of the payload's.
        rest.append(0x4000 | (4 + payload.count + Self.tagLength), bytes: 2)
        rest.append(number, bytes: 4)
        return QUICLongHeader(
            firstByte: 0xc3, version: .one, destination: destination, source: source, rest: rest
        ).encoded()
    }

    /// Pads the payload so that the protected packet fills a datagram of 1,200 bytes, as a client's must (RFC 9000 §14.1).
    package func padded(to size: Int = 1200) -> QUICInitial {
        var result = self
        let length = encodedHeader().count + payload.count + Self.tagLength
        if length < size { result.payload += [UInt8](repeating: 0, count: size - length) }
        return result
    }
}

/// Where the parts of a protected Initial packet are within a datagram.
package struct QUICInitialLayout: Hashable, Sendable {
    package var destination: [UInt8]
    package var source: [UInt8]
    package var token: [UInt8]
    /// Offset of the protected packet number.
    package var numberOffset: Int
    /// Offset of the first byte after the packet; another packet may follow in the same datagram.
    package var end: Int

    /// Reads the first packet of a datagram that anyone may have sent; other packet types and versions are `unexpected`.
    package init(decoding datagram: [UInt8]) throws(HandshakeDecodingError) {
        let header = try QUICLongHeader(decoding: datagram)
        guard header.version == .one else {
            throw .unexpected(what: "QUIC version", found: UInt64(header.version.number))
        }
        guard header.firstByte & 0x70 == 0x40 else {
            throw .unexpected(what: "QUIC packet type", found: UInt64(header.firstByte >> 4 & 3))
        }
        guard header.destination.count <= 20, header.source.count <= 20 else {
            throw .unexpected(
                what: "QUIC connection id length", found: UInt64(max(header.destination.count, header.source.count)))
        }
        var reader = HandshakeReader(header.rest[...])
        let tokenLength = try reader.variableLengthInteger("QUIC token length")
        token = Array(try reader.take(Int(clamping: tokenLength), "QUIC token"))
        let length = try reader.variableLengthInteger("QUIC packet length")
        let before = datagram.count - header.rest.count + reader.offset
        let body = try reader.take(Int(clamping: length), "QUIC packet")
        // Header protection samples 16 bytes from the fourth after the packet number's first (RFC 9001 §5.4.2).
        guard body.count >= 20 else { throw .truncated(what: "QUIC packet", needs: 20, left: body.count) }
        destination = header.destination
        source = header.source
        numberOffset = before
        end = before + body.count
    }
}

extension [UInt8] {
    /// Appends a QUIC variable-length integer (RFC 9000 §16).
    ///
    /// - Precondition: the value is below 2^62.
    mutating func append(variableLength value: UInt64) {
        precondition(value < 1 << 62, "a QUIC integer has at most 62 bits")
        switch value {
        case ..<(1 << 6): append(UInt8(value))
        case ..<(1 << 14): append(value | 1 << 14, bytes: 2)
        case ..<(1 << 30): append(value | 2 << 30, bytes: 4)
        default: append(value | 3 << 62, bytes: 8)
        }
    }
}
