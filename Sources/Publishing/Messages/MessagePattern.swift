/// A message with places for values, in a subset of ICU's MessageFormat that translators know.
///
/// `{name}` stands for a value, `{count, plural, one {# probe} other {# probes}}` for the form that fits a count, with
/// `#` for the count itself, `{kind, select, mobile {…} other {…}}` for the text that fits a word. Forms may hold places
/// themselves. Exact forms (`=0 {none}`) go before the language's own. There is no quoting: a brace is always a place.
struct MessagePattern: Hashable, Sendable {
    indirect enum Part: Hashable, Sendable {
        case text(String)
        case value(String)
        /// `#` within a plural form.
        case count
        case plural(String, exact: [Int: [Part]], forms: [PluralRule.Category: [Part]])
        case select(String, forms: [String: [Part]])
    }

    let parts: [Part]

    /// Names of all values that the message speaks of, those within forms as well.
    var names: Set<String> { Self.names(in: parts) }

    private static func names(in parts: [Part]) -> Set<String> {
        parts.reduce(into: []) { names, part in
            switch part {
            case .text, .count: break
            case .value(let name): names.insert(name)
            case .plural(let name, let exact, let forms):
                names.insert(name)
                for form in Array(exact.values) + Array(forms.values) { names.formUnion(Self.names(in: form)) }
            case .select(let name, let forms):
                names.insert(name)
                for form in forms.values { names.formUnion(Self.names(in: form)) }
            }
        }
    }

    /// The plural choices of the message, each as the categories that it has a form for.
    var pluralForms: [Set<PluralRule.Category>] { Self.pluralForms(in: parts) }

    private static func pluralForms(in parts: [Part]) -> [Set<PluralRule.Category>] {
        parts.flatMap { part -> [Set<PluralRule.Category>] in
            switch part {
            case .text, .count, .value: []
            case .plural(_, let exact, let forms):
                [Set(forms.keys)] + (Array(exact.values) + Array(forms.values)).flatMap(pluralForms)
            case .select(_, let forms): forms.values.flatMap(pluralForms)
            }
        }
    }
}

/// What is wrong with a message.
package enum MessageError: Error, Hashable, Sendable {
    /// The braces of a message do not match.
    case unbalanced(key: String)
    /// A place holds what is neither a value nor a choice.
    case malformed(key: String, place: String)
    /// A choice lacks the form `other`.
    case missingOther(key: String, name: String)
    /// A line of a catalogue is neither `key = message` nor a comment nor a continuation.
    case badLine(number: Int)
    /// A key is there twice.
    case duplicate(key: String)
    /// The head of a catalogue lacks a value or holds an unknown one.
    case badHead(name: String)
}

extension MessagePattern {
    /// Reads a message. `key` is for the error alone.
    init(_ text: String, key: String) throws(MessageError) {
        var reader = Reader(bytes: Array(text.utf8), key: key)
        parts = try reader.parts(inPlural: false)
        guard reader.position == reader.bytes.count else { throw .unbalanced(key: key) }
    }

    /// A recursive-descent reader; depth is bounded by the length of a catalogue line, whose author we trust.
    private struct Reader {
        let bytes: [UInt8]
        let key: String
        var position = 0

        /// Everything up to the closing brace of the surrounding form, or to the end.
        mutating func parts(inPlural: Bool) throws(MessageError) -> [Part] {
            var parts: [Part] = []
            var text: [UInt8] = []
            func flushed(_ text: [UInt8]) -> [Part] {
                text.isEmpty ? [] : [.text(String(decoding: text, as: UTF8.self))]
            }
            while position < bytes.count, bytes[position] != UInt8(ascii: "}") {
                switch bytes[position] {
                case UInt8(ascii: "{"):
                    parts += flushed(text)
                    text = []
                    position += 1
                    parts.append(try place())
                case UInt8(ascii: "#") where inPlural:
                    parts += flushed(text)
                    text = []
                    position += 1
                    parts.append(.count)
                case let byte:
                    text.append(byte)
                    position += 1
                }
            }
            return parts + flushed(text)
        }

        /// A place, after its opening brace, with its closing one.
        private mutating func place() throws(MessageError) -> Part {
            let name = word()
            if take(UInt8(ascii: "}")) {
                guard !name.isEmpty else { throw .malformed(key: key, place: name) }
                return .value(name)
            }
            guard take(UInt8(ascii: ",")) else { throw .malformed(key: key, place: name) }
            let kind = word()
            guard kind == "plural" || kind == "select", take(UInt8(ascii: ",")) else {
                throw .malformed(key: key, place: name)
            }
            var forms: [(String, [Part])] = []
            while !take(UInt8(ascii: "}")) {
                let form = word()
                guard !form.isEmpty, take(UInt8(ascii: "{")) else {
                    throw position == bytes.count ? .unbalanced(key: key) : .malformed(key: key, place: name)
                }
                forms.append((form, try parts(inPlural: kind == "plural")))
                guard take(UInt8(ascii: "}")) else { throw .unbalanced(key: key) }
            }
            guard forms.contains(where: { $0.0 == "other" }) else { throw .missingOther(key: key, name: name) }
            if kind == "select" {
                return .select(name, forms: Dictionary(forms, uniquingKeysWith: { first, _ in first }))
            }
            var exact: [Int: [Part]] = [:]
            var byCategory: [PluralRule.Category: [Part]] = [:]
            for (form, parts) in forms {
                if let category = PluralRule.Category(rawValue: form) {
                    byCategory[category] = parts
                } else if form.first == "=", let count = Int(form.dropFirst()) {
                    exact[count] = parts
                } else {
                    throw .malformed(key: key, place: name)
                }
            }
            return .plural(name, exact: exact, forms: byCategory)
        }

        /// A run of anything but spaces, commas and braces, with the spaces around it.
        private mutating func word() -> String {
            skipSpaces()
            let start = position
            while position < bytes.count, !" ,{}".utf8.contains(bytes[position]) { position += 1 }
            let word = String(decoding: bytes[start..<position], as: UTF8.self)
            skipSpaces()
            return word
        }

        private mutating func take(_ byte: UInt8) -> Bool {
            skipSpaces()
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
            return true
        }

        private mutating func skipSpaces() {
            while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
        }
    }
}
