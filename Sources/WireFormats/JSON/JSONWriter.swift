package import ObservatoryModel

/// Writes JSON into a growing array of bytes: no white space, keys in the order in which they are given.
///
/// The same calls give the same bytes on every machine. Commas are its own business; the caller opens and closes.
package struct JSONWriter: Sendable {
    /// What was written so far.
    package private(set) var bytes: [UInt8]
    /// Whether the next key or element needs a comma before it.
    private var needsComma = false

    /// - Parameter capacity: Bytes to set aside at first.
    package init(capacity: Int = 512) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Forgets what was written and keeps the memory.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    package mutating func beginObject() { open(UInt8(ascii: "{")) }
    package mutating func endObject() { close(UInt8(ascii: "}")) }
    package mutating func beginArray() { open(UInt8(ascii: "[")) }
    package mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Ends a record of a stream of lines.
    package mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    /// Writes a key that needs no escaping; the value follows.
    package mutating func key(_ name: StaticString) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a key of any text; the value follows.
    package mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    package mutating func null() { raw("null") }
    package mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

    package mutating func integer(_ value: some BinaryInteger) {
        comma()
        if let small = Int64(exactly: value) {
            digits(of: small)
        } else {
            bytes.append(contentsOf: String(value).utf8)
        }
        needsComma = true
    }

    /// Writes a time as a string: `"2024-01-07T13:00:05Z"`, with three fraction digits only when they are not zero.
    ///
    /// The same text as `Timestamp.description`, without a string in between.
    package mutating func time(_ value: Timestamp) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        let date = value.utcDate
        let inDay = value.milliseconds - date.daysSinceEpoch * 86_400_000
        let (second, fraction) = (inDay / 1000, inDay % 1000)
        if (0...9999).contains(date.year) {
            padded(date.year, 4)
        } else {
            digits(of: date.year)
        }
        for (mark, part) in [
            (UInt8(ascii: "-"), date.month), (UInt8(ascii: "-"), date.day), (UInt8(ascii: "T"), second / 3600),
            (UInt8(ascii: ":"), second / 60 % 60), (UInt8(ascii: ":"), second % 60),
        ] {
            bytes.append(mark)
            padded(part, 2)
        }
        if fraction != 0 {
            bytes.append(UInt8(ascii: "."))
            padded(fraction, 3)
        }
        bytes.append(UInt8(ascii: "Z"))
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// Writes the shortest decimal that reads back as the same double, without `.0` on whole numbers.
    ///
    /// JSON has no NaN and no infinity: they become `null`.
    package mutating func number(_ value: Double) {
        guard value.isFinite else { return null() }
        comma()
        if value == value.rounded(), value.magnitude < 1e15 {
            digits(of: Int64(value))
        } else {
            bytes.append(contentsOf: value.description.utf8)
        }
        needsComma = true
    }

    /// Writes a number rounded to so many digits after the point, the same on every machine.
    package mutating func number(_ value: Double, decimals: Int) {
        guard value.isFinite, value.magnitude < 1e15 else { return number(value) }
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        guard scaled < 9e15 else { return number(value) }
        comma()
        let whole = UInt64(scaled)
        if value < 0, whole > 0 { bytes.append(UInt8(ascii: "-")) }
        let divisor = UInt64(scale)
        bytes.append(contentsOf: String(whole / divisor).utf8)
        var fraction = whole % divisor
        if fraction > 0 {
            var digits = [UInt8](repeating: 48, count: decimals)
            for index in (0..<decimals).reversed() {
                digits[index] = 48 + UInt8(fraction % 10)
                fraction /= 10
            }
            while digits.last == 48 { digits.removeLast() }
            bytes.append(UInt8(ascii: "."))
            bytes.append(contentsOf: digits)
        }
        needsComma = true
    }

    /// Writes a number rounded to so many significant digits, as far as 15 places after the point go.
    package mutating func number(_ value: Double, significant: Int) {
        var decimals = 0
        var scaled = value.magnitude
        var threshold = 1.0
        for _ in 1..<significant { threshold *= 10 }
        while scaled < threshold, decimals < 15, scaled > 0 {
            scaled *= 10
            decimals += 1
        }
        number(value, decimals: decimals)
    }

    /// Writes a string, escaping quotes, backslashes, control characters and U+2028/2029 (which break scripts).
    package mutating func string(_ value: String) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        var value = value
        value.withUTF8 { appendEscaped($0) }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// Writes JSON that is known to be one whole value.
    package mutating func verbatim(_ json: some Sequence<UInt8>) {
        comma()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    /// A number in decimal.
    private mutating func digits(of value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        var divisor: UInt64 = 1
        while rest / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(48 + UInt8(truncatingIfNeeded: rest / divisor))
            rest %= divisor
            divisor /= 10
        }
    }

    /// A number that is not negative, with so many digits.
    private mutating func padded(_ value: Int64, _ width: Int) {
        var divisor: Int64 = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            bytes.append(48 + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }

    private mutating func raw(_ word: StaticString) {
        comma()
        bytes.append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
        needsComma = true
    }

    private mutating func comma() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func open(_ bracket: UInt8) {
        comma()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        for index in text.indices {
            let byte = text[index]
            guard byte < 0x20 || byte == 0x22 || byte == 0x5c || byte == 0xe2 else { continue }
            let escape: [UInt8]
            var length = 1
            switch byte {
            case 0x22: escape = [0x5c, 0x22]
            case 0x5c: escape = [0x5c, 0x5c]
            case 0x0a: escape = [0x5c, UInt8(ascii: "n")]
            case 0x0d: escape = [0x5c, UInt8(ascii: "r")]
            case 0x09: escape = [0x5c, UInt8(ascii: "t")]
            case 0xe2:
                guard index + 2 < text.count, text[index + 1] == 0x80,
                    text[index + 2] == 0xa8 || text[index + 2] == 0xa9
                else { continue }
                escape = Array((text[index + 2] == 0xa8 ? "\\u2028" : "\\u2029").utf8)
                length = 3
            default:
                escape = Array("\\u00".utf8) + [hexDigit(byte >> 4), hexDigit(byte & 15)]
            }
            bytes.append(contentsOf: text[start..<index])
            bytes.append(contentsOf: escape)
            start = index + length
        }
        bytes.append(contentsOf: text[start...])
    }
}

private func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? 48 + value : 87 + value
}
