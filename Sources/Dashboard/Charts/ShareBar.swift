import Gazetteer
import ObservatoryModel
import Publishing

/// The country's users as one bar: surely affected, perhaps affected, not affected, not covered.
struct ShareBar {
    let share: IncidentRevision.AffectedShare
    let text: PageText

    init(_ share: IncidentRevision.AffectedShare, text: PageText) {
        self.share = share
        self.text = text
    }

    /// Ends of the stretches, 0...1, in order and within bounds whatever came in.
    var ends: (low: Double, mid: Double, high: Double, covered: Double) {
        func clipped(_ value: Double, from floor: Double) -> Double {
            value.isFinite ? min(max(value, floor), 1) : floor
        }
        let low = clipped(share.low, from: 0)
        let mid = clipped(share.mid, from: low)
        let high = clipped(share.high, from: mid)
        // What is not covered may be affected as well, so it lies at the far end, under the stretch up to `high`.
        return (low, mid, high, 1 - clipped(share.uncovered, from: 0))
    }

    /// For lists: the bar alone.
    var small: Markup { bar(height: 10, isLabelled: false) }
    /// For the incident's page: with labels below.
    var large: Markup { bar(height: 26, isLabelled: true) }

    /// For the card.
    var card: Markup { bar(height: 30, isLabelled: false) }

    private func bar(height: Int, isLabelled: Bool) -> Markup {
        var svg = SVGWriter()
        svg.element(
            "svg",
            [
                ("class", "share"), ("width", "100%"), ("height", "\(isLabelled ? height + 18 : height)"),
                ("role", "img"),
                ("aria-label", label),
            ]
        ) { svg in
            let ends = self.ends
            rectangle(&svg, "rest", 0, 1, height)
            if ends.covered < 1 { rectangle(&svg, "none", ends.covered, 1, height) }
            rectangle(&svg, "high", ends.mid, ends.high, height)
            rectangle(&svg, "mid", ends.low, ends.mid, height)
            rectangle(&svg, "low", 0, ends.low, height)
            let x = coordinate(ends.mid * 100) + "%"
            svg.element("line", [("class", "middle"), ("x1", x), ("x2", x), ("y2", "\(height)")])
            guard isLabelled else { return }
            for (value, anchor) in [(0.0, "start"), (0.25, "middle"), (0.5, "middle"), (0.75, "middle"), (1.0, "end")] {
                svg.element(
                    "text",
                    [("x", coordinate(value * 100) + "%"), ("y", "\(height + 14)"), ("text-anchor", anchor)],
                    content: "\(Int(value * 100))%")
            }
        }
        return svg.markup
    }

    private func rectangle(_ svg: inout SVGWriter, _ name: String, _ from: Double, _ to: Double, _ height: Int) {
        guard to > from else { return }
        svg.element(
            "rect",
            [
                ("class", name), ("x", coordinate(from * 100) + "%"), ("width", coordinate((to - from) * 100) + "%"),
                ("height", "\(height)"),
            ])
    }

    var label: String {
        text(
            "share.label",
            [
                "low": .text(text.percent(share.low)), "mid": .text(text.percent(share.mid)),
                "high": .text(text.percent(share.high)), "uncovered": .text(text.percent(share.uncovered)),
            ])
    }
}
