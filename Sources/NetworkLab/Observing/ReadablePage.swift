/// What a reader of a page sees: its text without marks, styles, scripts and pictures.
package struct ReadablePage: Sendable {
    /// Words parted by single spaces.
    package let text: String
    /// The text of each table row, its header cells included.
    package let rows: [String]

    /// - Parameter html: A page of the observatory's own, which closes its elements.
    package init(html: String) {
        var rest = html
        for name in ["script", "style", "svg"] { rest = Self.without(name, in: rest) }
        text = Self.words(of: rest)
        rows = rest.split(separator: "<tr").dropFirst().map { part in
            // The first attribute is cut off with its tag; without any the tag ends at once.
            let row = part.firstRange(of: "</tr>").map { part[..<$0.lowerBound] } ?? part
            return Self.words(of: "<" + row)
        }
    }

    private static func without(_ name: String, in html: String) -> String {
        var result = ""
        var rest = html[...]
        while let start = rest.firstRange(of: "<\(name)") {
            result += rest[..<start.lowerBound] + " "
            guard let end = rest[start.upperBound...].firstRange(of: "</\(name)>") else { return result }
            rest = rest[end.upperBound...]
        }
        return result + rest
    }

    private static func words(of html: String) -> String {
        var text = ""
        var inTag = false
        for character in html {
            switch character {
            case "<":
                inTag = true
                text += " "
            case ">": inTag = false
            default: if !inTag { text.append(character) }
            }
        }
        for (entity, character) in [
            ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "),
            ("&amp;", "&"),
        ] { text = text.replacing(entity, with: character) }
        return text.split { $0.isWhitespace }.joined(separator: " ")
    }
}
