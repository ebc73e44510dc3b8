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
        let description = summary
        let height = Self.plotTop + Self.plotHeight + 18
        svg.element(
            "svg",
            [
                ("class", "tl"), ("width", "100%"), ("height", "\(height)"), ("role", "img"),
                ("aria-label", "\(title). \(description)"),
            ]
        ) { svg in
            body(&svg)
        }
        return svg.markup
    }

    /// Everything inside the outer element.
    func body(_ svg: inout SVGWriter) {
        let (top, height) = (Self.plotTop, Self.plotHeight)
        marksBehind(&svg)
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
        }
        svg.element("line", [("class", "base"), ("x2", "100%"), ("y1", "\(top + height)"), ("y2", "\(top + height)")])
        for tick in axis.ticks(text) {
            let x = axis.percent(tick.at)
            svg.element(
                "line",
                [("class", "tick"), ("x1", x), ("x2", x), ("y1", "\(top + height)"), ("y2", "\(top + height + 4)")])
            svg.element(
                "text", [("x", x), ("y", "\(top + height + 15)"), ("class", tick.isMain ? nil : "minor")],
                content: tick.label)
        }
        marksInFront(&svg)
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

    /// Steps of the failing share; bins of equal height join, and empty bins break the area.
    private var failurePath: String {
        var path = ""
        var index = 0
        let bins = visible.filter { $0.sessions > 0 }
        while index < bins.count {
            let start = index
            while index + 1 < bins.count, bins[index + 1].at == bins[index].at + timeline.step { index += 1 }
            let run = bins[start...index]
            index += 1
            path += "M\(x(run.first!.at)) \(Self.plotHeight)"
            var height = Self.plotHeight
            for (offset, bin) in zip(run.indices, run) {
                let level = y(bin.share ?? 0)
                if level != height { path += "V\(level)" }
                height = level
                let isLast = offset == run.endIndex - 1
                if isLast || y(run[offset + 1].share ?? 0) != level { path += "H\(x(bin.at + timeline.step))" }
            }
            path += "V\(Self.plotHeight)z"
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
        var top = "M\(x(first.at)) \(y(first.expectedHigh!))"
        var bottom = ""
        var (high, low) = (y(first.expectedHigh!), y(first.expectedLow!))
        var back: [String] = []
        for bin in bins {
            let (newHigh, newLow) = (y(bin.expectedHigh!), y(bin.expectedLow!))
            if newHigh != high { top += "H\(x(bin.at))V\(newHigh)" }
            if newLow != low { back.append("V\(newLow)H\(x(bin.at))V\(low)") }
            (high, low) = (newHigh, newLow)
        }
        let end = x(bins.last!.at + timeline.step)
        bottom = back.reversed().joined()
        return top + "H\(end)V\(low)" + bottom + "H\(x(first.at))z"
    }

    // MARK: Marks

    private func marksBehind(_ svg: inout SVGWriter) {
        let height = Self.plotTop + Self.plotHeight
        for incident in incidents where incident.status != .retracted {
            let end = min(incident.end ?? text.context.now, axis.to)
            guard incident.onset < axis.to, end > axis.from else { continue }
            let (left, right) = (axis.position(incident.onset), axis.position(end))
            svg.element(
                "rect",
                [
                    ("class", "during \(incident.verdict.styleClass)"), ("x", coordinate(left * 100) + "%"),
                    ("y", "\(Self.plotTop)"), ("width", coordinate((right - left) * 100) + "%"),
                    ("height", "\(Self.plotHeight)"),
                ])
            if incident.onsetHigh > incident.onsetLow {
                let (low, high) = (axis.position(incident.onsetLow), axis.position(incident.onsetHigh))
                svg.element(
                    "rect",
                    [
                        ("class", "interval"), ("x", coordinate(low * 100) + "%"), ("y", "\(Self.plotTop - 4)"),
                        ("width", coordinate((high - low) * 100) + "%"), ("height", "4"),
                    ])
            }
        }
        for event in calendar where event.from < axis.to && event.to > axis.from {
            let (left, right) = (axis.position(event.from), axis.position(event.to))
            svg.element(
                "rect",
                [
                    ("class", "event"), ("x", coordinate(left * 100) + "%"), ("y", "0"),
                    ("width", coordinate((right - left) * 100) + "%"), ("height", "\(height)"),
                ]
            ) { svg in
                svg.element("title", content: event.summary)
            }
        }
    }

    private func marksInFront(_ svg: inout SVGWriter) {
        let bottom = Self.plotTop + Self.plotHeight
        for incident in incidents where incident.status != .retracted {
            if incident.onset >= axis.from, incident.onset < axis.to {
                mark(&svg, at: incident.onset, kind: "onset", glyph: "▼", bottom: bottom)
            }
            if let end = incident.end, end >= axis.from, end < axis.to {
                mark(&svg, at: end, kind: "end", glyph: "▽", bottom: bottom)
            }
        }
        for event in calendar where event.from >= axis.from && event.from < axis.to {
            svg.element("text", [("x", axis.percent(event.from)), ("y", "9"), ("class", "mark")], content: "◆")
        }
    }

    private func mark(_ svg: inout SVGWriter, at moment: Timestamp, kind: String, glyph: String, bottom: Int) {
        let x = axis.percent(moment)
        svg.element("line", [("class", kind), ("x1", x), ("x2", x), ("y1", "8"), ("y2", "\(bottom)")])
        svg.element("text", [("x", x), ("y", "9"), ("class", "mark")], content: glyph)
    }
}
