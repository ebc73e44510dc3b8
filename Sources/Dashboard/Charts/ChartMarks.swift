import ObservatoryModel

/// The marks that charts over time share: stretches, onsets and ends of incidents, and events of the calendar.
struct ChartMarks {
    let axis: TimeAxis
    /// Those that concern what the chart shows.
    let incidents: [IncidentRevision]
    var calendar: [CalendarEvent] = []
    let now: Timestamp
    /// The plot's upper edge and height in pixels.
    let top: Int
    let height: Int

    /// Marks beyond these many would hide each other.
    private var marked: [IncidentRevision] {
        Array(incidents.filter { $0.status != .retracted && $0.onset < axis.to }.prefix(6))
    }
    private var events: [CalendarEvent] {
        Array(calendar.filter { $0.from < axis.to && $0.to > axis.from }.prefix(4))
    }

    /// Tinted stretches, to be drawn before the curve.
    func behind(_ svg: inout SVGWriter) {
        for incident in marked {
            let end = min(incident.end ?? now, axis.to)
            guard end > axis.from else { continue }
            let (left, right) = (axis.position(incident.onset), axis.position(end))
            svg.element(
                "rect",
                [
                    ("class", "during \(incident.verdict.styleClass)"), ("x", coordinate(left * 100) + "%"),
                    ("y", "\(top)"), ("width", coordinate((right - left) * 100) + "%"), ("height", "\(height)"),
                ])
            let (low, high) = (axis.position(incident.onsetLow), axis.position(incident.onsetHigh))
            // Narrower than the mark itself it would only blur it.
            guard incident.onset >= axis.from, high - low > 0.01 else { continue }
            svg.element(
                "rect",
                [
                    ("class", "interval"), ("x", coordinate(low * 100) + "%"), ("y", "\(top - 2)"),
                    ("width", coordinate((high - low) * 100) + "%"), ("height", "4"),
                ])
        }
        for event in events {
            let (left, right) = (axis.position(event.from), axis.position(event.to))
            svg.element(
                "rect",
                [
                    ("class", "event"), ("x", coordinate(left * 100) + "%"), ("y", "0"),
                    ("width", coordinate((right - left) * 100) + "%"), ("height", "\(top + height)"),
                ]
            ) { svg in
                svg.element("title", content: event.summary)
            }
        }
    }

    /// Onsets, ends and beginnings of events, to be drawn after the curve.
    func inFront(_ svg: inout SVGWriter) {
        for incident in marked {
            if incident.onset >= axis.from { mark(&svg, at: incident.onset, kind: "onset", glyph: "▼") }
            if let end = incident.end, end >= axis.from, end < axis.to { mark(&svg, at: end, kind: "end", glyph: "▽") }
        }
        for event in events where event.from >= axis.from {
            svg.element("text", [("x", axis.percent(event.from)), ("y", "9"), ("class", "mark")], content: "◆")
        }
    }

    private func mark(_ svg: inout SVGWriter, at moment: Timestamp, kind: String, glyph: String) {
        let x = axis.percent(moment)
        svg.element("line", [("class", kind), ("x1", x), ("x2", x), ("y1", "7"), ("y2", "\(top + height)")])
        svg.element("text", [("x", x), ("y", "8"), ("class", "mark")], content: glyph)
    }
}
