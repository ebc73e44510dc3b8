package import Gazetteer
package import ObservatoryModel

/// What alerts say, for each way in which they travel; pure, so that the same incident gives the same bytes.
package struct AlertWriter: Sendable {
    /// One thing to tell of.
    package struct Subject: Sendable {
        package var incident: PublishedIncident
        /// The published line of the newest revision, for programs; `nil` leaves it out.
        package var line: [UInt8]?
        /// An editor's word beside the claim.
        package var correction: (text: String, isNote: Bool)?

        package init(
            incident: PublishedIncident, line: [UInt8]? = nil, correction: (text: String, isNote: Bool)? = nil
        ) {
            self.incident = incident
            self.line = line
            self.correction = correction
        }
    }

    /// A text with the headers that ntfy knows.
    package struct PlainMessage: Hashable, Sendable {
        package var title: String
        package var body: String
        /// 1...5 as ntfy counts.
        package var priority: Int
        package var tags: [String]
        /// What a tap opens.
        package var link: String
    }

    private let site: PublicationSite
    private let statements: StatementWriter
    private let messages: Messages

    /// - Parameter language: English takes the place of one that the catalogue lacks.
    package init(site: PublicationSite, statements: StatementWriter, language: Language) {
        self.site = site
        self.statements = statements
        messages = statements.catalogue[language] ?? statements.catalogue.languages[0]
    }

    // MARK: JSON

    /// The body of a webhook: `type`, `timestamp` and `data`, as Standard Webhooks has it.
    ///
    /// - Parameter subjects: One of them is told in full, several as a digest of at most `mostListed`.
    package func webhook(_ subjects: [Subject], at now: Timestamp) -> String {
        let kind: String
        let data: [(String, JSONText)]
        if subjects.count == 1, let subject = subjects.first {
            kind = subject.correction == nil ? "incident.revision" : "incident.correction"
            data = members(subject, isWhole: true)
        } else {
            kind = "incident.digest"
            data = [
                ("count", .integer(subjects.count)), ("title", .string(digestTitle(subjects))),
                ("url", .string("\(site.origin)/incidents")),
                (
                    "incidents",
                    .array(subjects.prefix(AlertWriter.mostListed).map { .object(members($0, isWhole: false)) })
                ),
            ]
        }
        return document(kind, data, at: now)
    }

    /// A body that says that nothing happened.
    package func webhookTest(_ name: String, at now: Timestamp) -> String {
        document("test", [("text", .string(testText(name)))], at: now)
    }

    /// Incidents that a digest lists; it counts all.
    package static let mostListed = 50

    private func document(_ kind: String, _ data: [(String, JSONText)], at now: Timestamp) -> String {
        JSONText.object([
            ("type", .string(kind)), ("timestamp", .string(now.description)), ("data", .object(data)),
        ]).text
    }

    private func members(_ subject: Subject, isWhole: Bool) -> [(String, JSONText)] {
        let newest = subject.incident.newest
        let statement = statements.statement(for: newest, in: messages.language)
        var members: [(String, JSONText)] = [
            ("incident", .string(subject.incident.id)), ("revision", .integer(newest.revision)),
            ("status", .string(newest.status.rawValue)), ("verdict", .string(newest.verdict.rawValue)),
            ("cc", .string(newest.country.description)), ("platforms", .strings(newest.platforms.map(\.text))),
            ("decidedAt", .string(newest.decidedAt.description)), ("title", .string(statement.title)),
            ("language", .string(messages.language.tag)), ("url", .string(site.page(subject.incident.id))),
        ]
        guard isWhole else { return members }
        if let correction = subject.correction {
            members.append(
                (
                    "correction",
                    .object([
                        ("kind", .string(correction.isNote ? "note" : "correction")),
                        ("text", .string(correction.text)),
                    ])
                ))
        }
        members.append(("text", .string(subject.correction.map { spoken($0) } ?? statement.text)))
        members.append(("api", .string(site.data(subject.incident.id))))
        if let line = subject.line { members.append(("record", .verbatim(String(decoding: line, as: UTF8.self)))) }
        return members
    }

    // MARK: Text

    /// A status of at most `limit` characters, of which a link takes 23 as Mastodon counts.
    package func post(_ subjects: [Subject], limit: Int) -> String {
        guard subjects.count == 1, let subject = subjects.first else {
            return listed(subjects, limit: limit, linkLength: 23)
        }
        guard let correction = subject.correction else {
            return ShortPost(site: site, statements: statements, limit: limit).text(
                subject.incident, in: messages.language)
        }
        let link = site.page(subject.incident.id)
        let claim = statements.statement(for: subject.incident.newest, in: messages.language).title
        let about = messages.text("alert.about", ["claim": .text(claim)])
        let text = spoken(correction)
        let room = limit - 24
        if text.count + about.count + 1 <= room { return "\(text)\n\(about)\n\(link)" }
        return text.count <= room ? "\(text)\n\(link)" : "\(text.prefix(max(0, room - 1)))…\n\(link)"
    }

    /// A text for ntfy and what takes plain text.
    package func plain(_ subjects: [Subject]) -> PlainMessage {
        guard subjects.count == 1, let subject = subjects.first else {
            let urgent = subjects.map { AlertWriter.priority($0.incident.newest) }.max() ?? 3
            return PlainMessage(
                title: digestTitle(subjects), body: listed(subjects, limit: 2_000, linkLength: nil), priority: urgent,
                tags: ["digest"], link: "\(site.origin)/incidents")
        }
        let newest = subject.incident.newest
        let statement = statements.statement(for: newest, in: messages.language)
        return PlainMessage(
            title: statement.title, body: post([subject], limit: 1_200),
            priority: subject.correction == nil ? AlertWriter.priority(newest) : 4,
            tags: subject.correction == nil ? [newest.status.rawValue, newest.verdict.rawValue] : ["correction"],
            link: site.page(subject.incident.id))
    }

    /// A text that says that nothing happened.
    package func testText(_ name: String) -> String { messages.text("alert.test", ["name": .text(name)]) }

    private func spoken(_ correction: (text: String, isNote: Bool)) -> String {
        messages.text(correction.isNote ? "alert.note" : "alert.correction", ["text": .text(correction.text)])
    }

    private func digestTitle(_ subjects: [Subject]) -> String {
        messages.text("alert.digest", ["count": .count(subjects.count)])
    }

    /// How many there are, a line for each as far as they fit, and the link to all.
    private func listed(_ subjects: [Subject], limit: Int, linkLength: Int?) -> String {
        let link = "\(site.origin)/incidents"
        let room = limit - (linkLength ?? link.count) - 1
        var text = digestTitle(subjects)
        for (index, subject) in subjects.enumerated() {
            let line = "\n• " + statements.statement(for: subject.incident.newest, in: messages.language).title
            let left = subjects.count - index - 1
            let tail = left == 0 ? "" : more(left)
            guard index < AlertWriter.mostListed, (text + line + tail).count <= room else {
                let rest = more(subjects.count - index)
                return (text + rest).count <= room ? text + rest + "\n" + link : text + "\n" + link
            }
            text += line
        }
        return text + "\n" + link
    }

    private func more(_ count: Int) -> String {
        "\n" + messages.text("alert.digest.more", ["count": .count(count)])
    }

    /// 5 for a confirmed loss of all connection, 4 for what is confirmed or taken back, 3 for the rest.
    private static func priority(_ revision: IncidentRevision) -> Int {
        switch revision.status {
        case .confirmed: revision.verdict == .dark ? 5 : 4
        case .retracted: 4
        case .suspected, .restoring, .restored: 3
        }
    }
}
