import Gazetteer
import ObservatoryModel
import Publishing

/// One platform's share of failed sessions over time: an area above its baseline band, hatched where nothing was
/// measured, with marks for incidents and calendar events.
///
/// Widths are in percent and the curves stretch, so that the chart fits a phone while its letters keep their size.
struct TimelineChart {
    let timeline: Timeline
    let axis: TimeAxis
    /// Incidents that the platform is a part of.
    let incidents: [IncidentRevision]
    let calendar: [CalendarEvent]
    let text: PageText
    /// Told to those who cannot see the chart.
    let title: String

    private static let plotHeight = 56
    private static let plotTop = 10

    /// The chart as part of a page.
    var markup: Markup {
        var svg = SVGWriter()
        let height = Self.plotTop + Self.plotHeight + 18
        svg.element(
            "svg",
            [
                ("class", "tl"), ("width", "100%"), ("height", "\(height)"), ("role", "img"),
                ("aria-label", title),
            ]
        ) { svg in
            body(&svg)
        }
        return svg.markup
    }

    /// Everything inside the outer element.
    func body(_ svg: inout SVGWriter) {
        let (top, height) = (Self.plotTop, Self.plotHeight)
        let ticks = axis.ticks(text)
        marks.behind(&svg)
        svg.element(
            "svg",
            [
                ("y", "\(top)"), ("width", "100%"), ("height", "\(height)"), ("viewBox", "0 0 1000 \(height)"),
                ("preserveAspectRatio", "none"),
            ]
        ) { svg in
            svg.element("path", [("class", "none"), ("d", gapPath)])
            if let bandPath { svg.element("path", [("class", "band"), ("d", bandPath)]) }
            svg.element("path", [("class", "fail"), ("d", failurePath)])
            svg.element("path", [("class", "base"), ("d", basePath(ticks))])
        }
        svg.element("text", [("class", "scale"), ("x", "2"), ("y", "\(top + 10)")], content: "100%")
        for tick in ticks {
            let x = axis.percent(tick.at)
            svg.element(
                "text", [("x", x), ("y", "\(top + height + 15)"), ("class", tick.isMain ? nil : "minor")],
                content: tick.label)
        }
        marks.inFront(&svg)
    }

    private var marks: ChartMarks {
        ChartMarks(
            axis: axis, incidents: incidents, calendar: calendar, now: text.context.now, top: Self.plotTop,
            height: Self.plotHeight)
    }

    /// What the chart shows, in words.
    var summary: String {
        let measured = timeline.bins.filter { $0.sessions > 0 && $0.at >= axis.from && $0.at < axis.to }
        guard !measured.isEmpty else { return text("chart.empty") }
        let sessions = measured.reduce(0) { $0 + $1.sessions }
        let failed = measured.reduce(0) { $0 + $1.failed }
        return text(
            "chart.summary",
            [
                "sessions": .count(sessions), "share": .text(text.percent(Double(failed) / Double(sessions))),
                "worst": .text(text.percent(measured.compactMap(\.share).max() ?? 0)),
            ])
    }

    // MARK: Curves, in a box of 1000 × plotHeight

    private func x(_ moment: Timestamp) -> Int { Int((axis.position(moment) * 1000).rounded()) }
    private func y(_ share: Double) -> Int {
        Self.plotHeight - Int((min(max(share, 0), 1) * Double(Self.plotHeight)).rounded())
    }

    private var visible: [Timeline.Bin] {
        timeline.bins.filter { $0.at + timeline.step > axis.from && $0.at < axis.to }
    }

    /// The axis, its ticks, and the line of all sessions.
    private func basePath(_ ticks: [TimeAxis.Tick]) -> String {
        "M0 0H1000M0 \(Self.plotHeight)H1000" + ticks.map { "M\(x($0.at)) \(Self.plotHeight)v-5" }.joined()
    }

    /// Steps of the failing share; bins of equal height join, and empty bins break the area.
    private var failurePath: String {
        let bins = visible.filter { $0.sessions > 0 }
        var path = ""
        var pen = (x: 0, y: Self.plotHeight)
        for (index, bin) in bins.enumerated() {
            let level = y(bin.share ?? 0)
            let isFirst = index == 0 || bins[index - 1].at + timeline.step < bin.at
            if isFirst {
                pen = (x(bin.at), Self.plotHeight)
                path += "M\(pen.x) \(pen.y)"
            }
            let isLast = index == bins.count - 1 || bins[index + 1].at > bin.at + timeline.step
            if level != pen.y { path += "v\(level - pen.y)" }
            pen.y = level
            if isLast || y(bins[index + 1].share ?? 0) != level {
                let end = x(bin.at + timeline.step)
                path += "h\(end - pen.x)"
                pen.x = end
            }
            if isLast { path += "V\(Self.plotHeight)z" }
        }
        return path
    }

    /// Rectangles where nothing was measured.
    private var gapPath: String {
        var path = ""
        var covered = axis.from
        func gap(to end: Timestamp) {
            guard end - covered > Interval(milliseconds: timeline.step.milliseconds / 2), x(end) > x(covered) else {
                return
            }
            path += "M\(x(covered)) 0H\(x(end))V\(Self.plotHeight)H\(x(covered))z"
        }
        for bin in visible where bin.sessions > 0 {
            if bin.at > covered { gap(to: bin.at) }
            covered = max(covered, bin.at + timeline.step)
        }
        gap(to: min(axis.to, text.context.now))
        return path
    }

    /// The band of what was to be expected; `nil` without a baseline.
    private var bandPath: String? {
        let bins = visible.filter { $0.expectedLow != nil && $0.expectedHigh != nil }
        guard let first = bins.first else { return nil }
        /// At least a line, so that a baseline of nothing but successes can be seen too.
        func edges(_ bin: Timeline.Bin) -> (high: Int, low: Int) {
            let low = y(bin.expectedLow!)
            return (min(y(bin.expectedHigh!), low - 2), low)
        }
        var (high, low) = edges(first)
        var (top, back) = ("M\(x(first.at)) \(high)", "")
        for bin in bins {
            let (newHigh, newLow) = edges(bin)
            if newHigh != high { top += "H\(x(bin.at))V\(newHigh)" }
            if newLow != low { back = "H\(x(bin.at))V\(low)" + back }
            (high, low) = (newHigh, newLow)
        }
        return top + "H\(x(bins.last!.at + timeline.step))V\(low)" + back + "H\(x(first.at))z"
    }
}
