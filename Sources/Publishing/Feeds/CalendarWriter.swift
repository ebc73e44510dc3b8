import Gazetteer
package import ObservatoryModel

/// Writes incidents and watched events as an iCalendar (RFC 5545), `text/calendar`.
package struct CalendarWriter: Sendable {
    private let site: PublicationSite
    private let statements: StatementWriter
    private let messages: Messages

    package init(site: PublicationSite, statements: StatementWriter = StatementWriter(), messages: Messages? = nil) {
        self.site = site
        self.statements = statements
        self.messages = messages ?? statements.catalogue.languages[0]
    }

    /// One `VEVENT` an incident and a watched event. An incident that goes on lasts to the newest revision's decision.
    package func calendar(incidents: [PublishedIncident], events: [CalendarEvent] = []) -> String {
        var lines = CalendarLines()
        lines.add("BEGIN", "VCALENDAR")
        lines.add("VERSION", "2.0")
        lines.add("PRODID", "-//\(site.name)//Parallax//EN")
        lines.add("METHOD", "PUBLISH")
        lines.add("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
        lines.add("X-WR-CALNAME", text: messages.text("feed.title", ["name": .text(site.name)]))
        for incident in incidents { write(incident, to: &lines) }
        for event in events { write(event, to: &lines) }
        // A calendar has at least one component.
        if incidents.isEmpty, events.isEmpty { writeClock(to: &lines) }
        lines.add("END", "VCALENDAR")
        return lines.text
    }

    /// The clock that all times here are of, as a component that is no event.
    private func writeClock(to lines: inout CalendarLines) {
        lines.add("BEGIN", "VTIMEZONE")
        lines.add("TZID", "Etc/UTC")
        lines.add("BEGIN", "STANDARD")
        lines.add("DTSTART", "19700101T000000")
        lines.add("TZOFFSETFROM", "+0000")
        lines.add("TZOFFSETTO", "+0000")
        lines.add("END", "STANDARD")
        lines.add("END", "VTIMEZONE")
    }

    private func write(_ incident: PublishedIncident, to lines: inout CalendarLines) {
        let newest = incident.newest
        let entry = FeedEntry(incident, statements, messages, site)
        lines.add("BEGIN", "VEVENT")
        lines.add("UID", "\(incident.id)@\(site.host)")
        lines.add("DTSTAMP", newest.decidedAt.calendarText)
        lines.add("LAST-MODIFIED", newest.decidedAt.calendarText)
        lines.add("SEQUENCE", String(newest.revision))
        let start = newest.onset.floored(to: .minutes(1))
        let end = max(newest.end ?? newest.decidedAt, start + .minutes(1))
        lines.add("DTSTART", start.calendarText)
        lines.add("DTEND", end.calendarText)
        lines.add("SUMMARY", text: entry.title)
        lines.add("DESCRIPTION", text: entry.text)
        lines.add("CATEGORIES", incident.tags.map(CalendarLines.escaped).joined(separator: ","))
        lines.add("LOCATION", text: statements.gazetteer.name(of: newest.country, in: messages.language))
        lines.add("URL", site.page(incident.id))
        lines.add(
            "STATUS",
            newest.status == .retracted ? "CANCELLED" : newest.status == .suspected ? "TENTATIVE" : "CONFIRMED")
        lines.add("TRANSP", "TRANSPARENT")
        lines.add("END", "VEVENT")
    }

    private func write(_ event: CalendarEvent, to lines: inout CalendarLines) {
        lines.add("BEGIN", "VEVENT")
        lines.add("UID", CalendarLines.escaped(event.uid))
        lines.add("DTSTAMP", event.received.calendarText)
        lines.add("DTSTART", event.from.calendarText)
        lines.add("DTEND", max(event.to, event.from + .minutes(1)).calendarText)
        lines.add("SUMMARY", text: event.summary)
        lines.add(
            "CATEGORIES", [event.category, event.country.description].map(CalendarLines.escaped).joined(separator: ","))
        lines.add("LOCATION", text: statements.gazetteer.name(of: event.country, in: messages.language))
        lines.add("TRANSP", "TRANSPARENT")
        lines.add("END", "VEVENT")
    }
}

/// Content lines: CRLF at the end, folded at 75 bytes and never inside a character.
struct CalendarLines {
    private(set) var text = ""

    /// A line whose value stands as it is, apart from what would end the line.
    mutating func add(_ name: String, _ value: String) {
        var room = 75
        for scalar in "\(name):\(value)".unicodeScalars where scalar.value >= 0x20 || scalar == "\t" {
            let size = UTF8.width(scalar)
            if size > room {
                text += "\r\n "
                room = 74
            }
            text.unicodeScalars.append(scalar)
            room -= size
        }
        text += "\r\n"
    }

    /// A line whose value is text.
    mutating func add(_ name: String, text value: String) {
        add(name, Self.escaped(value))
    }

    /// RFC 5545 §3.3.11.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case ";": escaped += "\\;"
            case ",": escaped += "\\,"
            case "\n": escaped += "\\n"
            case "\r": break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension Timestamp {
    /// `20240107T125800Z`
    fileprivate var calendarText: String {
        let clock = description.dropFirst(11).prefix(8).filter { $0 != ":" }
        return "\(utcDate.compact)T\(clock)Z"
    }
}
