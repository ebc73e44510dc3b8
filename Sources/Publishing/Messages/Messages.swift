package import Gazetteer

/// A value for a place in a message.
package enum MessageArgument: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case text(String)
    /// A whole count; chooses plural forms, and is written with the language's digit groups.
    case count(Int)

    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int) { self = .count(value) }
}

/// All that the observatory says in one language.
package struct Messages: Sendable {
    /// Which way the script runs.
    package enum Direction: String, Hashable, Sendable {
        case leftToRight = "ltr"
        case rightToLeft = "rtl"
    }

    package let language: Language
    /// What the language calls itself: `اردو`.
    package let autonym: String
    package let direction: Direction
    /// Whether a speaker has checked the translation. One that nobody has checked must be shown as such.
    package let isReviewed: Bool
    package let plurals: PluralRule
    private var patterns: [String: MessagePattern]

    /// Reads a catalogue: a head of `@name value` lines, then `key = message` lines.
    ///
    /// The head has `@language` (BCP 47), `@autonym`, `@direction` (`ltr`, `rtl`), `@reviewed` (`yes`, `no`) and `@plural`
    /// (a raw value of `PluralRule`). Lines that begin with `;` are comments, and lines that begin with a space go on
    /// with the message before, joined by one space.
    package init(catalogue: String) throws(MessageError) {
        var head: [String: String] = [:]
        var texts: [(key: String, text: String)] = []
        for (index, line) in catalogue.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.first == ";" || line.allSatisfy({ $0 == " " }) { continue }
            if line.first == "@", let space = line.firstIndex(of: " ") {
                head[String(line[line.index(after: line.startIndex)..<space])] = trimmed(line[space...])
            } else if line.first == " ", !texts.isEmpty {
                texts[texts.count - 1].text += " " + trimmed(line)
            } else if let equals = line.firstIndex(of: "="), line.first != " " {
                texts.append((trimmed(line[..<equals]), trimmed(line[line.index(after: equals)...])))
            } else {
                throw .badLine(number: index + 1)
            }
        }
        guard let language = head["language"].flatMap(Language.init) else { throw .badHead(name: "language") }
        guard let autonym = head["autonym"] else { throw .badHead(name: "autonym") }
        guard let direction = head["direction"].flatMap(Direction.init) else { throw .badHead(name: "direction") }
        guard let reviewed = head["reviewed"], ["yes", "no"].contains(reviewed) else {
            throw .badHead(name: "reviewed")
        }
        guard let plurals = head["plural"].flatMap(PluralRule.init) else { throw .badHead(name: "plural") }
        self.language = language
        self.autonym = autonym
        self.direction = direction
        isReviewed = reviewed == "yes"
        self.plurals = plurals
        patterns = [:]
        for (key, text) in texts {
            guard patterns[key] == nil else { throw .duplicate(key: key) }
            patterns[key] = try MessagePattern(text, key: key)
        }
    }

    /// Every key, sorted.
    package var keys: [String] { patterns.keys.sorted() }

    /// Whether there is a message of this key.
    package func has(_ key: String) -> Bool { patterns[key] != nil }

    /// The names of the values that a message has places for.
    package func names(in key: String) -> Set<String> { patterns[key]?.names ?? [] }

    /// Plural choices of a message that lack a form which the language needs.
    package func missingForms(in key: String) -> Set<PluralRule.Category> {
        let forms = patterns[key]?.pluralForms ?? []
        return Set(forms.flatMap { Set(plurals.required).subtracting($0) })
    }

    /// The message of a key with its places filled.
    ///
    /// An unknown key and a missing value show themselves as `⟦key⟧`, so that they are seen; a test keeps every key that
    /// the code uses in every language.
    package func text(_ key: String, _ arguments: [String: MessageArgument] = [:]) -> String {
        guard let pattern = patterns[key] else { return "⟦\(key)⟧" }
        var text = ""
        render(pattern.parts, arguments, count: nil, into: &text)
        return text
    }

    private func render(
        _ parts: [MessagePattern.Part], _ arguments: [String: MessageArgument], count: Int?, into text: inout String
    ) {
        for part in parts {
            switch part {
            case .text(let literal):
                text += literal
            case .count:
                text += number(count ?? 0)
            case .value(let name):
                switch arguments[name] {
                case .text(let value): text += value
                case .count(let value): text += number(value)
                case nil: text += "⟦\(name)⟧"
                }
            case .plural(let name, let exact, let forms):
                guard case .count(let count) = arguments[name] else {
                    text += "⟦\(name)⟧"
                    continue
                }
                let form = exact[count] ?? forms[plurals.category(of: count)] ?? forms[.other] ?? []
                render(form, arguments, count: count, into: &text)
            case .select(let name, let forms):
                guard case .text(let word) = arguments[name] else {
                    text += "⟦\(name)⟧"
                    continue
                }
                render(forms[word] ?? forms["other"] ?? [], arguments, count: count, into: &text)
            }
        }
    }
}

private func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
}
