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
    private static let mostQuietLinks = 40
    /// The same for the others, of which the gravest keep theirs.
    private static let mostLinks = 40

    /// The countries that get a link of their own, gravest first.
    private var linked: [CountrySummary] {
        let sorted = countries.sorted {
            (-$0.verdict.gravity, -$0.attention.rank, $0.country) < (
                -$1.verdict.gravity, -$1.attention.rank, $1.country
            )
        }
        let quiet = sorted.filter { !$0.isRemarkable }
        return sorted.filter(\.isRemarkable).prefix(Self.mostLinks) + (quiet.count <= Self.mostQuietLinks ? quiet : [])
    }

    var markup: Markup {
        let known = Dictionary(countries.map { ($0.country, $0) }, uniquingKeysWith: { first, _ in first })
        let links = linked
        let own = Set(links.map(\.country))
        var paths: [String: String] = ["land": ""]
        var dots: [(name: String, middle: (x: Int, y: Int))] = []
        for shape in Self.shapes {
            let summary = shape.country.flatMap { known[$0] }
            if let summary, own.contains(summary.country) { continue }
            if let path = shape.path {
                paths[summary?.verdict.styleClass ?? "land", default: ""] += path
            } else if let summary, let middle = shape.middle {
                dots.append((summary.verdict.styleClass, middle))
            }
        }
        var svg = SVGWriter()
        svg.element(
            "svg",
            [
                ("class", "world"), ("viewBox", "30 0 \(worldSize.width - 30) \(worldSize.height)"), ("role", "group"),
                ("aria-label", text("map.label")),
            ]
        ) { svg in
            for (name, path) in paths.sorted(by: { $0.key < $1.key }) {
                svg.element("path", [("class", name), ("d", path)])
            }
            for dot in dots {
                svg.element(
                    "circle", [("class", dot.name), ("cx", "\(dot.middle.x)"), ("cy", "\(dot.middle.y)"), ("r", "2")])
            }
            for summary in links {
                for shape in Self.shapes where shape.country == summary.country { link(&svg, summary, shape) }
            }
        }
        return svg.markup
    }

    private func link(_ svg: inout SVGWriter, _ summary: CountrySummary, _ shape: Shape) {
        svg.element(
            "a",
            [
                ("href", text.link(.country(summary.country, .day))),
                ("class", summary.verdict.styleClass + (summary.isWatched ? " watch" : "")),
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
    /// Whether something is suspected, watched or reported, and not yet a verdict.
    var isWatched: Bool {
        (verdict == .ok || verdict == .insufficient) && attention.rank >= CellState.Attention.reported.rank
    }

    /// Whether a reader of the map should be led to it.
    var isRemarkable: Bool {
        (verdict != .ok && verdict != .insufficient) || attention.rank >= CellState.Attention.reported.rank
    }
}
