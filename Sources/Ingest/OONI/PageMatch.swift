/// How the page that the probe got compares with the one that the test helper got (FORMATS §1.4, rule 7).
///
/// The comparison hides block pages that happen to share a header name; OONI's code is followed, not its written text.
/// Each part is worked out when it is asked for: the first that matches mostly settles it.
struct PageMatch {
    private let control: OONIControl
    private let cursor: JSONCursor
    private let known: KnownTexts
    private let code: Int64
    /// The marks of the response's parts; 0 for one that is not there.
    private var body = 0
    private var headers = 0
    private var isTruncated = false

    /// Whether it is another page: anything but an equal status and one more thing in common.
    var isDifferent: Bool {
        !(status == true && (bodyLength == true || sharesHeader == true || sharesTitle == true))
    }

    /// - Parameters:
    ///   - response: The row, with the place of its `response`.
    ///   - cursor: A cursor over the text that the row points into.
    init(response: OONIRequest, control: OONIControl, cursor: JSONCursor, known: KnownTexts) {
        self.control = control
        self.cursor = cursor
        self.known = known
        code = response.status
        var cursor = cursor
        cursor.next = response.response
        do throws(RecordFault) {
            try cursor.enterObject()
            var first = true
            while let key = try cursor.nextKey(&first) {
                switch key {
                case "body": body = cursor.next
                case "headers": headers = cursor.next
                case "body_is_truncated": isTruncated = cursor.byte == UInt8(ascii: "t")
                default: break
                }
                try cursor.skip()
            }
        } catch {
            // The text was walked once already, so this cannot fail; an unread response compares as empty.
        }
    }

    /// Equal status: `true`; different: `false` if the helper got a page, else nothing can be said.
    var status: Bool? {
        guard control.status > 0 else { return nil }
        if code == control.status { return true }
        return control.status / 100 == 2 ? false : nil
    }

    /// Whether the shorter body has more than 70 % of the longer one's length.
    var bodyLength: Bool? { bodyProportion.map { $0 > 0.7 } }

    /// The shorter body's length by the longer one's; `nil` when one of them is not known whole or is empty.
    var bodyProportion: Double? {
        guard !isTruncated, control.bodyLength > 0 else { return nil }
        let ours = Double((try? readBody { text throws(RecordFault) in try text.unescapedCount() }) ?? 0)
        guard ours > 0 else { return nil }
        let theirs = Double(control.bodyLength)
        return min(ours, theirs) / max(ours, theirs)
    }

    /// Whether a header that not every server sends is on both sides.
    var sharesHeader: Bool? {
        guard control.status > 0 else { return nil }
        let (ours, theirs) = (headerNames(headers), headerNames(control.headers))
        return ours.contains { name in theirs.contains { name.isEqualIgnoringCase($0) } }
    }

    /// Whether no word of five bytes and more is in one title only, so that two empty titles match.
    var sharesTitle: Bool? {
        guard control.status > 0 else { return nil }
        let bytes = (try? readBody { text throws(RecordFault) in try text.unescaped() }) ?? []
        let theirs = control.title.flatMap { try? $0.unescaped() } ?? []
        return Self.words(Self.title(of: bytes)) == Self.words(theirs[...])
    }

    /// Gives the body's text to `read`, decoded when it is base64; `nil` when there is none.
    private func readBody<Result>(
        _ read: (JSONText) throws(RecordFault) -> Result
    ) throws(RecordFault) -> Result? {
        guard body > 0 else { return nil }
        var cursor = cursor
        cursor.next = body
        if cursor.byte == UInt8(ascii: "\"") { return try read(try cursor.string()) }
        guard cursor.byte == UInt8(ascii: "{") else { return nil }
        try cursor.enterObject()
        var first = true
        while let key = try cursor.nextKey(&first) {
            guard key == "data", cursor.byte == UInt8(ascii: "\"") else {
                try cursor.skip()
                continue
            }
            let bytes = Base64.decoded(try cursor.string().unescaped())
            var result: Swift.Result<Result, RecordFault>?
            bytes.withUnsafeBufferPointer { bytes in
                guard let start = bytes.baseAddress else { return }
                do throws(RecordFault) {
                    result = .success(try read(JSONText(start: start, count: bytes.count, isRaw: true)))
                } catch {
                    result = .failure(error)
                }
            }
            return try result?.get()
        }
        return nil
    }

    private func headerNames(_ mark: Int) -> [JSONText] {
        var names: [JSONText] = []
        guard mark > 0 else { return names }
        var cursor = cursor
        cursor.next = mark
        guard cursor.byte == UInt8(ascii: "{"), (try? cursor.enterObject()) != nil else { return names }
        var first = true
        while let key = try? cursor.nextKey(&first) {
            guard (try? cursor.skip()) != nil else { break }
            if !known.isCommonHeader(key) { names.append(key) }
        }
        return names
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
}

/// ASCII letters in lower case.
@inline(__always)
private func lowercased(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }

extension JSONText {
    /// The same bytes but for the case of ASCII letters.
    func isEqualIgnoringCase(_ other: JSONText) -> Bool {
        guard count == other.count else { return false }
        for index in 0..<count where lowercased(start[index]) != lowercased(other.start[index]) { return false }
        return true
    }
}

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
