import Gazetteer
import ObservatoryModel
import Publishing

/// The course of an incident as one band of time, a colour and a glyph for each verdict.
struct PhaseBar {
    let revision: IncidentRevision
    let text: PageText

    var markup: Markup {
        let now = text.context.now
        let end = max(revision.end ?? now, revision.onset + .minutes(10))
        let margin = Interval(milliseconds: max((end - revision.onset).milliseconds / 20, 60_000))
        let axis = TimeAxis(from: revision.onset - margin, to: end + margin, country: revision.country)
        var svg = SVGWriter()
        svg.element(
            "svg",
            [
                ("class", "tl"), ("width", "100%"), ("height", "46"), ("role", "img"),
                ("aria-label", text("course.label")),
            ]
        ) { svg in
            svg.element("rect", [("class", "track"), ("width", "100%"), ("y", "4"), ("height", "22")])
            for phase in revision.phases.suffix(40) {
                let (left, right) = (axis.position(phase.from), axis.position(phase.to ?? end))
                guard right > left else { continue }
                svg.element(
                    "rect",
                    [
                        ("class", "phase \(phase.verdict.styleClass)"), ("x", coordinate(left * 100) + "%"), ("y", "4"),
                        ("width", coordinate((right - left) * 100) + "%"), ("height", "22"),
                    ])
                if right - left > 0.03 {
                    svg.element(
                        "text",
                        [
                            ("class", "on"), ("x", coordinate((left + right) * 50) + "%"), ("y", "20"),
                            ("text-anchor", "middle"),
                        ], content: phase.verdict.glyph)
                }
            }
            svg.element("line", [("class", "base"), ("x2", "100%"), ("y1", "28"), ("y2", "28")])
            for tick in axis.ticks(text) {
                let x = axis.percent(tick.at)
                svg.element("line", [("class", "tick"), ("x1", x), ("x2", x), ("y1", "28"), ("y2", "32")])
                svg.element(
                    "text", [("x", x), ("y", "43"), ("class", tick.isMain ? nil : "minor")], content: tick.label)
            }
        }
        return svg.markup
    }
}
