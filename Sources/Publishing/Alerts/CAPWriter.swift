import Gazetteer
import ObservatoryModel

/// Writes revisions of an incident as messages of the Common Alerting Protocol 1.2, `application/cap+xml`.
package struct CAPWriter: Sendable {
    let site: PublicationSite
    let statements: StatementWriter

    package init(site: PublicationSite, statements: StatementWriter = StatementWriter()) {
        self.site = site
        self.statements = statements
    }

    /// The newest revision, with references to those before it and an `info` in every language.
    ///
    /// A first revision is an `Alert`, later ones an `Update`, a retraction a `Cancel`. A reconstruction goes out with the
    /// status `Test`, which receivers disregard.
    package func alert(_ incident: PublishedIncident) -> String {
        let newest = incident.newest
        var xml = XMLText()
        xml.element("alert", [("xmlns", "urn:oasis:names:tc:emergency:cap:1.2")]) { alert in
            alert.element("identifier", identifier(newest))
            alert.element("sender", sender)
            alert.element("sent", newest.decidedAt.capText)
            alert.element("status", incident.isSynthetic ? "Test" : "Actual")
            // Without an earlier message there is nothing to refer to, which Update and Cancel need.
            let earlier = incident.revisions.dropLast()
            alert.element(
                "msgType", earlier.isEmpty ? "Alert" : newest.status == .retracted ? "Cancel" : "Update")
            alert.element("scope", "Public")
            if incident.isSynthetic {
                alert.element("note", statements.catalogue.languages[0].text("synthetic.notice"))
            }
            if !earlier.isEmpty {
                alert.element("references", earlier.suffix(Self.mostReferences).map(reference).joined(separator: " "))
            }
            alert.element("incidents", incident.id)
            for messages in statements.catalogue.languages {
                alert.element("info") { info(incident, messages, &$0) }
            }
        }
        return xml.text
    }

    /// How many earlier messages are referred to, newest ones; an incident of months has hundreds of revisions.
    private static let mostReferences = 20

    private func identifier(_ revision: IncidentRevision) -> String {
        Self.plain("\(site.host)/incidents/\(revision.incident)/\(revision.revision)")
    }

    private var sender: String { Self.plain(site.contact) }

    private func reference(_ revision: IncidentRevision) -> String {
        "\(sender),\(identifier(revision)),\(revision.decidedAt.capText)"
    }

    /// Identifiers hold no space, comma, `<` or `&`.
    private static func plain(_ text: String) -> String {
        text.filter { !" ,<&".contains($0) && !$0.isNewline }
    }

    private func info(_ incident: PublishedIncident, _ messages: Messages, _ info: inout XMLText) {
        let newest = incident.newest
        let entry = FeedEntry(incident, statements, messages, site)
        info.element("language", messages.language.tag)
        info.element("category", "Infra")
        info.element("event", messages.text("event.\(newest.verdict.claimName)"))
        info.element("responseType", newest.status.isOpen ? "Monitor" : "AllClear")
        info.element("urgency", newest.status.isOpen ? "Immediate" : "Past")
        info.element("severity", newest.capSeverity)
        info.element("certainty", Self.certainty(incident))
        info.element("onset", newest.onset.floored(to: .minutes(1)).capText)
        if newest.status.isOpen {
            info.element("expires", (newest.decidedAt + .hours(24)).capText)
        }
        info.element("senderName", site.name)
        info.element("headline", entry.title)
        info.element("description", entry.text)
        info.element("web", site.page(incident.id))
        info.element("contact", site.contact)
        for (name, value) in newest.capParameters where !value.isEmpty {
            info.element("parameter") { parameter in
                parameter.element("valueName", "parallax:\(name)")
                parameter.element("value", value)
            }
        }
        info.element("area") { area(newest, messages, &$0) }
    }

    private func area(_ revision: IncidentRevision, _ messages: Messages, _ area: inout XMLText) {
        let gazetteer = statements.gazetteer
        guard gazetteer.country(revision.country) != nil else {
            area.element("areaDesc", messages.text("where.global"))
            return
        }
        let country = gazetteer.name(of: revision.country, in: messages.language)
        let regions = revision.scope == .regional ? revision.regions : []
        area.element(
            "areaDesc",
            regions.isEmpty
                ? country
                : messages.list(regions.map { gazetteer.name(of: $0, in: messages.language) }) + " (\(country))")
        let codes =
            regions.isEmpty
            ? [("ISO3166-1", revision.country.description)] : regions.map { ("ISO3166-2", $0.text) }
        for (name, value) in codes {
            area.element("geocode") { geocode in
                geocode.element("valueName", name)
                geocode.element("value", value)
            }
        }
    }

    /// Observed once it was confirmed, as FORMATS §6 has it; what is withdrawn is unlikely.
    private static func certainty(_ incident: PublishedIncident) -> String {
        if incident.newest.status == .retracted { return "Unlikely" }
        return incident.wasConfirmed ? "Observed" : "Likely"
    }
}

extension IncidentRevision {
    /// By scale: a country or a region without Internet, or platforms alone (FORMATS §6).
    fileprivate var capSeverity: String {
        guard verdict == .dark else { return "Minor" }
        switch scope {
        case .national, .global: return affectedShare.mid >= 0.9 ? "Extreme" : "Severe"
        case .access: return "Severe"
        case .regional, .networks: return "Moderate"
        }
    }

    fileprivate var capParameters: [(String, String)] {
        [
            ("status", status.rawValue), ("verdict", verdict.rawValue), ("scope", scope.rawValue),
            ("platforms", platforms.map(\.text).joined(separator: " ")),
            ("asn", networks.map(\.asn.description).joined(separator: " ")),
            ("mechanism", mechanism.joined(separator: " ")),
            ("rules", rules),
        ]
    }
}

extension Timestamp {
    /// With an offset of `-00:00` for UTC: CAP 1.2 knows no `Z`. Fractions of a second are left out.
    fileprivate var capText: String { description.prefix(19) + "-00:00" }
}
