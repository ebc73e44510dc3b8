import Gazetteer
import ObservatoryModel
import Publishing

/// An incident as a picture for social posts, 1200 × 675: what, where, since when, how many, how sure, and where to
/// read on.
struct IncidentCard {
    let incident: ListedIncident
    let text: PageText

    private var isRightToLeft: Bool { text.messages.direction == .rightToLeft }

    /// The same in words, for those who cannot see it.
    var description: String {
        let revision = incident.revision
        var parts = ["\(text.status(revision.status)): \(text.headline(revision))", text.period(revision)]
        if revision.scope != .global { parts.append(text.share(revision)) }
        parts.append(text("card.sure", ["sure": .text(text.confidence(revision.posterior))]))
        if incident.isExample { parts.append(text("example.tag")) }
        return parts.map { $0.hasSuffix(".") ? $0 : $0 + "." }.joined(separator: " ")
    }

    var svg: String {
        let revision = incident.revision
        var svg = SVGWriter()
        svg.element(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"), ("width", "1200"), ("height", "675"),
                ("viewBox", "0 0 1200 675"),
                ("role", "img"), ("aria-labelledby", "title"), ("lang", text.messages.language.tag),
            ]
        ) { svg in
            svg.element("title", [("id", "title")], content: description)
            svg.element("style", content: Palette.light.chartStyle + text.pictureFonts)
            svg.element("defs") { $0.insert(Markup(text: patternText)) }
            svg.element("rect", [("class", "page"), ("width", "1200"), ("height", "675")])
            svg.element(
                "rect", [("class", "phase \(revision.verdict.styleClass)"), ("width", "1200"), ("height", "14")])
            brand(&svg)
            status(&svg)
            var y = 212
            for line in wrapped(text.headline(revision), size: 50, width: 1080, most: 3) {
                self.line(&svg, line, y: y, size: 50, name: "head")
                y += 61
            }
            y += 2
            for line in wrapped(text.period(revision), size: 27, width: 1080, most: 2) {
                self.line(&svg, line, y: y, size: 27, name: "body")
                y += 37
            }
            self.line(&svg, text.periodUTC(revision), y: y, size: 24, name: "soft")
            if revision.scope != .global { share(&svg) }
            foot(&svg)
        }
        return svg.text
    }

    private func brand(_ svg: inout SVGWriter) {
        let x = isRightToLeft ? 1140 - 52 : 60
        svg.element("g", [("transform", "translate(\(x) 52) scale(2)")]) { svg in
            for middle in [9, 17] {
                svg.element("circle", [("class", "lens"), ("cx", "\(middle)"), ("cy", "10"), ("r", "8")])
            }
        }
        line(&svg, text.context.observatory.name, y: 84, size: 32, name: "head", inset: 72)
    }

    private func status(_ svg: inout SVGWriter) {
        let revision = incident.revision
        let verdict = text.messages.text("verdict.\(revision.verdict.rawValue)")
        var words = "\(revision.verdict.glyph) \(verdict) · \(text.status(revision.status))"
        if incident.isExample { words += " · " + text("example.tag") }
        line(&svg, words, y: 146, size: 30, name: "word \(revision.verdict.styleClass)")
    }

    private func share(_ svg: inout SVGWriter) {
        svg.element("svg", [("x", "60"), ("y", "508"), ("width", "1080"), ("height", "30")]) { svg in
            svg.insert(ShareBar(incident.revision.affectedShare, text: text).card)
        }
        let words = [
            incident.people.map { "\(text("people")): \(text.people($0))" }, text.share(incident.revision),
        ].compactMap { $0 }
        for (index, words) in words.enumerated() {
            line(&svg, words, y: 572 + 32 * index, size: 24, name: "body")
        }
    }

    private func foot(_ svg: inout SVGWriter) {
        let revision = incident.revision
        let words = [
            text("card.sure", ["sure": .text(text.confidence(revision.posterior))]), revision.incident,
            text.context.observatory.origin,
        ]
        line(&svg, words.joined(separator: " · "), y: 646, size: 22, name: "soft")
    }

    private func line(_ svg: inout SVGWriter, _ words: String, y: Int, size: Int, name: String, inset: Int = 0) {
        svg.element(
            "text",
            [
                ("class", name), ("x", isRightToLeft ? "\(1140 - inset)" : "\(60 + inset)"), ("y", "\(y)"),
                ("font-size", "\(size)"), ("direction", isRightToLeft ? "rtl" : nil),
            ],
            content: words)
    }

    /// Words in lines no wider than `width`, by a mean width of letters (bold ones are wider), since nothing here can
    /// measure type; what does not fit in the last line ends in an ellipsis.
    private func wrapped(_ words: String, size: Int, width: Int, most: Int) -> [String] {
        let letters = Int(Double(width) / (Double(size) * (size > 40 ? 0.66 : 0.58)))
        var lines: [String] = [""]
        for word in words.split(separator: " ") {
            let word = String(word.prefix(letters))
            if lines[lines.count - 1].isEmpty {
                lines[lines.count - 1] = word
            } else if lines[lines.count - 1].count + 1 + word.count <= letters {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(word)
            }
        }
        guard lines.count > most else { return lines }
        return Array(lines.prefix(most - 1)) + [String(lines[most - 1].prefix(letters - 1)) + "…"]
    }
}
