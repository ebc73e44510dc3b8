package import Gazetteer
package import ObservatoryModel

/// Writes incidents as Atom, RSS 2.0 and JSON Feed 1.1, one entry an incident, told by its newest revision.
///
/// All three give an incident the same id. The same incidents give the same bytes, so that a strong entity tag can be
/// made from them.
package struct FeedWriter: Sendable {
    let site: PublicationSite
    let statements: StatementWriter
    let messages: Messages
    /// The country that the feed is about; `nil` for all.
    let country: CountryCode?

    package init(
        site: PublicationSite, statements: StatementWriter = StatementWriter(), language: Language = .english,
        country: CountryCode? = nil
    ) {
        self.site = site
        self.statements = statements
        messages = statements.catalogue[language] ?? statements.catalogue.languages[0]
        self.country = country
    }

    var title: String {
        guard let country else { return messages.text("feed.title", ["name": .text(site.name)]) }
        let place = statements.gazetteer.nameInSentence(of: country, in: messages.language)
        return messages.text("feed.title.country", ["name": .text(site.name), "country": .text(place)])
    }

    /// The feed's own address; other languages than English are asked for by name.
    func address(_ format: String) -> String { inLanguage(site.feed(country, format)) }

    /// The page that the feed follows.
    var page: String { inLanguage(country.map { "\(site.origin)/countries/\($0)" } ?? "\(site.origin)/") }

    func inLanguage(_ address: String) -> String {
        messages.language == .english ? address : "\(address)?lang=\(messages.language)"
    }

    func entry(_ incident: PublishedIncident) -> FeedEntry {
        FeedEntry(incident, statements, messages, site)
    }

    /// When the newest of the incidents changed, or `otherwise` when there is none.
    func updated(_ incidents: [PublishedIncident], otherwise: Timestamp) -> Timestamp {
        incidents.map(\.updated).max() ?? otherwise
    }
}

/// What the three feeds say of an incident.
struct FeedEntry {
    let incident: PublishedIncident
    let title: String
    /// The claim alone.
    let summary: String
    /// Claim, grounds, limits and the address of the evidence, in one run of text.
    let text: String
    /// The same as HTML, with the script's direction.
    let html: String

    init(
        _ incident: PublishedIncident, _ statements: StatementWriter, _ messages: Messages, _ site: PublicationSite
    ) {
        let statement = statements.statement(for: incident.newest, in: messages.language)
        let notice = incident.isSynthetic ? messages.text("synthetic.notice") : nil
        let evidence = site.data(incident.id)
        self.incident = incident
        title =
            incident.isSynthetic
            ? messages.text("synthetic.title", ["title": .text(statement.title)]) : statement.title
        // As loud as the claim, and before it.
        let corrections = incident.corrections.map { correction in
            messages.text(correction.isNote ? "alert.note" : "alert.correction", ["text": .text(correction.text)])
        }
        let head = [notice].compactMap(\.self) + corrections
        summary = (head + [statement.lead]).joined(separator: " ")
        text =
            (head + [statement.text, messages.text("provenance.link", ["link": .text(evidence)])]).joined(
                separator: " ")
        let attributes = "lang=\"\(messages.language)\" dir=\"\(messages.direction.rawValue)\""
        let link = "<a href=\"\(XMLText.escaped(evidence))\" dir=\"ltr\">\(XMLText.escaped(evidence))</a>"
        let paragraphs =
            (head + [statement.lead, statement.details.joined(separator: " ")]).map(XMLText.escaped)
            + [messages.text("provenance.link", ["link": .text(link)])]
        html = paragraphs.map { "<p \(attributes)>\($0)</p>" }.joined()
    }
}

extension PublishedIncident {
    /// Country, kind and platforms, as the feeds sort by.
    var tags: [String] {
        [newest.country.description, IncidentKind(newest.verdict).rawValue] + newest.platforms.map(\.text)
    }
}
