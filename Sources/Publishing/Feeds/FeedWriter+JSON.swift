import Gazetteer
import ObservatoryModel

extension FeedWriter {
    /// The feed as JSON Feed 1.1, `application/feed+json`.
    package func jsonFeed(_ incidents: [PublishedIncident]) -> String {
        JSONText.object([
            ("version", "https://jsonfeed.org/version/1.1"),
            ("title", .string(title)),
            ("home_page_url", .string(page)),
            ("feed_url", .string(address("json"))),
            ("description", .string(messages.text("feed.description"))),
            ("language", .string(messages.language.tag)),
            ("authors", .array([.object([("name", .string(site.name)), ("url", .string(site.origin + "/"))])])),
            ("items", .array(incidents.map { item(entry($0)) })),
        ]).text
    }

    private func item(_ entry: FeedEntry) -> JSONText {
        let incident = entry.incident
        let newest = incident.newest
        return .object([
            ("id", .string(site.tag(incident.id))),
            ("url", .string(inLanguage(site.page(incident.id)))),
            ("title", .string(entry.title)),
            ("summary", .string(entry.summary)),
            ("content_text", .string(entry.text)),
            ("content_html", .string(entry.html)),
            ("image", .string(site.card(incident.id))),
            ("date_published", .string(incident.first.decidedAt.description)),
            ("date_modified", .string(incident.updated.description)),
            ("tags", .strings(incident.tags)),
            ("language", .string(messages.language.tag)),
            (
                "attachments",
                .array([
                    .object([
                        ("url", .string(site.cap(incident.id))), ("mime_type", "application/cap+xml"),
                        ("title", "CAP 1.2"),
                    ])
                ])
            ),
            (
                "_parallax",
                .object([
                    ("about", .string(site.origin + "/openapi.json")),
                    ("incident", .string(incident.id)),
                    ("revision", .integer(newest.revision)),
                    ("status", .string(newest.status.rawValue)),
                    ("verdict", .string(newest.verdict.rawValue)),
                    ("cc", .string(newest.country.description)),
                    ("synthetic", .bool(incident.isSynthetic)),
                ])
            ),
        ])
    }
}
