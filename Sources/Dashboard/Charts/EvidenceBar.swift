/// Evidence of one family in nats against the two thresholds of DETECTION §4.
struct EvidenceBar {
    /// Nats from which an incident is suspected, and confirmed by probes alone.
    static let suspected = 13.2
    static let confirmed = 18.5

    let nats: Double
    /// The right end of the scale, nats.
    let top: Double
    let label: String

    var markup: Markup {
        var svg = SVGWriter()
        svg.element(
            "svg", [("class", "ev"), ("width", "100%"), ("height", "14"), ("role", "img"), ("aria-label", label)]
        ) { svg in
            func x(_ value: Double) -> String { coordinate(min(max(value / top, 0), 1) * 100) + "%" }
            svg.element("rect", [("class", "rest"), ("width", "100%"), ("height", "14")])
            if nats > 0 { svg.element("rect", [("class", "low"), ("width", x(nats)), ("height", "14")]) }
            for threshold in [Self.suspected, Self.confirmed] {
                svg.element("line", [("class", "middle"), ("x1", x(threshold)), ("x2", x(threshold)), ("y2", "14")])
            }
        }
        return svg.markup
    }
}
