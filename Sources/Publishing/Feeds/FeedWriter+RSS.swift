import Gazetteer
package import ObservatoryModel

extension FeedWriter {
    /// The feed as RSS 2.0, `application/rss+xml`. `asOf` dates a feed without items.
    package func rss(_ incidents: [PublishedIncident], asOf: Timestamp) -> String {
        var xml = XMLText()
        xml.element("rss", [("version", "2.0"), ("xmlns:atom", "http://www.w3.org/2005/Atom")]) { rss in
            rss.element("channel") { channel in
                channel.element("title", title)
                channel.element("link", page)
                channel.element("description", messages.text("feed.description"))
                channel.element("language", messages.language.tag)
                channel.element("copyright", site.licence.name)
                channel.element("lastBuildDate", updated(incidents, otherwise: asOf).internetMessageDate)
                channel.element("ttl", "5")
                channel.element(
                    "atom:link", [("rel", "self"), ("type", "application/rss+xml"), ("href", address("rss"))])
                for incident in incidents {
                    channel.element("item") { write(entry(incident), to: &$0) }
                }
            }
        }
        return xml.text
    }

    private func write(_ entry: FeedEntry, to xml: inout XMLText) {
        let incident = entry.incident
        xml.element("title", entry.title)
        xml.element("link", inLanguage(site.page(incident.id)))
        xml.element("guid", [("isPermaLink", "false")], site.tag(incident.id))
        xml.element("pubDate", incident.first.decidedAt.internetMessageDate)
        for tag in incident.tags { xml.element("category", tag) }
        xml.element("description", entry.html)
    }
}

extension Timestamp {
    /// As in e-mail and RSS, with a four-digit year: `Sun, 07 Jan 2024 13:04:00 +0000`.
    var internetMessageDate: String {
        let date = utcDate
        // 1970-01-01 was a Thursday.
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let weekday = weekdays[Int(((date.daysSinceEpoch % 7) + 7) % 7)]
        let (day, clock) = (String(date.day), description.dropFirst(11).prefix(8))
        let year = String(date.description.prefix(4))
        return "\(weekday), \(day.count < 2 ? "0" : "")\(day) \(months[Int(date.month) - 1]) \(year) \(clock) +0000"
    }
}
