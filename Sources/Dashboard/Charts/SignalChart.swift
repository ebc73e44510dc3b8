import Gazetteer
import ObservatoryModel
import Publishing

/// A third party's series over time, between its own least and greatest value, hatched where the source has none.
struct SignalChart {
    let series: SignalSeries
    let axis: TimeAxis
    /// Incidents of the same country.
    let incidents: [IncidentRevision]
    let text: PageText
    /// Told to those who cannot see the chart.
    let title: String

    private static let plotHeight = 56
    private static let plotTop = 10

    /// Points within the axis, oldest first.
    private var points: [SignalSeries.Point] {
        series.points.filter { $0.at + series.step > axis.from && $0.at < axis.to }
    }

    var markup: Markup {
        let points = self.points
        let values = points.compactMap(\.value).filter(\.isFinite)
        let (least, greatest) = (values.min() ?? 0, values.max() ?? 0)
        let (top, height) = (Self.plotTop, Self.plotHeight)
        let ticks = axis.ticks(text)
        let marks = ChartMarks(
            axis: axis, incidents: incidents, now: text.context.now, top: top, height: height)
        var svg = SVGWriter()
        svg.element(
            "svg",
            [
                ("class", "tl"), ("width", "100%"), ("height", "\(top + height + 18)"), ("role", "img"),
                ("aria-label", title),
            ]
        ) { svg in
            marks.behind(&svg)
            svg.element(
                "svg",
                [
                    ("y", "\(top)"), ("width", "100%"), ("height", "\(height)"), ("viewBox", "0 0 1000 \(height)"),
                    ("preserveAspectRatio", "none"),
                ]
            ) { svg in
                svg.element("path", [("class", "none"), ("d", gaps(points))])
                svg.element(
                    "path",
                    [
                        ("class", "base"),
                        (
                            "d",
                            "M0 0H1000M0 \(height)H1000" + ticks.map { "M\(x($0.at)) \(height)v-5" }.joined()
                        ),
                    ])
                svg.element("path", [("class", "line"), ("d", line(points, least, greatest))])
            }
            if !values.isEmpty {
                svg.element(
                    "text", [("class", "scale"), ("x", "2"), ("y", "\(top + 10)")], content: text.quantity(greatest))
                // A flat line has one value only.
                if least < greatest {
                    svg.element(
                        "text", [("class", "scale"), ("x", "2"), ("y", "\(top + height - 3)")],
                        content: text.quantity(least))
                }
            }
            for tick in ticks {
                svg.element(
                    "text",
                    [
                        ("x", axis.percent(tick.at)), ("y", "\(top + height + 15)"),
                        ("class", tick.isMain ? nil : "minor"),
                    ], content: tick.label)
            }
            marks.inFront(&svg)
        }
        return svg.markup
    }

    private func x(_ moment: Timestamp) -> Int { Int((axis.position(moment) * 1000).rounded()) }

    /// Steps between 90 and 10 % of the height; what is `nil` or missing breaks them.
    private func line(_ points: [SignalSeries.Point], _ least: Double, _ greatest: Double) -> String {
        let height = Double(Self.plotHeight)
        var path = ""
        var last: (end: Timestamp, y: Int)?
        for point in points {
            guard let value = point.value, value.isFinite else {
                last = nil
                continue
            }
            let level = greatest > least ? (value - least) / (greatest - least) : 0.5
            let y = Int((height * (0.9 - 0.8 * level)).rounded())
            if let last, last.end == point.at {
                if last.y != y { path += "V\(y)" }
            } else {
                path += "M\(x(point.at)) \(y)"
            }
            path += "H\(x(point.at + series.step))"
            last = (point.at + series.step, y)
        }
        return path
    }

    /// Rectangles where the source has no value.
    private func gaps(_ points: [SignalSeries.Point]) -> String {
        var path = ""
        var covered = axis.from
        func gap(to end: Timestamp) {
            guard x(end) > x(covered) else { return }
            path += "M\(x(covered)) 0H\(x(end))V\(Self.plotHeight)H\(x(covered))z"
        }
        for point in points where point.value?.isFinite ?? false {
            if point.at > covered { gap(to: point.at) }
            covered = max(covered, point.at + series.step)
        }
        gap(to: min(axis.to, text.context.now))
        return path
    }
}

extension PageText {
    /// A value of a series: whole from a hundred on, with two decimals below.
    func quantity(_ value: Double) -> String {
        guard value.isFinite else { return self("absent") }
        return isolated(messages.number(value, decimals: abs(value) < 100 && value != value.rounded() ? 2 : 0))
    }
}
