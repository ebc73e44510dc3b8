import Foundation
import Testing

@Suite struct ScoreCommandTests {
    /// A short stream with labels, and what is true of it said as a revision four minutes after the onset.
    private func stream(in folder: Folder, name: String) throws -> (labels: String, revisions: String) {
        let path = folder.path + "/" + name
        #expect(try Program.run(["simulate", "short", "--seed", "3", "-o", path]).status == 0)
        let labels = try String(contentsOfFile: path + ".labels", encoding: .utf8)
        let event = try #require(labels.split(separator: "\n").first { $0.contains("\"nuisance\":false") })
        func field(_ name: String) throws -> String {
            let match = try #require(String(event).firstMatch(of: try Regex("\"\(name)\":(\"[^\"]*\"|\\[[^\\]]*\\])")))
            return String(try #require(match.output[1].substring))
        }
        let onset = try #require(
            ISO8601DateFormatter().date(from: String(try field("onset").dropFirst().prefix(19)) + "Z"))
        let decided = ISO8601DateFormatter().string(from: onset + 240)
        let line = """
            {"kind":"revision","incident":"A-1","revision":1,"decidedAt":"\(decided)","status":"confirmed",\
            "verdict":"blocked","cc":\(try field("cc")),"scope":"national","platforms":\(try field("platforms")),\
            "onset":"\(decided)"}

            """
        return (path + ".labels", try folder.write(name + ".revisions", Data(line.utf8)))
    }

    @Test func `score runs the peers over the stream beside the labels and compares by event`() throws {
        let folder = try Folder()
        let one = try stream(in: folder, name: "one.ndjson")
        let result = try Program.run([
            "score", "--labels", one.labels, "--against", "thr15_c,ooni=published", one.revisions,
        ])
        #expect(result.status == 0, "\(result.errors)")
        let rows = result.lines.map { $0.split(separator: " ").map(String.init) }
        let side = rows.filter { $0.count == 11 && ["parallax", "thr15_c", "ooni"].contains($0[0]) }
        #expect(side.map(\.[0]) == ["parallax", "thr15_c"], "the published OONI has a name of two words")
        #expect(side.first?[1...3] == ["1.00", "4/4", "4/4"])
        #expect(side.last?[1] == "1.00", "a block of half an hour at 30 probes is above 60 % of a quarter of an hour")
        #expect(rows.contains { $0.prefix(4) == ["ooni", "3.5", "0.00", "∞/∞"] }, "six hours are more than the block")
        #expect(result.lines.contains { $0.contains("parallax less each peer") })
    }

    @Test func `several streams are scored together, as objects when asked`() throws {
        let folder = try Folder()
        let one = try stream(in: folder, name: "one.ndjson")
        try FileManager.default.moveItem(atPath: one.labels, toPath: folder.path + "/two")
        let stream = folder.path + "/one.ndjson"
        let result = try Program.run([
            "score", "--labels", folder.path + "/two", "--labels", folder.path + "/two", "--stream", stream, "--stream",
            stream, "--against", "thr15_c", "--output", "ndjson", one.revisions, one.revisions,
        ])
        #expect(result.status == 0, "\(result.errors)")
        let objects = try result.lines.map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(objects.map { $0["kind"] as? String } == ["score", "score", "difference"])
        #expect(objects.first?["streams"] as? Int == 2)
        #expect(objects.last?["peer"] as? String == "thr15_c")
    }

    @Test func `what is missing or unknown is said in a sentence, with exit 2`() throws {
        let folder = try Folder()
        let labels = try folder.write(
            "truth",
            Data(
                """
                {"kind":"exposure","scenario":"s","seed":1,"countryPlatforms":1,"from":"2025-01-01T00:00:00Z",\
                "to":"2025-01-02T00:00:00Z","coveredSeconds":86400}

                """.utf8))
        let none = try folder.write("none", Data())
        for (arguments, words) in [
            (["--against", "nobody"], "No peer is called “nobody”"), (["--against", "thr15_c"], "--stream FILE"),
            ([none], "each needs its own"), (["--recall", "1.5", "--labels", none], "each needs its own"),
        ] {
            let result = try Program.run(["score", "--labels", labels, none] + arguments)
            #expect(result.status == 2 && result.output.isEmpty)
            #expect(result.errors.contains(words), "\(result.errors)")
        }
        #expect(try Program.run(["score", "--labels", labels, none]).status == 0, "nothing to find, nothing said")
    }
}
