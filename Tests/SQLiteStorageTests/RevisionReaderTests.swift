import ObservatoryModel
import Storage
import TestSupport
import Testing
import WireFormats

@testable import SQLiteStorage

@Suite struct RevisionReaderTests {
    @Test func `every field of a revision comes back`() throws {
        var revision = SampleRecords.revision("PK-20240107-1", 3, platforms: ["x", "youtube"]).revision
        revision.status = .retracted
        revision.verdict = .slow
        revision.scope = .access
        revision.access = .mobile
        revision.regions = ["PK-SD", "PK-PB"].compactMap { RegionCode($0) }
        revision.networks[0].onset = SampleRecords.start
        revision.networks[0].end = SampleRecords.start + .minutes(90)
        revision.slowdown = IncidentRevision.Slowdown(factor: 8.1, low: 5, high: 12.9, capKbps: 150)
        revision.end = SampleRecords.start + .minutes(90)
        revision.relatedSimilar = ["PK-20231217-1"]
        revision.statements = ["ur": "ایکس بند ہے"]
        revision.reason = "not-sustained"
        revision.mergedInto = "PK-20240107-0"
        var writer = RevisionWriter()
        #expect(try RevisionReader.revision(writer.line(revision)) == revision)
    }

    @Test func `the example of the contract is read, absent keys and all`() throws {
        let line = """
            {"kind":"revision","incident":"PK-20240107-1","revision":3,"decidedAt":"2024-01-07T13:04:00Z",
            "status":"confirmed","verdict":"blocked","cc":"PK","scope":"national","platforms":["x"],
            "onset":"2024-01-07T12:58:00Z","onsetLow":"2024-01-07T12:57:00Z","onsetHigh":"2024-01-07T12:59:00Z",
            "evidence":{"probes":18.6},"sample":{"from":"2024-01-07T12:00:00Z","to":"2024-01-07T13:04:00Z"},
            "later":"added"}
            """
        let revision = try RevisionReader.revision(Array(line.utf8))
        #expect(revision.evidence.probes == 18.6)
        #expect(revision.end == nil)
        #expect(revision.supersedes == nil)
    }

    @Test(arguments: [
        ("", "no JSON object"), ("{\"kind\":\"revision\"}", "“incident” is missing"), ("[1]", "no JSON object"),
    ])
    func `a line that is no revision is refused with a reason`(line: String, reason: String) {
        #expect(throws: UnreadableRevision(reason: reason)) { try RevisionReader.revision(Array(line.utf8)) }
    }
}
