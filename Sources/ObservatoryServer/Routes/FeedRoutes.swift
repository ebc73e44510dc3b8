import Gazetteer
import HTTPTypes
import Hummingbird
import ObservatoryModel
import Publishing
import Storage

/// Feeds of all incidents and of one country, alerts in CAP, the calendar, and oEmbed. The synthetic example is in no
/// feed, since programs act on them; its incidents can be embedded, and its CAP message has the status `Test`.
struct FeedRoutes: Sendable {
    let exhibits: Exhibits
    let site: PublicationSite
    let clock: @Sendable () -> Timestamp

    /// Incidents that a feed shows.
    private static let length = 50

    func add(to table: inout RouteTable) {
        table.add(.get, "/feeds/{file}", handler: feed)
        table.add(.get, "/feeds/cap/{file}", handler: alert)
        table.add(.get, "/calendar.ics", handler: calendar)
        table.add(.get, "/oembed", handler: oEmbed)
    }

    @Sendable private func feed(_ request: Request, _ context: ServerContext) async throws -> Response {
        let parts = (context.parameters.get("file") ?? "").split(separator: ".", omittingEmptySubsequences: false)
        let country = parts.first.flatMap { CountryCode(anyCase: $0) }
        guard parts.count == 2, parts[0] == "incidents" || country != nil,
            ["atom", "json", "rss"].contains(parts[1])
        else {
            throw Problem(
                .notFound, "Feeds are “incidents” or a country's code, with “.atom”, “.json” or “.rss” after it.")
        }
        let language = request.uri.queryParameters["lang"].flatMap { Language(String($0)) } ?? .english
        let writer = FeedWriter(site: site, statements: try await statements(), language: language, country: country)
        let incidents = try await published(country)
        let updated = incidents.map(\.updated).max()
        // An empty feed must say when it was updated, and say the same until something changes.
        let asOf = updated ?? Timestamp(seconds: site.since.daysSinceEpoch * 86_400)
        let (text, type) =
            switch parts[1] {
            case "atom": (writer.atom(incidents, asOf: asOf), "application/atom+xml; charset=utf-8")
            case "rss": (writer.rss(incidents, asOf: asOf), "application/rss+xml; charset=utf-8")
            default: (writer.jsonFeed(incidents), "application/feed+json")
            }
        return opened(.cacheable(Array(text.utf8), type: type, maxAge: 60, modified: updated, for: request))
    }

    @Sendable private func alert(_ request: Request, _ context: ServerContext) async throws -> Response {
        let file = context.parameters.get("file") ?? ""
        guard file.hasSuffix(".xml") else { throw Problem(.notFound, "Alerts end in “.xml”.") }
        let incident = try await incident(String(file.dropLast(4)))
        let text = CAPWriter(site: site, statements: try await statements()).alert(incident)
        return opened(
            .cacheable(
                Array(text.utf8), type: "application/cap+xml", maxAge: 60, modified: incident.newest.decidedAt,
                for: request))
    }

    @Sendable private func calendar(_ request: Request, _: ServerContext) async throws -> Response {
        let now = clock()
        let events = try await exhibits.live.store.calendarEvents(in: nil, from: now - .days(30), to: now + .days(365))
        let text = CalendarWriter(site: site, statements: try await statements()).calendar(
            incidents: try await published(nil), events: events)
        return opened(
            .cacheable(Array(text.utf8), type: "text/calendar; charset=utf-8", maxAge: 300, for: request))
    }

    @Sendable private func oEmbed(_ request: Request, _: ServerContext) async throws -> Response {
        let query = request.uri.queryParameters
        let metadata = IncidentMetadata(site: site, statements: try await statements())
        if let format = query["format"], format != "json" {
            throw Problem(.formatUnknown, "oEmbed is answered as JSON only.")
        }
        guard let address = query["url"], let id = metadata.incident(at: String(address)) else {
            throw Problem(.notFound, "“url” must be the address of an incident here.", parameter: "url")
        }
        let text = metadata.oEmbed(
            try await incident(id), maxWidth: query["maxwidth"].flatMap { Int($0) },
            maxHeight: query["maxheight"].flatMap { Int($0) })
        return opened(.cacheable(Array(text.utf8), type: "application/json", maxAge: 300, for: request))
    }

    /// Lets other sites' scripts read it.
    private func opened(_ response: Response) -> Response {
        var response = response
        response.headers[.accessControlAllowOrigin] = "*"
        return response
    }

    /// - Throws: `Problem` with `not-found`.
    private func incident(_ id: String) async throws -> PublishedIncident {
        guard let found = try await exhibits.find(id),
            let incident = PublishedIncident(
                revisions: found.revisions.map(\.revision), isSynthetic: found.observatory.isExample)
        else { throw Problem(.notFound, "There is no incident “\(id.prefix(64))”.") }
        return incident
    }

    /// The newest incidents of the live observatory.
    private func published(_ country: CountryCode?) async throws -> [PublishedIncident] {
        let store = exhibits.live.store
        var incidents: [PublishedIncident] = []
        for stored in try await store.incidents(IncidentQuery(country: country, limit: FeedRoutes.length)).incidents {
            let revisions = try await store.revisions(of: stored.revision.incident).map(\.revision)
            let written = try await store.editorial?.corrections(of: stored.revision.incident, before: nil, limit: 20)
            let corrections = (written ?? []).map {
                PublishedCorrection(at: $0.at, text: $0.text, isNote: $0.kind == .note)
            }
            if let incident = PublishedIncident(revisions: revisions, corrections: corrections) {
                incidents.append(incident)
            }
        }
        return incidents
    }

    /// Sentences with the names of networks that are known.
    private func statements() async throws -> StatementWriter {
        let shares = try await exhibits.live.store.networkShares(in: nil)
        return StatementWriter(
            networkNames: Dictionary(shares.filter { !$0.name.isEmpty }.map { ($0.asn, $0.name) }) { first, _ in first }
        )
    }
}
