import Dashboard
import Gazetteer
import ObservatoryModel
import Testing

/// What a reader can choose on a page, and what it changes.
@Suite struct ChoiceTests {
    func checker(_ page: Page, at location: SiteURL, usesUTC: Bool, isExample: Bool = true) -> HTMLChecker {
        var context = SampleData.context(location)
        context.usesUTC = usesUTC
        context.observatory.holdsExample = isExample
        return HTMLChecker(Dashboard.standard.html(page, in: context))
    }

    @Test func `times can be had in UTC, and stay so on every link`() {
        let location = SiteURL.country(SampleData.pakistan, .week)
        let local = checker(.country(SamplePage.week), at: location, usesUTC: false)
        let utc = checker(.country(SamplePage.week), at: location, usesUTC: true)
        #expect(local.texts.contains { $0.contains("18:40 (UTC+5)") })
        #expect(utc.texts.contains { $0.contains("13:40 (UTC)") })
        #expect(!utc.texts.contains { $0.contains("(UTC+5)") })
        for element in utc.elements where element.name == "a" && element.attributes["hreflang"] == nil {
            let href = element.attributes["href"] ?? ""
            guard !href.hasPrefix("#"), !href.hasPrefix("/api/"), !href.contains(".") else { continue }
            let leadsBack = href == "/countries/PK?range=7d"
            #expect(href.contains("tz=utc") || leadsBack, "\(href)")
        }
    }

    @Test func `a country whose clocks are UTC has no switch`() {
        let iceland = CountryCode("IS")!
        let page = CountryPage(country: iceland, cells: [], networks: [], timelines: [], incidents: [])
        let shown = checker(.country(page), at: .country(iceland, .day), usesUTC: false)
        #expect(!shown.elements.contains { $0.attributes["href"]?.contains("tz=utc") ?? false })
    }

    @Test func `a region is counted, and judged only where an incident names it`() {
        var page = SamplePage.country
        let texts = checker(.country(page), at: .country(SampleData.pakistan, .day), usesUTC: false).texts
        let punjab = texts.firstIndex(of: "Punjab")
        #expect(punjab.map { Array(texts[$0..<$0 + 4]) } == ["Punjab", "80", "sessions", "X 31/40"])
        #expect(texts.contains("nothing stands out"))
        var regional = SampleData.incident
        regional.revision.scope = .regional
        regional.revision.regions = [RegionCode("PK-SD")!]
        page.incidents = [regional]
        let judged = checker(.country(page), at: .country(SampleData.pakistan, .day), usesUTC: false).texts
        let sindh = judged.firstIndex(of: "Sindh")
        #expect(sindh.map { Array(judged[$0..<$0 + 3]) } == ["Sindh", "✕", "unreachable"])
    }

    @Test func `a series of others has its numbers behind it, and a gap is told as one`() {
        let page = CountrySignalsPage(country: SampleData.pakistan, signals: SamplePage.country.signals)
        func texts(isExample: Bool) -> [String] {
            checker(
                .countrySignals(page), at: .countrySignals(SampleData.pakistan, .day), usesUTC: false,
                isExample: isExample
            ).texts
        }
        let own = texts(isExample: false)
        #expect(own.contains("5,871") && own.contains("no value"))
        #expect(own.contains("IODA, Georgia Institute of Technology · licence: AUP of IODA"))
        // In the example nobody published it.
        #expect(!texts(isExample: true).contains { $0.contains("licence:") })
    }

    @Test func `charts side by side have one table behind them, with the numbers of each`() {
        let network = SamplePage.all.first { $0.name == "network" }!
        guard case .network(let page) = network.page else { return #expect(Bool(false)) }
        let shown = checker(.network(page), at: network.location, usesUTC: false)
        let bins = page.timelines.map { $0.bins.filter { $0.sessions > 0 } }
        for newest in bins.compactMap(\.last) {
            #expect(shown.texts.contains("\(newest.failed)/\(newest.sessions)"))
        }
        let rows = shown.elements.filter { $0.name == "tr" }.count
        #expect(rows > Set(bins.joined().map(\.at)).count)
        let platform = checker(
            .countryPlatform(SamplePage.countryPlatform),
            at: .countryPlatform(SampleData.pakistan, PlatformID("x")!, .day),
            usesUTC: true)
        let beside = SamplePage.countryPlatform.timelines[1].bins.last { $0.sessions > 0 }!
        #expect(platform.texts.contains("\(beside.failed)/\(beside.sessions)"))
        // Nobody needs the same clocks twice.
        #expect(platform.texts.filter { $0 == "UTC" }.count == 2)
    }

    @Test func `the form for a period asks for days by the clocks of the page`() {
        let range = TimeRange.custom(
            from: SampleData.at("2024-01-06T19:00:00Z"), to: SampleData.at("2024-01-07T19:00:00Z"))
        var page = SamplePage.country
        page.range = range
        for (usesUTC, first, label) in [
            (false, "2024-01-07", "To (UTC+5, Pakistan)"), (true, "2024-01-06", "To (UTC)"),
        ] {
            let shown = checker(.country(page), at: .country(SampleData.pakistan, range), usesUTC: usesUTC)
            let dates = shown.elements.filter { $0.attributes["type"] == "date" }.map { $0.attributes["value"] }
            #expect(dates == [first, "2024-01-07"])
            #expect(shown.texts.contains { $0.contains(label) })
        }
    }

    @Test func `reports that are all withheld are told as few, not as none`() {
        var page = SamplePage.country
        page.reports[0].bins = [.init(at: SampleData.now - .hours(2), count: nil)]
        func texts() -> [String] {
            checker(.country(page), at: .country(SampleData.pakistan, .day), usesUTC: false).texts
        }
        #expect(texts().contains("some reports, too few to show how many"))
        page.reports[0].bins.append(.init(at: SampleData.now - .hours(1), count: 7))
        #expect(texts().contains("7 reports or more; small counts withheld"))
    }

    @Test func `a network's trouble is told apart from its country's`() {
        var cells = SampleData.cells
        let asn = ASN(38193)
        for index in cells.indices where cells[index].asn == asn && cells[index].platform.text == "wikipedia" {
            cells[index].verdict = .blocked
        }
        func sentences(_ asn: ASN) -> [String] {
            let page = NetworkPage(asn: asn, shares: [], cells: cells, incidents: [])
            return checker(.network(page), at: .network(asn), usesUTC: false).texts
        }
        #expect(
            sentences(asn).contains(
                "Wikipedia: on this network and not in Pakistan as a whole. It looks like this network."))
        #expect(
            sentences(ASN(17557)).contains(
                "Facebook, Instagram, TikTok, X and YouTube: elsewhere in Pakistan as well. It does not look like this "
                    + "network alone."))
    }
}
