import Gazetteer
import ObservatoryModel
import Publishing

/// `/countries/{CC}/platforms/{id}`, `/networks/{asn}`, `/platforms/{id}`
extension PageWriter {
    /// Charts of one platform: the country's, and the largest networks'.
    private static let mostCharts = 4

    func countryPlatform(_ page: CountryPlatformPage) -> Content {
        PageWriter(text: text.naming(page.networks), templates: templates).namedCountryPlatform(page)
    }

    private func namedCountryPlatform(_ page: CountryPlatformPage) -> Content {
        let (from, to) = page.range.bounds(at: text.context.now)
        let axis = TimeAxis(from: from, to: to, country: page.country)
        let headline = text(
            "countryPlatform.title",
            ["platform": .text(text.name(page.platform)), "country": .text(text.name(page.country))])
        let whole = page.cells.first { $0.asn == nil }
        let incidents = page.incidents.map(\.revision).filter { $0.platforms.contains(page.platform) }
        let open = page.incidents.filter { $0.revision.status.isOpen }
        var view: View = [
            "headline": .text(headline), "country": .text(text.name(page.country)),
            "countryHref": .text(text.link(.country(page.country, page.range))),
            "chip": .view(text.chip(whole?.verdict ?? .insufficient)),
            "summary": .text(cellSummary(whole)),
            "hasOpen": .flag(!open.isEmpty), "open": .view(["incidents": .views(open.prefix(3).map(text.listed))]),
            "ranges": .views(ranges(page.range) { .countryPlatform(page.country, page.platform, $0) }),
            "custom": .view(
                customRange(page.range, in: page.country) { .countryPlatform(page.country, page.platform, $0) }),
            "clocks": .views(clocks(page.country)), "hasClocks": .flag(!clocks(page.country).isEmpty),
            "chartNote": .text(chartNote(page.country, at: from, page.timelines)),
            "charts": .views(
                page.timelines.prefix(Self.mostCharts).map { timeline in
                    let name = timeline.asn.map { text.name($0) } ?? text("matrix.whole")
                    let chart = TimelineChart(
                        timeline: timeline, axis: axis, incidents: incidents, calendar: page.calendar, text: text,
                        title: name)
                    return ["name": .text(name), "note": .text(chart.summary), "chartMarkup": .markup(chart.markup)]
                }),
        ]
        let shares = Dictionary(
            page.networks.map { ($0.asn, $0.users ?? -1) }, uniquingKeysWith: { first, _ in first })
        let networks = page.cells.filter { $0.asn != nil }
            .sorted { (shares[$1.asn!] ?? -1, $0.asn!) < (shares[$0.asn!] ?? -1, $1.asn!) }
        if !networks.isEmpty {
            view["networks"] = .view([
                "cells": .views(
                    networks.prefix(20).map { cell in
                        let share = shares[cell.asn!].flatMap { $0 >= 0 ? " \(text.percent($0))" : nil } ?? ""
                        return self.cell(cell).adding([
                            "href": .text(text.link(.network(cell.asn!))), "name": .text(text.name(cell.asn!)),
                            "share": .text(share),
                        ])
                    })
            ])
        }
        reports(page.reports.map { [$0] } ?? [], axis: axis, into: &view) {
            .countryPlatform(page.country, $0, page.range)
        }
        if let timeline = page.timelines.first(where: { $0.asn == nil }) ?? page.timelines.first {
            let networks = page.timelines.prefix(Self.mostCharts).filter { $0.asn != nil && timeline.asn == nil }
            view["table"] = .view(table(timeline, beside: Array(networks), reports: page.reports, in: page.country))
        }
        let step = page.range.step
        let links: [(String, SiteURL)] =
            [
                ("link.csv", .apiSeries(page.country, page.platform, from: from, to: to, step: step, csv: true)),
                ("link.json", .apiSeries(page.country, page.platform, from: from, to: to, step: step, csv: false)),
                ("link.svg", .chart(page.country, page.platform, page.range)),
            ]
            + (text.context.observatory.offers.contains(.cardPicture)
                ? [("link.png", .chartPicture(page.country, page.platform, page.range))] : [])
            + [("link.report", .report(page.country, page.platform))]
        view["links"] = .views(links.map { ["href": .text(text.link($1)), "name": .text(text($0))] })
        return Content(
            template: "country-platform", view: view, title: headline, description: cellSummary(whole),
            subject: page.country.description, feed: .feed(page.country, format: "atom"), picture: open.first,
            menu: .countries)
    }

    private func cellSummary(_ cell: CellState?) -> String {
        guard let cell, cell.votes > 0 else { return text("cell.none") }
        return text(
            "cell.summary",
            ["failures": .count(cell.failures), "votes": .count(cell.votes), "probes": .count(cell.probes)])
    }

    /// The numbers of a chart, newest first; bins without sessions are left out, so that they are not taken for zero.
    ///
    /// - Parameter networks: Those with a chart of their own; what they have in bins without any session is left out too.
    private func table(
        _ timeline: Timeline, beside networks: [Timeline], reports: ReportSeries?, in country: CountryCode
    ) -> View {
        let beside = networks.map { network in
            Dictionary(
                network.bins.filter { $0.sessions > 0 }.map { ($0.at, $0) }, uniquingKeysWith: { first, _ in first })
        }
        let bins = timeline.bins.filter { $0.sessions > 0 }.reversed().prefix(144)
        let reported = Dictionary(
            reports?.bins.map { ($0.at, $0.count) } ?? [], uniquingKeysWith: { first, _ in first })
        let rows = bins.map { bin -> View in
            let count = reported[bin.at].map { $0.map { text.messages.number($0) } ?? text("reports.withheld") }
            return [
                "local": .optional(text.context.usesUTC ? nil : text.short(bin.at, in: country)),
                "utc": .text(utcColumn(bin.at)),
                "counts": .views(beside.map { ["count": .text($0[bin.at].map(pair) ?? "–")] }),
                "reports": .text(count ?? text.messages.number(0)),
                "sessions": .text(text.messages.number(bin.sessions)),
                "failed": .text(text.messages.number(bin.failed)), "share": .text(text.percent(bin.share ?? 0)),
                "expected": .text(
                    bin.expectedLow.flatMap { low in bin.expectedHigh.map { text.percent(from: low, to: $0) } } ?? "–"),
            ]
        }
        let zone = text.context.usesUTC ? nil : text.zone(of: country).kind(at: text.context.now).utcOffset
        return [
            "zone": .optional(zone), "rows": .views(rows), "hasReports": .flag(reports != nil),
            "networks": .views(networks.map { ["name": .text(text.name($0.asn!))] }),
        ]
    }

    func network(_ page: NetworkPage) -> Content {
        PageWriter(text: text.naming(page.shares), templates: templates).namedNetwork(page)
    }

    private func namedNetwork(_ page: NetworkPage) -> Content {
        let name = text.name(page.asn)
        let own = page.cells.filter { $0.asn == page.asn }
        let countries = Set(own.map(\.country)).sorted()
        let open = page.incidents.filter { $0.revision.status.isOpen }.sorted(by: ListedIncident.ranksBefore)
        let over = page.incidents.filter { !$0.revision.status.isOpen }
        let judged = own.filter { $0.verdict != .insufficient }
        let troubled = judged.filter { $0.verdict != .ok }
        let summary: String =
            if judged.isEmpty {
                text(own.isEmpty ? "network.unmeasured" : "network.little")
            } else if troubled.isEmpty {
                text("network.fine", ["count": .count(judged.count)])
            } else {
                text("network.trouble", ["count": .count(troubled.count), "total": .count(judged.count)])
            }
        var view: View = [
            "number": .text(page.asn.description), "name": .text(name), "summary": .text(text.sentence(summary)),
            "answers": .views(answers(page, in: countries.first).map { ["text": .text($0)] }),
            "shares": .views(
                page.shares.map { share in
                    let place = MessageArgument.text(
                        text.gazetteer.nameInSentence(of: share.country, in: text.messages.language))
                    let words =
                        share.users.map {
                            text("network.serves", ["share": .text(text.percent($0)), "country": place])
                        } ?? text("network.serves.unknown", ["country": place])
                    return ["text": .text("\(words) \(text("source")): \(share.source)")]
                }),
            "hasOpen": .flag(!open.isEmpty), "open": .view(["incidents": .views(open.prefix(3).map(text.listed))]),
            "matrices": .views(
                countries.map { country in
                    let cells = page.cells.filter { $0.country == country && ($0.asn == nil || $0.asn == page.asn) }
                    let id = "matrix-\(country)"
                    return matrix(
                        id: id, rows: [page.asn, nil], platforms: orderedPlatforms(cells), cells: cells,
                        networks: page.shares.filter { $0.country == country }
                    ).adding(["title": .text(text("network.in", ["country": .text(text.name(country))]))])
                }),
        ]
        if let country = countries.first ?? page.shares.first?.country, !page.timelines.isEmpty {
            let (from, to) = page.range.bounds(at: text.context.now)
            let axis = TimeAxis(from: from, to: to, country: country)
            view["hasCharts"] = true
            view["ranges"] = .views(ranges(page.range) { .network(page.asn, $0) })
            view["custom"] = .view(customRange(page.range, in: country) { .network(page.asn, $0) })
            view["clocks"] = .views(clocks(country))
            view["hasClocks"] = .flag(!clocks(country).isEmpty)
            view["chartNote"] = .text(chartNote(country, at: from, page.timelines))
            let shown = page.timelines.sorted { text.name($0.platform) < text.name($1.platform) }.prefix(6)
            view["numbers"] = .optional(numbers(shown.map { (text.name($0.platform), $0) }, in: country))
            view["charts"] = .views(
                shown.map { timeline in
                    let name = text.name(timeline.platform)
                    let incidents = page.incidents.map(\.revision).filter { $0.platforms.contains(timeline.platform) }
                    let chart = TimelineChart(
                        timeline: timeline, axis: axis, incidents: incidents, calendar: [], text: text, title: name)
                    return [
                        "name": .text(name), "note": .text(chart.summary), "chartMarkup": .markup(chart.markup),
                        "csv": .text(
                            SiteURL.apiSeries(
                                country, timeline.platform, asn: page.asn, from: from, to: to, step: page.range.step,
                                csv: true
                            ).path),
                    ]
                })
        }
        if let country = countries.first ?? page.shares.first?.country {
            let (from, to) = page.range.bounds(at: text.context.now)
            signals(page.signals, axis: TimeAxis(from: from, to: to, country: country), rows: 12, into: &view)
        }
        if !over.isEmpty { view["recent"] = .view(["incidents": .views(over.prefix(10).map(text.listed))]) }
        return Content(
            template: "network", view: view, title: name == page.asn.description ? name : "\(name) (\(page.asn))",
            description: summary, subject: countries.first?.description)
    }

    /// Is it this network, or the country? In a sentence or two for the network's own trouble.
    private func answers(_ page: NetworkPage, in country: CountryCode?) -> [String] {
        guard let country else { return [] }
        let whole = Dictionary(
            page.cells.filter { $0.country == country && $0.asn == nil }.map { ($0.platform, $0.verdict) },
            uniquingKeysWith: { first, _ in first })
        let troubled = page.cells.filter {
            $0.country == country && $0.asn == page.asn && $0.verdict != .ok && $0.verdict != .insufficient
        }.map(\.platform)
        let place = MessageArgument.text(text.gazetteer.nameInSentence(of: country, in: text.messages.language))
        func sentence(_ key: String, _ platforms: [PlatformID]) -> String? {
            guard !platforms.isEmpty else { return nil }
            let names = text.writer.list(of: platforms, in: text.messages)
            return text(key, ["platforms": .text(names), "country": place])
        }
        return [
            sentence("network.alone", troubled.filter { whole[$0] == .ok }),
            sentence(
                "network.shared",
                troubled.filter { whole[$0].map { $0 != .ok && $0 != .insufficient } ?? false }),
        ].compactMap { $0 }
    }

    func platform(_ page: PlatformPage) -> Content {
        let name = text.name(page.platform)
        let cells = page.cells.filter { $0.asn == nil && $0.platform == page.platform }.sorted {
            (-$0.verdict.gravity, text.name($0.country)) < (-$1.verdict.gravity, text.name($1.country))
        }
        let judged = cells.filter { $0.verdict != .insufficient }
        let troubled = judged.filter { $0.verdict != .ok }
        let open = page.incidents.filter { $0.revision.status.isOpen }.sorted(by: ListedIncident.ranksBefore)
        let over = page.incidents.filter { !$0.revision.status.isOpen }
        let summary = text(
            judged.isEmpty ? "platform.blind" : troubled.isEmpty ? "platform.fine" : "platform.trouble",
            ["platform": .text(name), "count": .count(troubled.count), "total": .count(judged.count)])
        var view: View = [
            "name": .text(name), "summary": .text(summary),
            "reason": .optional(text.gazetteer.platforms[page.platform]?.reason),
            "targets": .text(text.link(.targets)),
            "hasOpen": .flag(!open.isEmpty), "open": .view(["incidents": .views(open.prefix(3).map(text.listed))]),
            "hasCountries": .flag(!cells.isEmpty),
            "cells": .views(
                cells.enumerated().map { index, cell in
                    // What is said of each is cut short where there is much to say, to keep the page light.
                    let brief: View = [
                        "class": .text(cell.verdict.styleClass), "glyph": .text(cell.verdict.glyph), "word": "",
                    ]
                    return (index < 40 ? self.cell(cell) : brief).adding([
                        "href": .text(text.link(.countryPlatform(cell.country, page.platform, .day))),
                        "name": .text(text.name(cell.country)),
                    ])
                }),
            "legend": .views(
                legend(including: Set(cells.map(\.verdict)), isWatching: cells.contains(where: \.isWatched))),
        ]
        if !over.isEmpty { view["recent"] = .view(["incidents": .views(over.prefix(10).map(text.listed))]) }
        return Content(template: "platform", view: view, title: name, description: summary, subject: "*")
    }
}
