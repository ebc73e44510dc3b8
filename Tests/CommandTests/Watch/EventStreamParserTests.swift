import Testing

@testable import parallax

@Suite struct EventStreamParserTests {
    private let stream = """
        : open
        retry: 5000

        id: 7
        event: revision
        data: {"a":1}

        :

        event:cell\r
        data: one\r
        data:two\r
        \r
        id: 8
        unknown: x
        data

        event: nothing

        data: cut
        """

    private let events: [EventStreamParser.Event] = [
        .init(id: "7", name: "revision", data: "{\"a\":1}"), .init(id: "7", name: "cell", data: "one\ntwo"),
        .init(id: "8", name: "message", data: ""),
    ]

    @Test func `events come out whole wherever the bytes are cut`() throws {
        let bytes = Array(stream.utf8)
        for cut in 0...bytes.count {
            var parser = EventStreamParser()
            let first = try parser.consume(bytes[..<cut])
            let second = try parser.consume(bytes[cut...])
            #expect(first + second == events, "cut at \(cut)")
            #expect(parser.lastID == "8" && parser.retry == 5000)
        }
    }

    @Test func `a line without end is refused`() {
        var parser = EventStreamParser()
        let piece = Array(repeating: UInt8(ascii: "x"), count: 1 << 16)
        #expect(throws: EventStreamParser.TooLong.self) {
            for _ in 0..<32 { _ = try parser.consume(piece) }
        }
    }

    @Test func `data without end is refused`() {
        var parser = EventStreamParser()
        let piece = Array("data: ".utf8) + Array(repeating: UInt8(ascii: "x"), count: 1 << 16) + [10]
        #expect(throws: EventStreamParser.TooLong.self) {
            for _ in 0..<32 { _ = try parser.consume(piece) }
        }
    }

    @Test(arguments: ["id: a\u{0}b", "id: a\rX-Evil: 1", "id: \u{e9}", "id: " + String(repeating: "1", count: 65)])
    func `an id that fits no header is not kept`(_ line: String) throws {
        var parser = EventStreamParser(lastID: "1")
        _ = try parser.consume(Array("\(line)\n\n".utf8))
        #expect(parser.lastID == "1" || parser.lastID == "a")
    }
}
