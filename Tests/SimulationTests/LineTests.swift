import ObservatoryModel
import Testing

@testable import Simulation

struct LineTests {
    @Test func `every label and exposure is read back as it was written`() throws {
        for scenario in Scenario.all {
            let plan = scenario.plan(seed: 7)
            let exposure = plan.exposure(scenario: scenario.name, seed: 7)
            var readable = exposure
            readable.covered = .seconds(exposure.covered.milliseconds / 1000)
            #expect(try LabelLine(LabelLine.exposure(exposure).json) == .exposure(readable))
            for label in plan.labels { #expect(try LabelLine(LabelLine.label(label).json) == .label(label)) }
        }
    }

    @Test func `a revision of the contract is read as far as scoring needs it`() throws {
        let line = """
            {"kind":"revision","incident":"PK-20240107-1","revision":3,"decidedAt":"2024-01-07T13:04:00Z",
             "status":"confirmed","verdict":"blocked","cc":"PK","scope":"networks","regions":["PK-SD"],
             "asns":[{"asn":17557,"verdict":"blocked","evidence":21.4},{"asn":1,"verdict":"blocked","evidence":2,
             "end":"2024-01-07T13:02:00Z"}],"access":null,"platforms":["facebook","x"],"mechanism":["tls.reset.sni"],
             "onset":"2024-01-07T12:58:00Z","onsetLow":"2024-01-07T12:57:00Z","onsetHigh":"2024-01-07T12:59:00Z",
             "end":null,"posterior":0.996,"statement":"Confirmed: \\u0627 \\ud83d\\ude00","mergedInto":null}
            """
        let revision = try #require(try RevisionLine.read(line))
        #expect(revision.incident == "PK-20240107-1" && revision.status == .confirmed)
        #expect(revision.networks.map(\.asn.number) == [17557, 1])
        #expect(revision.networks.map { $0.end == nil } == [true, false])
        #expect(revision.platforms.map(\.text) == ["facebook", "x"])
        #expect(revision.onsetHigh - revision.onsetLow == .minutes(2))
        #expect(revision.posterior == 0.996 && revision.end == nil && revision.mergedInto == nil)
        #expect(try RevisionLine.read("{\"kind\":\"note\"}") == nil)
    }

    @Test func `a line cut anywhere is refused and never traps`() throws {
        let plan = try #require(Scenario.named("pakistan")).plan(seed: 1)
        let line = LabelLine.label(plan.labels[1]).json
        for length in 0..<line.utf8.count {
            #expect(throws: LineError.self) { try LabelLine(String(decoding: line.utf8.prefix(length), as: UTF8.self)) }
        }
    }

    @Test(arguments: [
        "{\"kind\":\"label\"}", "{\"kind\":\"other\"}", "[]", "{}x", "nul", "{\"a\":tru}", "\"\\q\"", "\"\\u12\"",
        "\"\\ud83d\\u0020\"", "\"\\ud83d\"", "1e999", "-", "{\"a\" 1}", "[1 2]", "{1:2}",
        String(repeating: "[", count: 100_000),
    ])
    func `what is no line is refused`(text: String) {
        #expect(throws: LineError.self) { try LabelLine(text) }
    }

    @Test func `text keeps its escapes`() throws {
        var reader = JSONReader(#"["\"\\\/\b\f\n\r\t\u0041\ud83d\ude00", -1.5e2, true, null, {"k": []}]"#)
        let value = try reader.read()
        #expect(value.array[0].string == "\"\\/\u{8}\u{c}\n\r\tA😀")
        #expect(value.array[1].number == -150 && value.array[2].bool == true && value.array[3] == .null)
        #expect(value.array[4]["k"] == .array([]))
    }
}
