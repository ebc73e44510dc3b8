/// Why a line, or a row, is no record. The text is a fragment that follows `FILE:LINE: `.
package enum RecordFault: Error, Hashable, Sendable, CustomStringConvertible {
    // The text is not JSON.
    case empty
    case invalidUTF8
    case unclosedString
    case controlCharacter
    case tooLarge
    case tooDeep
    /// Something other than the grammar wants, at a byte offset within the text.
    case syntax(expected: String, offset: Int)
    case trailing(offset: Int)
    case badEscape
    case badNumber(String)
    // The JSON is no record.
    case unknownKind(String)
    case missing(String)
    case repeated(String)
    /// A field holds something that it cannot: what would have worked, and what was found.
    case field(String, needs: String, found: String)
    /// Anything else, said in full.
    case other(String)

    package var description: String {
        switch self {
        case .empty: "empty line"
        case .invalidUTF8: "not UTF-8"
        case .unclosedString: "JSON string is not closed"
        case .controlCharacter: "control character inside a JSON string"
        case .tooLarge: "JSON text is too large"
        case .tooDeep: "JSON nested deeper than \(JSONCursor.deepest) levels"
        case .syntax(let expected, let offset): "expected \(expected) at byte \(offset + 1)"
        case .trailing(let offset): "unexpected data after the JSON value, at byte \(offset + 1)"
        case .badEscape: "bad escape in a JSON string"
        case .badNumber(let text): "“\(text)” is not a JSON number"
        case .unknownKind(let kind): "unknown kind “\(kind)”"
        case .missing(let field): "missing “\(field)”"
        case .repeated(let field): "“\(field)” occurs twice"
        case .field(let field, let needs, let found): "“\(field)” needs \(needs), found \(found)"
        case .other(let text): text
        }
    }
}
