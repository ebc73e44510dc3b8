import ObservatoryModel
import Testing
import WireFormats

@Suite struct `ClientHello messages` {
    static let hello = ClientHello(
        random: (0..<32).map { UInt8($0) }, sessionID: [9, 9], cipherSuites: [0x1301, 0xc02f],
        extensions: [.serverName("x.com"), .protocols(["h2", "http/1.1"])])

    @Test func `the name and the protocols survive a round trip`() throws {
        let read = try ClientHello(decoding: Self.hello.encoded()[...])
        #expect(read == Self.hello)
        #expect(read.serverName == "x.com")
        #expect(read.protocols == ["h2", "http/1.1"])
    }

    @Test func `a message cut at any byte throws`() {
        let bytes = Self.hello.encoded()
        for length in 0..<bytes.count {
            #expect(throws: HandshakeDecodingError.self, "cut after \(length) bytes") {
                try ClientHello(decoding: bytes[..<length])
            }
        }
    }

    @Test func `a message with any byte changed never traps`() {
        let bytes = Self.hello.encoded()
        for index in bytes.indices {
            for value in UInt8.min...UInt8.max {
                var changed = bytes
                changed[index] = value
                let read = try? ClientHello(decoding: changed[...])
                _ = read?.serverName
                _ = read?.protocols
            }
        }
    }

    @Test func `a stream is incomplete until its last byte, in one record or in many`() throws {
        let whole = Self.hello.encodedRecord()
        for length in 0..<whole.count {
            #expect(ClientHello.reading(stream: Array(whole[..<length])) == .incomplete)
        }
        #expect(ClientHello.reading(stream: whole) == .hello(Self.hello))
        // Cut over several records, so that no record holds the whole name.
        var cut: [UInt8] = []
        for byte in Self.hello.encoded() { cut += [22, 3, 1, 0, 1, byte] }
        #expect(ClientHello.reading(stream: cut) == .hello(Self.hello))
    }

    @Test func `plain HTTP and a server's first message are something else`() {
        #expect(ClientHello.reading(stream: Array("GET / HTTP/1.1".utf8)) == .other)
        #expect(ClientHello.reading(stream: [22, 3, 3, 0, 4, 2, 0, 0, 0]) == .other)
        #expect(ClientHello.reading(stream: [22, 3, 3, 0, 4, 1, 255, 255, 255]) == .other)
    }

    @Test func `alerts map to OONI's strings`() {
        #expect(TLSAlert(code: 40).failure == .tlsFailedHandshake)
        #expect(TLSAlert(code: 45).failure == .tlsInvalidCertificate)
        #expect(TLSAlert(code: 48).failure == .tlsUnknownAuthority)
        #expect(TLSAlert.unrecognizedName.failure == .tlsInvalidHostname)
        #expect(TLSAlert(quicErrorCode: 0x0128) == TLSAlert(code: 40))
        #expect(TLSAlert(quicErrorCode: 0x0a) == nil)
    }
}
