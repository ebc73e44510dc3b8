import Dashboard
import Gazetteer
import ObservatoryModel
import Testing

/// One of every page, with its address.
struct SamplePage: Sendable, CustomTestStringConvertible {
    let name: String
    let location: SiteURL
    let page: Page
    var testDescription: String { name }

    static let all: [SamplePage] = [
        SamplePage(name: "home", location: .home, page: .home(home)),
        SamplePage(
            name: "home-empty", location: .home, page: .home(HomePage(open: [], recent: [], countries: []))),
        SamplePage(name: "country", location: .country(SampleData.pakistan, .day), page: .country(country)),
        SamplePage(
            name: "country-week", location: .country(SampleData.pakistan, .week), page: .country(week)),
        SamplePage(
            name: "country-empty", location: .country(CountryCode("TV")!, .day),
            page: .country(
                CountryPage(country: CountryCode("TV")!, cells: [], networks: [], timelines: [], incidents: []))),
        SamplePage(
            name: "country-platform", location: .countryPlatform(SampleData.pakistan, PlatformID("x")!, .day),
            page: .countryPlatform(countryPlatform)),
        SamplePage(
            name: "country-signals", location: .countrySignals(SampleData.pakistan, .day),
            page: .countrySignals(
                CountrySignalsPage(
                    country: SampleData.pakistan, signals: country.signals, incidents: [SampleData.incident],
                    networks: SampleData.networks))),
        SamplePage(name: "incident", location: .incident("PK-20240107-1"), page: .incident(incident)),
        SamplePage(
            name: "incident-retracted", location: .incident("FR-20240105-1"),
            page: .incident(IncidentPage(revisions: [SampleData.retracted.revision]))),
        SamplePage(
            name: "network", location: .network(ASN(17557)),
            page: .network(
                NetworkPage(
                    asn: ASN(17557), shares: Array(SampleData.networks.prefix(1)), cells: SampleData.cells,
                    timelines: SampleData.timelines([PlatformID("x")!, PlatformID("whatsapp")!]),
                    incidents: [SampleData.incident, SampleData.earlier]))),
        SamplePage(
            name: "platform", location: .platform(PlatformID("x")!),
            page: .platform(
                PlatformPage(
                    platform: PlatformID("x")!, cells: SampleData.cells,
                    incidents: [SampleData.incident, SampleData.earlier]))),
        SamplePage(
            name: "countries", location: .countries, page: .countries(CountryIndexPage(countries: home.countries))),
        SamplePage(
            name: "incidents", location: .incidents(country: nil, platform: nil, status: nil, cursor: nil),
            page: .incidents(
                IncidentIndexPage(
                    incidents: [SampleData.incident, SampleData.kenya, SampleData.retracted, SampleData.earlier],
                    cursor: "next"))),
        SamplePage(
            name: "targets", location: .targets,
            page: .targets(
                TargetsPage(
                    targets: [
                        .init(
                            platform: PlatformID("x")!, address: "https://x.com/", reason: "Public talk happens there."),
                        .init(
                            platform: PlatformID("signal")!, address: "https://signal.org/", reason: "Private talk.",
                            isRisky: true),
                    ], controls: ["https://www.example.org/"],
                    changes: [.init(date: CivilDate(year: 2024, month: 1, day: 2), text: "Signal added.")]))),
        SamplePage(name: "methodology", location: .methodology, page: .methodology),
        SamplePage(
            name: "corrections", location: .corrections(cursor: nil),
            page: .corrections(
                CorrectionsPage(entries: [
                    CorrectionEntry(
                        at: SampleData.now - .hours(50), incident: "FR-20240105-1", revision: 2, kind: .retraction,
                        text: "The evidence did not last.")
                ]))),
        SamplePage(
            name: "health", location: .health,
            page: .health(
                HealthPage(checks: [
                    .init(name: "store", isHealthy: true, detail: "412 MB"),
                    .init(name: "detection", isHealthy: false, detail: "4 min behind"),
                ]))),
        SamplePage(
            name: "report", location: .report(SampleData.pakistan, PlatformID("x")!),
            page: .report(
                ReportPage(country: SampleData.pakistan, platform: PlatformID("x")!, hidden: ["challenge": "abc"]))),
        SamplePage(
            name: "report-sent", location: .report(nil, nil),
            page: .report(ReportPage(outcome: .accepted, country: nil))),
        SamplePage(
            name: "contest", location: .contest("PK-20240107-1"),
            page: .contest(ContestPage(incident: SampleData.incident))),
        SamplePage(
            name: "error", location: .home,
            page: .error(ErrorPage(status: 404, code: "country_unknown", subject: "XX"))),
    ]

    static let home: HomePage = {
        let countries: [(String, Verdict, CellState.Attention, Int)] = [
            ("PK", .blocked, .confirmed, 1180), ("KE", .slow, .suspected, 90), ("IR", .ok, .watch, 300),
            ("IN", .ok, .quiet, 2000), ("BD", .ok, .quiet, 400), ("US", .ok, .quiet, 4000), ("DE", .ok, .quiet, 900),
            ("FR", .ok, .quiet, 900), ("BR", .ok, .quiet, 900), ("RU", .insufficient, .quiet, 9),
            ("TR", .ok, .quiet, 80),
            ("SD", .dark, .confirmed, 0), ("MV", .ok, .quiet, 30), ("ID", .ok, .quiet, 50), ("NG", .ok, .quiet, 500),
            ("CN", .insufficient, .quiet, 3), ("ET", .insufficient, .quiet, 1), ("AU", .ok, .quiet, 100),
        ]
        return HomePage(
            open: [SampleData.kenya, SampleData.incident], recent: [SampleData.retracted, SampleData.earlier],
            countries: countries.map { code, verdict, attention, votes in
                CountrySummary(
                    country: CountryCode(code)!, verdict: verdict, attention: attention,
                    platforms: verdict == .blocked ? SampleData.blocked : [PlatformID("telegram")!], votes: votes,
                    newest: SampleData.now)
            })
    }()

    static let country = CountryPage(
        country: SampleData.pakistan, cells: SampleData.cells, networks: SampleData.networks,
        timelines: SampleData.timelines(SampleData.usual), incidents: [SampleData.incident, SampleData.earlier],
        calendar: [SampleData.telethon],
        reports: [
            ReportSeries(
                platform: PlatformID("x")!, step: .minutes(10),
                bins: (0..<12).map {
                    .init(
                        at: SampleData.now.floored(to: .minutes(10)) - .minutes(10 * $0),
                        count: $0 == 11 ? nil : Int(60 - $0 * 5))
                })
        ],
        signals: [
            SignalSeries(
                source: "ioda.bgp", step: .minutes(30),
                points: (0..<48).map {
                    .init(at: SampleData.now - .minutes(30 * (47 - $0)), value: $0 == 20 ? nil : 5873 - Double($0 % 5))
                },
                publisher: "IODA, Georgia Institute of Technology", licence: "AUP of IODA",
                address: "https://observatory.example/ioda")
        ],
        regions: [("PK-PB", 40, 31), ("PK-SD", 22, 19), ("PK-KP", 9, 1)].map { code, sessions, failed in
            RegionTally(
                region: RegionCode(code)!,
                counts: [
                    .init(platform: PlatformID("x")!, sessions: sessions, failed: failed),
                    .init(platform: PlatformID("wikipedia")!, sessions: sessions, failed: 1),
                ])
        })

    static let week: CountryPage = {
        var page = country
        page.range = .week
        page.timelines = SampleData.timelines(SampleData.usual, range: .week)
        return page
    }()

    static let countryPlatform = CountryPlatformPage(
        country: SampleData.pakistan, platform: PlatformID("x")!,
        cells: SampleData.cells.filter { $0.platform.text == "x" }, networks: SampleData.networks,
        timelines: SampleData.timelines([PlatformID("x")!])
            + [
                SampleData.timeline(
                    PlatformID("x")!, asn: ASN(17557), from: SampleData.now - .hours(24), step: .minutes(10),
                    count: 144,
                    onset: SampleData.at("2024-01-07T12:58:00Z"))
            ], incidents: [SampleData.incident], calendar: [SampleData.telethon])

    static let incident: IncidentPage = {
        let from = SampleData.at("2024-01-07T10:00:00Z")
        return IncidentPage(
            revisions: SampleData.revisions, networks: SampleData.networks,
            measured: Set(SampleData.networks.prefix(9).map(\.asn)),
            contrasts: [
                .init(name: .neutralSNI, worked: 38, failed: 1),
                .init(name: .targetSNIElsewhere, worked: 2, failed: 31),
                .init(name: .dnsOverHTTPS, worked: 11, failed: 9),
            ], calendar: [SampleData.telethon], similar: [SampleData.earlier],
            corrections: [
                CorrectionEntry(
                    at: SampleData.now, incident: "PK-20240107-1", revision: nil, kind: .contested,
                    text: "Review opened.")
            ],
            timelines: SampleData.blocked.map {
                SampleData.timeline(
                    $0, from: from, step: .minutes(2), count: 115, onset: SampleData.at("2024-01-07T12:58:00Z"))
            }, internetUsers: 87_000_000, isExample: true)
    }()
}
