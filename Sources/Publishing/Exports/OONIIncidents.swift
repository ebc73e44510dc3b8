import Gazetteer
import ObservatoryModel

/// Incidents in the shape of OONI's `GET /api/v1/incidents/search` (FORMATS §1.8).
package struct OONIIncidents: Sendable {
    private let site: PublicationSite
    private let statements: StatementWriter

    package init(site: PublicationSite, statements: StatementWriter = StatementWriter()) {
        self.site = site
        self.statements = statements
    }

    /// The whole answer: `{"incidents":[…]}`.
    package func answer(_ incidents: [PublishedIncident]) -> String {
        JSONText.object([("incidents", .array(incidents.map(value)))]).text
    }

    private func value(_ incident: PublishedIncident) -> JSONText {
        let newest = incident.newest
        let messages = statements.catalogue.languages[0]
        let entry = FeedEntry(incident, statements, messages, site)
        let platforms = newest.platforms.compactMap { statements.gazetteer.platforms[$0] }
        let domains = platforms.flatMap(\.domains)
        // OONI reaches the platforms that have no test of their own by the general one.
        let tests = Set(platforms.flatMap { $0.ooniTests.isEmpty ? ["web_connectivity"] : $0.ooniTests }).sorted()
        return .object([
            ("id", .string(incident.id)),
            ("title", .string(entry.title)),
            ("short_description", .string(entry.summary)),
            ("slug", .string(incident.id.lowercased())),
            ("start_time", .string(newest.onset.floored(to: .minutes(1)).description)),
            ("end_time", newest.end.map { .string($0.floored(to: .minutes(1)).description) } ?? .null),
            ("create_time", .string(incident.first.decidedAt.description)),
            ("update_time", .string(newest.decidedAt.description)),
            ("published", true),
            ("reported_by", .string(site.name)),
            ("event_type", "incident"),
            ("CCs", .strings(newest.country == .unknown ? [] : [newest.country.description])),
            ("ASNs", .array(newest.networks.map { .integer(Int($0.asn.number)) })),
            ("domains", .strings(domains)),
            ("tags", .strings(incident.ooniTags)),
            ("themes", .strings(platforms.isEmpty ? [] : ["social_media"])),
            ("test_names", .strings(tests)),
            ("links", .strings([site.page(incident.id)])),
        ])
    }
}

extension PublishedIncident {
    /// The tags of FORMATS §7.2, then status and platforms.
    fileprivate var ooniTags: [String] {
        let kind: [String] =
            switch newest.verdict {
            case .blocked: ["blocking"]
            case .slow: ["throttling"]
            default: []
            }
        return (isSynthetic ? ["synthetic"] : []) + kind + [newest.status.rawValue] + newest.platforms.map(\.text)
    }
}
