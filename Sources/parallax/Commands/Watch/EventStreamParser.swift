/// Server-sent events out of bytes as they come (WHATWG HTML §9.2), with bounds for what a server may send.
struct EventStreamParser: Sendable {
    /// One event.
    struct Event: Hashable, Sendable {
        /// The newest id that the stream gave; `nil` before the first.
        var id: String?
        /// `message` when the stream names none.
        var name: String
        var data: String
    }

    /// A line or an event that is longer than any that an observatory sends.
    struct TooLong: Error {}

    /// Bytes of one event at most.
    private static let bound = 1 << 20

    private var line: [UInt8] = []
    private var endedWithReturn = false
    private var name = ""
    private var data = ""
    private var hasData = false
    /// The id of the last event, for `Last-Event-ID`.
    private(set) var lastID: String?
    /// What the server asks to wait before coming back, in milliseconds.
    private(set) var retry: Int?

    /// - Parameter lastID: What an earlier stream ended with.
    init(lastID: String? = nil) {
        self.lastID = lastID
    }

    /// The events that are whole with these bytes.
    mutating func consume(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            if byte == 10, endedWithReturn {
                endedWithReturn = false
                continue
            }
            endedWithReturn = byte == 13
            guard byte == 10 || byte == 13 else {
                line.append(byte)
                guard line.count <= EventStreamParser.bound else { throw TooLong() }
                continue
            }
            if let event = try endLine() { events.append(event) }
        }
        return events
    }

    private mutating func endLine() throws(TooLong) -> Event? {
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else { return endEvent() }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        let field = String(decoding: line[..<colon], as: UTF8.self)
        var value = line[min(colon + 1, line.endIndex)...]
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        let text = String(decoding: value, as: UTF8.self)
        switch field {
        case "event": name = text
        case "data":
            guard data.utf8.count + text.utf8.count <= EventStreamParser.bound else { throw TooLong() }
            data += hasData ? "\n" + text : text
            hasData = true
        // An id goes back in a header, where nothing but visible letters belongs.
        case "id" where text.utf8.count <= 64 && text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }): lastID = text
        case "retry": retry = Int(text) ?? retry
        default: break
        }
        return nil
    }

    private mutating func endEvent() -> Event? {
        defer { (name, data, hasData) = ("", "", false) }
        guard hasData else { return nil }
        return Event(id: lastID, name: name.isEmpty ? "message" : name, data: data)
    }
}
