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
        guard let part = try? read("\(arguments.output)/\(name).md") else {
            sayError("\(name) was not measured, so that the document has no “\(title)”.")
            continue
        }
        text += "\n### \(title)\n\n" + part.wrapped.trimmedEnd + "\n"
    }
    let changed = document[..<from.upperBound] + text + "\n" + document[to.lowerBound...]
    let parts = arguments.document.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/")
    try write(String(changed), to: String(parts.last ?? ""), in: folder.isEmpty ? "." : folder)
    for chart in ["operating-curve-national.svg", "operating-curve-partial.svg"] {
        guard let drawn = try? read("\(arguments.output)/\(chart)") else { continue }
        try write(drawn, to: chart, in: arguments.images)
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

    /// The text with paragraphs broken before column 120; tables and pictures stay whole.
    fileprivate var wrapped: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard line.count > 120, line.first != "|", line.first != "!" else { return String(line) }
            var lines = [""]
            for word in line.split(separator: " ") {
                if lines[lines.count - 1].count + word.count + 1 > 120 { lines.append("") }
                lines[lines.count - 1] += lines[lines.count - 1].isEmpty ? word : " " + word
            }
            return lines.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    fileprivate var trimmedEnd: String {
        var text = self
        while text.last == "\n" { text.removeLast() }
        return text
    }
}
