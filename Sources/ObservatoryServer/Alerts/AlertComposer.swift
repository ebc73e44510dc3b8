import FoundationEssentials
import Gazetteer
import ObservatoryModel
import Publishing
import Storage

/// Makes messages out of what is to be told.
struct AlertComposer: Sendable {
    let store: any ObservatoryStore
    let editorial: any EditorialStore
    let site: PublicationSite
    /// Sentences with the names of networks that are known.
    let statements: StatementWriter

    /// - Parameter names: What is known of networks.
    init(
        store: any ObservatoryStore, editorial: any EditorialStore, site: PublicationSite, names: [NetworkShare] = []
    ) {
        self.store = store
        self.editorial = editorial
        self.site = site
        statements = StatementWriter(
            networkNames: Dictionary(names.filter { !$0.name.isEmpty }.map { ($0.asn, $0.name) }) { first, _ in first })
    }

    /// A message of items for a subscription; `nil` when none of them can be found any more.
    func message(
        _ items: [AlertItem], _ kind: AlertMessage.Kind, for subscription: Subscription, _ planner: AlertPlanner
    ) async throws -> AlertMessage? {
        var subjects: [AlertWriter.Subject] = []
        for item in items {
            let coarsens = planner.coarsens(item.country, subscription)
            if let subject = try await subject(item, isCoarse: coarsens) { subjects.append(subject) }
        }
        guard !subjects.isEmpty else { return nil }
        let writer = AlertWriter(
            site: site, statements: statements, language: Language(subscription.language) ?? .english)
        let (body, headers) = rendered(subjects, for: subscription, writer, planner.now)
        return AlertComposer.message(kind, for: subscription, headers, body, planner.now)
    }

    /// A message that says that nothing happened.
    func test(of subscription: Subscription, at now: Timestamp) -> AlertMessage {
        let writer = AlertWriter(
            site: site, statements: statements, language: Language(subscription.language) ?? .english)
        let body: String =
            switch subscription.channel {
            case .webhook: writer.webhookTest(subscription.name, at: now)
            case .mastodon(_, let visibility, _):
                status(writer.testText(subscription.name), visibility, subscription.language)
            case .plain: writer.testText(subscription.name)
            }
        return AlertComposer.message(.test, for: subscription, [], body, now)
    }

    private static func message(
        _ kind: AlertMessage.Kind, for subscription: Subscription, _ headers: [String], _ body: String,
        _ now: Timestamp
    ) -> AlertMessage {
        AlertMessage(
            key: "msg_" + randomDigits(24), subscription: subscription.id, kind: kind, created: now, headers: headers,
            body: Array(body.utf8), due: now)
    }

    /// The incident as it stood with the item's revision.
    private func subject(_ item: AlertItem, isCoarse: Bool) async throws -> AlertWriter.Subject? {
        let stored = try await store.revisions(of: item.incident).filter { $0.revision.revision <= item.revision }
        let revisions = stored.map { isCoarse ? $0.revision.coarsened : $0.revision }
        guard let incident = PublishedIncident(revisions: revisions) else { return nil }
        var correction: (text: String, isNote: Bool)?
        if let sequence = item.correction {
            let found = try await editorial.corrections(of: item.incident, before: sequence + 1, limit: 1).first
            correction = found.map { ($0.text, $0.kind == .note) }
        }
        return AlertWriter.Subject(
            incident: incident, line: isCoarse ? nil : stored.last?.line, correction: correction)
    }

    private func rendered(
        _ subjects: [AlertWriter.Subject], for subscription: Subscription, _ writer: AlertWriter, _ now: Timestamp
    ) -> (body: String, headers: [String]) {
        switch subscription.channel {
        case .webhook: return (writer.webhook(subjects, at: now), [])
        case .mastodon(_, let visibility, let length):
            return (status(writer.post(subjects, limit: length), visibility, subscription.language), [])
        case .plain:
            let plain = writer.plain(subjects)
            return (
                plain.body,
                [
                    "Title: \(AlertComposer.headerText(plain.title))", "Priority: \(plain.priority)",
                    "Tags: \(plain.tags.joined(separator: ","))", "Click: \(plain.link)",
                ]
            )
        }
    }

    private func status(_ text: String, _ visibility: String, _ language: String) -> String {
        let status: JSONValue = [
            "status": .string(text), "visibility": .string(visibility), "language": .string(language),
        ]
        return status.text
    }

    /// Text for a header: as it is when it is ASCII, else as RFC 2047 writes it, which ntfy reads.
    static func headerText(_ text: String) -> String {
        let text = String(text.map { $0.isNewline ? " " : $0 })
        guard !text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else { return text }
        return "=?UTF-8?B?" + Data(text.utf8).base64EncodedString() + "?="
    }
}

/// Hexadecimal digits that nobody can guess.
func randomDigits(_ count: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    return String((0..<count).map { _ in "0123456789abcdef".randomElement(using: &generator) ?? "0" })
}
