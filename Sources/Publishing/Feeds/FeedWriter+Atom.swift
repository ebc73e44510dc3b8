import Gazetteer
package import ObservatoryModel

extension FeedWriter {
    /// The feed as Atom (RFC 4287), `application/atom+xml`. `asOf` dates a feed without entries.
    package func atom(_ incidents: [PublishedIncident], asOf: Timestamp) -> String {
        var xml = XMLText()
        xml.element(
            "feed", [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", messages.language.tag)]
        ) { feed in
            feed.element("id", site.feedTag(country))
            feed.element("title", title)
            feed.element("updated", updated(incidents, otherwise: asOf).description)
            feed.element("link", [("rel", "self"), ("type", "application/atom+xml"), ("href", address("atom"))])
            feed.element("link", [("rel", "alternate"), ("type", "text/html"), ("href", page)])
            feed.element("author") { author in
                author.element("name", site.name)
                author.element("uri", site.origin + "/")
            }
            feed.element("rights", site.licence.name)
            for incident in incidents {
                feed.element("entry") { write(entry(incident), to: &$0) }
            }
        }
        return xml.text
    }

    private func write(_ entry: FeedEntry, to xml: inout XMLText) {
        let incident = entry.incident
        xml.element("id", site.tag(incident.id))
        xml.element("title", entry.title)
        xml.element("published", incident.first.decidedAt.description)
        xml.element("updated", incident.updated.description)
        xml.element(
            "link", [("rel", "alternate"), ("type", "text/html"), ("href", inLanguage(site.page(incident.id)))])
        xml.element("link", [("rel", "related"), ("type", "application/cap+xml"), ("href", site.cap(incident.id))])
        let scheme = site.origin + "/ns/"
        xml.element("category", [("term", incident.newest.country.description), ("scheme", scheme + "country")])
        xml.element(
            "category", [("term", IncidentKind(incident.newest.verdict).rawValue), ("scheme", scheme + "kind")])
        xml.element("category", [("term", incident.newest.status.rawValue), ("scheme", scheme + "status")])
        for platform in incident.newest.platforms {
            xml.element("category", [("term", platform.text), ("scheme", scheme + "platform")])
        }
        xml.element("summary", entry.summary)
        xml.element("content", [("type", "html")], entry.html)
    }
}
