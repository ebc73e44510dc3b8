/// Text that is HTML or SVG already and is not escaped again.
///
/// Only this target's own writers make it: templates, which escape what they insert, and `SVGWriter`, which does too.
struct Markup: Hashable, Sendable {
    let text: String
}

/// Escapes text for element content and quoted attribute values, in HTML and in XML.
///
/// Characters that XML cannot hold are replaced, so that an SVG with a hostile name in it still parses.
func escaped(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy {
        $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "&") && $0 != UInt8(ascii: "\"")
            && $0 != UInt8(ascii: "'") && ($0 >= 0x20 || $0 == UInt8(ascii: "\n"))
    }
    if isPlain { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    for scalar in text.unicodeScalars {
        switch scalar {
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "&": result += "&amp;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        case "\u{00}"..."\u{08}", "\u{0B}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
