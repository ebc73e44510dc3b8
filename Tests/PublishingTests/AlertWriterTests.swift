import Foundation  // reads JSON
import Gazetteer
import ObservatoryModel
import Testing

@testable import Publishing

struct AlertWriterTests {
    private let now = Timestamp("2024-01-07T13:05:00Z")!

    private func writer(_ language: Language = .english) -> AlertWriter {
        AlertWriter(site: exampleSite, statements: StatementWriter(), language: language)
    }

    private func subject(_ status: IncidentStatus = .confirmed, line: String? = nil) -> AlertWriter.Subject {
        AlertWriter.Subject(incident: exampleIncident(last: status), line: line.map { Array($0.utf8) })
    }

    private func parsed(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func `a webhook tells of one revision in full, with the published record as it is`() throws {
        let body = try parsed(writer().webhook([subject(line: #"{"kind":"revision","a":[1]}"#)], at: now))
        #expect(
            body["type"] as? String == "incident.revision" && body["timestamp"] as? String == "2024-01-07T13:05:00Z")
        let data = try #require(body["data"] as? [String: Any])
        #expect(data["incident"] as? String == "PK-20240107-1" && data["status"] as? String == "confirmed")
        #expect((data["text"] as? String)?.hasPrefix("Confirmed: ") == true)
        #expect((data["record"] as? [String: Any])?["kind"] as? String == "revision")
        #expect(data["url"] as? String == "https://observatory.example.org/incidents/PK-20240107-1")
    }

    @Test func `a digest counts all and lists the first`() throws {
        let subjects = Array(repeating: subject(), count: 1_000)
        let body = try parsed(writer().webhook(subjects, at: now))
        let data = try #require(body["data"] as? [String: Any])
        #expect(body["type"] as? String == "incident.digest" && data["count"] as? Int == 1_000)
        #expect((data["incidents"] as? [Any])?.count == AlertWriter.mostListed)
    }

    @Test(arguments: [140, 280, 500, 5_000], [1, 2, 7, 1_000])
    func `a post of any number keeps to the limit and ends with a link`(limit: Int, count: Int) throws {
        for language in [Language.english, .urdu] {
            let text = writer(language).post(Array(repeating: subject(), count: count), limit: limit)
            let lines = text.split(separator: "\n")
            let link = try #require(lines.last)
            #expect(link.hasPrefix("https://observatory.example.org/incidents"))
            #expect(text.count - link.count + 23 <= limit, "\(text)")
            #expect(!text.contains("⟦"))
        }
    }

    @Test func `a correction says what is corrected, in every channel`() throws {
        var subject = subject()
        subject.correction = ("Two networks were named wrongly.", false)
        let plain = writer().plain([subject])
        #expect(plain.body.hasPrefix("Correction: Two networks were named wrongly.\nThis is about: Confirmed: "))
        #expect(plain.tags == ["correction"])
        let body = try parsed(writer().webhook([subject], at: now))
        #expect(body["type"] as? String == "incident.correction")
        let long = AlertWriter.Subject(
            incident: subject.incident, correction: (String(repeating: "a", count: 3_000), true))
        #expect(writer().post([long], limit: 500).count <= 500 - 23 + 60)
    }

    @Test func `the priority follows what happened`() {
        #expect(writer().plain([subject(.confirmed)]).priority == 4)
        #expect(writer().plain([subject(.suspected)]).priority == 3)
        #expect(writer().plain([subject(.retracted)]).priority == 4)
        #expect(writer().plain([subject(.suspected), subject(.confirmed)]).priority == 4)
    }

    @Test func `every language has the texts of alerts`() {
        let english = MessageCatalogue.standard.languages[0]
        for messages in MessageCatalogue.standard.languages {
            #expect(messages.keys == english.keys)
            for key in english.keys where key.hasPrefix("alert.") {
                #expect(messages.missingForms(in: key).isEmpty && messages.names(in: key) == english.names(in: key))
            }
        }
    }

    @Test func `what is coarse names no network, no region and no minute`() {
        let fine = pakistanRevision { revision in
            revision.scope = .regional
            revision.regions = [region("PK-SD")]
            revision.networks = [.init(asn: ASN(17557), verdict: .blocked, evidence: 9)]
            revision.relatedCalendar = ["uid-1"]
        }
        let coarse = fine.coarsened
        #expect(coarse.networks.isEmpty && coarse.regions.isEmpty && coarse.relatedCalendar.isEmpty)
        let times = [coarse.onset, coarse.onsetLow, coarse.onsetHigh, coarse.sample.from, coarse.sample.to]
        #expect(times.allSatisfy { $0.milliseconds % 3_600_000 == 0 })
        #expect(coarse.onsetLow <= fine.onsetLow && coarse.onsetHigh >= fine.onsetHigh)
        let text = StatementWriter().text(for: coarse)
        #expect(!text.contains("17557") && !text.contains("Sindh") && text.contains("on some networks in Pakistan"))
    }
}
