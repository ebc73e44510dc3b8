import Mustache

/// What a template sees: named values, which know whether they are text or markup.
///
/// Names that end in `Markup` hold markup and are the only ones that templates may insert with three braces; a test
/// holds the templates to that. Looking names up here instead of by reflection makes rendering several times faster.
struct View: MustacheParent, Sendable, ExpressibleByDictionaryLiteral {
    enum Value: Sendable, ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral {
        case text(String)
        case flag(Bool)
        case view(View)
        case views([View])
        case markup(Markup)
        /// Nothing; a section of this name is left out.
        case none

        init(stringLiteral value: String) { self = .text(value) }
        init(booleanLiteral value: Bool) { self = .flag(value) }

        /// The text, or nothing.
        static func optional(_ text: String?) -> Value { text.map(Value.text) ?? .none }
        /// The view, or nothing.
        static func optional(_ view: View?) -> Value { view.map(Value.view) ?? .none }
    }

    private var values: [String: Value]

    init(dictionaryLiteral elements: (String, Value)...) {
        values = [:]
        for (name, value) in elements { self[name] = value }
    }

    subscript(name: String) -> Value {
        get { values[name] ?? .none }
        set {
            switch newValue {
            case .markup: precondition(name.hasSuffix("Markup"), "markup needs a name that says so, not “\(name)”")
            case .none: break
            default: precondition(!name.hasSuffix("Markup"), "“\(name)” says markup, but is none")
            }
            if case .text(let text) = newValue {
                values[name] = .text(printable(text))
            } else {
                values[name] = newValue
            }
        }
    }

    /// The text without control characters, which neither HTML nor XML can hold.
    private func printable(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 }) else { return text }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.value < 0x20 && $0 != "\n" && $0 != "\t" ? "\u{FFFD}" : $0 }))
    }

    /// The same with further values; those of `other` win.
    func adding(_ other: View) -> View {
        var sum = self
        sum.values.merge(other.values) { _, new in new }
        return sum
    }

    func child(named name: String) -> Any? {
        switch values[name] {
        case .text(let text): text
        case .flag(let flag): flag
        case .view(let view): view
        case .views(let views): views
        case .markup(let markup): markup.text
        // Named, and nothing: the search must not go on in the views around this one.
        case .some(.none): Nothing()
        case nil: nil
        }
    }

    private struct Nothing: MustacheCustomRenderable {
        var renderText: String { "" }
        var isNull: Bool { true }
    }
}
