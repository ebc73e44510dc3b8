/// How the page that the probe got compares with the one that the test helper got (FORMATS §1.4, rule 7).
///
/// The comparison hides block pages that happen to share a header name; OONI's code is followed, not its written text.
struct PageMatch: Hashable, Sendable {
    private(set) var bodyProportion: Double?
    private(set) var bodyLength: Bool?
    private(set) var status: Bool?
    private(set) var headers: Bool?
    private(set) var title: Bool?

    /// Whether it is another page: anything but an equal status and one more thing in common.
    var isDifferent: Bool { !(status == true && (bodyLength == true || headers == true || title == true)) }

    /// - Parameters:
    ///   - response: The row, with the place of its `response`.
    ///   - cursor: A cursor over the text that the row points into.
    init(response: OONIRequest, control: OONIControl, cursor: JSONCursor) {
        var body: [UInt8] = []
        var isTruncated = false
        var names: Set<[UInt8]> = []
        var cursor = cursor
        cursor.next = response.response
        let reader = OONIReader()
        do throws(RecordFault) {
            try cursor.enterObject()
            var first = true
            while let key = try cursor.nextKey(&first) {
                switch key {
                case "body": body = try Self.body(&cursor, reader)
                case "body_is_truncated": isTruncated = try reader.scalar(&cursor).map { $0 == "true" } ?? false
                case "headers": names = try Self.headerNames(&cursor)
                default: try cursor.skip()
                }
            }
        } catch {
            // The text was walked once already, so this cannot fail; an unread response compares as empty.
        }
        if !body.isEmpty, !isTruncated, control.bodyLength > 0 {
            let (left, right) = (Double(body.count), Double(control.bodyLength))
            let proportion = min(left, right) / max(left, right)
            bodyProportion = proportion
            bodyLength = proportion > 0.7
        }
        guard control.status > 0 else { return }
        if response.status == control.status {
            status = true
        } else if control.status / 100 == 2 {
            status = false
        }
        var theirs: Set<[UInt8]> = []
        if control.headers > 0 {
            cursor.next = control.headers
            theirs = (try? Self.headerNames(&cursor)) ?? []
        }
        headers = !names.isDisjoint(with: theirs)
        let controlTitle = control.title.flatMap { try? $0.unescaped() } ?? []
        title = Self.words(Self.title(of: body)) == Self.words(controlTitle[...])
    }

    /// A body as text, or as base64 in an object.
    private static func body(_ cursor: inout JSONCursor, _ reader: OONIReader) throws(RecordFault) -> [UInt8] {
        if cursor.byte == UInt8(ascii: "{") {
            try cursor.enterObject()
            var bytes: [UInt8] = []
            var first = true
            while let key = try cursor.nextKey(&first) {
                if key == "data", let text = try reader.text(&cursor) {
                    bytes = Base64.decoded(try text.unescaped())
                } else if key == "data" {
                    continue
                } else {
                    try cursor.skip()
                }
            }
            return bytes
        }
        guard let text = try reader.text(&cursor) else { return [] }
        return (try? text.unescaped()) ?? []
    }

    /// Lower-case names of headers that not every server sends.
    private static func headerNames(_ cursor: inout JSONCursor) throws(RecordFault) -> Set<[UInt8]> {
        var names: Set<[UInt8]> = []
        guard cursor.byte == UInt8(ascii: "{") else {
            try cursor.skip()
            return names
        }
        try cursor.enterObject()
        var first = true
        while let key = try cursor.nextKey(&first) {
            try cursor.skip()
            names.insert(key.bytes.map(lowercased))
        }
        return names.subtracting(commonHeaders)
    }

    /// The text between the first `<title>` and `</title>`, in any case.
    private static func title(of body: [UInt8]) -> ArraySlice<UInt8> {
        guard let open = body.firstPlace(of: "<title>", from: 0) else { return [] }
        let start = open + 7
        guard let close = body.firstPlace(of: "</title>", from: start) else { return [] }
        return body[start..<close]
    }

    /// The words of five bytes and more, in lower case.
    private static func words(_ text: ArraySlice<UInt8>) -> Set<String> {
        Set(
            text.split(separator: 0x20).filter { $0.count >= 5 }.map {
                String(decoding: $0, as: UTF8.self).lowercased()
            })
    }

    private static let commonHeaders: Set<[UInt8]> = Set(
        [
            "date", "content-type", "server", "cache-control", "vary", "set-cookie", "location", "expires",
            "x-powered-by", "content-encoding", "last-modified", "accept-ranges", "pragma", "x-frame-options", "etag",
            "x-content-type-options", "age", "via", "p3p", "x-xss-protection", "content-language", "cf-ray",
            "strict-transport-security", "link", "x-varnish",
        ].map { Array($0.utf8) })
}

/// ASCII letters in lower case.
@inline(__always)
private func lowercased(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }

extension [UInt8] {
    /// Where a lower-case ASCII text begins, in any case, at or after a place.
    fileprivate func firstPlace(of text: StaticString, from start: Int) -> Int? {
        let length = text.utf8CodeUnitCount
        guard count - start >= length else { return nil }
        for place in start...(count - length) where self[place] == text.utf8Start[0] {
            var matched = 1
            while matched < length, lowercased(self[place + matched]) == text.utf8Start[matched] { matched += 1 }
            if matched == length { return place }
        }
        return nil
    }
}

/// Base64 as it comes in measurements: line breaks inside, padding missing.
enum Base64 {
    /// The bytes as far as the text is base64.
    static func decoded(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count / 4 * 3)
        var bits: UInt32 = 0
        var held = 0
        for byte in text {
            let value: UInt8
            switch byte {
            case 65...90: value = byte - 65
            case 97...122: value = byte - 71
            case 48...57: value = byte + 4
            case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
            case 0x0a, 0x0d, 0x20: continue
            default: return result
            }
            bits = bits << 6 | UInt32(value)
            held += 6
            if held >= 8 {
                held -= 8
                result.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
            }
        }
        return result
    }
}
