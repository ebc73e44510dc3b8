/// Puts the tables between their marks in the document, and the charts beside its other pictures.
func writeDocuments(_ arguments: Arguments) throws {
    let begin = "<!-- OPERATING-CURVE: what follows is written by Benchmarks/operating-curve -->\n"
    let end = "<!-- end of OPERATING-CURVE -->"
    let document = try read(arguments.document)
    guard let from = document.range(of: begin), let to = document.range(of: end, after: from.upperBound) else {
        throw Arguments.Refusal(description: "“\(arguments.document)” has no marks “OPERATING-CURVE”.")
    }
    var text = ""
    for (title, name) in [
        ("Against the goals", "held-out"), ("Against others", "peers"), ("Operating curves", "curve"),
        ("Ablations", "ablations"),
    ] {
        text += "\n### \(title)\n\n" + (try read("\(arguments.output)/\(name).md")).trimmedEnd + "\n"
    }
    let changed = document[..<from.upperBound] + text + "\n" + document[to.lowerBound...]
    let parts = arguments.document.split(separator: "/", omittingEmptySubsequences: false)
    try write(String(changed), to: String(parts.last ?? ""), in: parts.dropLast().joined(separator: "/"))
    for chart in ["operating-curve-national.svg", "operating-curve-partial.svg"] {
        try write(try read("\(arguments.output)/\(chart)"), to: chart, in: arguments.images)
    }
}

extension String {
    /// Where a text first stands at or after an index.
    fileprivate func range(of text: String, after start: Index? = nil) -> Range<Index>? {
        var position = start ?? startIndex
        while position < endIndex {
            if self[position...].hasPrefix(text) { return position..<index(position, offsetBy: text.count) }
            position = index(after: position)
        }
        return nil
    }

    fileprivate var trimmedEnd: String {
        var text = self
        while text.last == "\n" { text.removeLast() }
        return text
    }
}
