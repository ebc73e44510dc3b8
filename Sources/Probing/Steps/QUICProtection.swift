import Crypto
import CryptoExtras
package import WireFormats

/// The protection of Initial packets of QUIC version 1, whose keys anyone on the path can derive (RFC 9001 §5).
package struct QUICProtection: Sendable {
    /// Which side sends.
    package enum Side: String, Sendable {
        case client, server
    }

    private let key: SymmetricKey
    private let iv: [UInt8]
    private let headerKey: SymmetricKey

    /// - Parameter connection: The destination connection id of the client's first packet.
    package init(connection: [UInt8], side: Side) {
        let initial = HKDF<SHA256>.extract(inputKeyMaterial: SymmetricKey(data: connection), salt: Self.salt)
        let secret = Self.expand(SymmetricKey(data: initial), "\(side.rawValue) in", 32)
        key = Self.expand(secret, "quic key", 16)
        iv = Self.expand(secret, "quic iv", 12).withUnsafeBytes { Array($0) }
        headerKey = Self.expand(secret, "quic hp", 16)
    }

    /// Why a packet could not be opened or sealed.
    package enum Failed: Error {
        /// The bytes are no Initial packet.
        case layout(HandshakeDecodingError)
        /// The tag does not fit: another key, or a changed packet.
        case notAuthentic
    }

    /// Encrypts the payload and masks the header.
    package func seal(_ packet: QUICInitial) throws(Failed) -> [UInt8] {
        let header = packet.encodedHeader()
        do {
            let box = try AES.GCM.seal(
                packet.payload, using: key, nonce: AES.GCM.Nonce(data: nonce(packet.number)), authenticating: header)
            var bytes = header + box.ciphertext + box.tag
            let offset = header.count - 4
            let mask = try mask(Array(bytes[offset + 4..<offset + 20]))
            bytes[0] ^= mask[0] & 0x0f
            for index in 0..<4 { bytes[offset + index] ^= mask[index + 1] }
            return bytes
        } catch {
            throw .notAuthentic
        }
    }

    /// Unmasks the header of the first packet of a datagram and decrypts its payload.
    package func open(_ datagram: [UInt8]) throws(Failed) -> QUICInitial {
        let layout: QUICInitialLayout
        do { layout = try QUICInitialLayout(decoding: datagram) } catch { throw .layout(error) }
        do {
            let offset = layout.numberOffset
            let mask = try mask(Array(datagram[offset + 4..<offset + 20]))
            var header = Array(datagram[..<offset])
            header[0] ^= mask[0] & 0x0f
            let length = Int(header[0] & 3) + 1
            var number: UInt32 = 0
            for index in 0..<length {
                let byte = datagram[offset + index] ^ mask[index + 1]
                header.append(byte)
                number = number << 8 | UInt32(byte)
            }
            let body = datagram[(offset + length)..<layout.end]
            guard body.count > QUICInitial.tagLength else { throw Failed.notAuthentic }
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: nonce(number)), ciphertext: body.dropLast(QUICInitial.tagLength),
                tag: body.suffix(QUICInitial.tagLength))
            let payload = try AES.GCM.open(box, using: key, authenticating: header)
            return QUICInitial(
                destination: layout.destination, source: layout.source, token: layout.token, number: number,
                payload: Array(payload))
        } catch {
            throw .notAuthentic
        }
    }

    private func nonce(_ number: UInt32) -> [UInt8] {
        var nonce = iv
        for index in 0..<4 { nonce[11 - index] ^= UInt8(truncatingIfNeeded: number >> (8 * UInt32(index))) }
        return nonce
    }

    private func mask(_ sample: [UInt8]) throws -> [UInt8] {
        var block = sample
        try AES.permute(&block, key: headerKey)
        return block
    }

    /// HKDF-Expand-Label with an empty context (RFC 8446 §7.1).
    private static func expand(_ secret: SymmetricKey, _ label: String, _ length: Int) -> SymmetricKey {
        let name = Array("tls13 \(label)".utf8)
        let info = [UInt8(length >> 8), UInt8(length & 0xff), UInt8(name.count)] + name + [0]
        return HKDF<SHA256>.expand(pseudoRandomKey: secret, info: info, outputByteCount: length)
    }

    /// `initial_salt` of version 1 (RFC 9001 §5.2).
    private static let salt: [UInt8] = [
        0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb,
        0x7f, 0x0a,
    ]
}
