import Gazetteer
import ObservatoryModel
import Testing

@testable import Dashboard

@Suite struct PageStructureTests {
    static let languages = [Language.english, .urdu]

    func html(_ sample: SamplePage, _ language: Language = .english) -> String {
        Dashboard.standard.html(
            sample.page, in: SampleData.context(sample.location, language: language, isChosen: language != .english))
    }

    @Test(arguments: SamplePage.all, languages)
    func `a page is well formed`(sample: SamplePage, language: Language) {
        let checker = HTMLChecker(html(sample, language))
        #expect(checker.problems.isEmpty)
        #expect(checker.elements.first?.attributes["lang"] == language.tag)
        #expect(checker.elements.first?.attributes["dir"] == (language == .urdu ? "rtl" : "ltr"))
    }

    @Test func `the checker sees what is wrong`() {
        for broken in [
            "<p><b></p></b>", "<p", "<p class=x></p>", "<p id=\"a\"></p><p id=\"a\"></p>", "<p>a & b</p>", "<p>",
            "a > b",
        ] {
            #expect(!HTMLChecker(broken).problems.isEmpty, "\(broken)")
        }
    }

    /// CONTRACT: under 50 kB each, which counts the style sheet and the script, and no compression.
    @Test(arguments: SamplePage.all, languages)
    func `the first view of a page weighs under 50 kB`(sample: SamplePage, language: Language) {
        let html = html(sample, language)
        let files = DashboardFile.all.filter { html.contains("/assets/\($0.name)") }
        #expect(files.count >= 3)
        #expect(html.utf8.count + files.reduce(0) { $0 + $1.content.utf8.count } < 50_000)
    }

    /// With more open incidents, networks, platforms and revisions than any place has had, the document alone, still
    /// without compression.
    @Test(arguments: HeavyPage.all, languages)
    func `a page with far too much to say still weighs under 50 kB`(sample: SamplePage, language: Language) {
        let own = html(sample, language).utf8.count
        #expect(own < 50_000)
    }

    @Test(arguments: SamplePage.all)
    func `a page asks nobody else for anything and needs no inline script or style`(sample: SamplePage) {
        for element in HTMLChecker(html(sample)).elements {
            #expect(element.attributes["style"] == nil)
            #expect(!element.attributes.keys.contains { $0.hasPrefix("on") })
            #expect(element.name != "style" && element.name != "iframe")
            if element.name == "script" {
                #expect(element.attributes["src"] != nil || element.attributes["type"] == "application/ld+json")
            }
            for name in ["src", "href", "action"] {
                guard let value = element.attributes[name] else { continue }
                let isOurs =
                    value.hasPrefix("/") && !value.hasPrefix("//") || value.hasPrefix("#")
                    || value.hasPrefix("https://observatory.example/")
                #expect(isOurs, "\(value)")
            }
        }
    }

    @Test func `templates hold no address of their own, so that all come from SiteURL`() {
        for (name, source) in pageTemplates {
            for attribute in ["href=\"", "src=\"", "action=\""] {
                var rest = source
                while let place = rest.range(ofText: attribute) {
                    let value = rest[place.upperBound...].prefix { $0 != "\"" }
                    #expect(value.hasPrefix("{{") || value.hasPrefix("#"), "\(name): \(value)")
                    rest = String(rest[place.upperBound...])
                }
            }
        }
    }

    @Test func `templates insert unescaped only what says that it is markup`() {
        for (name, source) in pageTemplates {
            #expect(!source.utf8.elementsEqual("{{&".utf8) && source.range(ofText: "{{&") == nil, "\(name)")
            var rest = source
            while let place = rest.range(ofText: "{{{") {
                let inside = rest[place.upperBound...].prefix { $0 != "}" }
                #expect(inside.hasSuffix("Markup"), "\(name): \(inside)")
                rest = String(rest[place.upperBound...])
            }
        }
    }

    @Test(arguments: SamplePage.all)
    func `a page can be read without seeing it`(sample: SamplePage) {
        let elements = HTMLChecker(html(sample)).elements
        #expect(elements.filter { $0.name == "h1" }.count == 1)
        #expect(elements.contains { $0.attributes["href"] == "#main" })
        for element in elements {
            if element.attributes["role"] == "img" { #expect(element.attributes["aria-label"]?.isEmpty == false) }
            if ["input", "select", "textarea"].contains(element.name), let id = element.attributes["id"] {
                #expect(elements.contains { $0.name == "label" && $0.attributes["for"] == id })
            }
            if element.name == "th" { #expect(element.attributes["scope"] != nil) }
        }
    }

    @Test func `headings do not skip a level`() {
        for sample in SamplePage.all {
            let levels = HTMLChecker(html(sample)).elements.compactMap { element in
                element.name.count == 2 && element.name.hasPrefix("h") ? Int(element.name.dropFirst()) : nil
            }
            for (before, after) in zip(levels, levels.dropFirst()) {
                #expect(after <= before + 1, "\(sample.name): \(levels)")
            }
        }
    }

    @Test func `a chosen language stays chosen on every link to a page`() {
        for sample in SamplePage.all {
            let elements = HTMLChecker(html(sample, .urdu)).elements
            for element in elements where element.name == "a" && element.attributes["hreflang"] == nil {
                let href = element.attributes["href"] ?? ""
                let isPage = !href.hasPrefix("#") && !href.hasPrefix("/api/") && !href.contains(".")
                if isPage { #expect(href.contains("lang=ur"), "\(sample.name): \(href)") }
            }
        }
    }
}
