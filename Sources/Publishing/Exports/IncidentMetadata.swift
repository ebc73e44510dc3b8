package import Gazetteer
import ObservatoryModel

/// What machines and authors need to point at an incident: JSON-LD, oEmbed and a citation.
package struct IncidentMetadata: Sendable {
    private let site: PublicationSite
    private let statements: StatementWriter

    package init(site: PublicationSite, statements: StatementWriter = StatementWriter()) {
        self.site = site
        self.statements = statements
    }

    /// The incident as a schema.org `Event` with the `Dataset` behind it, for a page's `application/ld+json` script.
    package func jsonLD(_ incident: PublishedIncident, in language: Language = .english) -> String {
        let newest = incident.newest
        let messages = statements.catalogue[language] ?? statements.catalogue.languages[0]
        let entry = FeedEntry(incident, statements, messages, site)
        let (start, end) = (newest.onset.floored(to: .minutes(1)), newest.end?.floored(to: .minutes(1)))
        let place = place(newest, messages)
        func download(_ type: String, _ url: String) -> JSONText {
            .object([("@type", "DataDownload"), ("encodingFormat", .string(type)), ("contentUrl", .string(url))])
        }
        let dataset = JSONText.object([
            ("@type", "Dataset"),
            ("name", .string(messages.text("dataset.name", ["incident": .text(incident.id)]))),
            ("description", .string(messages.text("dataset.description", ["title": .text(entry.title)]))),
            ("license", .string(site.licence.url)),
            ("creator", organisation),
            ("temporalCoverage", .string("\(start)/\(end?.description ?? "..")")),
            ("spatialCoverage", place),
            ("variableMeasured", .strings(["verdict", "evidence", "affectedShare", "posterior"])),
            (
                "distribution",
                .array([
                    download("application/json", site.data(incident.id)),
                    download("text/csv", site.table(incident.id)),
                ])
            ),
        ])
        var members: [(String, JSONText)] = [
            ("@context", "https://schema.org"), ("@type", "Event"), ("@id", .string(site.page(incident.id))),
            ("name", .string(entry.title)), ("description", .string(entry.text)),
            ("inLanguage", .string(messages.language.tag)), ("startDate", .string(start.description)),
        ]
        if let end { members.append(("endDate", .string(end.description))) }
        members += [
            ("location", place), ("image", .string(site.card(incident.id))), ("url", .string(site.page(incident.id))),
            ("subjectOf", dataset),
        ]
        // No `organizer`: an event's would be whoever caused it, which we do not know.
        return JSONText.object(members).text
    }

    private var organisation: JSONText {
        .object([("@type", "Organization"), ("name", .string(site.name)), ("url", .string(site.origin + "/"))])
    }

    private func place(_ revision: IncidentRevision, _ messages: Messages) -> JSONText {
        guard statements.gazetteer.country(revision.country) != nil else {
            return .object([("@type", "Place"), ("name", .string(messages.text("where.global")))])
        }
        return .object([
            ("@type", "Country"),
            ("name", .string(statements.gazetteer.name(of: revision.country, in: messages.language))),
            ("identifier", .string(revision.country.description)),
        ])
    }

    /// The id of the incident that an address of this site leads to, for `/oembed?url=`; `nil` for every other address.
    package func incident(at address: String) -> String? {
        let prefix = "\(site.origin)/incidents/"
        guard address.hasPrefix(prefix) else { return nil }
        let id = address.dropFirst(prefix.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let isPlain = id.utf8.allSatisfy { $0 | 0x20 &- 97 < 26 || $0 &- 48 < 10 || $0 == UInt8(ascii: "-") }
        return !id.isEmpty && id.utf8.count <= 64 && isPlain ? String(id) : nil
    }

    /// The body of an oEmbed 1.0 answer of type `rich`; sizes are cut to what the reader of it allows.
    package func oEmbed(
        _ incident: PublishedIncident, in language: Language = .english, maxWidth: Int? = nil, maxHeight: Int? = nil
    ) -> String {
        let messages = statements.catalogue[language] ?? statements.catalogue.languages[0]
        let entry = FeedEntry(incident, statements, messages, site)
        let width = min(max(maxWidth ?? 640, 1), 640)
        let height = min(max(maxHeight ?? 360, 1), 360)
        let frame =
            "<iframe src=\"\(XMLText.escaped(site.embed(incident.id)))\" width=\"\(width)\" height=\"\(height)\" "
            + "title=\"\(XMLText.escaped(entry.title))\" sandbox=\"allow-popups allow-popups-to-escape-sandbox\" loading=\"lazy\"></iframe>"
        var members: [(String, JSONText)] = [
            ("version", "1.0"), ("type", "rich"), ("title", .string(entry.title)),
            ("provider_name", .string(site.name)), ("provider_url", .string(site.origin + "/")), ("cache_age", 300),
            ("width", .integer(width)), ("height", .integer(height)), ("html", .string(frame)),
        ]
        // A thumbnail may not be larger than the reader asked for either; the card comes in one size.
        if maxWidth ?? 1200 >= 1200, maxHeight ?? 675 >= 675 {
            members += [
                ("thumbnail_url", .string(site.card(incident.id))), ("thumbnail_width", 1200),
                ("thumbnail_height", 675),
            ]
        }
        return JSONText.object(members).text
    }

    /// How to quote the newest revision: who says what, which revision of when, and where.
    package func citation(_ incident: PublishedIncident, in language: Language = .english) -> String {
        let messages = statements.catalogue[language] ?? statements.catalogue.languages[0]
        let entry = FeedEntry(incident, statements, messages, site)
        let decided = LocalTime(incident.newest.decidedAt, in: .utc)
        return messages.text(
            "citation",
            [
                "name": .text(site.name), "title": .text(entry.title), "incident": .text(incident.id),
                "revision": .text(String(incident.newest.revision)), "date": .text(messages.date(decided.date)),
                "clock": .text(decided.clock), "link": .text(site.page(incident.id)),
            ])
    }
}
