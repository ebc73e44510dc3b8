extension ClientHello {
    /// What the beginning of a TCP stream says.
    package enum StreamReading: Hashable, Sendable {
        /// It may become a ClientHello; more bytes are needed.
        case incomplete
        case hello(ClientHello)
        /// It is something else.
        case other
    }

    /// Looks for a ClientHello at the beginning of a stream, in one TLS record or cut over several (RFC 8446 §5.1).
    package static func reading(stream bytes: [UInt8]) -> StreamReading {
        var handshake: [UInt8] = []
        var reader = HandshakeReader(bytes[...])
        while true {
            guard let type = try? reader.number(1, "record type") else { return .incomplete }
            guard type == 22 else { return .other }
            guard let version = try? reader.number(2, "record version") else { return .incomplete }
            guard version >> 8 == 3 else { return .other }
            guard let fragment = try? reader.vector(2, "record") else { return .incomplete }
            handshake += fragment
            guard handshake.count >= 4 else { continue }
            guard handshake[0] == 1 else { return .other }
            let length = Int(handshake[1]) << 16 | Int(handshake[2]) << 8 | Int(handshake[3])
            guard length <= 1 << 16 else { return .other }
            if handshake.count >= length + 4 {
                guard let hello = try? ClientHello(decoding: handshake[..<(length + 4)]) else { return .other }
                return .hello(hello)
            }
        }
    }

    /// The message within one TLS record, as a client sends it over TCP.
    ///
    /// - Precondition: the message fits into one record, 16,384 bytes.
    package func encodedRecord() -> [UInt8] {
        let message = encoded()
        precondition(message.count <= 16_384, "a TLS record holds at most 16,384 bytes")
        var record: [UInt8] = [22, 3, 1]
        record.append(vector: message, lengthBytes: 2)
        return record
    }
}
