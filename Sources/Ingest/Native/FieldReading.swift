import ObservatoryModel

/// Which fields of an object were seen, so that a second one is noticed and a missing one is named.
struct SeenFields {
    private var bits: UInt64 = 0

    /// - Throws: `repeated` when the bit was set before.
    @inline(__always)
    mutating func insert(_ bit: Int, _ key: JSONText) throws(RecordFault) {
        let mask = UInt64(1) << UInt64(bit)
        if bits & mask != 0 { throw .repeated(key.raw) }
        bits |= mask
    }

    /// - Throws: `missing` when the bit was not set.
    @inline(__always)
    func require(_ bit: Int, _ name: StaticString) throws(RecordFault) {
        if bits & UInt64(1) << UInt64(bit) == 0 { throw .missing(name.description) }
    }
}

/// Reading of single values, each with the bounds that its field has.
extension JSONCursor {
    /// What is next, cut to a length fit for a message.
    @inline(never)
    func shown() -> String {
        var probe = self
        let start = offset
        guard (try? probe.skip()) != nil else { return "nothing" }
        var end = Int(marks[min(probe.next, count)])
        while end > start, base[end - 1] <= 0x20 { end -= 1 }
        let length = min(end - start, 40)
        let text = String(decoding: UnsafeBufferPointer(start: base + start, count: length), as: UTF8.self)
        return end - start > 40 ? text + "…" : text
    }

    @inline(never)
    func fault(_ field: StaticString, _ needs: String) -> RecordFault {
        .field(field.description, needs: needs, found: shown())
    }

    /// A string that is not empty and not longer than a limit.
    @inline(__always)
    mutating func text(_ field: StaticString, atMost limit: Int = 4096) throws(RecordFault) -> JSONText {
        guard byte == UInt8(ascii: "\"") else { throw fault(field, "a string") }
        let before = next
        let text = try string()
        guard text.count > 0, text.count <= limit else {
            next = before
            throw fault(field, "a string of 1 to \(limit) bytes")
        }
        return text
    }

    /// A whole number within bounds.
    @inline(__always)
    mutating func integer(_ field: StaticString, _ bounds: ClosedRange<Int64>) throws(RecordFault) -> Int64 {
        let before = next
        if byte != UInt8(ascii: "\""), let value = (try? token())?.int64(), bounds.contains(value) { return value }
        next = before
        throw fault(field, "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
    }

    /// A number within bounds.
    @inline(__always)
    mutating func number(_ field: StaticString, _ bounds: ClosedRange<Double>) throws(RecordFault) -> Double {
        let before = next
        if byte != UInt8(ascii: "\""), let token = try? token(), let value = try? token.double(),
            bounds.contains(value)
        {
            return value
        }
        next = before
        throw fault(field, "a number from \(shortest(bounds.lowerBound)) to \(shortest(bounds.upperBound))")
    }

    @inline(__always)
    mutating func boolean(_ field: StaticString) throws(RecordFault) -> Bool {
        let before = next
        if byte != UInt8(ascii: "\""), let token = try? token() {
            if token == "true" { return true }
            if token == "false" { return false }
        }
        next = before
        throw fault(field, "true or false")
    }

    /// An RFC 3339 time not before 1990, when nothing that is measured here existed.
    @inline(__always)
    mutating func time(_ field: StaticString) throws(RecordFault) -> Timestamp {
        let before = next
        if byte == UInt8(ascii: "\"") {
            let text = try string()
            if let time = Timestamp(rfc3339: text.bytes), time >= earliest { return time }
        }
        next = before
        throw fault(field, "an RFC 3339 time from 1990 on")
    }

    /// An ISO 3166-1 code.
    @inline(__always)
    mutating func country(_ field: StaticString) throws(RecordFault) -> CountryCode {
        let before = next
        if byte == UInt8(ascii: "\"") {
            let text = try string()
            if let code = CountryCode(utf8: text.bytes), KnownCountries.contains(code) { return code }
        }
        next = before
        throw fault(field, "an ISO 3166-1 alpha-2 code")
    }

    /// `ok` or `failed`.
    @inline(__always)
    mutating func outcome(_ field: StaticString) throws(RecordFault) -> Outcome {
        let before = next
        if byte == UInt8(ascii: "\"") {
            let text = try string()
            if text == "ok" { return .ok }
            if text == "failed" { return .failed }
        }
        next = before
        throw fault(field, "“ok” or “failed”")
    }
}

/// 1990-01-01T00:00:00Z; nothing that is measured here existed before.
let earliest = Timestamp(seconds: 631_152_000)

private func shortest(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : value.description
}
