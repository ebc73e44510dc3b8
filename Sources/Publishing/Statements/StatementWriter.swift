package import Gazetteer
package import ObservatoryModel

/// Writes the sentences that go with a revision, from the revision alone, so that anyone can write them again.
///
/// The same revision and names give the same bytes. Fact stays apart from cause: no sentence says who did something.
package struct StatementWriter: Sendable {
    let gazetteer: Gazetteer
    let catalogue: MessageCatalogue
    /// Names of networks that people know, by number; those without one are called `AS17557`.
    let networkNames: [ASN: String]
    /// How many networks or platforms are named before "and 3 others".
    let longestList = 6

    package init(
        gazetteer: Gazetteer = .standard, catalogue: MessageCatalogue = .standard, networkNames: [ASN: String] = [:]
    ) {
        self.gazetteer = gazetteer
        self.catalogue = catalogue
        self.networkNames = networkNames
    }

    /// The text in English, as `statement` of a revision.
    package func text(for revision: IncidentRevision) -> String {
        statement(for: revision, in: .english).text
    }

    /// The texts in all languages but English by tag, as `statements` of a revision.
    package func translations(for revision: IncidentRevision) -> [String: String] {
        var texts: [String: String] = [:]
        for messages in catalogue.languages where messages.language != .english {
            texts[messages.language.tag] = statement(for: revision, in: messages.language).text
        }
        return texts
    }

    /// The revision with its sentences filled in.
    package func stated(_ revision: IncidentRevision) -> IncidentRevision {
        var revision = revision
        revision.statement = text(for: revision)
        revision.statements = translations(for: revision)
        return revision
    }

    /// The statement in a language; in English when the catalogue does not have it.
    package func statement(for revision: IncidentRevision, in language: Language) -> Statement {
        let draft = Draft(
            writer: self, messages: catalogue[language] ?? catalogue.languages[0], revision: revision)
        return Statement(
            language: draft.messages.language, title: draft.title, lead: draft.lead, details: draft.details,
            essentials: draft.essentials)
    }

    /// What a revision claims, without its status: `X unreachable across Pakistan`, for lists that show the status apart.
    package func claim(of revision: IncidentRevision, in language: Language) -> String {
        Draft(writer: self, messages: catalogue[language] ?? catalogue.languages[0], revision: revision).claim
    }

    /// A remark on how the onset lies to a dated event, which leaves the cause open.
    package func timing(of revision: IncidentRevision, beside event: CalendarEvent, in language: Language) -> String {
        let messages = catalogue[language] ?? catalogue.languages[0]
        let before = revision.onset <= event.from
        let gap = before ? event.from - revision.onset : revision.onset - event.from
        return messages.text(
            before ? "timing.before" : "timing.after",
            ["duration": .text(messages.duration(gap)), "event": .text(event.summary)])
    }

    /// Names of networks in a language, with their numbers; the first few, then how many more there are.
    package func list(of networks: [ASN], in messages: Messages) -> String {
        let shown = networks.count > longestList + 1 ? Array(networks.prefix(longestList)) : networks
        let names = shown.map { asn in
            networkNames[asn].map {
                messages.text("network.named", ["name": .text($0), "asn": .text(asn.description)])
            } ?? asn.description
        }
        return listed(names, of: networks.count, others: "networks.and.others", place: "networks", messages)
    }

    /// Names of platforms in a language, in the order of their English names; the first few, then how many more.
    package func list(of platforms: [PlatformID], in messages: Messages) -> String {
        guard !platforms.isEmpty else { return messages.text("platforms.unnamed") }
        let ordered = platforms.sorted { gazetteer.name(of: $0) < gazetteer.name(of: $1) }
        let shown = ordered.count > longestList + 1 ? Array(ordered.prefix(longestList)) : ordered
        let names = shown.map { gazetteer.name(of: $0, in: messages.language) }
        return listed(names, of: ordered.count, others: "platforms.and.others", place: "platforms", messages)
    }

    private func listed(
        _ names: [String], of total: Int, others: String, place: String, _ messages: Messages
    ) -> String {
        guard names.count < total else { return messages.list(names) }
        let open = names.dropLast().reversed().reduce(names.last ?? "") { rest, first in
            messages.text("list.more", ["first": .text(first), "rest": .text(rest)])
        }
        return messages.text(others, [place: .text(open), "count": .count(total - names.count)])
    }
}
