import Gazetteer
import ObservatoryModel
import Publishing

/// `/countries/{CC}/signals`
extension PageWriter {
    /// Series beyond these many, and rows of all tables together, are left to whoever publishes them, to keep the page light.
    private static let mostSeries = 8
    private static let mostRows = 288

    func countrySignals(_ page: CountrySignalsPage) -> Content {
        PageWriter(text: text.naming(page.networks), templates: templates).namedCountrySignals(page)
    }

    private func namedCountrySignals(_ page: CountrySignalsPage) -> Content {
        let (from, to) = page.range.bounds(at: text.context.now)
        let axis = TimeAxis(from: from, to: to, country: page.country)
        let headline = text("signals.title", ["country": .text(text.name(page.country))])
        let incidents = page.incidents.map(\.revision)
        let mostRows = Self.mostRows / max(1, min(page.signals.count, Self.mostSeries))
        let series = page.signals.prefix(Self.mostSeries).enumerated().map { index, series -> View in
            let name = text.signalName(series.source)
            let all = series.points.reversed().filter { $0.at >= from && $0.at < to }
            let newest = all.prefix(mostRows)
            return [
                "id": .text("signal-\(index + 1)"), "name": .text(name),
                "network": .optional(series.asn.map { text.name($0) }), "source": .text(series.source),
                "credit": .text(credit(series)), "address": .optional(series.address),
                "note": .text(signalNote(series, from: from, to: to)),
                "chartMarkup": .markup(
                    SignalChart(series: series, axis: axis, incidents: incidents, text: text, title: name).markup),
                "cut": .optional(
                    all.count > newest.count
                        ? text("table.cut", ["count": .count(newest.count), "all": .count(all.count)]) : nil),
                "rows": .views(
                    newest.map { point in
                        [
                            "local": .optional(
                                text.context.usesUTC ? nil : text.short(point.at, in: page.country)),
                            "utc": .text(utcColumn(point.at)),
                            "value": .optional(point.value.map { text.quantity($0) }),
                        ]
                    }),
            ]
        }
        return Content(
            template: "country-signals",
            view: [
                "headline": .text(headline), "country": .text(text.name(page.country)),
                "countryHref": .text(text.link(.country(page.country, page.range))),
                "ranges": .views(ranges(page.range) { .countrySignals(page.country, $0) }),
                "custom": .view(customRange(page.range, in: page.country) { .countrySignals(page.country, $0) }),
                "clocks": .views(clocks(page.country)), "hasClocks": .flag(!clocks(page.country).isEmpty),
                "chartNote": .text(text("signals.chart", ["clocks": .text(clockName(page.country, at: from))])),
                "zone": .optional(
                    text.context.usesUTC
                        ? nil : text.zone(of: page.country).kind(at: text.context.now).utcOffset),
                "series": .views(series),
            ], title: headline, description: headline, feed: .feed(page.country, format: "atom"), menu: .countries)
    }

    /// `2024-01-07 13:30`
    func utcColumn(_ moment: Timestamp) -> String {
        let time = LocalTime(moment, in: .utc)
        return "\(time.date) \(time.clock)"
    }

    func credit(_ series: SignalSeries) -> String {
        // Nobody published it, so that there is no licence either.
        if text.context.observatory.holdsExample { return text("example.tag") }
        return text(
            "signal.credit",
            [
                "publisher": .text(series.publisher ?? series.source),
                "licence": .text(series.licence ?? text("licence.unknown")),
            ])
    }

    /// The newest value of a stretch and its age.
    func signalNote(_ series: SignalSeries, from: Timestamp, to: Timestamp) -> String {
        guard let newest = series.points.last(where: { $0.value != nil && $0.at >= from && $0.at < to }),
            let value = newest.value
        else { return text("signal.none") }
        return text("signal.newest", ["value": .text(text.quantity(value)), "ago": .text(text.ago(newest.at))])
    }
}
