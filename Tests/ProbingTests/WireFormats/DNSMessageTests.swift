import ObservatoryModel
import Testing
import WireFormats

@Suite struct `DNS messages` {
    /// An answer for www.example.com with a CNAME and compressed names, laid out by hand after RFC 1035 §4.
    static let golden: [UInt8] =
        [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 2, 0, 0, 0, 0]
        + [3] + Array("www".utf8) + [7] + Array("example".utf8) + [3] + Array("com".utf8) + [0] + [0, 1, 0, 1]
        // www.example.com CNAME web.example.com (pointer to byte 16, "example")
        + [0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 6, 3] + Array("web".utf8) + [0xc0, 16]
        // web.example.com (pointer to the CNAME's data at byte 45) A 192.0.2.7
        + [0xc0, 45, 0, 1, 0, 1, 0, 0, 1, 44, 0, 4, 192, 0, 2, 7]

    @Test func `an answer with compressed names is read`() throws {
        let message = try DNSMessage(decoding: Self.golden)
        #expect(message.id == 0x1234)
        #expect(message.isResponse && message.recursionAvailable && message.rcode == 0)
        #expect(message.questions.map(\.name.description) == ["www.example.com"])
        #expect(message.answers.map(\.name.description) == ["www.example.com", "web.example.com"])
        #expect(message.answers[0].data == .name(try #require(DNSName("web.example.com"))))
        #expect(message.addresses.map(\.description) == ["192.0.2.7"])
        #expect(message.answers[1].timeToLive == 300)
    }

    @Test func `what is written is what was golden`() throws {
        #expect(try DNSMessage(decoding: Self.golden).encoded() == Self.golden)
    }

    @Test func `a message cut at any byte throws`() {
        for length in 0..<Self.golden.count {
            #expect(throws: DNSDecodingError.self, "cut after \(length) bytes") {
                try DNSMessage(decoding: Array(Self.golden[..<length]))
            }
        }
    }

    @Test func `a message with any byte changed is read or refused, and never traps`() {
        for index in Self.golden.indices {
            for value in UInt8.min...UInt8.max {
                var bytes = Self.golden
                bytes[index] = value
                _ = try? DNSMessage(decoding: bytes)
            }
        }
    }

    @Test func `a pointer to itself is refused`() {
        let bytes: [UInt8] = [0, 1, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 1, 0, 1]
        #expect(throws: DNSDecodingError.forwardPointer(offset: 12, target: 12)) { try DNSMessage(decoding: bytes) }
    }

    @Test func `a chain of pointers is cut off`() {
        // An opaque record holds 200 pointers, each to the one before; the next record's name is the last of them.
        var data: [UInt8] = [0]
        var last = 12 + 11
        for index in 0..<200 {
            data += [0xc0 | UInt8(last >> 8), UInt8(last & 0xff)]
            last = 12 + 11 + 1 + index * 2
        }
        var bytes: [UInt8] = [0, 1, 0x80, 0, 0, 0, 0, 2, 0, 0, 0, 0]
        bytes += [0, 0, 99, 0, 1, 0, 0, 0, 0, UInt8(data.count >> 8), UInt8(data.count & 0xff)] + data
        let name = bytes.count
        bytes += [0xc0 | UInt8(last >> 8), UInt8(last & 0xff), 0, 99, 0, 1, 0, 0, 0, 0, 0, 0]
        #expect(throws: DNSDecodingError.tooManyPointers(offset: name)) { try DNSMessage(decoding: bytes) }
    }

    @Test func `a name of more than 255 bytes is refused`() {
        var bytes: [UInt8] = [0, 1, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        for _ in 0..<5 { bytes += [63] + [UInt8](repeating: 97, count: 63) }
        bytes += [0, 0, 1, 0, 1]
        #expect(throws: DNSDecodingError.longName(offset: 12)) { try DNSMessage(decoding: bytes) }
    }

    @Test func `an A record of five bytes is refused`() {
        var bytes = Self.golden
        bytes[bytes.count - 5] = 3
        #expect(throws: DNSDecodingError.self) { try DNSMessage(decoding: bytes) }
    }

    @Test func `names compare without regard to case`() throws {
        #expect(try #require(DNSName("WWW.Example.COM")) == #require(DNSName("www.example.com.")))
        #expect(DNSName("a..b") == nil)
        #expect(DNSName(String(repeating: "a", count: 64)) == nil)
        #expect(DNSName(#"a\.b.c"#)?.labels.count == 2)
        #expect(DNSName(#"a\.b.\007"#)?.description == #"a\.b.\007"#)
    }

    @Test func `only an answer to the question counts as one`() throws {
        let query = DNSMessage.query(id: 7, name: try #require(DNSName("x.com")), type: .a)
        #expect(query.response().answers(query))
        var wrongID = query.response()
        wrongID.id = 8
        #expect(!wrongID.answers(query))
        var otherName = query.response()
        otherName.questions[0].name = try #require(DNSName("y.com"))
        #expect(!otherName.answers(query))
        #expect(!query.answers(query))
    }
}
