#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Curves over two logarithmic axes as an SVG document of its own: delay against false alarms, one curve a detector.
///
/// Not part of a page; the documents of the project show it. Every curve has its own colour, dash and mark, and its name
/// stands at its last point, so that no legend and no colour is needed to tell them apart.
package struct CurveChart: Sendable {
    /// One curve.
    package struct Curve: Sendable {
        package var name: String
        /// In order along the curve; both above 0 and finite.
        package var points: [Point]
        /// Drawn strongly; the others are what it is compared with.
        package var isMain: Bool

        package init(name: String, points: [Point], isMain: Bool = false) {
            self.name = name
            self.points = points
            self.isMain = isMain
        }
    }

    /// A point of a curve.
    package struct Point: Hashable, Sendable {
        package var x: Double
        package var y: Double
        /// Whether the truth lies somewhere below `x`; such points are hollow.
        package var isBound: Bool

        package init(x: Double, y: Double, isBound: Bool = false) {
            self.x = x
            self.y = y
            self.isBound = isBound
        }
    }

    private let title: String
    private let xTitle: String
    private let yTitle: String
    private let curves: [Curve]

    /// - Parameter title: Above the chart, and told to those who cannot see it, with each curve's ends.
    package init(title: String, xTitle: String, yTitle: String, curves: [Curve]) {
        self.title = title
        self.xTitle = xTitle
        self.yTitle = yTitle
        self.curves = curves.filter { !$0.points.isEmpty }
    }

    private static let (width, height) = (760.0, 440.0)
    private static let (left, right, top, bottom) = (58.0, 176.0, 44.0, 52.0)
    private static let (plotWidth, plotHeight) = (width - left - right, height - top - bottom)

    /// The document.
    package var svg: String {
        var svg = SVGWriter()
        let palette = Palette.light
        svg.element(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"), ("width", coordinate(Self.width)),
                ("height", coordinate(Self.height)), ("role", "img"), ("aria-labelledby", "title desc"),
                ("viewBox", "0 0 \(coordinate(Self.width)) \(coordinate(Self.height))"), ("font-size", "11"),
                ("lang", "en"),
            ]
        ) { svg in
            svg.element("title", [("id", "title")], content: title)
            svg.element("desc", [("id", "desc")], content: summary)
            svg.element("style", content: Self.style(palette))
            svg.element("rect", [("class", "page"), ("width", "100%"), ("height", "100%")])
            svg.element("text", [("class", "head"), ("x", "16"), ("y", "26"), ("font-size", "15")], content: title)
            axes(&svg)
            for (index, curve) in curves.enumerated() { draw(curve, Self.look(index, palette), &svg) }
            names(&svg, palette)
        }
        return svg.text
    }

    /// What the chart shows, in words.
    var summary: String {
        curves.map { curve in
            let first = curve.points[0]
            let last = curve.points[curve.points.count - 1]
            return "\(curve.name): from \(tick(first.x)), \(tick(first.y)) to \(tick(last.x)), \(tick(last.y))."
        }.joined(separator: " ")
    }

    // MARK: Scales

    /// Smallest and largest exponent of 10 that an axis shows; whole, and at least one apart.
    private func decades(_ values: [Double]) -> (low: Int, high: Int) {
        let exponents = values.filter { $0 > 0 && $0.isFinite }.map { log10($0) }
        let low = Int((exponents.min() ?? 0).rounded(.down))
        return (low, max(low + 1, Int((exponents.max() ?? 1).rounded(.up))))
    }

    private var xDecades: (low: Int, high: Int) { decades(curves.flatMap(\.points).map(\.x)) }
    private var yDecades: (low: Int, high: Int) { decades(curves.flatMap(\.points).map(\.y)) }

    private func x(_ value: Double) -> Double { Self.left + Self.plotWidth * position(value, xDecades) }
    private func y(_ value: Double) -> Double { Self.top + Self.plotHeight * (1 - position(value, yDecades)) }

    private func position(_ value: Double, _ decades: (low: Int, high: Int)) -> Double {
        let part = (log10(value) - Double(decades.low)) / Double(decades.high - decades.low)
        return min(max(part, 0), 1)
    }

    // MARK: Drawing

    private func axes(_ svg: inout SVGWriter) {
        var lines = ""
        let (right, floor) = (Self.left + Self.plotWidth, Self.top + Self.plotHeight)
        for value in Self.ticks(xDecades) {
            lines += "M\(coordinate(x(value))) \(coordinate(Self.top))V\(coordinate(floor))"
            svg.element(
                "text", [("class", "x"), ("x", coordinate(x(value))), ("y", coordinate(floor + 16))],
                content: tick(value))
        }
        for value in Self.ticks(yDecades) {
            lines += "M\(coordinate(Self.left)) \(coordinate(y(value)))H\(coordinate(right))"
            svg.element(
                "text", [("class", "y"), ("x", coordinate(Self.left - 6)), ("y", coordinate(y(value) + 4))],
                content: tick(value))
        }
        svg.element("path", [("class", "base"), ("d", lines)])
        svg.element(
            "text", [("class", "x"), ("x", coordinate(Self.left + Self.plotWidth / 2)), ("y", coordinate(floor + 38))],
            content: xTitle)
        svg.element(
            "text",
            [("class", "x"), ("transform", "translate(15 \(coordinate(Self.top + Self.plotHeight / 2))) rotate(-90)")],
            content: yTitle)
    }

    private func draw(_ curve: Curve, _ look: Look, _ svg: inout SVGWriter) {
        let places = curve.points.map { (x: x($0.x), y: y($0.y)) }
        let path = places.enumerated().map { index, place in
            "\(index == 0 ? "M" : "L")\(coordinate(place.x)) \(coordinate(place.y))"
        }.joined()
        svg.element(
            "path",
            [
                ("d", path), ("fill", "none"), ("stroke", look.colour), ("stroke-width", curve.isMain ? "2.5" : "1.5"),
                ("stroke-dasharray", look.dashes),
            ])
        for (point, place) in zip(curve.points, places) {
            svg.element(
                "circle",
                [
                    ("cx", coordinate(place.x)), ("cy", coordinate(place.y)), ("r", curve.isMain ? "4" : "3"),
                    ("fill", point.isBound ? Palette.light.page : look.colour), ("stroke", look.colour),
                ])
        }
    }

    /// Names beside the plot at the height of each curve's rightmost point, moved apart where they would touch.
    private func names(_ svg: inout SVGWriter, _ palette: Palette) {
        let wanted = curves.enumerated().map { index, curve in
            (index: index, y: y((curve.points.max { $0.x < $1.x } ?? curve.points[0]).y))
        }.sorted { ($0.y, $0.index) < ($1.y, $1.index) }
        var last = -Double.infinity
        for entry in wanted {
            let place = max(entry.y + 4, last + 15)
            last = place
            let look = Self.look(entry.index, palette)
            let start = Self.left + Self.plotWidth + 8
            svg.element(
                "path",
                [
                    ("d", "M\(coordinate(start)) \(coordinate(place - 4))h18"), ("stroke", look.colour),
                    ("stroke-width", curves[entry.index].isMain ? "2.5" : "1.5"), ("stroke-dasharray", look.dashes),
                ])
            svg.element(
                "text",
                [
                    ("class", curves[entry.index].isMain ? "word" : nil), ("x", coordinate(start + 24)),
                    ("y", coordinate(place)), ("style", "fill:\(look.colour)"),
                ], content: curves[entry.index].name)
        }
    }

    private struct Look {
        var colour: String
        var dashes: String?
    }

    private static func look(_ index: Int, _ palette: Palette) -> Look {
        let colours = [
            palette.blocked, palette.accent, palette.ok, palette.slow, palette.down, palette.dark, palette.none,
        ]
        let dashes: [String?] = [nil, nil, "7 3", "2 3", "9 3 2 3", "4 4", "1 4"]
        return Look(colour: colours[index % colours.count], dashes: dashes[index % dashes.count])
    }

    private static func style(_ palette: Palette) -> String {
        palette.chartStyle + ".x{text-anchor:middle}.y{text-anchor:end}"
    }

    /// 1, 2 and 5 of each decade; of long axes the decades alone.
    private static func ticks(_ decades: (low: Int, high: Int)) -> [Double] {
        var values: [Double] = []
        for exponent in decades.low...decades.high {
            for digit in decades.high - decades.low > 3 ? [1.0] : [1.0, 2.0, 5.0]
            where exponent < decades.high || digit == 1 {
                values.append(digit * tenTo(exponent))
            }
        }
        return values
    }

    private static func tenTo(_ exponent: Int) -> Double {
        var value = 1.0
        for _ in 0..<abs(exponent) { value *= 10 }
        return exponent < 0 ? 1 / value : value
    }

    /// A value as an axis writes it: three digits at most, `0.05`, `2`, `200`.
    private func tick(_ value: Double) -> String {
        let places = value >= 9.95 ? 0 : value >= 0.995 ? 1 : value >= 0.0995 ? 2 : 3
        let scaled = Int((value * Self.tenTo(places)).rounded())
        var digits = String(scaled)
        guard places > 0 else { return digits }
        digits = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        var text = String(digits.dropLast(places)) + "." + digits.suffix(places)
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }
}
