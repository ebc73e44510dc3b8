/// Walks a JSON text along its structural marks, forwards only, touching just the bytes that are asked for.
///
/// The caller says what it expects; whatever is not asked for is jumped over without being decoded. Pointers are only
/// valid as long as the text and the index that made the cursor.
struct JSONCursor {
    /// How deep `skipChecked` follows nesting.
    static let deepest = 64

    let base: UnsafePointer<UInt8>
    /// Offsets of structural bytes; the one at `count` is the length of the text.
    let marks: UnsafePointer<UInt32>
    let count: Int
    /// Index of the mark that comes next.
    var next = 0

    @inline(__always)
    init(base: UnsafePointer<UInt8>, marks: UnsafePointer<UInt32>, count: Int) {
        self.base = base
        self.marks = marks
        self.count = count
    }

    /// The byte at the next mark; 0 at the end of the text.
    @inline(__always)
    var byte: UInt8 { next < count ? base[Int(marks[next])] : 0 }

    /// The offset of the next mark.
    @inline(__always)
    var offset: Int { Int(marks[min(next, count)]) }

    @inline(never)
    func unexpected(_ expected: String) -> RecordFault {
        .syntax(expected: expected, offset: offset)
    }

    /// Enters an object.
    @inline(__always)
    mutating func enterObject() throws(RecordFault) {
        guard byte == UInt8(ascii: "{") else { throw unexpected("an object") }
        next += 1
    }

    /// Enters the object that is next, or skips a value that is none; whether it entered.
    @inline(__always)
    mutating func entersObject() throws(RecordFault) -> Bool {
        guard byte == UInt8(ascii: "{") else {
            try skip()
            return false
        }
        next += 1
        return true
    }

    /// The next key of an object that was entered, with the cursor before its value; `nil` when the object is over.
    ///
    /// `first` starts as `true` and belongs to one object.
    @inline(__always)
    mutating func nextKey(_ first: inout Bool) throws(RecordFault) -> JSONText? {
        var current = byte
        if first {
            first = false
            if current == UInt8(ascii: "}") {
                next += 1
                return nil
            }
        } else if current == UInt8(ascii: ",") {
            next += 1
            current = byte
        } else if current == UInt8(ascii: "}") {
            next += 1
            return nil
        } else {
            throw unexpected("“,” or “}”")
        }
        guard current == UInt8(ascii: "\"") else { throw unexpected("a key") }
        let key = stringHere()
        next += 1
        guard byte == UInt8(ascii: ":") else { throw unexpected("“:”") }
        next += 1
        return key
    }

    /// Enters an array.
    @inline(__always)
    mutating func enterArray() throws(RecordFault) {
        guard byte == UInt8(ascii: "[") else { throw unexpected("an array") }
        next += 1
    }

    /// Whether the array that was entered has another element, with the cursor before it; leaves the array if not.
    @inline(__always)
    mutating func nextElement(_ first: inout Bool) throws(RecordFault) -> Bool {
        let current = byte
        if first {
            first = false
            if current == UInt8(ascii: "]") {
                next += 1
                return false
            }
            return true
        }
        next += 1
        if current == UInt8(ascii: ",") { return true }
        if current == UInt8(ascii: "]") { return false }
        next -= 1
        throw unexpected("“,” or “]”")
    }

    /// Reads a string.
    @inline(__always)
    mutating func string() throws(RecordFault) -> JSONText {
        guard byte == UInt8(ascii: "\"") else { throw unexpected("a string") }
        let text = stringHere()
        next += 1
        return text
    }

    /// The string whose opening quote is at the next mark. Its end is found from the mark after it, without a scan.
    @inline(__always)
    private func stringHere() -> JSONText {
        let start = Int(marks[next]) + 1
        var end = Int(marks[next + 1]) - 1
        while base[end] != UInt8(ascii: "\"") { end -= 1 }
        return JSONText(start: base + start, count: end - start)
    }

    /// Reads a token that is neither string, object nor array: its bytes without the white space behind it.
    @inline(__always)
    mutating func token() throws(RecordFault) -> JSONText {
        let current = byte
        guard current != 0, current != UInt8(ascii: "\""), !isStructure(current) else { throw unexpected("a value") }
        let start = Int(marks[next])
        var end = Int(marks[next + 1])
        // A control character may be a token by itself, so the search for white space stops at the token's first byte.
        while end > start + 1, base[end - 1] <= UInt8(ascii: " ") { end -= 1 }
        next += 1
        return JSONText(start: base + start, count: end - start)
    }

    /// Reads a `null` if one is next.
    @inline(__always)
    mutating func null() throws(RecordFault) -> Bool {
        guard byte == UInt8(ascii: "n") else { return false }
        guard try token() == "null" else { throw unexpected("null") }
        return true
    }

    /// Reads a `null` or an empty string if one is next: optional texts that are not there.
    @inline(__always)
    mutating func absent() throws(RecordFault) -> Bool {
        if byte == UInt8(ascii: "\""), base[Int(marks[next]) + 1] == UInt8(ascii: "\"") {
            next += 1
            return true
        }
        return try null()
    }

    /// Jumps over a value of any kind, looking at brackets only: for the texts of trusted shape that are large.
    @inline(__always)
    mutating func skip() throws(RecordFault) {
        let current = byte
        if current == UInt8(ascii: "{") || current == UInt8(ascii: "[") {
            next += 1
            try skipRest()
        } else if current == 0 || isStructure(current) {
            throw unexpected("a value")
        } else {
            next += 1
        }
    }

    /// Leaves the object or array that was entered last, whatever is left of it.
    mutating func skipRest() throws(RecordFault) {
        var depth = 1
        var index = next
        while index < count {
            // `{` and `[`, as `}` and `]`, differ in bit 5 alone.
            let folded = base[Int(marks[index])] | 0x20
            index += 1
            if folded == UInt8(ascii: "{") {
                depth += 1
            } else if folded == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 {
                    next = index
                    return
                }
            }
        }
        next = count
        throw unexpected("“}” or “]”")
    }

    /// Jumps over a value and checks all of its grammar.
    mutating func skipChecked(depth: Int = 0) throws(RecordFault) {
        guard depth < Self.deepest else { throw .tooDeep }
        switch byte {
        case UInt8(ascii: "{"):
            next += 1
            var first = true
            while let key = try nextKey(&first) {
                if key.isEscaped { _ = try key.decoded() }
                try skipChecked(depth: depth + 1)
            }
        case UInt8(ascii: "["):
            next += 1
            var first = true
            while try nextElement(&first) { try skipChecked(depth: depth + 1) }
        case UInt8(ascii: "\""):
            let text = try string()
            if text.isEscaped { _ = try text.decoded() }
        default:
            let text = try token()
            if text == "null" || text == "true" || text == "false" { return }
            _ = try text.double()
        }
    }

    /// Makes sure that nothing follows.
    @inline(__always)
    func finish() throws(RecordFault) {
        guard next == count else { throw .trailing(offset: offset) }
    }
}

/// Whether a byte is one of `{ } [ ] : ,`.
@inline(__always)
private func isStructure(_ byte: UInt8) -> Bool {
    let folded = byte | 0x20
    return folded == UInt8(ascii: "{") || folded == UInt8(ascii: "}") || byte == UInt8(ascii: ":")
        || byte == UInt8(ascii: ",")
}
