import ObservatoryModel

/// A small line without axes for tables, whose figures stand beside it; `nil` values break it.
struct Sparkline {
    /// One value a step, evenly spaced, oldest first.
    let values: [Double?]
    /// The top of the scale; the largest value when `nil`.
    var top: Double?
    /// Bars instead of a line, for counts.
    var isBars = false
    /// Told to those who cannot see it.
    let label: String

    var markup: Markup {
        var svg = SVGWriter()
        let (width, height) = (240, 28)
        svg.element(
            "svg",
            [
                ("class", "sp"), ("viewBox", "0 0 \(width) \(height)"), ("preserveAspectRatio", "none"),
                ("role", "img"),
                ("aria-label", label),
            ]
        ) { svg in
            let path = path(width: width, height: height)
            if !path.isEmpty { svg.element("path", [("class", isBars ? "bars" : "line"), ("d", path)]) }
        }
        return svg.markup
    }

    private func path(width: Int, height: Int) -> String {
        let finite = values.compactMap { $0 }.filter(\.isFinite)
        let top = max(self.top ?? finite.max() ?? 0, 1e-9)
        let step = Double(width) / Double(max(values.count - (isBars ? 0 : 1), 1))
        var path = ""
        var isOpen = false
        var previous = -1
        for (index, value) in values.enumerated() {
            guard let value, value.isFinite else {
                isOpen = false
                continue
            }
            let x = Int((Double(index) * step).rounded())
            let y = height - 2 - Int((min(max(value / top, 0), 1) * Double(height - 4)).rounded())
            if isBars {
                if value > 0 { path += "M\(x) \(height)V\(y)h\(coordinate(max(step - 0.5, 0.5)))V\(height)z" }
                continue
            }
            let isTurn = index + 1 >= values.count || values[index + 1] == nil || y != previous
            if !isOpen {
                path += "M\(x) \(y)"
                // A value alone is a dot, not nothing.
                if index + 1 >= values.count || values[index + 1] == nil { path += "h.1" }
            } else if isTurn {
                path += "L\(x) \(y)"
            }
            isOpen = true
            previous = y
        }
        return path
    }
}
