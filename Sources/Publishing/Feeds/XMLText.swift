/// Text of an XML document, element by element, with everything escaped that comes from outside.
///
/// Elements stand on lines of their own, two spaces deeper than the one around them, so that a document reads and its
/// bytes depend on its content alone.
struct XMLText {
    private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var depth = 0

    /// An element with text, or without any: `<ttl>5</ttl>`, `<link …/>`.
    mutating func element(_ name: String, _ attributes: [(String, String)] = [], _ content: String? = nil) {
        let start = String(repeating: "  ", count: depth) + "<" + name + Self.written(attributes)
        if let content {
            text += "\(start)>\(Self.escaped(content))</\(name)>\n"
        } else {
            text += "\(start)/>\n"
        }
    }

    /// An element with text and no attributes.
    mutating func element(_ name: String, _ content: String) {
        element(name, [], content)
    }

    /// An element with others inside.
    mutating func element(_ name: String, _ attributes: [(String, String)] = [], inside: (inout XMLText) -> Void) {
        let indent = String(repeating: "  ", count: depth)
        text += "\(indent)<\(name)\(Self.written(attributes))>\n"
        depth += 1
        inside(&self)
        depth -= 1
        text += "\(indent)</\(name)>\n"
    }

    private static func written(_ attributes: [(String, String)]) -> String {
        attributes.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
    }

    /// The text for use between tags and in attributes; characters that XML 1.0 cannot hold become `U+FFFD`.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\t", "\n": escaped.unicodeScalars.append(scalar)
            case "\r": escaped += "&#13;"
            case "\u{0}"..."\u{1f}", "\u{fffe}", "\u{ffff}": escaped += "\u{fffd}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
