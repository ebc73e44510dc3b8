import Foundation  // JSON of the answers
import Gazetteer
import ObservatoryModel
import Publishing
import Testing

let exampleSite = PublicationSite(
    origin: "https://observatory.example.org/", name: "Example & Sons", since: CivilDate(year: 2024, month: 1, day: 1))

/// An incident that was suspected, confirmed and restored, whose network has a hostile name.
func exampleIncident(synthetic: Bool = false, last: IncidentStatus = .restored) -> PublishedIncident {
    var revisions = [
        pakistanRevision(status: .suspected), pakistanRevision(status: .confirmed), pakistanRevision(status: last),
    ]
    for index in revisions.indices {
        revisions[index].revision = index + 1
        revisions[index].supersedes = index == 0 ? nil : index
        revisions[index].decidedAt = moment("2024-01-07T13:00:00Z") + .minutes(Int64(index) * 4)
    }
    guard let incident = PublishedIncident(revisions: revisions.reversed(), isSynthetic: synthetic) else {
        preconditionFailure("an incident needs revisions")
    }
    return incident
}

struct FeedTests {
    private let statements = StatementWriter(networkNames: [ASN(17557): "<b>PTCL</b> & “Co” ]]>\u{1}"])
    private let asOf = moment("2024-02-01T00:00:00Z")

    private func writer(_ language: Language = .english, country code: String? = nil) -> FeedWriter {
        FeedWriter(site: exampleSite, statements: statements, language: language, country: code.map(country))
    }

    @Test func `an incident has one id in all three feeds, which does not change`() throws {
        let id = "tag:observatory.example.org,2024-01-01:incidents/PK-20240107-1"
        for last in [IncidentStatus.restored, .retracted] {
            let incidents = [exampleIncident(last: last)]
            #expect(writer().atom(incidents, asOf: asOf).contains("<id>\(id)</id>"))
            #expect(writer().rss(incidents, asOf: asOf).contains("<guid isPermaLink=\"false\">\(id)</guid>"))
            let feed = try OutsideTools.json(writer().jsonFeed(incidents))
            #expect((feed["items"] as? [[String: Any]])?.first?["id"] as? String == id)
        }
    }

    @Test func `dates are when the first and the newest revision were decided`() {
        let atom = writer().atom([exampleIncident()], asOf: asOf)
        #expect(atom.contains("<published>2024-01-07T13:00:00Z</published>"))
        #expect(atom.contains("<updated>2024-01-07T13:08:00Z</updated>"))
        let rss = writer().rss([exampleIncident()], asOf: asOf)
        #expect(rss.contains("<pubDate>Sun, 07 Jan 2024 13:00:00 +0000</pubDate>"))
        #expect(rss.contains("<lastBuildDate>Sun, 07 Jan 2024 13:08:00 +0000</lastBuildDate>"))
        #expect(writer().atom([], asOf: asOf).contains("<updated>2024-02-01T00:00:00Z</updated>"))
    }

    @Test func `what an editor corrected stands before the claim, and is dated`() throws {
        let claim = exampleIncident()
        let text = "Two <networks> were named wrongly."
        let corrected = try #require(
            PublishedIncident(
                revisions: claim.revisions,
                corrections: [PublishedCorrection(at: moment("2024-01-09T08:00:00Z"), text: text, isNote: false)]))
        let atom = writer().atom([corrected], asOf: asOf)
        #expect(atom.contains("<summary>Correction: Two &lt;networks&gt; were named wrongly. Restored: "))
        #expect(atom.components(separatedBy: "<updated>2024-01-09T08:00:00Z</updated>").count == 3, "feed and entry")
        #expect(writer().rss([corrected], asOf: asOf).contains("Tue, 09 Jan 2024 08:00:00 +0000"))
        let feed = try OutsideTools.json(writer().jsonFeed([corrected]))
        let item = try #require((feed["items"] as? [[String: Any]])?.first)
        #expect(item["date_modified"] as? String == "2024-01-09T08:00:00Z")
        #expect((item["content_text"] as? String)?.hasPrefix("Correction: \(text)") == true)
    }

    @Test func `a JSON feed has what version 1.1 asks for`() throws {
        let feed = try OutsideTools.json(writer(.urdu, country: "PK").jsonFeed([exampleIncident(synthetic: true)]))
        #expect(feed["version"] as? String == "https://jsonfeed.org/version/1.1")
        #expect(feed["feed_url"] as? String == "https://observatory.example.org/feeds/PK.json?lang=ur")
        #expect(feed["language"] as? String == "ur")
        let item = try #require((feed["items"] as? [[String: Any]])?.first)
        #expect((item["title"] as? String)?.hasPrefix("مصنوعی مثال: بحال: ") == true)
        #expect((item["content_html"] as? String)?.hasPrefix("<p lang=\"ur\" dir=\"rtl\">") == true)
        #expect(item["tags"] as? [String] == ["PK", "platform-block", "facebook", "x"])
        #expect((item["_parallax"] as? [String: Any])?["synthetic"] as? Bool == true)
    }

    @Test func `names of networks cannot break out of the markup`() throws {
        for text in [writer().atom([exampleIncident()], asOf: asOf), writer().rss([exampleIncident()], asOf: asOf)] {
            #expect(!text.contains("<b>") && !text.contains("\u{1}") && !text.contains("& “"))
            #expect(text.contains("&amp;lt;b&amp;gt;PTCL"), "the HTML inside is escaped once more")
        }
    }

    @Test(.enabled(if: OutsideTools.hasXMLLint, "xmllint is not installed (Debian: libxml2-utils)"))
    func `Atom and RSS are well-formed XML`() throws {
        for language in [Language.english, .urdu] {
            let incidents = [exampleIncident(), exampleIncident(synthetic: true, last: .retracted)]
            for text in [writer(language).atom(incidents, asOf: asOf), writer(language).rss(incidents, asOf: asOf)] {
                let (status, output) = try OutsideTools.run(OutsideTools.xmllint, ["--noout", "--nonet"], file: text)
                #expect(status == 0, "\(output)")
            }
        }
    }

    @Test(.enabled(if: OutsideTools.hasFeedParser, "feedparser is not installed (Debian: python3-feedparser)"))
    func `feedparser reads Atom and RSS without complaint`() throws {
        let script = """
            import feedparser, sys
            feed = feedparser.parse(open(sys.argv[1], 'rb').read())
            assert feed.bozo == 0, feed.bozo_exception
            entry = feed.entries[0]
            print(feed.version, entry.id, entry.published_parsed[:6], entry.link, entry.title)
            """
        let incidents = [exampleIncident()]
        let atom = try OutsideTools.run(
            OutsideTools.python, ["-c", script], file: writer().atom(incidents, asOf: asOf))
        let rss = try OutsideTools.run(OutsideTools.python, ["-c", script], file: writer().rss(incidents, asOf: asOf))
        let entry = """
            tag:observatory.example.org,2024-01-01:incidents/PK-20240107-1 (2024, 1, 7, 13, 0, 0) \
            https://observatory.example.org/incidents/PK-20240107-1 Restored: Facebook and X reachable again in Pakistan

            """
        #expect(atom.output == "atom10 " + entry)
        #expect(rss.output == "rss20 " + entry)
    }
}

struct CalendarTests {
    private let event = CalendarEvent(
        uid: "pk-1@example.org", received: moment("2024-01-01T00:00:00Z"), country: country("PK"),
        from: moment("2024-01-07T16:00:00Z"), to: moment("2024-01-07T19:00:00Z"),
        summary: "Online fundraising telethon; talks, music\r\nEND:VCALENDAR", category: "rally")

    @Test func `a calendar without events is still one`() {
        let text = CalendarWriter(site: exampleSite).calendar(incidents: [])
        #expect(text.contains("\r\nBEGIN:VTIMEZONE\r\nTZID:Etc/UTC\r\n") && !text.contains("VEVENT"))
        let full = CalendarWriter(site: exampleSite).calendar(incidents: [], events: [event])
        #expect(full.contains("BEGIN:VEVENT") && !full.contains("VTIMEZONE"))
    }

    @Test func `lines end in CRLF, are folded at 75 bytes, and never inside a character`() throws {
        let text = CalendarWriter(
            site: exampleSite, messages: MessageCatalogue.standard[.urdu]
        ).calendar(incidents: [exampleIncident()], events: [event])
        #expect(text.hasSuffix("END:VCALENDAR\r\n"))
        let bytes = Array(text.utf8)
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
            #expect(line.last == UInt8(ascii: "\r") && line.count - 1 <= 75)
            #expect(String(validating: line.dropLast(), as: UTF8.self) != nil)
        }
        let unfolded = String(decoding: bytes, as: UTF8.self).replacing("\r\n ", with: "")
        #expect(unfolded.contains("\r\nUID:PK-20240107-1@observatory.example.org\r\n"))
        #expect(unfolded.contains("\r\nDTSTART:20240107T125800Z\r\nDTEND:20240107T213100Z\r\n"))
        #expect(unfolded.contains("\r\nSEQUENCE:3\r\n"))
        #expect(unfolded.contains("\r\nSUMMARY:Online fundraising telethon\\; talks\\, music\\nEND:VCALENDAR\r\n"))
        #expect(unfolded.contains("کو مقامی وقت کے مطابق"))
    }

    @Test(arguments: [
        (IncidentStatus.suspected, "TENTATIVE"), (.confirmed, "CONFIRMED"), (.restored, "CONFIRMED"),
        (.retracted, "CANCELLED"),
    ])
    func `the status is the calendar's word for it`(status: IncidentStatus, word: String) {
        let text = CalendarWriter(site: exampleSite).calendar(incidents: [exampleIncident(last: status)])
        #expect(text.contains("\r\nSTATUS:\(word)\r\n"))
    }
}
