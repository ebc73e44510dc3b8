import Probing
import Testing
import WireFormats

@Suite struct `QUIC packet protection` {
    /// The client's destination connection id of RFC 9001, Appendix A.
    static let connection: [UInt8] = [0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08]

    /// The server's Initial packet of RFC 9001, Appendix A.3.
    static let serverInitial = bytes(
        """
        cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554780bb38cc5a99f5ede4c
        f73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84022f8ef4cdd93795d77d06edbb7a
        af2f58891850abbdca3d20398c276456cbc42158407dd074ee
        """)

    static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.filter { !$0.isWhitespace }.map { UInt8($0.hexDigitValue ?? 0) }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    @Test func `the server's packet of the RFC is opened`() throws {
        let packet = try QUICProtection(connection: Self.connection, side: .server).open(Self.serverInitial)
        #expect(packet.number == 1)
        #expect(packet.source == Self.bytes("f067a5502a4262b5"))
        let frames = try QUICFrame.reading(packet.payload)
        #expect(frames.first == .acknowledgement(largest: 0))
        guard case .crypto(offset: 0, let data) = frames.last else {
            Issue.record("no CRYPTO frame")
            return
        }
        // A ServerHello of 86 bytes.
        #expect(data.prefix(6) == [2, 0, 0, 86, 3, 3])
    }

    @Test func `what one side seals the other's key opens, and no other key does`() throws {
        let packet = QUICInitial(
            destination: [1, 2, 3, 4, 5, 6, 7, 8], source: [9, 9], number: 2, payload: QUICFrame.ping.encoded()
        ).padded()
        let sealed = try QUICProtection(connection: [1, 2, 3, 4, 5, 6, 7, 8], side: .client).seal(packet)
        #expect(sealed.count == 1200)
        #expect(try QUICProtection(connection: [1, 2, 3, 4, 5, 6, 7, 8], side: .client).open(sealed) == packet)
        #expect(throws: QUICProtection.Failed.self) {
            try QUICProtection(connection: [1, 2, 3, 4, 5, 6, 7, 9], side: .client).open(sealed)
        }
        #expect(throws: QUICProtection.Failed.self) {
            try QUICProtection(connection: [1, 2, 3, 4, 5, 6, 7, 8], side: .server).open(sealed)
        }
    }

    @Test func `a packet changed or cut at any byte is refused`() throws {
        let protection = QUICProtection(connection: Self.connection, side: .server)
        for index in Self.serverInitial.indices {
            var changed = Self.serverInitial
            changed[index] ^= 0x11
            #expect(throws: QUICProtection.Failed.self, "byte \(index)") { try protection.open(changed) }
            #expect(throws: QUICProtection.Failed.self) { try protection.open(Array(Self.serverInitial[..<index])) }
        }
    }
}
