import Foundation  // JSON of the answers
import Gazetteer
import ObservatoryModel
import Publishing
import Testing

struct ExportTests {
    private let metadata = IncidentMetadata(site: exampleSite)

    @Test func `an incident in the shape of OONI's search`() throws {
        let answer = try OutsideTools.json(OONIIncidents(site: exampleSite).answer([exampleIncident(synthetic: true)]))
        let incident = try #require((answer["incidents"] as? [[String: Any]])?.first)
        #expect(
            Set(incident.keys) == [
                "id", "title", "short_description", "slug", "start_time", "end_time", "create_time", "update_time",
                "published", "reported_by", "event_type", "CCs", "ASNs", "domains", "tags", "themes", "test_names",
                "links",
            ])
        #expect(incident["start_time"] as? String == "2024-01-07T12:58:00Z")
        #expect(incident["end_time"] as? String == "2024-01-07T21:31:00Z")
        #expect(incident["CCs"] as? [String] == ["PK"] && incident["ASNs"] as? [Int] == [17557])
        #expect((incident["domains"] as? [String])?.contains("twitter.com") == true)
        #expect(incident["tags"] as? [String] == ["synthetic", "blocking", "restored", "facebook", "x"])
        #expect(incident["test_names"] as? [String] == ["web_connectivity"])
        #expect(incident["published"] as? Bool == true && incident["event_type"] as? String == "incident")
        let open = try OutsideTools.json(OONIIncidents(site: exampleSite).answer([exampleIncident(last: .confirmed)]))
        #expect((open["incidents"] as? [[String: Any]])?.first?["end_time"] is NSNull)
    }

    @Test func `JSON-LD describes the event and the data behind it`() throws {
        let text = metadata.jsonLD(exampleIncident())
        #expect(!text.contains("<"), "it stands inside a script element")
        let event = try OutsideTools.json(text)
        #expect(event["@type"] as? String == "Event" && event["startDate"] as? String == "2024-01-07T12:58:00Z")
        #expect((event["location"] as? [String: Any])?["identifier"] as? String == "PK")
        let dataset = try #require(event["subjectOf"] as? [String: Any])
        #expect(try #require(dataset["description"] as? String).count >= 50)
        #expect(dataset["temporalCoverage"] as? String == "2024-01-07T12:58:00Z/2024-01-07T21:31:00Z")
        #expect((dataset["distribution"] as? [[String: Any]])?.count == 2)
        let open = try OutsideTools.json(metadata.jsonLD(exampleIncident(last: .confirmed), in: .urdu))
        #expect(open["endDate"] == nil && open["inLanguage"] as? String == "ur")
    }

    @Test func `oEmbed keeps to the size that was asked for`() throws {
        let full = try OutsideTools.json(metadata.oEmbed(exampleIncident()))
        #expect(
            full["type"] as? String == "rich" && full["version"] as? String == "1.0" && full["width"] as? Int == 640)
        #expect(full["thumbnail_url"] as? String == "https://observatory.example.org/incidents/PK-20240107-1/card.png")
        let small = try OutsideTools.json(metadata.oEmbed(exampleIncident(), maxWidth: 300, maxHeight: -4))
        #expect(small["width"] as? Int == 300 && small["height"] as? Int == 1 && small["thumbnail_url"] == nil)
        #expect((small["html"] as? String)?.contains("width=\"300\"") == true)
        // What the link opens is no longer bound by the frame, or reports could not be sent there.
        #expect(
            (full["html"] as? String)?.contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\"") == true)
    }

    @Test(arguments: [
        ("https://observatory.example.org/incidents/PK-20240107-1", "PK-20240107-1"),
        ("https://observatory.example.org/incidents/PK-20240107-1?lang=ur#r2", "PK-20240107-1"),
        ("https://observatory.example.org/incidents/PK-20240107-1/embed", "PK-20240107-1"),
        ("https://observatory.example.org/incidents/", nil), ("https://observatory.example.org/incidents/a%2f", nil),
        ("https://other.example.org/incidents/PK-20240107-1", nil), ("", nil),
    ])
    func `only addresses of this site's incidents embed`(address: String, id: String?) {
        #expect(metadata.incident(at: address) == id)
    }

    @Test func `a citation names the revision and its day`() {
        #expect(
            metadata.citation(exampleIncident()) == """
                Example & Sons: “Restored: Facebook and X reachable again in Pakistan”. Incident PK-20240107-1, \
                revision 3 of 7 January 2024, 13:08 UTC. https://observatory.example.org/incidents/PK-20240107-1
                """)
    }

    @Test(arguments: [
        ("http://127.0.0.1:8080", "127.0.0.1"), ("https://observatory.example.org", "observatory.example.org"),
        ("http://[::1]:8080/", "::1"), ("localhost:80", "localhost"),
    ])
    func `the host of an origin has neither scheme nor port`(origin: String, host: String) {
        let site = PublicationSite(origin: origin, name: "x", since: CivilDate(year: 2026, month: 1, day: 2))
        #expect(site.host == host)
        #expect(site.tag("A-1") == "tag:\(host),2026-01-02:incidents/A-1")
    }
}
