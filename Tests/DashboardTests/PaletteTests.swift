import ObservatoryModel
import Testing

@testable import Dashboard

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct PaletteTests {
    /// A colour in linear light, each 0...1.
    struct Light: Sendable {
        var r, g, b: Double

        init(r: Double, g: Double, b: Double) { (self.r, self.g, self.b) = (r, g, b) }

        /// From `#rrggbb`, by the transfer function of sRGB (IEC 61966-2-1).
        init(_ hex: String) {
            let value = Int(hex.dropFirst(), radix: 16)!
            let parts = [value >> 16, value >> 8 & 255, value & 255].map { part -> Double in
                let c = Double(part) / 255
                return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
            }
            self.init(r: parts[0], g: parts[1], b: parts[2])
        }

        var luminance: Double { 0.2126 * r + 0.7152 * g + 0.0722 * b }

        /// WCAG 2.2's contrast ratio, 1...21.
        func contrast(_ other: Light) -> Double {
            let (a, b) = (luminance, other.luminance)
            return (max(a, b) + 0.05) / (min(a, b) + 0.05)
        }

        /// CIELAB for D65.
        var lab: [Double] {
            func f(_ t: Double) -> Double { t > 0.008856 ? cbrt(t) : 7.787 * t + 16.0 / 116 }
            let x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505)
            let y = f(luminance)
            let z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)
            return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
        }

        func distance(_ other: Light) -> Double {
            let squares = zip(lab, other.lab).map { ($0 - $1) * ($0 - $1) }
            return squares.reduce(0, +).squareRoot()
        }

        /// As seen without red or green cones (Viénot, Brettel and Mollon 1999, in linear light), or without any.
        func seen(_ deficiency: String) -> Light {
            func clipped(_ r: Double, _ g: Double, _ b: Double) -> Light {
                Light(r: min(max(r, 0), 1), g: min(max(g, 0), 1), b: min(max(b, 0), 1))
            }
            switch deficiency {
            case "protanopia":
                return clipped(
                    0.11238 * r + 0.88762 * g, 0.11238 * r + 0.88762 * g, 0.00401 * r - 0.00401 * g + b)
            case "deuteranopia":
                return clipped(
                    0.29275 * r + 0.70725 * g, 0.29275 * r + 0.70725 * g, -0.02234 * r + 0.02234 * g + b)
            default: return self
            }
        }
    }

    struct Named: Sendable, CustomTestStringConvertible {
        var name: String
        var palette: Palette
        var testDescription: String { name }
    }

    static let palettes = [Named(name: "light", palette: .light), Named(name: "night", palette: .night)]

    func contrast(_ one: String, _ other: String) -> Double { Light(one).contrast(Light(other)) }

    /// WCAG 2.2, 1.4.3: 4.5 for text; body text has 7 (1.4.6).
    @Test(arguments: palettes) func `text can be read on everything it stands on`(named: Named) {
        let p = named.palette
        for ground in [p.page, p.surface] {
            #expect(contrast(p.text, ground) >= 7)
            #expect(contrast(p.soft, ground) >= 4.5)
            #expect(contrast(p.accent, ground) >= 4.5)
            #expect(contrast(p.slow, ground) >= 4.5)
        }
        for tint in [p.okTint, p.slowTint, p.blockedTint, p.downTint, p.darkTint, p.noneTint] {
            #expect(contrast(p.text, tint) >= 4.5)
            #expect(contrast(p.soft, tint) >= 4.5)
        }
        #expect(contrast(p.page, p.accent) >= 4.5)
        #expect(contrast(p.page, p.text) >= 4.5)
    }

    /// WCAG 2.2, 1.4.11: 3 for glyphs, areas and bars.
    @Test(arguments: palettes) func `verdicts can be told from what they stand on`(named: Named) {
        let p = named.palette
        for (strong, tint) in [
            (p.ok, p.okTint), (p.slow, p.slowTint), (p.blocked, p.blockedTint), (p.down, p.downTint),
            (p.dark, p.darkTint), (p.none, p.noneTint),
        ] {
            #expect(contrast(strong, p.page) >= 3)
            // Glyphs are text.
            #expect(contrast(strong, tint) >= 4.5)
            // The map: land without data beside land with a verdict.
            #expect(contrast(strong, p.land) >= 3)
        }
    }

    /// A difference of 10 in CIELAB is plain to see side by side; glyphs tell verdicts apart where colour does not.
    @Test(arguments: palettes, ["none", "protanopia", "deuteranopia"])
    func `verdicts can be told apart with every common way to see colours`(named: Named, deficiency: String) {
        let p = named.palette
        let strong = [p.ok, p.slow, p.blocked, p.down, p.dark].map { Light($0).seen(deficiency) }
        for (index, one) in strong.enumerated() {
            for other in strong[(index + 1)...] {
                #expect(one.distance(other) >= 10, "\(one) \(other)")
            }
        }
    }

    @Test func `every verdict has a glyph and a class of its own`() {
        #expect(Set(Verdict.allCases.map(\.glyph)).count == Verdict.allCases.count)
        #expect(Set(Verdict.allCases.map(\.styleClass)).count == Verdict.allCases.count)
        for verdict in Verdict.allCases {
            #expect(styleSheetText.range(ofText: ".\(verdict.styleClass){") != nil)
        }
    }

    @Test func `the style sheet holds for scripts that run from right to left`() {
        for direction in [
            "margin-left", "margin-right", "padding-left", "padding-right", "border-left", "border-right",
            "text-align:left",
            "text-align:right", "float:", ";left:", ";right:", "border-radius:0",
        ] {
            #expect(styleSheetText.range(ofText: direction) == nil, "\(direction)")
        }
    }

    @Test func `no padding or margin has a side of its own in the short form`() {
        for property in ["padding:", "margin:"] {
            var rest = styleSheetText
            while let place = rest.range(ofText: property) {
                let value = rest[place.upperBound...].prefix { $0 != ";" && $0 != "}" }
                let parts = value.split(separator: " ")
                #expect(parts.count < 4 || parts[1] == parts[3], "\(property)\(value)")
                rest = String(rest[place.upperBound...])
            }
        }
    }

    @Test func `the style sheet is whole and asks nobody for anything`() {
        let braces = styleSheetText.reduce(into: 0) { depth, character in
            if character == "{" { depth += 1 } else if character == "}" { depth -= 1 }
        }
        #expect(braces == 0)
        #expect(styleSheetText.range(ofText: "@import") == nil && styleSheetText.range(ofText: "http") == nil)
    }

    @Test func `files change their names with their content`() {
        let one = DashboardFile(stem: "a", suffix: "css", contentType: "text/css", content: "x")
        let other = DashboardFile(stem: "a", suffix: "css", contentType: "text/css", content: "y")
        #expect(one.name != other.name)
        #expect(one.name.count == "a-0123456789abcdef.css".count)
    }
}
