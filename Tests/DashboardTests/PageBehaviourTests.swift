import Gazetteer
import ObservatoryModel
import Publishing
import Testing

@testable import Dashboard

/// What pages say, and do not say.
@Suite struct PageBehaviourTests {
    func checker(_ page: Page, at location: SiteURL = .home, _ change: (inout PageContext) -> Void = { _ in })
        -> HTMLChecker
    {
        var context = SampleData.context(location)
        change(&context)
        return HTMLChecker(Dashboard.standard.html(page, in: context))
    }

    func words(_ page: Page, _ change: (inout PageContext) -> Void = { _ in }) -> String {
        checker(page, change).texts.joined(separator: " ")
    }

    private func checker(_ page: Page, _ change: (inout PageContext) -> Void) -> HTMLChecker {
        checker(page, at: .home, change)
    }

    func cell(_ verdict: Verdict, votes: Int, failures: Int = 0, attention: CellState.Attention = .quiet) -> CellState {
        CellState(
            country: SampleData.pakistan, asn: nil, platform: PlatformID("x")!, verdict: verdict, attention: attention,
            evidence: 0, votes: votes, failures: failures, probes: 3, newest: votes > 0 ? SampleData.now : nil)
    }

    func country(_ cells: [CellState], networks: [NetworkShare] = [], timelines: [Timeline] = []) -> Page {
        .country(
            CountryPage(
                country: SampleData.pakistan, cells: cells, networks: networks, timelines: timelines, incidents: []))
    }

    // MARK: Honesty

    @Test func `too few measurements never look like all being well`() {
        let checker = checker(country([cell(.insufficient, votes: 1)]), { _ in })
        let cells = checker.elements.filter { $0.name == "td" }
        #expect(cells.map { $0.attributes["class"] } == ["vn"])
        #expect(checker.texts.contains("?") && checker.texts.contains("not enough data"))
        #expect(checker.texts.contains { $0.contains("There is not enough data to say what can be reached here") })
        #expect(!checker.texts.contains { $0.hasPrefix("All") && $0.contains("can be reached") })
    }

    @Test func `a network without a cell is shown as unknown, not left blank`() {
        var other = cell(.ok, votes: 20)
        other.asn = ASN(17557)
        other.platform = PlatformID("youtube")!
        let checker = checker(country([cell(.ok, votes: 20), other]), { _ in })
        let classes = checker.elements.filter { $0.name == "td" }.map { $0.attributes["class"] }
        #expect(classes.sorted { $0! < $1! } == ["vn", "vn", "vo", "vo"])
    }

    @Test func `an observatory without data says that it does not know`() {
        let words = words(.home(HomePage(open: [], recent: [], countries: [])))
        #expect(words.contains("There are not enough measurements to say anything about any country."))
        #expect(!words.contains("Nothing is known to be disrupted in"))
    }

    @Test func `absent numbers are shown as absent`() {
        let home = words(.home(SamplePage.home)) { $0.observatory.countriesLastDay = nil }
        #expect(home.contains("Countries in the last day not known"))
        let incident = words(.incident(IncidentPage(revisions: [SampleData.kenya.revision])))
        #expect(incident.contains("People affected not known"))
    }

    @Test func `a measured network that the claim does not name is not called reachable`() {
        var page = SamplePage.incident
        page.contrasts = []
        let words = words(.incident(page))
        #expect(words.contains("Transworld AS38193 5% no sign of it"))
    }

    @Test func `users that no known network accounts for are not passed over`() {
        var page = SamplePage.incident
        page.measured = Set(page.networks.map(\.asn))
        #expect(
            words(.incident(page)).contains(
                "and no other is known by name. 12% of users are on networks that are not known by name here"))
        page.revisions = page.revisions.map { revision in
            var revision = revision
            revision.affectedShare.uncovered = 0
            return revision
        }
        #expect(!words(.incident(page)).contains("not known by name here"))
    }

    @Test func `an experiment beside a handful of failures is not read as the incident's`() {
        var page = SamplePage.incident
        page.contrasts = [
            .init(name: .neutralSNI, worked: 3_967, failed: 18), .init(name: .dnsOverHTTPS, worked: 10, failed: 0),
        ]
        let rare = words(.incident(page))
        #expect(rare.contains("The name is filtered, not the address."))
        #expect(rare.contains("Too few sessions failed in this way to say."))
        #expect(!rare.contains("resolver gives a false answer"))
        page.contrasts[1].worked = 400
        #expect(words(.incident(page)).contains("The network’s resolver gives a false answer."))
    }

    @Test func `the form to contest an example is not shown, since it would be refused`() {
        let example = checker(.contest(ContestPage(incident: SampleData.incident)), { _ in })
        #expect(!example.elements.contains { $0.name == "form" })
        #expect(example.texts.contains { $0.contains("nothing to contest") })
        let real = checker(
            .contest(ContestPage(incident: ListedIncident(SampleData.kenya.revision, internetUsers: nil))), { _ in })
        #expect(real.elements.contains { $0.name == "form" && $0.attributes["method"] == "post" })
    }

    @Test func `lists of incidents say whose clocks they tell times by`() {
        let page = Page.home(SamplePage.home)
        #expect(words(page).contains("When, local time"))
        #expect(words(page) { $0.usesUTC = true }.contains("When, UTC"))
    }

    @Test func `a retracted claim is not told as one that stands`() {
        let words = words(.incident(IncidentPage(revisions: [SampleData.retracted.revision])))
        #expect(words.contains("This claim was withdrawn."))
        #expect(
            !words.contains("How sure") && !words.contains("Who is affected") && !words.contains("Who was affected"))
    }

    @Test func `small shares are not rounded to nothing, nor large ones to all`() {
        let text = PageText(
            messages: Dashboard.standard.catalogue.languages[0], context: SampleData.context(.home))
        #expect(text.percent(0.003) == "<1%" && text.percent(0.997) == ">99%")
        #expect(text.percent(0) == "0%" && text.percent(1) == "100%" && text.percent(.nan) == "not known")
        #expect(text.percent(from: 0.61, to: 0.96) == "61–96%" && text.percent(from: 0.101, to: 0.104) == "10%")
        #expect(
            text.confidence(1) == "over 99.9%" && text.confidence(0.9962) == "99.6%" && text.confidence(0.87) == "87%")
    }

    @Test func `people are counted to two figures`() {
        let text = PageText(
            messages: Dashboard.standard.catalogue.languages[0], context: SampleData.context(.home))
        #expect(text.people(72_210_000) == "72 million" && text.people(1_449_000) == "1.4 million")
        #expect(text.people(643_210) == "640,000" && text.people(999_600) == "1.0 million" && text.people(7) == "7")
        #expect(text.people(-1) == "not known" && text.people(.infinity) == "not known")
    }

    @Test func `the list of targets holds every platform of the catalogue, its controls and its changes`() {
        let page = TargetsPage()
        #expect(Set(page.targets.map(\.platform)) == Set(Gazetteer.standard.platforms.all.map(\.id)))
        #expect(page.controls.count == Gazetteer.standard.controls.all.count && !page.changes.isEmpty)
        let words = words(.targets(page))
        #expect(page.targets.allSatisfy { words.contains($0.address) && words.contains($0.reason) })
    }

    @Test func `pages link only to what the observatory offers`() {
        func links(_ offers: Set<ObservatoryState.Offer>) -> [String] {
            checker(.incident(SamplePage.incident)) { $0.observatory.offers = offers }.elements.compactMap {
                $0.attributes["href"] ?? $0.attributes["content"]
            }
        }
        let all = links(Set(ObservatoryState.Offer.allCases))
        let none = links([])
        for end in ["/card.png", "/bundle", "/contest", "/openapi.json"] {
            #expect(all.contains { $0.hasSuffix(end) }, "\(end)")
            #expect(!none.contains { $0.hasSuffix(end) }, "\(end)")
        }
    }

    @Test func `the chance of a false alarm is told in years`() {
        let text = PageText(
            messages: Dashboard.standard.catalogue.languages[0], context: SampleData.context(.home))
        #expect(text.falseAlarms(0.004).contains("about once in 250 years"))
        #expect(text.falseAlarms(1).contains("about once a year"))
        #expect(text.falseAlarms(3.2).contains("about 3 times a year"))
        #expect(text.falseAlarms(0).contains("less than once in 10,000 years"))
        #expect(text.falseAlarms(.nan) == "not known")
    }

    // MARK: Order and state

    @Test func `what goes on is ranked by people affected, and what is not counted comes last`() {
        var small = SampleData.incident
        small.revision.incident = "PK-2"
        small.internetUsers = 1_000_000
        let ranked = [SampleData.kenya, small, SampleData.incident].sorted(by: ListedIncident.ranksBefore)
        #expect(ranked.map(\.revision.incident) == ["PK-20240107-1", "PK-2", "KE-20240106-1"])
    }

    @Test func `people of one country are counted once`() {
        var other = SampleData.incident
        other.revision.incident = "PK-20240107-2"
        let page = HomePage(open: [SampleData.incident, other], recent: [], countries: SamplePage.home.countries)
        #expect(words(.home(page)).contains("About 72 million people"))
    }

    @Test func `the state of this observatory's own vantage point is on every page`() {
        for sample in SamplePage.all {
            let offline = checker(sample.page, at: sample.location)
            #expect(offline.texts.contains { $0.contains("own vantage point is offline") }, "\(sample.name)")
            let online = checker(sample.page, at: sample.location) {
                $0.observatory.vantagePoint = .measuring(newest: SampleData.now)
            }
            #expect(!online.texts.contains { $0.contains("own vantage point is offline") }, "\(sample.name)")
        }
    }

    @Test func `an example says that it is one, on pages and on the incident itself`() {
        for sample in SamplePage.all {
            #expect(
                checker(sample.page, at: sample.location).texts.contains { $0.contains("are a reconstruction made by") }
            )
            let real = checker(sample.page, at: sample.location) { $0.observatory.holdsExample = false }
            #expect(!real.texts.contains { $0.contains("are a reconstruction made by the project") })
        }
        #expect(
            checker(.incident(SamplePage.incident), { $0.observatory.holdsExample = false }).texts.contains(
                "synthetic example"))
    }

    @Test func `an incident tells its onset on the country's clocks and in UTC`() {
        let texts = checker(.incident(SamplePage.incident), { _ in }).texts
        #expect(texts.contains("7 January 2024, 17:58 (UTC+5)") && texts.contains("12:58 UTC"))
        #expect(texts.contains("with 90% certainty between 17:54 and 18:01"))
    }

    @Test func `an event is told as timing`() {
        let words = words(.incident(SamplePage.incident))
        #expect(words.contains("This is timing only; it says nothing about a cause."))
        #expect(words.contains("it began 3 hours 2 minutes after the onset"))
    }

    @Test func `every revision is listed with what it changed, newest first`() {
        let texts = checker(.incident(SamplePage.incident), { _ in }).texts
        let changes = texts.filter { $0.contains("suspected → confirmed") || $0.hasPrefix("also Instagram") }
        #expect(changes.count == 2 && changes[0].hasPrefix("also Instagram and YouTube"))
        #expect(texts.contains { $0.contains("46% → 78%") && $0.contains("mechanism tls.reset.sni") })
    }

    @Test func `a revision in which networks are over says so, and phases that look alike are one`() {
        var page = SamplePage.incident
        var last = page.newest
        last.revision = 4
        last.networks[0].end = last.onset + .minutes(30)
        let middle = last.onset + .minutes(20)
        last.phases[1].to = middle
        last.phases.append(.init(from: middle, to: nil, verdict: .blocked, platforms: last.platforms))
        page.revisions.append(last)
        let checker = checker(.incident(page), { _ in })
        #expect(checker.texts.contains("over on PTCL (AS17557)"))
        #expect(checker.texts.contains("18:01 today – 18:28"))
        let start = checker.elements.firstIndex { $0.attributes["class"] == "phases" }!
        let items = checker.elements[start...].dropFirst().prefix { $0.name != "figure" }.filter { $0.name == "li" }
        #expect(items.count == 2)
    }

    @Test func `what is newer than an example's clock is told by its date`() {
        let words = words(.health(HealthPage(checks: []))) {
            $0.observatory.newestRecord = SampleData.now + .days(1000)
        }
        #expect(words.contains("Newest record 3 October 2026, 13:40 UTC"))
    }

    @Test func `an experiment is read only when it is clear`() {
        let words = words(.incident(SamplePage.incident))
        #expect(words.contains("The name is filtered, not the address."))
        #expect(words.contains("dns.doh 11 worked 9 failed No clear answer."))
    }

    @Test func `what was published is shown as it was published`() {
        var page = SamplePage.incident
        page.revisions[2].statement = "Confirmed: word for word."
        #expect(words(.incident(page)).contains("Confirmed: word for word."))
        // In a language that it was not published in, the English text is shown, and marked as English.
        let context = SampleData.context(.home, language: .urdu)
        let checker = HTMLChecker(Dashboard.standard.html(.incident(page), in: context))
        let quote = checker.elements.first { $0.name == "blockquote" }
        #expect(quote?.attributes["lang"] == "en" && quote?.attributes["dir"] == "ltr")
    }

    @Test func `the live script is told what concerns the page`() {
        func subject(_ page: Page) -> String? {
            checker(page, { _ in }).elements.first { $0.name == "body" }?.attributes["data-subject"]
        }
        #expect(subject(.home(SamplePage.home)) == "*" && subject(.country(SamplePage.country)) == "PK")
        #expect(subject(.incident(SamplePage.incident)) == "PK")
        // A form that somebody is filling in is never replaced.
        #expect(subject(.report(ReportPage(country: nil))) == nil)
        #expect(subject(.contest(ContestPage(incident: SampleData.incident))) == nil)
    }

    @Test func `the report form sends what the API takes`() {
        let elements = checker(.report(ReportPage(country: SampleData.pakistan)), { _ in }).elements
        #expect(elements.first { $0.name == "form" }?.attributes["action"] == "/api/v1/reports")
        #expect(elements.first { $0.name == "form" }?.attributes["method"] == "post")
        let names = Set(elements.compactMap { $0.attributes["name"] }).intersection(["platform", "problem", "region"])
        #expect(names == ["platform", "problem", "region"])
        let problems = elements.filter { $0.attributes["name"] == "problem" }.compactMap { $0.attributes["value"] }
        #expect(problems.sorted() == UserReport.Problem.allCases.map(\.rawValue).sorted())
        let regions = elements.filter { $0.name == "option" }.compactMap { $0.attributes["value"] }
        #expect(regions.contains("PK-SD"))
    }
}
