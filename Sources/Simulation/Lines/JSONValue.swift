/// A parsed JSON text, for the short lines of labels and revisions that scoring reads; streams have a faster reader.
enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// A member of an object; `null` for anything else or when there is none.
    subscript(_ key: String) -> JSONValue {
        if case .object(let members) = self { members[key] ?? .null } else { .null }
    }

    var string: String? { if case .string(let text) = self { text } else { nil } }
    var number: Double? { if case .number(let value) = self { value } else { nil } }
    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    var array: [JSONValue] { if case .array(let values) = self { values } else { [] } }
}

/// Reads one JSON value from bytes (RFC 8259), at most 64 levels deep.
struct JSONReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The whole text as one value.
    mutating func read() throws(LineError) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard index == bytes.count else { throw .malformed("something follows the JSON value", at: index) }
        return value
    }

    private mutating func skipSpace() {
        while index < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[index]) { index += 1 }
    }

    private func peek() throws(LineError) -> UInt8 {
        guard index < bytes.count else { throw .malformed("the JSON text ends early", at: index) }
        return bytes[index]
    }

    private mutating func take(_ text: StaticString, as value: JSONValue) throws(LineError) -> JSONValue {
        let expected = Array("\(text)".utf8)
        guard bytes[index...].starts(with: expected) else { throw .malformed("expected \(text)", at: index) }
        index += expected.count
        return value
    }

    private mutating func value(depth: Int) throws(LineError) -> JSONValue {
        guard depth < 64 else { throw .malformed("JSON is nested too deeply", at: index) }
        skipSpace()
        switch try peek() {
        case UInt8(ascii: "n"): return try take("null", as: .null)
        case UInt8(ascii: "t"): return try take("true", as: .bool(true))
        case UInt8(ascii: "f"): return try take("false", as: .bool(false))
        case UInt8(ascii: "\""): return .string(try text())
        case UInt8(ascii: "["):
            index += 1
            var values: [JSONValue] = []
            skipSpace()
            if try peek() == UInt8(ascii: "]") {
                index += 1
                return .array(values)
            }
            repeat { values.append(try value(depth: depth + 1)) } while try hasMore(until: UInt8(ascii: "]"))
            return .array(values)
        case UInt8(ascii: "{"):
            index += 1
            var members: [String: JSONValue] = [:]
            skipSpace()
            if try peek() == UInt8(ascii: "}") {
                index += 1
                return .object(members)
            }
            repeat {
                skipSpace()
                let key = try text()
                skipSpace()
                guard try peek() == UInt8(ascii: ":") else { throw .malformed("expected a colon", at: index) }
                index += 1
                members[key] = try value(depth: depth + 1)
            } while try hasMore(until: UInt8(ascii: "}"))
            return .object(members)
        default: return .number(try number())
        }
    }

    private mutating func hasMore(until end: UInt8) throws(LineError) -> Bool {
        skipSpace()
        let byte = try peek()
        guard byte == end || byte == UInt8(ascii: ",") else { throw .malformed("expected a comma", at: index) }
        index += 1
        return byte != end
    }

    private mutating func number() throws(LineError) -> Double {
        let start = index
        while index < bytes.count, "+-.eE0123456789".utf8.contains(bytes[index]) { index += 1 }
        guard let value = Double(String(decoding: bytes[start..<index], as: UTF8.self)), value.isFinite else {
            throw .malformed("expected a value", at: start)
        }
        return value
    }

    private mutating func text() throws(LineError) -> String {
        guard try peek() == UInt8(ascii: "\"") else { throw .malformed("expected a string", at: index) }
        index += 1
        var units: [UInt8] = []
        while true {
            let byte = try peek()
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                return String(decoding: units, as: UTF8.self)
            case UInt8(ascii: "\\"):
                let escape = try peek()
                index += 1
                if escape == UInt8(ascii: "u") {
                    units += Array(String(try escapedScalar()).utf8)
                } else if let plain = Self.escapes[escape] {
                    units.append(plain)
                } else {
                    throw .malformed("there is no such escape", at: index - 1)
                }
            default: units.append(byte)
            }
        }
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5c, UInt8(ascii: "/"): 0x2f, UInt8(ascii: "b"): 0x08,
        UInt8(ascii: "f"): 0x0c, UInt8(ascii: "n"): 0x0a, UInt8(ascii: "r"): 0x0d, UInt8(ascii: "t"): 0x09,
    ]

    private mutating func escapedScalar() throws(LineError) -> Character {
        let first = try hexadecimalWord()
        var value = UInt32(first)
        if first >= 0xd800, first < 0xdc00, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u")
        {
            index += 2
            let second = try hexadecimalWord()
            guard second >= 0xdc00, second < 0xe000 else { throw .malformed("half of a surrogate pair", at: index) }
            value = 0x10000 + (UInt32(first) - 0xd800) << 10 + (UInt32(second) - 0xdc00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw .malformed("half of a surrogate pair", at: index) }
        return Character(scalar)
    }

    private mutating func hexadecimalWord() throws(LineError) -> UInt16 {
        guard index + 4 <= bytes.count,
            let word = UInt16(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
        else { throw .malformed("expected four hexadecimal digits", at: index) }
        index += 4
        return word
    }
}

/// Why a line of labels or revisions cannot be read.
package enum LineError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text is no JSON; the place is a byte offset.
    case malformed(String, at: Int)
    /// A field is missing or not of the kind that it must be.
    case field(String)
    /// The line's `kind` is not one that is read here.
    case kind(String)

    package var description: String {
        switch self {
        case .malformed(let reason, let offset): "\(reason), byte \(offset)"
        case .field(let name): "field \(name) is missing or not what it must be"
        case .kind(let kind): "kind \(kind) is not read here"
        }
    }
}
