/// The frames that Initial packets carry (RFC 9000 §12.4, §19).
package enum QUICFrame: Hashable, Sendable {
    case ping
    /// Acknowledges packets; ranges are read over, not kept.
    case acknowledgement(largest: UInt64)
    case crypto(offset: UInt64, data: [UInt8])
    /// The peer gives up; a TLS alert is 0x0100 + its code.
    case connectionClose(errorCode: UInt64, reason: String)

    /// Reads all frames of an unprotected payload; padding is left out, a frame that no Initial may carry is `unexpected`.
    package static func reading(_ payload: [UInt8]) throws(HandshakeDecodingError) -> [QUICFrame] {
        var reader = HandshakeReader(payload[...])
        var frames: [QUICFrame] = []
        while reader.left > 0 {
            let type = try reader.variableLengthInteger("QUIC frame type")
            switch type {
            case 0: break
            case 1: frames.append(.ping)
            case 2, 3:
                let largest = try reader.variableLengthInteger("ACK largest")
                _ = try reader.variableLengthInteger("ACK delay")
                let ranges = try reader.variableLengthInteger("ACK range count")
                _ = try reader.variableLengthInteger("ACK first range")
                // Each range takes two bytes at least, so a count beyond the payload cannot be true.
                guard ranges <= UInt64(reader.left) else { throw .unexpected(what: "ACK range count", found: ranges) }
                for _ in 0..<(2 * ranges + (type == 3 ? 3 : 0)) { _ = try reader.variableLengthInteger("ACK range") }
                frames.append(.acknowledgement(largest: largest))
            case 6:
                let offset = try reader.variableLengthInteger("CRYPTO offset")
                let length = try reader.variableLengthInteger("CRYPTO length")
                frames.append(
                    .crypto(offset: offset, data: Array(try reader.take(Int(clamping: length), "CRYPTO data"))))
            case 0x1c:
                let code = try reader.variableLengthInteger("CONNECTION_CLOSE code")
                _ = try reader.variableLengthInteger("CONNECTION_CLOSE frame type")
                let length = try reader.variableLengthInteger("CONNECTION_CLOSE reason length")
                let reason = try reader.take(Int(clamping: length), "CONNECTION_CLOSE reason")
                frames.append(.connectionClose(errorCode: code, reason: String(decoding: reason, as: UTF8.self)))
            default: throw .unexpected(what: "QUIC frame type", found: type)
            }
        }
        return frames
    }

    /// The frame as bytes; an acknowledgement names one packet.
    package func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        switch self {
        case .ping: bytes = [1]
        case .acknowledgement(let largest):
            bytes = [2]
            bytes.append(variableLength: largest)
            bytes += [0, 0, 0]
        case .crypto(let offset, let data):
            bytes = [6]
            bytes.append(variableLength: offset)
            bytes.append(variableLength: UInt64(data.count))
            bytes += data
        case .connectionClose(let code, let reason):
            bytes = [0x1c]
            bytes.append(variableLength: code)
            bytes.append(0)
            bytes.append(variableLength: UInt64(reason.utf8.count))
            bytes += Array(reason.utf8)
        }
        return bytes
    }

    /// The transport parameters that a client which only looks needs to state (RFC 9000 §18.2): its own connection id.
    package static func transportParameters(source: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        // max_idle_timeout 5,000 ms, initial_max_data 65,536, initial_source_connection_id.
        for (id, value) in [(UInt64(1), UInt64(5000)), (4, 65_536)] {
            var body: [UInt8] = []
            body.append(variableLength: value)
            bytes.append(variableLength: id)
            bytes.append(variableLength: UInt64(body.count))
            bytes += body
        }
        bytes.append(variableLength: 0x0f)
        bytes.append(variableLength: UInt64(source.count))
        return bytes + source
    }
}
