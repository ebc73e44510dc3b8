import Dashboard
import Gazetteer
import ObservatoryModel
import Testing

/// Whatever comes in from outside may try to be markup.
@Suite struct EscapingTests {
    static let hostile = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>{{x}}{{{y}}}[[page.nav]]\u{0}"

    static let pages: [SamplePage] = {
        let text = hostile
        let networks = [
            NetworkShare(
                received: SampleData.now, country: SampleData.pakistan, asn: ASN(17557), name: text, users: 0.5,
                source: text)
        ]
        var revision = SampleData.revisions[2]
        revision.incident = text
        revision.mechanism = [text]
        revision.statement = text
        revision.rules = text
        revision.reason = text
        revision.mergedInto = text
        let incident = ListedIncident(revision, isExample: true)
        let event = CalendarEvent(
            uid: text, received: SampleData.now, country: SampleData.pakistan, from: SampleData.now - .hours(1),
            to: SampleData.now, summary: text, category: text)
        let correction = CorrectionEntry(at: SampleData.now, incident: text, revision: 1, kind: .correction, text: text)
        let signal = SignalSeries(
            source: text, step: .hours(1), points: [.init(at: SampleData.now - .hours(1), value: .nan)],
            publisher: text,
            licence: text, address: text)
        let page = SampleData.pakistan
        return [
            SamplePage(
                name: "home", location: .home,
                page: .home(HomePage(open: [incident], recent: [incident], countries: SamplePage.home.countries))),
            SamplePage(
                name: "country", location: .country(page, .day),
                page: .country(
                    CountryPage(
                        country: page, cells: SampleData.cells, networks: networks,
                        timelines: SampleData.timelines(SampleData.usual), incidents: [incident], calendar: [event],
                        signals: [signal]))),
            SamplePage(
                name: "incident", location: .incident(text),
                page: .incident(
                    IncidentPage(
                        revisions: [revision], networks: networks, calendar: [event], similar: [incident],
                        corrections: [correction], timelines: SampleData.timelines(SampleData.blocked)))),
            SamplePage(
                name: "network", location: .network(ASN(17557)),
                page: .network(
                    NetworkPage(
                        asn: ASN(17557), shares: networks, cells: SampleData.cells, incidents: [incident],
                        signals: [signal]))),
            SamplePage(
                name: "incidents", location: .incidents(country: nil, platform: nil, status: nil, cursor: text),
                page: .incidents(IncidentIndexPage(incidents: [incident], cursor: text))),
            SamplePage(
                name: "targets", location: .targets,
                page: .targets(
                    TargetsPage(
                        targets: [.init(platform: SampleData.usual[0], address: text, reason: text)], controls: [text],
                        changes: [.init(date: CivilDate(year: 2024, month: 1, day: 1), text: text)]))),
            SamplePage(
                name: "corrections", location: .corrections(cursor: text),
                page: .corrections(CorrectionsPage(entries: [correction], cursor: text))),
            SamplePage(
                name: "health", location: .health,
                page: .health(HealthPage(checks: [.init(name: text, isHealthy: false, detail: text)]))),
            SamplePage(
                name: "report", location: .report(nil, nil),
                page: .report(ReportPage(outcome: .invalid(field: text), country: nil, hidden: [text: text]))),
            SamplePage(
                name: "contest", location: .contest(text), page: .contest(ContestPage(incident: incident))),
            SamplePage(
                name: "error", location: .home,
                page: .error(ErrorPage(status: 404, code: text, subject: text))),
        ]
    }()

    static func context(_ location: SiteURL) -> PageContext {
        var context = SampleData.context(location)
        context.observatory.name = hostile
        context.observatory.rules = hostile
        context.observatory.software = hostile
        context.observatory.dataLicence = hostile
        context.observatory.feeds = [FeedState(name: hostile, condition: .late, newest: nil, licence: hostile)]
        return context
    }

    @Test(arguments: pages) func `hostile text stays text`(sample: SamplePage) {
        let html = Dashboard.standard.html(sample.page, in: Self.context(sample.location))
        let checker = HTMLChecker(html)
        #expect(checker.problems.isEmpty)
        #expect(checker.elements.allSatisfy { $0.name != "img" && !$0.attributes.keys.contains { $0.hasPrefix("on") } })
        let scripts = checker.elements.filter { $0.name == "script" }
        #expect(scripts.allSatisfy { $0.attributes["src"] != nil || $0.attributes["type"] == "application/ld+json" })
        #expect(html.range(ofText: "alert(1)</script>") == nil)
        // It is there, as text: nothing was dropped, and templates did not read it again.
        #expect(html.range(ofText: "&lt;script&gt;alert(1)&lt;/script&gt;") != nil)
        #expect(html.range(ofText: "{{x}}{{{y}}}[[page.nav]]") != nil)
    }

    @Test func `hostile text stays text in pictures and frames`() {
        var incident = SampleData.incident
        incident.revision.incident = Self.hostile
        incident.revision.scope = .networks
        incident.revision.networks = [.init(asn: ASN(17557), verdict: .blocked, evidence: 20)]
        var context = Self.context(.home)
        context.networkNames = [ASN(17557): Self.hostile]
        let dashboard = Dashboard.standard
        for svg in [
            dashboard.card(incident, in: context), dashboard.chart(SamplePage.countryPlatform, in: context),
            dashboard.embed(incident, in: context),
        ] {
            let checker = HTMLChecker(svg)
            #expect(checker.problems.isEmpty)
            #expect(checker.elements.allSatisfy { $0.name != "script" && $0.name != "img" })
            #expect(svg.range(ofText: "\u{0}") == nil)
        }
    }

    @Test func `a hostile id cannot leave its place in an address`() {
        for url in [
            SiteURL.incident("../../x?y#z"), .contest("a/b"), .card("a b"), .evidenceBundle("ä"), .embed("%2e"),
            .cap("\"><script>"), .oEmbed(of: "https://x/?a=b&c=d"), .corrections(cursor: "a&b=c"),
        ] {
            let rest = url.path.dropFirst()
            #expect(
                rest.utf8.allSatisfy {
                    $0 | 0x20 &- 97 < 26 || $0 &- 48 < 10 || "-._~:%/?=&#".utf8.contains($0)
                })
        }
        #expect(SiteURL.incident("../../x?y#z").path == "/incidents/..%2F..%2Fx%3Fy%23z")
        #expect(SiteURL.oEmbed(of: "https://x/?a=b&c=d").path == "/oembed?url=https:%2F%2Fx%2F%3Fa%3Db%26c%3Dd")
    }
}
