import Mustache
import Publishing

/// The templates of all pages in one language, parsed once.
///
/// A template is Mustache with two additions that are settled before it is parsed: `[[key]]` is the language's message,
/// escaped, and the space around each line is dropped, so that templates can be indented without weighing more.
struct TemplateSet: Sendable {
    private let library: MustacheLibrary

    /// - Precondition: the sources are this target's own, so that one which does not parse is a mistake in the program.
    init(_ sources: [String: String], messages: Messages) {
        var library = MustacheLibrary()
        for (name, source) in sources {
            do {
                try library.register(Self.settled(source, messages: messages), named: name)
            } catch {
                preconditionFailure("template “\(name)” does not parse: \(error)")
            }
        }
        self.library = library
    }

    /// - Precondition: there is a template of that name.
    func render(_ name: String, _ view: View) -> Markup {
        guard let text = library.render(view, withTemplate: name) else {
            preconditionFailure("there is no template “\(name)”")
        }
        return Markup(text: text)
    }

    /// The source with its messages in place and its indentation dropped.
    static func settled(_ source: String, messages: Messages) -> String {
        var result = ""
        var rest = Substring(source)
        while let open = rest.range(of: "[["), let close = rest[open.upperBound...].range(of: "]]") {
            result += rest[..<open.lowerBound]
            result += escaped(messages.text(String(rest[open.upperBound..<close.lowerBound])))
            rest = rest[close.upperBound...]
        }
        result += rest
        return result.split(separator: "\n").map { $0.trimmingSpaces() }.joined(separator: "\n")
    }

    /// The keys of all messages that a template names.
    static func keys(in source: String) -> [String] {
        source.split(separator: "[").compactMap { part in
            part.range(of: "]]").map { String(part[..<$0.lowerBound]) }
        }
    }
}

extension Substring {
    fileprivate func trimmingSpaces() -> Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }

    /// The first place of an ASCII pattern of two characters.
    fileprivate func range(of pattern: String) -> Range<Index>? {
        let bytes = Array(pattern.utf8)
        var index = utf8.startIndex
        while index != utf8.endIndex {
            let next = utf8.index(after: index)
            guard next != utf8.endIndex else { return nil }
            if utf8[index] == bytes[0], utf8[next] == bytes[1] { return index..<utf8.index(after: next) }
            index = next
        }
        return nil
    }
}
