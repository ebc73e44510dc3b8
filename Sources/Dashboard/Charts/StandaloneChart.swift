import Gazetteer
import ObservatoryModel
import Publishing

/// A time line as an SVG document of its own: with title, description and colours, and no need of a style sheet.
struct StandaloneChart {
    let page: CountryPlatformPage
    let text: PageText

    static let width = 960
    static let height = 150

    var svg: String {
        let (from, to) = page.range.bounds(at: text.context.now)
        let timeline =
            page.timelines.first { $0.asn == nil }
            ?? Timeline(platform: page.platform, step: page.range.step, bins: [])
        let title = text(
            "countryPlatform.title",
            ["platform": .text(text.name(page.platform)), "country": .text(text.name(page.country))])
        let chart = TimelineChart(
            timeline: timeline, axis: TimeAxis(from: from, to: to, country: page.country),
            incidents: page.incidents.map(\.revision).filter { $0.platforms.contains(page.platform) },
            calendar: page.calendar, text: text, title: title)
        let zone = text.zone(of: page.country).kind(at: from).utcOffset
        let credit = text(
            "chart.credit",
            [
                "zone": .text(zone), "band": timeline.hasBand ? "yes" : "no",
                "site": .text(text.context.observatory.name),
                "moment": .text(text.utc(text.context.now)),
            ])
        var svg = SVGWriter()
        svg.element(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"), ("width", "\(Self.width)"), ("height", "\(Self.height)"),
                ("viewBox", "0 0 \(Self.width) \(Self.height)"), ("role", "img"), ("aria-labelledby", "title desc"),
                ("font-size", "11"), ("lang", text.messages.language.tag),
            ]
        ) { svg in
            svg.element("title", [("id", "title")], content: title)
            svg.element("desc", [("id", "desc")], content: chart.summary)
            svg.element("style", content: Palette.light.chartStyle + text.pictureFonts)
            svg.element("defs") { $0.insert(Markup(text: patternText)) }
            svg.element("rect", [("class", "page"), ("width", "100%"), ("height", "100%")])
            svg.element("text", [("class", "head"), ("x", "20"), ("y", "28"), ("font-size", "18")], content: title)
            svg.element("svg", [("x", "20"), ("y", "40"), ("width", "920"), ("height", "86")]) { chart.body(&$0) }
            svg.element("text", [("x", "20"), ("y", "142")], content: credit)
        }
        return svg.text
    }
}
