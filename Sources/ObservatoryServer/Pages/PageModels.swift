import Dashboard
import Gazetteer
import ObservatoryModel
import Storage

/// Gathers from an observatory and its store what the pages show.
struct PageModels: Sendable {
    let observatory: Observatory
    /// The observatory's clock: the wall clock, or the example's own.
    let now: Timestamp
    /// Of the same observatory.
    let activity: RecentActivity

    private var store: any ObservatoryStore { observatory.store }

    // MARK: Home and lists

    func home() async throws -> HomePage {
        let open = try await store.incidents(
            IncidentQuery(statuses: Set(IncidentStatus.allCases.filter(\.isOpen)), limit: 100))
        let over = try await store.incidents(IncidentQuery(statuses: [.restored], limit: 10))
        return HomePage(
            open: open.incidents.map(listed), recent: over.incidents.map(listed), countries: await summaries())
    }

    /// Countries that something is known of.
    func summaries() async -> [CountrySummary] {
        let cells = await observatory.countryWideCells()
        return Dictionary(grouping: cells, by: \.country).values.compactMap { CountrySummary(cells: $0) }
    }

    func incidents(_ query: IncidentQuery) async throws -> IncidentIndexPage {
        let page = try await store.incidents(query)
        return IncidentIndexPage(
            country: query.country, platform: query.platform, status: query.statuses.first,
            incidents: page.incidents.map(listed), cursor: page.next?.description)
    }

    /// Retractions and mergers, newest first, with what editors corrected on the first page: what was said and no longer
    /// holds as it was said.
    func corrections(cursor: IncidentCursor?) async throws -> CorrectionsPage {
        let page = try await store.incidents(IncidentQuery(statuses: [.retracted], cursor: cursor, limit: 100))
        let written = cursor == nil ? try await editorsCorrections(of: nil) : []
        return CorrectionsPage(
            entries: (page.incidents.compactMap { PageModels.correction($0.revision) } + written).sorted {
                $0.at > $1.at
            },
            cursor: page.next?.description)
    }

    /// What a retracting revision takes back; `nil` for other revisions.
    private static func correction(_ revision: IncidentRevision) -> CorrectionEntry? {
        guard revision.status == .retracted else { return nil }
        return CorrectionEntry(
            at: revision.decidedAt, incident: revision.incident, revision: revision.revision,
            kind: revision.mergedInto == nil ? .retraction : .merger,
            text: revision.mergedInto.map { "Part of \($0)." } ?? revision.reason ?? revision.statement)
    }

    // MARK: Places

    func country(_ country: CountryCode, _ range: TimeRange) async throws -> CountryPage {
        let (from, to) = range.bounds(at: now)
        let (timelines, series) = try await timelines(country, from, to, step: range.step)
        return CountryPage(
            country: country, range: range, cells: await observatory.cells(in: country),
            networks: try await store.networkShares(in: country), timelines: timelines,
            incidents: try await touching(country: country, platform: nil, from, to),
            calendar: try await store.calendarEvents(in: country, from: from, to: to + .days(1)),
            reports: series.lines.compactMap { reports($0, series.step) },
            signals: try await signals(country, asn: .unknown, from, to),
            regions: try await activity.regions(of: country, at: now))
    }

    func signals(of country: CountryCode, _ range: TimeRange) async throws -> CountrySignalsPage {
        let (from, to) = range.bounds(at: now)
        let all = try await signals(country, asn: nil, from, to)
        return CountrySignalsPage(
            country: country, range: range, signals: all.filter { $0.asn == nil } + all.filter { $0.asn != nil },
            incidents: try await touching(country: country, platform: nil, from, to),
            networks: try await store.networkShares(in: country))
    }

    func platform(
        _ platform: PlatformID, in country: CountryCode, _ range: TimeRange
    ) async throws -> CountryPlatformPage {
        let (from, to) = range.bounds(at: now)
        let shares = try await store.networkShares(in: country)
        var timelines: [Timeline] = []
        var reported: ReportSeries?
        for asn in [nil] + shares.sorted(by: { ($0.users ?? 0) > ($1.users ?? 0) }).prefix(12).map({ Optional($0.asn) })
        {
            let (lines, series) = try await self.timelines(
                country, asn: asn, platform: platform, from, to, step: range.step)
            timelines += lines
            if asn == nil { reported = series.lines.first.flatMap { reports($0, series.step) } }
        }
        return CountryPlatformPage(
            country: country, platform: platform, range: range,
            cells: await observatory.cells(in: country).filter { $0.platform == platform }, networks: shares,
            timelines: timelines, incidents: try await touching(country: country, platform: platform, from, to),
            calendar: try await store.calendarEvents(in: country, from: from, to: to + .days(1)), reports: reported)
    }

    /// The country in which a network serves the largest share; unknown when nobody says.
    func home(of asn: ASN) async throws -> CountryCode {
        try await store.networkShares(in: nil).filter { $0.asn == asn }.max { ($0.users ?? 0) < ($1.users ?? 0) }?
            .country ?? .unknown
    }

    func network(_ asn: ASN, _ range: TimeRange) async throws -> NetworkPage {
        let (from, to) = range.bounds(at: now)
        let shares = try await store.networkShares(in: nil).filter { $0.asn == asn }
        var countries = shares.sorted { ($0.users ?? 0) > ($1.users ?? 0) }.map(\.country)
        let all = await observatory.cells(in: nil)
        for cell in all where cell.asn == asn && !countries.contains(cell.country) { countries.append(cell.country) }
        var timelines: [Timeline] = []
        var incidents: [ListedIncident] = []
        var signals: [ShownSignal] = []
        for country in countries.prefix(3) {
            timelines += try await self.timelines(country, asn: asn, from, to, step: range.step).timelines
            incidents += try await touching(country: country, platform: nil, from, to)
            signals += try await self.signals(country, asn: asn, from, to)
        }
        return NetworkPage(
            asn: asn, shares: shares, range: range,
            cells: all.filter { countries.contains($0.country) && ($0.asn == asn || $0.asn == nil) },
            timelines: timelines, incidents: incidents, signals: signals)
    }

    func platform(_ platform: PlatformID) async throws -> PlatformPage {
        let page = try await store.incidents(IncidentQuery(platform: platform, limit: 50))
        return PlatformPage(
            platform: platform,
            cells: await observatory.countryWideCells().filter { $0.platform == platform },
            incidents: page.incidents.map(listed))
    }

    // MARK: Pieces

    func listed(_ stored: StoredRevision) -> ListedIncident {
        ListedIncident(
            stored.revision, internetUsers: Gazetteer.standard.internetUsers(of: stored.revision.country)?.count,
            isExample: observatory.isExample)
    }

    private func touching(
        country: CountryCode, platform: PlatformID?, _ from: Timestamp, _ to: Timestamp
    ) async throws -> [ListedIncident] {
        try await store.incidents(
            IncidentQuery(country: country, platform: platform, since: from, until: to, limit: 100)
        ).incidents.map(listed)
    }

    /// `nil` when nobody reported.
    private func reports(_ line: Series.Line, _ step: Interval) -> ReportSeries? {
        let bins = line.bins.filter { $0.reports > 0 }
        guard !bins.isEmpty else { return nil }
        return ReportSeries(
            platform: line.platform, step: step,
            bins: bins.map { ReportSeries.Bin(at: $0.start, count: $0.shownReports(step: step).map { Int($0) }) })
    }

    /// - Parameter asn: `nil` for the country's (asn 0) and its networks'.
    private func signals(
        _ country: CountryCode, asn: ASN?, _ from: Timestamp, _ to: Timestamp
    ) async throws -> [ShownSignal] {
        try await store.signals(SignalQuery(country: country, asn: asn, from: from, to: to)).map { series in
            let source = SignalSource(name: series.source)
            return ShownSignal(
                source: series.source, asn: series.asn == .unknown ? nil : series.asn,
                step: .seconds(Int64(series.bins.first?.step ?? 300)),
                points: series.bins.map { .init(at: $0.at, value: $0.value) },
                publisher: observatory.isExample ? "synthetic" : source.publisher,
                licence: observatory.isExample ? nil : source.licence,
                address: observatory.isExample ? nil : source.address)
        }
    }
}

/// Who makes a third party's series, and under which terms.
private struct SignalSource {
    var publisher: String?
    var licence: String?
    var address: String?

    init(name: String) {
        switch name.prefix(while: { $0 != "." }) {
        case "ioda":
            publisher = "IODA, Georgia Institute of Technology"
            licence = "academic and non-commercial use"
            address = "https://ioda.inetintel.cc.gatech.edu/"
        case "radar":
            publisher = "Cloudflare Radar"
            licence = "CC BY-NC 4.0"
            address = "https://radar.cloudflare.com/"
        case "google":
            publisher = "Google Transparency Report"
            address = "https://transparencyreport.google.com/traffic/overview"
        case "tor":
            publisher = "Tor Metrics"
            licence = "CC0"
            address = "https://metrics.torproject.org/"
        case "ndt":
            publisher = "Measurement Lab"
            licence = "CC0"
            address = "https://www.measurementlab.net/"
        default: break
        }
    }
}
