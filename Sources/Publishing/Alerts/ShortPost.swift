package import Gazetteer

/// A text for networks that count characters, such as Mastodon: the claim, as much of its grounds as fits, and the link.
package struct ShortPost: Sendable {
    private let site: PublicationSite
    private let statements: StatementWriter
    /// Characters that a post may have.
    private let limit: Int
    /// Characters that a link counts for, however long it is.
    private let linkLength: Int

    /// Mastodon allows 500 characters and counts 23 for a link (FORMATS §6); an instance may allow more.
    package init(
        site: PublicationSite, statements: StatementWriter = StatementWriter(), limit: Int = 500, linkLength: Int = 23
    ) {
        self.site = site
        self.statements = statements
        self.limit = limit
        self.linkLength = linkLength
    }

    /// The text for the newest revision. Whole sentences are left out before one is cut.
    package func text(_ incident: PublishedIncident, in language: Language = .english) -> String {
        let messages = statements.catalogue[language] ?? statements.catalogue.languages[0]
        let statement = statements.statement(for: incident.newest, in: messages.language)
        let notice = incident.isSynthetic ? [messages.text("synthetic.notice")] : []
        let room = limit - linkLength - 1
        var text = notice.joined()
        for sentence in statement.essentials {
            let longer = text.isEmpty ? sentence : text + " " + sentence
            if longer.count <= room { text = longer }
        }
        // A lead that names many networks may be too long by itself; the headline is the shorter claim.
        if !text.contains(statement.lead) {
            text = shortened((notice + [statement.title]).joined(separator: " "), to: room)
        }
        return text + "\n" + site.page(incident.id)
    }

    /// The text up to the last space that leaves room for the mark that more is to come.
    private func shortened(_ text: String, to room: Int) -> String {
        guard text.count > room else { return text }
        let cut = text.prefix(max(0, room - 1))
        let end = cut.lastIndex(of: " ") ?? cut.endIndex
        return cut[..<end] + "…"
    }
}
