/// Reads HTML as strictly as XML, with HTML's void elements, and says what is wrong; finds attributes and texts besides.
struct HTMLChecker {
    struct Element: Hashable {
        var name: String
        var attributes: [String: String]
    }

    private(set) var problems: [String] = []
    private(set) var elements: [Element] = []
    /// Text between tags, in order; that of `script` and `style` is left out.
    private(set) var texts: [String] = []

    private static let void: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ]

    init(_ html: String) {
        var rest = Substring(html)
        if rest.hasPrefix("<!doctype html>") { rest = rest.dropFirst(15) }
        var open: [String] = []
        var ids: Set<String> = []
        while let next = rest.firstIndex(of: "<") {
            add(text: rest[..<next])
            rest = rest[next...].dropFirst()
            guard let (tag, after) = Self.tag(rest) else {
                problems.append("“<\(rest.prefix(30))” is no tag")
                return
            }
            rest = after
            if tag.hasPrefix("/") {
                let name = String(tag.dropFirst())
                if open.last == name {
                    open.removeLast()
                } else {
                    problems.append("“</\(name)>” closes “\(open.last ?? "nothing")”")
                    return
                }
                continue
            }
            let isClosed = tag.hasSuffix("/")
            let element = element(isClosed ? tag.dropLast() : tag[...])
            elements.append(element)
            if let id = element.attributes["id"], !ids.insert(id).inserted {
                problems.append("the id “\(id)” is there twice")
            }
            if !isClosed, !Self.void.contains(element.name) { open.append(element.name) }
            if element.name == "script" || element.name == "style", !isClosed {
                guard let end = Substring(rest).range(of: "</\(element.name)>") else {
                    problems.append("“\(element.name)” has no end")
                    return
                }
                rest = rest[end.lowerBound...]
            }
        }
        add(text: rest)
        if !open.isEmpty { problems.append("\(open) stay open") }
    }

    private mutating func add(text: Substring) {
        if text.contains(">") { problems.append("“\(text.prefix(40))” holds a bare >") }
        var rest = text
        while let ampersand = rest.firstIndex(of: "&") {
            rest = rest[ampersand...].dropFirst()
            guard let end = rest.firstIndex(of: ";"), rest.distance(from: rest.startIndex, to: end) < 8 else {
                problems.append("“\(text.prefix(40))” holds a bare &")
                break
            }
        }
        let words = text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        if !words.isEmpty { texts.append(Self.unescaped(words)) }
    }

    /// A tag's inside and what follows it; quoted values may hold `>`.
    private static func tag(_ text: Substring) -> (String, Substring)? {
        var isQuoted = false
        for index in text.indices {
            if text[index] == "\"" { isQuoted.toggle() }
            if text[index] == ">", !isQuoted { return (String(text[..<index]), text[index...].dropFirst()) }
            if text[index] == "<" { return nil }
        }
        return nil
    }

    private mutating func element(_ tag: Substring) -> Element {
        let name = tag.prefix { $0 != " " && $0 != "\n" }
        var element = Element(name: String(name), attributes: [:])
        var rest = tag[name.endIndex...]
        while let start = rest.firstIndex(where: { $0 != " " && $0 != "\n" }) {
            rest = rest[start...]
            let key = rest.prefix { $0 != "=" && $0 != " " }
            rest = rest[key.endIndex...]
            if element.attributes[String(key)] != nil { problems.append("“\(key)” is there twice in <\(name)>") }
            guard rest.first == "=" else {
                element.attributes[String(key)] = ""
                continue
            }
            guard rest.hasPrefix("=\""), let end = rest.dropFirst(2).firstIndex(of: "\"") else {
                problems.append("“\(key)” in <\(name)> is not quoted")
                break
            }
            element.attributes[String(key)] = Self.unescaped(String(rest.dropFirst(2)[..<end]))
            rest = rest[end...].dropFirst()
        }
        return element
    }

    static func unescaped(_ text: String) -> String {
        var text = text
        for (escape, plain) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            while let range = text.range(ofText: escape) {
                text.replaceSubrange(range, with: plain == "&" ? "\u{1}" : plain)
            }
        }
        return String(text.map { $0 == "\u{1}" ? "&" : $0 })
    }
}

extension Substring {
    fileprivate func range(of text: String) -> Range<String.Index>? {
        var start = startIndex
        while start != endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
