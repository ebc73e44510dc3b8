import Gazetteer
import ObservatoryModel
import Publishing
import Testing

@testable import Dashboard

@Suite struct ChartTests {
    let text = PageText(messages: Dashboard.standard.catalogue.languages[0], context: SampleData.context(.home))
    let from = SampleData.at("2024-01-07T09:40:00Z")

    func chart(_ bins: [Timeline.Bin], incidents: [IncidentRevision] = [], calendar: [CalendarEvent] = []) -> String {
        TimelineChart(
            timeline: Timeline(platform: PlatformID("x")!, step: .hours(1), bins: bins),
            axis: TimeAxis(from: from, to: from + .hours(4), country: SampleData.pakistan), incidents: incidents,
            calendar: calendar, text: text, title: "X"
        ).markup.text
    }

    func path(_ name: String, in svg: String) -> String? {
        HTMLChecker(svg).elements.first { $0.name == "path" && $0.attributes["class"] == name }?.attributes["d"]
    }

    @Test func `failures rise from the axis and silence is hatched, not drawn as zero`() {
        let svg = chart([
            .init(at: from, sessions: 10, failed: 0), .init(at: from + .hours(1), sessions: 10, failed: 5),
            .init(at: from + .hours(3), sessions: 10, failed: 10),
        ])
        #expect(path("fail", in: svg) == "M0 56h250v-28h250V56zM750 56v-56h250V56z")
        #expect(path("none", in: svg) == "M500 0H750V56H500z")
    }

    @Test func `bins of one height join`() {
        let svg = chart((0..<4).map { .init(at: from + .hours($0), sessions: 8, failed: 2) })
        #expect(path("fail", in: svg) == "M0 56v-14h1000V56z")
    }

    @Test func `the band is drawn only where a baseline is known`() {
        #expect(path("band", in: chart([.init(at: from, sessions: 1, failed: 0)])) == nil)
        let svg = chart([
            .init(at: from, sessions: 1, failed: 0, expectedLow: 0, expectedHigh: 0.25),
            .init(at: from + .hours(1), sessions: 1, failed: 0, expectedLow: 0.125, expectedHigh: 0.5),
        ])
        #expect(path("band", in: svg) == "M0 42H250V28H500V49H250V56H0z")
    }

    @Test func `a baseline without any failure is a line that can be seen`() {
        let svg = chart([.init(at: from, sessions: 1, failed: 0, expectedLow: 0, expectedHigh: 0)])
        #expect(path("band", in: svg) == "M0 54H250V56H0z")
    }

    @Test func `what lies ahead is not hatched as missing`() {
        let svg = TimelineChart(
            timeline: Timeline(platform: PlatformID("x")!, step: .hours(1), bins: []),
            axis: TimeAxis(
                from: SampleData.now - .hours(1), to: SampleData.now + .hours(3), country: SampleData.pakistan),
            incidents: [], calendar: [], text: text, title: "X"
        ).markup.text
        #expect(path("none", in: svg) == "M0 0H250V56H0z")
    }

    @Test func `onset, end and events are marked, and a retracted claim is not`() {
        var over = SampleData.revisions[2]
        over.end = over.onset + .minutes(20)
        let marked = chart([], incidents: [over], calendar: [])
        #expect(marked.range(ofText: "class=\"onset\"") != nil && marked.range(ofText: "class=\"end\"") != nil)
        over.status = .retracted
        let unmarked = chart([], incidents: [over])
        #expect(unmarked.range(ofText: "class=\"onset\"") == nil && unmarked.range(ofText: "during") == nil)
    }

    @Test func `ticks stand on round hours of the country's clocks`() {
        let india = TimeAxis(from: from, to: from + .hours(24), country: CountryCode("IN")!)
        #expect(india.ticks(text).prefix(3).map(\.label) == ["18:00", "21:00", "8 January"])
        let nepal = TimeAxis(from: from, to: from + .hours(2), country: CountryCode("NP")!)
        #expect(nepal.ticks(text).prefix(2).map(\.label) == ["15:30", "16:00"])
    }

    @Test func `an axis of any length has few ticks`() {
        for hours: Int64 in [1, 3, 24, 72, 168, 720, 8760] {
            let axis = TimeAxis(from: from, to: from + .hours(hours), country: SampleData.pakistan)
            #expect((2...12).contains(axis.ticks(text).count), "\(hours) h: \(axis.ticks(text).count)")
        }
    }

    @Test func `hostile numbers do not break a chart`() {
        let values: [Double?] = [nil, .nan, .infinity, -.infinity, -5, 0, 1e300]
        for isBars in [true, false] {
            let svg = Sparkline(values: values, isBars: isBars, label: "x").markup.text
            #expect(
                HTMLChecker(svg).problems.isEmpty && svg.range(ofText: "nan") == nil && svg.range(ofText: "inf") == nil)
        }
        let share = IncidentRevision.AffectedShare(low: .nan, mid: 2, high: -1, uncovered: .infinity)
        #expect(HTMLChecker(ShareBar(share, text: text).large.text).problems.isEmpty)
        let ends = ShareBar(share, text: text).ends
        #expect(ends.low <= ends.mid && ends.mid <= ends.high && (0...1).contains(ends.covered))
        #expect(coordinate(.nan) == "0" && coordinate(12.04) == "12" && coordinate(-0.06) == "-0.1")
    }

    @Test func `a picture stands alone`() {
        for svg in [
            Dashboard.standard.card(SampleData.incident, in: SampleData.context(.home)),
            Dashboard.standard.chart(SamplePage.countryPlatform, in: SampleData.context(.home)),
            Dashboard.standard.card(SampleData.incident, in: SampleData.context(.home, language: .urdu)),
        ] {
            let checker = HTMLChecker(svg)
            #expect(checker.problems.isEmpty)
            #expect(checker.elements[0].attributes["xmlns"] == "http://www.w3.org/2000/svg")
            #expect(checker.elements.contains { $0.name == "title" })
            #expect(svg.range(ofText: "var(--") == nil && svg.range(ofText: "href") == nil)
        }
    }

    @Test func `the card is 1200 by 675 and says in words what it shows`() {
        let context = SampleData.context(.home)
        let root = HTMLChecker(Dashboard.standard.card(SampleData.incident, in: context)).elements[0]
        #expect(root.attributes["width"] == "1200" && root.attributes["height"] == "675")
        #expect(
            Dashboard.standard.cardDescription(SampleData.incident, in: context)
                == "confirmed: Facebook, Instagram, X and YouTube unreachable for most users in Pakistan. Since 7 January 2024, "
                + "17:58 (UTC+5), 42 minutes so far. 61–96% of users (12% not covered). over 99.9% sure. synthetic example."
        )
    }

    // MARK: Map

    @Test func `every country on the map is one, and is drawn once`() {
        let codes = WorldMap.shapes.compactMap(\.country)
        #expect(codes.count == Set(codes).count && codes.count > 195)
        for code in codes { #expect(Gazetteer.standard.country(code) != nil, "\(code)") }
        for code in ["PK", "IN", "XK", "MV", "SG", "BH", "TV"] { #expect(codes.contains(CountryCode(code)!)) }
    }

    @Test func `shapes are closed paths in whole units within the drawing`() {
        for shape in WorldMap.shapes {
            guard let path = shape.path else {
                #expect(shape.middle != nil)
                continue
            }
            #expect(path.hasPrefix("M") && path.hasSuffix("z"))
            #expect(path.utf8.allSatisfy { "Mlz -0123456789".utf8.contains($0) })
        }
    }

    @Test func `areas without a code are drawn and never coloured`() {
        let all = CountrySummary(
            country: SampleData.pakistan, verdict: .blocked, attention: .confirmed, platforms: [], votes: 1, newest: nil
        )
        let svg = WorldMap(countries: [all], text: text).markup.text
        let land = HTMLChecker(svg).elements.first { $0.attributes["class"] == "land" }?.attributes["d"] ?? ""
        for shape in WorldMap.shapes where shape.country == nil {
            if let path = shape.path { #expect(land.range(ofText: path) != nil) }
        }
    }

    @Test func `disrupted countries are links that the keyboard reaches, quiet ones stay out of its way`() {
        let elements = HTMLChecker(WorldMap(countries: SamplePage.home.countries, text: text).markup.text).elements
        let links = elements.filter { $0.name == "a" }
        #expect(links.count == SamplePage.home.countries.count)
        let pakistan = links.first { $0.attributes["href"] == "/countries/PK" }
        #expect(pakistan != nil && pakistan?.attributes["tabindex"] == nil)
        #expect(links.first { $0.attributes["href"] == "/countries/US" }?.attributes["tabindex"] == "-1")
        #expect(links.first { $0.attributes["href"] == "/countries/IR" }?.attributes["class"] == "vo watch")
    }
}
