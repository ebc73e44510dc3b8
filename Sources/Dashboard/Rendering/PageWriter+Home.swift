import Gazetteer
import ObservatoryModel
import Publishing

/// `/`, `/countries`, `/incidents`
extension PageWriter {
    /// Incidents beyond this many are left to the list of incidents, to keep the page light.
    private static let mostCards = 8

    func home(_ page: HomePage) -> Content {
        let open = page.open.sorted(by: ListedIncident.ranksBefore)
        let world = WorldMap(countries: page.countries, text: text)
        let measured = page.countries.filter { $0.verdict != .insufficient }.count
        var view: View = [
            "headline": .text(homeHeadline(open)),
            "summary": .text(homeSummary(open, measured: measured)),
            "mapMarkup": .markup(world.markup),
            "legend": .views(
                legend(
                    including: Set(page.countries.map(\.verdict)),
                    isWatching: page.countries.contains(where: \.isWatched))),
            "countries": .text(text.link(.countries)),
            "hasOpen": .flag(!open.isEmpty),
            "open": .view(["incidents": .views(open.prefix(Self.mostCards).map(text.listed))]),
            "calm": .text(text(measured == 0 ? "home.blind" : "home.calm", ["count": .count(measured)])),
            "ranked": .text(text(open.contains { $0.people != nil } ? "home.ranked" : "home.ranked.share")),
            "moreOpen": .optional(
                open.count > Self.mostCards
                    ? text("home.more", ["count": .count(open.count - Self.mostCards)]) : nil),
            "allIncidents": .text(text.link(.incidents(country: nil, platform: nil, status: nil, cursor: nil))),
        ]
        if !page.recent.isEmpty {
            view["recent"] = .view(["incidents": .views(page.recent.prefix(8).map(text.listed))])
        }
        view = view.adding(observatory)
        return Content(
            template: "home", view: view, title: text("home.title"), description: homeHeadline(open), subject: "*",
            feed: .feed(nil, format: "atom"), picture: open.first, menu: .now)
    }

    /// How much goes on, in a sentence.
    private func homeHeadline(_ open: [ListedIncident]) -> String {
        guard !open.isEmpty else { return text("home.headline.none") }
        let countries = Set(open.map(\.revision.country)).subtracting([.unknown])
        return text("home.headline", ["count": .count(open.count), "countries": .count(countries.count)])
    }

    private func homeSummary(_ open: [ListedIncident], measured: Int) -> String {
        let people = open.compactMap(\.people)
        var parts: [String] = []
        if !people.isEmpty {
            // Incidents in one country may touch the same people, so only the largest of each country counts.
            var largest: [CountryCode: Double] = [:]
            for incident in open {
                guard let count = incident.people?.mid else { continue }
                largest[incident.revision.country] = max(largest[incident.revision.country] ?? 0, count)
            }
            parts.append(
                text("home.people", ["people": .text(text.people(largest.values.reduce(0, +)))]))
        }
        parts.append(text("home.measured", ["count": .count(measured)]))
        return parts.joined(separator: " ")
    }

    /// The verdicts of a page with their glyphs, gravest first.
    func legend(including verdicts: Set<Verdict>, isWatching: Bool = false) -> [View] {
        verdicts.union([.ok, .insufficient]).sorted { $0.gravity > $1.gravity }.map(text.chip)
            + (isWatching ? [["class": "watch", "glyph": "!", "word": .text(text("legend.watch"))]] : [])
    }

    /// What the observatory itself is doing.
    var observatory: View {
        let state = text.context.observatory
        func count(_ value: Int?) -> View.Value { .optional(value.map { text.messages.number($0) }) }
        let vantage: String =
            switch state.vantagePoint {
            case .measuring(let newest): text("vantage.measuring", ["ago": .text(text.agoOrDate(newest))])
            case .offline(nil): text("vantage.offline")
            case .offline(let since?): text("vantage.offline.since", ["ago": .text(text.ago(since))])
            case .notConsented: text("vantage.off")
            }
        return [
            "facts": .views([
                [
                    "name": .text(text("fact.newest")),
                    "value": .optional(state.newestRecord.map { text.agoOrDate($0) }),
                ],
                ["name": .text(text("fact.sessions")), "value": count(state.sessionsLastHour)],
                ["name": .text(text("fact.probes")), "value": count(state.probesLately)],
                ["name": .text(text("fact.networks")), "value": count(state.networksLastDay)],
                ["name": .text(text("fact.countries")), "value": count(state.countriesLastDay)],
                ["name": .text(text("fact.vantage")), "value": .text(vantage)],
            ]),
            "hasSources": .flag(!state.feeds.isEmpty),
            "sources": .views(
                state.feeds.map { feed in
                    [
                        "name": .text(feed.name), "class": .text(feed.condition.rawValue),
                        "condition": .text(text("feed.\(feed.condition.rawValue)")),
                        "age": .optional(feed.newest.map { text.agoOrDate($0) }), "licence": .optional(feed.licence),
                    ]
                }),
        ]
    }

    func countries(_ page: CountryIndexPage) -> Content {
        let known = Dictionary(page.countries.map { ($0.country, $0) }, uniquingKeysWith: { first, _ in first })
        var codes = text.gazetteer.countries.map(\.code)
        codes += known.keys.filter { text.gazetteer.country($0) == nil }.sorted()
        let named = codes.map { (code: $0, name: text.name($0)) }.sorted { ($0.name, $0.code) < ($1.name, $1.code) }
        func row(_ code: CountryCode, _ name: String) -> View {
            let summary = known[code]
            return [
                "href": .text(text.link(.country(code, .day))), "name": .text(name),
                "class": .optional(summary?.verdict.styleClass), "glyph": .optional(summary?.verdict.glyph),
                "word": .optional(summary.map { text.messages.text("verdict.\($0.verdict.rawValue)") }),
            ]
        }
        let measured = named.filter { known[$0.code] != nil }
            .sorted { (-known[$0.code]!.verdict.gravity, $0.name) < (-known[$1.code]!.verdict.gravity, $1.name) }
        let unmeasured = named.filter { known[$0.code] == nil }
        let groups = [("known", measured), ("unknown", unmeasured)].filter { !$0.1.isEmpty }
        let summary = text("countries.summary", ["count": .count(measured.count)])
        return Content(
            template: "countries",
            view: [
                "summary": .text(summary),
                "groups": .views(
                    groups.map { name, rows in
                        [
                            "title": .text(text("countries.\(name)")),
                            "countries": .views(rows.map { row($0.code, $0.name) }),
                        ]
                    }),
            ],
            title: text("countries.title"), description: summary, menu: .countries)
    }

    func incidents(_ page: IncidentIndexPage) -> Content {
        let headline: String =
            switch (page.country, page.platform) {
            case (let country?, _): text("incidents.in", ["place": .text(text.name(country))])
            case (nil, let platform?): text("incidents.in", ["place": .text(text.name(platform))])
            case (nil, nil): text("incidents.title")
            }
        func address(_ status: IncidentStatus?, cursor: String? = nil) -> SiteURL {
            .incidents(country: page.country, platform: page.platform, status: status, cursor: cursor)
        }
        let filters: [IncidentStatus?] = [nil] + IncidentStatus.allCases.map(Optional.some)
        var view: View = [
            "headline": .text(headline),
            "filters": .views(
                filters.map { status in
                    [
                        "href": .text(text.link(address(status))), "here": .flag(status == page.status),
                        "name": .text(status.map { text.status($0) } ?? text("incidents.every")),
                    ]
                }),
            "next": .optional(page.cursor.map { text.link(address(page.status, cursor: $0)) }),
        ]
        if !page.incidents.isEmpty { view["recent"] = .view(["incidents": .views(page.incidents.map(text.listed))]) }
        return Content(
            template: "incident-index", view: view, title: headline, description: headline,
            feed: .feed(page.country, format: "atom"), menu: .incidents)
    }
}
