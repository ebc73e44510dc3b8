package import ObservatoryModel

/// Reads the native stream (CONTRACT §1) into records, one line after another.
///
/// Strict about what it knows, silent about keys it does not. Texts that come again and again (probes, targets,
/// addresses, platforms) are remembered, so that most of a session costs no allocation. Not for two threads at once.
package struct NativeParser: ~Copyable {
    let index = StructuralIndex()
    let texts = TextCache<String>(slots: 8192)
    let textLists = TextCache<[String]>(slots: 4096)
    let platforms = TextCache<PlatformID>(slots: 256)
    let regions = TextCache<RegionCode>(slots: 512)

    package init() {}

    /// Reads one line, without its line feed.
    ///
    /// - Parameters:
    ///   - line: The bytes; borrowed, and copied into the record where they matter.
    ///   - received: When given, the moment at which the line came in: it replaces what the line says of itself.
    /// - Returns: The record. `at` is never later than `received`.
    package mutating func parse(
        _ line: UnsafeRawBufferPointer, received: Timestamp? = nil
    ) throws(RecordFault) -> Record {
        var cursor = try index.cursor(over: line)
        let kind = try leadingKind(&cursor)
        let record: Record
        switch kind {
        case "session": record = .session(try session(&cursor, received))
        case "ooni": record = .ooni(try ooni(&cursor, received))
        case "signal": record = .signal(try signal(&cursor, received))
        case "report": record = .report(try report(&cursor, received))
        case "reports": record = .reports(try reportCount(&cursor, received))
        case "heartbeat": record = .heartbeat(try heartbeat(&cursor, received))
        case "calendar": record = .calendar(try calendar(&cursor, received))
        case "network": record = .network(try network(&cursor, received))
        default: throw .unknownKind(String(kind.raw.prefix(40)))
        }
        try cursor.finish()
        return record
    }

    /// Finds `kind` and puts the cursor back to the object's first key.
    private func leadingKind(_ cursor: inout JSONCursor) throws(RecordFault) -> JSONText {
        try cursor.enterObject()
        let start = cursor.next
        defer { cursor.next = start }
        var first = true
        while let key = try cursor.nextKey(&first) {
            if key == "kind" {
                guard cursor.byte == UInt8(ascii: "\"") else { throw cursor.fault("kind", "a string") }
                return try cursor.string()
            }
            try cursor.skipChecked()
        }
        throw .missing("kind")
    }

    // MARK: Values that come again

    /// A text that is likely to come again.
    @inline(__always)
    func remembered(
        _ cursor: inout JSONCursor, _ field: StaticString, atMost limit: Int = 4096
    ) throws(RecordFault) -> String {
        let text = try cursor.text(field, atMost: limit)
        return try texts.value(of: text.bytes) { bytes throws(RecordFault) in
            try JSONText(start: bytes.baseAddress!, count: bytes.count).decoded()
        }
    }

    /// A text of its own, such as an id.
    @inline(__always)
    func unique(
        _ cursor: inout JSONCursor, _ field: StaticString, atMost limit: Int = 256
    ) throws(RecordFault) -> String {
        try cursor.text(field, atMost: limit).decoded()
    }

    @inline(__always)
    func platform(_ cursor: inout JSONCursor) throws(RecordFault) -> PlatformID {
        let before = cursor.next
        let text = try cursor.text("platform")
        do {
            return try platforms.value(of: text.bytes) { bytes throws(RecordFault) in
                guard let platform = PlatformID(String(decoding: bytes, as: UTF8.self)) else {
                    throw RecordFault.missing("platform")
                }
                return platform
            }
        } catch {
            cursor.next = before
            throw cursor.fault("platform", "1 to 64 of a-z 0-9 . -")
        }
    }

    @inline(__always)
    func region(_ cursor: inout JSONCursor) throws(RecordFault) -> RegionCode? {
        if try cursor.absent() { return nil }
        let before = cursor.next
        let text = try cursor.text("region")
        do {
            return try regions.value(of: text.bytes) { bytes throws(RecordFault) in
                guard let region = RegionCode(String(decoding: bytes, as: UTF8.self)) else {
                    throw RecordFault.missing("region")
                }
                return region
            }
        } catch {
            cursor.next = before
            throw cursor.fault("region", "an ISO 3166-2 code such as “PK-SD”")
        }
    }

    @inline(__always)
    func asn(_ cursor: inout JSONCursor) throws(RecordFault) -> ASN {
        ASN(UInt32(try cursor.integer("asn", 0...4_294_967_295)))
    }

    /// A list of short strings, remembered as a whole.
    @inline(__always)
    func strings(_ cursor: inout JSONCursor, _ field: StaticString) throws(RecordFault) -> [String] {
        if try cursor.null() { return [] }
        guard cursor.byte == UInt8(ascii: "[") else { throw cursor.fault(field, "a list of strings") }
        let start = cursor.offset
        var end = cursor
        try end.skip()
        let last = Int(end.marks[end.next - 1]) + 1
        let raw = UnsafeBufferPointer(start: cursor.base + start, count: last - start)
        let list = try textLists.value(of: raw) { _ throws(RecordFault) in
            var list: [String] = []
            var inner = cursor
            try inner.enterArray()
            var first = true
            while try inner.nextElement(&first) {
                guard list.count < 256 else {
                    throw .field(field.description, needs: "at most 256 strings", found: "more")
                }
                list.append(try inner.text(field, atMost: 1024).decoded())
            }
            return list
        }
        cursor = end
        return list
    }

    /// A failure string; `null` or an empty one for none.
    @inline(__always)
    func failure(_ cursor: inout JSONCursor) throws(RecordFault) -> Failure? {
        if try cursor.absent() { return nil }
        let text = try cursor.text("failure", atMost: 1024)
        if text.isEscaped { return Failure(try text.decoded()) }
        return Failure(utf8: text.bytes)
    }

    /// A text; `null` and an empty one are absent.
    @inline(__always)
    func optionalText(
        _ cursor: inout JSONCursor, _ field: StaticString, atMost limit: Int = 4096
    ) throws(RecordFault) -> String? {
        if try cursor.absent() { return nil }
        return try remembered(&cursor, field, atMost: limit)
    }
}

/// The moments that nearly every record has, put in order: `at` is never later than `received`.
struct Moments {
    var at: Timestamp?
    var received: Timestamp?

    /// - Throws: `missing` when the record does not say what it must.
    @inline(__always)
    func settled(_ override: Timestamp?) throws(RecordFault) -> (at: Timestamp, received: Timestamp) {
        guard let at else { throw .missing("at") }
        guard let received = override ?? received else { throw .missing("received") }
        return (min(at, received), received)
    }
}
