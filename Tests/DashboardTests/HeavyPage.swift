import Dashboard
import Gazetteer
import ObservatoryModel

/// Pages with more to say than any sensible place has, for the weight budget.
enum HeavyPage {
    static let all: [SamplePage] = [
        SamplePage(name: "heavy home", location: .home, page: .home(home)),
        SamplePage(name: "heavy country", location: .country(SampleData.pakistan, .day), page: .country(country)),
        SamplePage(name: "heavy incident", location: .incident("PK-20240107-1"), page: .incident(incident)),
        SamplePage(
            name: "heavy country platform", location: .countryPlatform(SampleData.pakistan, SampleData.usual[0], .week),
            page: .countryPlatform(countryPlatform)),
        SamplePage(
            name: "heavy incidents", location: .incidents(country: nil, platform: nil, status: nil, cursor: nil),
            page: .incidents(IncidentIndexPage(incidents: Array(repeating: SampleData.incident, count: 50)))),
        SamplePage(
            name: "heavy countries", location: .countries, page: .countries(CountryIndexPage(countries: home.countries))
        ),
        SamplePage(
            name: "heavy platform", location: .platform(SampleData.usual[0]),
            page: .platform(
                PlatformPage(
                    platform: SampleData.usual[0],
                    cells: Gazetteer.standard.countries.map {
                        CellState(
                            country: $0.code, asn: nil, platform: SampleData.usual[0], verdict: .blocked,
                            attention: .confirmed, evidence: 20, votes: 100, failures: 80, probes: 9,
                            newest: SampleData.now)
                    }, incidents: Array(repeating: SampleData.incident, count: 40)))),
    ]

    private static let home = HomePage(
        open: Array(repeating: SampleData.incident, count: 60), recent: Array(repeating: SampleData.earlier, count: 60),
        countries: Gazetteer.standard.countries.enumerated().map { index, country in
            CountrySummary(
                country: country.code, verdict: index % 4 == 0 ? .blocked : .ok,
                attention: index % 4 == 0 ? .confirmed : .quiet,
                platforms: SampleData.usual, votes: 100, newest: SampleData.now)
        })

    private static let many: [NetworkShare] = (0..<120).map {
        NetworkShare(
            received: SampleData.now, country: SampleData.pakistan, asn: ASN(64_512 + UInt32($0)),
            name: "A network by name \($0)", users: 0.008, source: "a source")
    }
    private static let platforms = (0..<12).map { PlatformID("platform-\($0)")! }

    private static let country: CountryPage = {
        let cells = platforms.flatMap { platform in
            ([nil] + many.map { Optional($0.asn) }).map { asn in
                CellState(
                    country: SampleData.pakistan, asn: asn, platform: platform, verdict: .blocked,
                    attention: .confirmed,
                    evidence: 20, votes: 1234, failures: 1122, probes: 99, newest: SampleData.now)
            }
        }
        var incident = SampleData.incident
        incident.revision.platforms = platforms
        return CountryPage(
            country: SampleData.pakistan, cells: cells, networks: many, timelines: noisy(platforms),
            incidents: Array(repeating: incident, count: 30),
            calendar: Array(repeating: SampleData.telethon, count: 20),
            reports: platforms.map { platform in
                ReportSeries(
                    platform: platform, step: .minutes(10),
                    bins: (0..<144).map {
                        .init(
                            at: SampleData.now.floored(to: .minutes(10)) - .minutes(10 * $0), count: Int(37 * $0 % 91))
                    })
            },
            signals: (0..<12).map { index in
                SignalSeries(
                    source: "source.\(index)", step: .minutes(10),
                    points: (0..<144).map {
                        .init(at: SampleData.now - .minutes(10 * (143 - $0)), value: Double(37 * $0 % 91))
                    })
            })
    }()

    private static func noisy(_ platforms: [PlatformID]) -> [Timeline] {
        let (from, _) = TimeRange.day.bounds(at: SampleData.now)
        let bins = (0..<144).map { index -> Timeline.Bin in
            let hour = Double(index / 12)
            return Timeline.Bin(
                at: from + .minutes(Int64(10 * index)), sessions: 97, failed: 61 * index % 97, expectedLow: hour / 100,
                expectedHigh: 0.2 + hour / 50)
        }
        return platforms.map { Timeline(platform: $0, step: .minutes(10), bins: bins) }
    }

    private static let countryPlatform = CountryPlatformPage(
        country: SampleData.pakistan, platform: SampleData.usual[0], range: .week, cells: country.cells, networks: many,
        timelines: (0..<12).map {
            var timeline = noisy([SampleData.usual[0]])[0]
            timeline.asn = $0 == 0 ? nil : ASN(64_512 + UInt32($0))
            return timeline
        }, incidents: country.incidents)

    private static let incident = IncidentPage(
        revisions: (1...80).map { number in
            var revision = SampleData.revisions[2]
            revision.revision = number
            revision.affectedShare.mid = Double(number % 90) / 100
            revision.networks = many.map { .init(asn: $0.asn, verdict: .blocked, evidence: 20, onset: revision.onset) }
            revision.phases = (0..<30).map {
                .init(
                    from: revision.onset + .minutes($0), to: revision.onset + .minutes($0 + 1),
                    verdict: $0 % 2 == 0 ? .blocked : .slow, platforms: [SampleData.usual[0]])
            }
            return revision
        }, networks: many, measured: Set(many.map(\.asn)),
        contrasts: Contrast.Name.allCases.map { .init(name: $0, worked: 10, failed: 1) },
        calendar: Array(repeating: SampleData.telethon, count: 10),
        similar: Array(repeating: SampleData.earlier, count: 10),
        timelines: noisy(platforms), internetUsers: 1e8)
}
