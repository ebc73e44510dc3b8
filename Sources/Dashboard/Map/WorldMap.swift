import Gazetteer
import ObservatoryModel
import Publishing

/// The map of the home page: a shape a country, coloured by its gravest verdict, each with data a link.
struct WorldMap {
    /// One country's shape.
    struct Shape: Sendable {
        /// `nil` for areas without a code, which are drawn and never coloured.
        let country: CountryCode?
        /// SVG path data, or the middle of a place too small to have an outline.
        let path: String?
        let middle: (x: Int, y: Int)?
    }

    static let shapes: [Shape] = worldOutlines.split(separator: "\n").compactMap { row in
        let parts = row.split(separator: "|", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let country = CountryCode(String(parts[0]))
        if parts[1].first == "M" { return Shape(country: country, path: String(parts[1]), middle: nil) }
        let numbers = parts[1].split(separator: " ").compactMap { Int($0) }
        guard numbers.count == 2 else { return nil }
        return Shape(country: country, path: nil, middle: (numbers[0], numbers[1]))
    }

    let countries: [CountrySummary]
    let text: PageText

    /// Beyond this many, quiet countries are painted together instead of being links of their own, to keep the page
    /// light; the list of countries has them all.
    private static let mostQuietLinks = 70

    var markup: Markup {
        let known = Dictionary(countries.map { ($0.country, $0) }, uniquingKeysWith: { first, _ in first })
        let quiet = countries.filter { !$0.isRemarkable }.count
        let linksQuiet = quiet <= Self.mostQuietLinks
        var land = ""
        var plain: [String: String] = [:]
        var links: [(CountrySummary, Shape)] = []
        var dots: [Shape] = []
        for shape in Self.shapes {
            guard let country = shape.country, let summary = known[country] else {
                if let path = shape.path { land += path }
                continue
            }
            if summary.isRemarkable || linksQuiet {
                links.append((summary, shape))
            } else if let path = shape.path {
                plain[summary.verdict.styleClass, default: ""] += path
            } else {
                dots.append(shape)
            }
        }
        // The gravest are drawn last, and read first in order of the document's links below the map.
        links.sort { ($0.0.verdict.gravity, $0.0.country) < ($1.0.verdict.gravity, $1.0.country) }
        var svg = SVGWriter()
        svg.element(
            "svg",
            [
                ("class", "world"), ("viewBox", "30 0 \(worldSize.width - 30) \(worldSize.height)"), ("role", "group"),
                ("aria-label", text("map.label")),
            ]
        ) { svg in
            svg.element("path", [("class", "land"), ("d", land)])
            for (name, path) in plain.sorted(by: { $0.key < $1.key }) {
                svg.element("path", [("class", name), ("d", path)])
            }
            for (summary, shape) in links { link(&svg, summary, shape) }
        }
        return svg.markup
    }

    private func link(_ svg: inout SVGWriter, _ summary: CountrySummary, _ shape: Shape) {
        svg.element(
            "a",
            [
                ("href", text.link(.country(summary.country, .day))), ("class", summary.verdict.styleClass),
                // Quiet countries stay out of the tab order: the list of countries is quicker than 200 stops.
                ("tabindex", summary.isRemarkable ? nil : "-1"),
            ]
        ) { svg in
            svg.element("title", content: description(summary))
            if let path = shape.path {
                svg.element("path", [("d", path)])
            } else if let middle = shape.middle {
                svg.element(
                    "circle", [("cx", "\(middle.x)"), ("cy", "\(middle.y)"), ("r", summary.isRemarkable ? "5" : "3")])
            }
        }
    }

    private func description(_ summary: CountrySummary) -> String {
        let verdict = text.messages.text("verdict.\(summary.verdict.rawValue)")
        guard summary.isRemarkable, summary.verdict != .ok, summary.verdict != .insufficient else {
            return text("map.country", ["country": .text(text.name(summary.country)), "verdict": .text(verdict)])
        }
        return text(
            "map.country.platforms",
            [
                "country": .text(text.name(summary.country)), "verdict": .text(verdict),
                "platforms": .text(text.writer.list(of: summary.platforms, in: text.messages)),
            ])
    }
}

extension CountrySummary {
    /// Whether a reader of the map should be led to it.
    var isRemarkable: Bool {
        (verdict != .ok && verdict != .insufficient) || attention.rank >= CellState.Attention.reported.rank
    }
}
