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
        let values = joined
        var svg = SVGWriter()
        svg.element(
            "svg",
            [
                ("class", "sp"), ("viewBox", "0 0 \(max(values.count, 1) * Self.step) \(Self.height)"),
                ("preserveAspectRatio", "none"), ("role", "img"), ("aria-label", label),
            ]
        ) { svg in
            let path = isBars ? bars(values) : line(values)
            if !path.isEmpty { svg.element("path", [("class", isBars ? "bars" : "line"), ("d", path)]) }
        }
        return svg.markup
    }

    private static let step = 3
    private static let height = 28
    /// Points beyond this many are joined by their means, or sums, since nobody could tell them apart at this size.
    private static let mostPoints = 48

    private var joined: [Double?] {
        let size = (values.count + Self.mostPoints - 1) / Self.mostPoints
        guard size > 1 else { return values }
        return stride(from: 0, to: values.count, by: size).map { start in
            let known = values[start..<min(start + size, values.count)].compactMap { $0 }.filter(\.isFinite)
            guard !known.isEmpty else { return nil }
            return known.reduce(0, +) / (isBars ? 1 : Double(known.count))
        }
    }

    /// Distance from the top of the box.
    private func heights(_ values: [Double?]) -> [Int?] {
        let finite = values.compactMap { $0 }.filter(\.isFinite)
        let top = max(self.top ?? finite.max() ?? 0, 1e-9)
        return values.map { value in
            guard let value, value.isFinite else { return nil }
            return Self.height - 1 - Int((min(max(value / top, 0), 1) * Double(Self.height - 4)).rounded())
        }
    }

    /// Relative strokes from middle to middle of the steps; a value alone is a dot, not nothing.
    private func line(_ values: [Double?]) -> String {
        let heights = heights(values)
        var path = ""
        var previous: Int?
        for (index, height) in heights.enumerated() {
            guard let height else {
                previous = nil
                continue
            }
            if let previous {
                path += "l\(Self.step)\(height < previous ? "" : " ")\(height - previous)"
            } else {
                path += "M\(index * Self.step + 1) \(height)h1"
            }
            previous = height
        }
        return path
    }

    /// Steps above the ground; nothing where there is no value.
    private func bars(_ values: [Double?]) -> String {
        let ground = Self.height
        var path = ""
        var level = ground
        for (index, height) in heights(values).enumerated() {
            let height = height.map { values[index] == 0 ? ground : $0 } ?? ground
            if path.isEmpty, height != ground { path = "M\(index * Self.step) \(ground)" }
            if height != level { path += "v\(height - level)" }
            if !path.isEmpty { path += "h\(Self.step)" }
            level = height
        }
        return path.isEmpty ? "" : path + "V\(ground)z"
    }
}
