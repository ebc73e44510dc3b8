import Gazetteer
import ObservatoryModel
import Publishing

/// `/countries/{CC}`
extension PageWriter {
    /// Cells beyond this many are left to the pages of networks and platforms, to keep the page light.
    private static let mostCells = 84
    /// Platforms that get a chart of their own; the others get a line.
    private static let mostCharts = 5
    /// Rows of lists that have a page of their own, or an answer of the API.
    private static let mostListed = 5

    func country(_ page: CountryPage) -> Content {
        PageWriter(text: text.naming(page.networks), templates: templates).namedCountry(page)
    }

    private func namedCountry(_ page: CountryPage) -> Content {
        let context = text.context
        let name = text.name(page.country)
        let (from, to) = page.range.bounds(at: context.now)
        let axis = TimeAxis(from: from, to: to, country: page.country)
        let whole = page.cells.filter { $0.asn == nil }
        let platforms = Array(orderedPlatforms(page.cells).prefix(12))
        let open = page.incidents.filter { $0.revision.status.isOpen }.sorted(by: ListedIncident.ranksBefore)
        let over = page.incidents.filter { !$0.revision.status.isOpen }
            .sorted { ($0.revision.onset, $0.revision.incident) > ($1.revision.onset, $1.revision.incident) }
        let summary = countrySummary(whole, open: open)
        let networks = matrixNetworks(page)
        let shown = Array(networks.prefix(max(Self.mostCells / max(platforms.count, 1) - 1, 3)))
        var view: View = [
            "name": .text(name), "summary": .text(summary),
            "clock": .text(
                text(
                    "country.clock", ["moment": .text(text.messages.moment(text.local(context.now, in: page.country)))])
            ),
            "report": .text(text.link(.report(page.country, nil))),
            "hasOpen": .flag(!open.isEmpty),
            "open": .view(["incidents": .views(open.prefix(2).map(text.listed))]),
            "hasCells": .flag(!page.cells.isEmpty),
            "legend": .views(
                legend(including: Set(page.cells.map(\.verdict)), isWatching: page.cells.contains(where: \.isWatched))),
            "ranges": .views(ranges(page.range) { .country(page.country, $0) }),
            "custom": .view(customRange(page.range, in: page.country) { .country(page.country, $0) }),
            "clocks": .views(clocks(page.country)), "hasClocks": .flag(!clocks(page.country).isEmpty),
            "chartNote": .text(chartNote(page.country, at: from, page.timelines)),
        ]
        if !page.cells.isEmpty {
            view["matrix"] = .view(
                matrix(
                    id: "matrix", rows: [nil] + shown.map(Optional.some), platforms: platforms, cells: page.cells,
                    networks: page.networks))
        }
        regions(page, open: open, into: &view)
        if networks.count > shown.count {
            view["more"] = .text(text("matrix.more", ["count": .count(networks.count - shown.count)]))
        }
        charts(page, axis: axis, whole: whole, into: &view)
        if let events = calendar(Array(page.calendar.prefix(Self.mostListed)), in: page.country) {
            view["calendar"] = .view(events)
        }
        if !over.isEmpty {
            view["recent"] = .view(["incidents": .views(over.prefix(Self.mostListed).map(text.listed))])
        }
        reports(page.reports, axis: axis, into: &view) { .countryPlatform(page.country, $0, page.range) }
        signals(page.signals, axis: axis, into: &view)
        if page.signals.isEmpty == false {
            view["signalsHref"] = .text(text.link(.countrySignals(page.country, page.range)))
        }
        self.networks(page, rows: networks, into: &view)
        let links: [(String, SiteURL)] = [
            ("link.status", .apiStatus(page.country)), ("link.feed", .feed(page.country, format: "atom")),
            ("link.jsonfeed", .feed(page.country, format: "json")), ("link.calendar", .calendar),
            ("link.incidents", .incidents(country: page.country, platform: nil, status: nil, cursor: nil)),
        ]
        view["links"] = .views(links.map { ["href": .text(text.link($1)), "name": .text(text($0))] })
        return Content(
            template: "country", view: view, title: text("country.title", ["country": .text(name)]),
            description: summary, subject: page.country.description, feed: .feed(page.country, format: "atom"),
            picture: open.first, menu: .countries)
    }

    /// What works there, in a sentence or two.
    private func countrySummary(_ whole: [CellState], open: [ListedIncident]) -> String {
        let judged = whole.filter { $0.verdict != .insufficient }
        guard !judged.isEmpty else { return text("country.summary.blind", ["count": .count(whole.count)]) }
        let troubled = judged.filter { $0.verdict != .ok }
        var parts: [String] = []
        if troubled.isEmpty {
            parts.append(text("country.summary.fine", ["count": .count(judged.count)]))
        } else {
            let names = text.writer.list(of: troubled.map(\.platform), in: text.messages)
            parts.append(
                text(
                    "country.summary.trouble",
                    ["count": .count(troubled.count), "total": .count(judged.count), "platforms": .text(names)]))
        }
        if whole.count > judged.count {
            parts.append(text("country.summary.unknown", ["count": .count(whole.count - judged.count)]))
        }
        return parts.joined(separator: " ")
    }

    /// Troubled platforms first, then by name.
    func orderedPlatforms(_ cells: [CellState]) -> [PlatformID] {
        var gravest: [PlatformID: Int] = [:]
        for cell in cells {
            // A network's own trouble counts less than the country's.
            let weight = cell.verdict == .ok || cell.verdict == .insufficient ? 0 : cell.asn == nil ? 20 : 10
            gravest[cell.platform] = max(gravest[cell.platform] ?? 0, weight + (weight > 0 ? cell.verdict.gravity : 0))
        }
        return gravest.keys.sorted { (-gravest[$0]!, text.name($0)) < (-gravest[$1]!, text.name($1)) }
    }

    /// Networks with cells, largest share first, unknown shares last.
    private func matrixNetworks(_ page: CountryPage) -> [ASN] {
        let shares = Dictionary(
            page.networks.map { ($0.asn, $0.users ?? -1) }, uniquingKeysWith: { first, _ in first })
        return Set(page.cells.compactMap(\.asn)).sorted { ((shares[$1] ?? -1), $0) < ((shares[$0] ?? -1), $1) }
    }

    func chartNote(_ country: CountryCode, at moment: Timestamp, _ timelines: [Timeline]) -> String {
        text(
            "chart.note",
            [
                "clocks": .text(clockName(country, at: moment)),
                "band": timelines.contains(where: \.hasBand) ? "yes" : "no",
            ])
    }

    /// Which clocks a page's times are of: `UTC+5, Pakistan`, or `UTC`.
    func clockName(_ country: CountryCode, at moment: Timestamp) -> String {
        let zone = text.zone(of: country).kind(at: moment).utcOffset
        return text.context.usesUTC
            ? zone : text("clock.local", ["zone": .text(zone), "place": .text(text.name(country))])
    }

    /// The switch between the clocks of a country and UTC; empty where they are the same.
    func clocks(_ country: CountryCode) -> [View] {
        let local = text.gazetteer.mainZone(of: country).kind(at: text.context.now)
        guard local.offset != 0 else { return [] }
        let language = text.context.languageIsChosen ? text.messages.language : nil
        return [false, true].map { isUTC in
            let name =
                isUTC
                ? "UTC" : text("clock.local", ["zone": .text(local.utcOffset), "place": .text(text.name(country))])
            return [
                "href": .text(text.context.location.path(in: language, inUTC: isUTC)), "name": .text(name),
                "here": .flag(isUTC == text.context.usesUTC),
            ]
        }
    }

    func ranges(_ chosen: TimeRange, _ address: (TimeRange) -> SiteURL) -> [View] {
        [TimeRange.day, .week, .month].map { range in
            [
                "href": .text(text.link(address(range))), "here": .flag(range == chosen),
                "name": .text(text("range.\(range.name!)")),
            ]
        }
    }

    /// The form for a period of one's own, in days by the clocks that the page tells times in.
    func customRange(_ chosen: TimeRange, in country: CountryCode, _ address: (TimeRange) -> SiteURL) -> View {
        let (from, to) = chosen.bounds(at: text.context.now)
        func day(_ moment: Timestamp) -> String { text.local(moment, in: country).date.description }
        return [
            "action": .text(address(.day).path), "isOpen": .flag(chosen.name == nil),
            "lang": .optional(text.context.languageIsChosen ? text.messages.language.tag : nil),
            "tz": .optional(text.context.usesUTC ? "utc" : nil),
            "from": .text(day(from)), "to": .text(day(to - .seconds(1))), "today": .text(day(text.context.now)),
            "toName": .text(text("range.to", ["clocks": .text(clockName(country, at: text.context.now))])),
        ]
    }

    private func charts(_ page: CountryPage, axis: TimeAxis, whole: [CellState], into view: inout View) {
        let verdicts = Dictionary(whole.map { ($0.platform, $0.verdict) }, uniquingKeysWith: { first, _ in first })
        let touched = Set(page.incidents.filter { $0.revision.status != .retracted }.flatMap(\.revision.platforms))
        var large: [View] = []
        var small: [View] = []
        let order = orderedPlatforms(page.cells)
        let ordered = page.timelines.sorted {
            (order.firstIndex(of: $0.platform) ?? .max, text.name($0.platform))
                < (order.firstIndex(of: $1.platform) ?? .max, text.name($1.platform))
        }
        for timeline in ordered {
            let incidents = page.incidents.map(\.revision).filter { $0.platforms.contains(timeline.platform) }
            let name = text.name(timeline.platform)
            let chart = TimelineChart(
                timeline: timeline, axis: axis, incidents: incidents, calendar: page.calendar, text: text, title: name)
            let href = text.link(.countryPlatform(page.country, timeline.platform, page.range))
            let verdict = verdicts[timeline.platform]
            var row: View = [
                "name": .text(name), "href": .text(href), "note": .text(chart.summary),
                "chip": .optional(verdict.map { text.chip($0) }),
            ]
            let isTroubled = verdict.map { $0 != .ok && $0 != .insufficient } ?? false
            // Quiet platforms get a line, so that what matters is not lost among them and the page stays light.
            if isTroubled || touched.contains(timeline.platform), large.count < Self.mostCharts {
                row["chartMarkup"] = .markup(chart.markup)
                large.append(row)
            } else if large.count + small.count < 12 {
                row["sparkMarkup"] = .markup(
                    Sparkline(values: timeline.shares(from: axis.from, to: axis.to), top: 1, label: name).markup)
                small.append(row)
            }
        }
        view["charts"] = .views(large.isEmpty && !small.isEmpty ? [] : large)
        if !small.isEmpty { view["quiet"] = .view(["rows": .views(small)]) }
    }

    /// A list of events; `nil` without any.
    func calendar(_ events: [CalendarEvent], in country: CountryCode) -> View? {
        guard !events.isEmpty else { return nil }
        let rows = events.sorted { ($0.from, $0.uid) < ($1.from, $1.uid) }.map { event -> View in
            text.moment(event.from, in: country).adding(["summary": .text(event.summary)])
        }
        return ["events": .views(rows)]
    }

    /// What people reported, by platform, each with a link to the page that has the numbers in a table.
    func reports(
        _ series: [ReportSeries], axis: TimeAxis, into view: inout View, address: (PlatformID) -> SiteURL
    ) {
        let rows = series.sorted { text.name($0.platform) < text.name($1.platform) }.prefix(Self.mostListed).map {
            series -> View in
            let bins = series.bins.filter { $0.at >= axis.from && $0.at < axis.to }
            let total = bins.reduce(0) { $0 + ($1.count ?? 0) }
            let withheld = bins.contains { $0.count == nil }
            let note =
                total == 0 && withheld
                ? text("reports.few") : text(withheld ? "reports.atLeast" : "reports.count", ["count": .count(total)])
            return [
                "name": .text(text.name(series.platform)), "note": .text(note),
                "href": .text(text.link(address(series.platform)) + "#table"),
                "sparkMarkup": .markup(
                    Sparkline(
                        values: series.counts(from: axis.from, to: axis.to), isBars: true,
                        label: text.name(series.platform)
                    ).markup),
            ]
        }
        if !rows.isEmpty { view["reports"] = .view(["rows": .views(rows)]) }
    }

    /// - Parameter rows: How many of the newest numbers each has behind it, where no other page has them.
    func signals(_ series: [SignalSeries], axis: TimeAxis, rows mostRows: Int = 0, into view: inout View) {
        let rows = series.prefix(Self.mostListed).map { series -> View in
            let name = text.signalName(series.source)
            let points = series.points.filter { $0.at >= axis.from && $0.at < axis.to }
            return [
                "name": .text(name), "network": .optional(series.asn.map { text.name($0) }),
                "note": .text(signalNote(series, from: axis.from, to: axis.to)), "credit": .text(credit(series)),
                "sparkMarkup": .markup(Sparkline(values: points.map(\.value), label: name).markup),
                "numbers": .optional(
                    mostRows == 0 || points.isEmpty
                        ? nil
                        : [
                            "points": .views(
                                points.suffix(mostRows).reversed().map { point in
                                    [
                                        "at": .text(text.short(point.at, in: axis.country)),
                                        "value": .optional(point.value.map { text.quantity($0) }),
                                    ]
                                })
                        ]),
            ]
        }
        if !rows.isEmpty { view["signals"] = .view(["rows": .views(rows)]) }
    }

    private func networks(_ page: CountryPage, rows measured: [ASN], into view: inout View) {
        guard !page.networks.isEmpty else { return }
        let cells = Dictionary(grouping: page.cells.filter { $0.asn != nil }) { $0.asn! }
        let sorted = page.networks.sorted { ($1.users ?? -1, $0.asn) < ($0.users ?? -1, $1.asn) }
        let known = sorted.compactMap(\.users).reduce(0, +)
        let covered = sorted.filter { cells[$0.asn] != nil }.compactMap(\.users).reduce(0, +)
        let rows = sorted.prefix(10).map { network -> View in
            [
                "name": .text(text.name(network.asn)), "number": .text(network.asn.description),
                "href": .text(text.link(.network(network.asn))),
                "share": .optional(network.users.map { text.percent($0) }),
                "state": .text(networkState(cells[network.asn] ?? [])), "source": .text(network.source),
            ]
        }
        view["networks"] = .view([
            "note": .text(
                text(
                    known > 0 ? "networks.note" : "networks.note.unknown",
                    ["covered": .text(text.percent(covered)), "count": .count(page.networks.count)])),
            "rows": .views(rows),
        ])
    }

    private func networkState(_ cells: [CellState]) -> String {
        let judged = cells.filter { $0.verdict != .insufficient }
        guard !judged.isEmpty else { return text(cells.isEmpty ? "network.unmeasured" : "network.little") }
        let troubled = judged.filter { $0.verdict != .ok }
        return troubled.isEmpty
            ? text("network.fine", ["count": .count(judged.count)])
            : text("network.trouble", ["count": .count(troubled.count), "total": .count(judged.count)])
    }
}

extension Timeline {
    /// Whether a baseline is known for any of it.
    var hasBand: Bool { bins.contains { $0.expectedHigh != nil } }

    /// The failing share of every step between two moments, `nil` where nothing was measured.
    func shares(from: Timestamp, to: Timestamp) -> [Double?] {
        values(from: from, to: to, step: step, bins.map { ($0.at, $0.share) })
    }
}

extension ReportSeries {
    /// Counts of every step; steps without reports are zero, withheld ones `nil`.
    func counts(from: Timestamp, to: Timestamp) -> [Double?] {
        let known = Dictionary(bins.map { ($0.at, $0.count) }, uniquingKeysWith: { first, _ in first })
        var values: [Double?] = []
        var moment = from.floored(to: step)
        while moment < to, values.count < 2000 {
            if let count = known[moment] { values.append(count.map(Double.init)) } else { values.append(0) }
            moment = moment + step
        }
        return values
    }
}

private func values(from: Timestamp, to: Timestamp, step: Interval, _ bins: [(Timestamp, Double?)]) -> [Double?] {
    let known = Dictionary(bins, uniquingKeysWith: { first, _ in first })
    var values: [Double?] = []
    var moment = from.floored(to: step)
    while moment < to, values.count < 2000 {
        values.append(known[moment] ?? nil)
        moment = moment + step
    }
    return values
}
