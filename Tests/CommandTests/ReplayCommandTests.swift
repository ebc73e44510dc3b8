import Foundation
import ObservatoryModel
import Simulation
import Testing
import WireFormats

/// The lines of a short national block, without feedback; the same for every test.
private let blockLines: [Data] = {
    var writer = RecordWriter()
    let run = ScenarioRun(Scenario.named("short")!, seed: 21)
    return run.map { record in
        var bytes: [UInt8] = []
        writer.append(record, to: &bytes)
        return Data(bytes)
    }
}()

/// One stream of some lines.
private func joined(_ lines: ArraySlice<Data>) -> Data {
    var whole = Data(capacity: lines.reduce(0) { $0 + $1.count })
    for line in lines { whole.append(line) }
    return whole
}

@Suite struct ReplayCommandTests {
    static let block = joined(blockLines[...])

    @Test(arguments: [
        ["replay"], ["replay", "--format", "nonsense", "-"], ["nonsense"], ["serve", "--listen", "8080"],
        ["replay", "--until", "noon", "-"], ["import", "-"],
    ])
    func `bad usage exits 2 and says what would have worked`(arguments: [String]) throws {
        let result = try Program.run(arguments)
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("Usage: "))
    }

    @Test func `help and version exit 0`() throws {
        #expect(try Program.run(["--help"]).status == 0)
        #expect(try Program.run(["--version"]).lines.first?.hasPrefix("parallax ") == true)
    }

    @Test func `what is no stream at all is refused in a sentence, with exit 2`() throws {
        let folder = try Folder()
        let noise = try folder.write("noise.bin", (0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) })
        let prose = try folder.write("prose.txt", Data("Dear all,\nit does not open.\n".utf8))
        for path in [noise, prose, folder.path, folder.path + "/missing.ndjson"] {
            let result = try Program.run(["replay", path])
            #expect(result.status == 2, "\(path)")
            #expect(result.output.isEmpty)
            #expect(result.errors.contains(path) && result.errors.split(separator: "\n").count <= 2)
        }
    }

    @Test func `a bad line is told by file and number, counted and skipped`() throws {
        let folder = try Folder()
        let good = String(decoding: blockLines[0], as: UTF8.self)
        let path = try folder.write("in.ndjson", Data((good + "{\"kind\":\"session\",\n" + good + "nonsense\n").utf8))
        let result = try Program.run(["convert", path])
        #expect(result.status == 0)
        #expect(result.lines.count == 2)
        #expect(result.errors.contains("\(path):2: ") && result.errors.contains("\(path):4: "))
        #expect(result.errors.split(separator: "\n").last == "2 problems; these lines were skipped.")
    }

    @Test func `the same input gives the same bytes, whole or in parts, from a file or a pipe`() throws {
        let folder = try Folder()
        let path = try folder.write("block.ndjson", Self.block)
        let whole = try Program.run(["replay", path])
        #expect(whole.status == 0)
        try #require(whole.lines.count >= 3)
        #expect(
            whole.errors == "Read \(blockLines.count) records; \(whole.lines.count) revisions of 1 incident.\n")
        #expect(try Program.run(["replay", "-"], input: Self.block).output == whole.output)
        let middle = blockLines.count / 2
        let first = try folder.write("first.ndjson", joined(blockLines[..<middle]))
        let second = try folder.write("second.ndjson", joined(blockLines[middle...]))
        #expect(try Program.run(["replay", second, first]).output == whole.output)
        let text = try Program.run(["replay", "--output", "text", path])
        #expect(text.lines.count == whole.lines.count)
        #expect(text.lines[0].contains(" #1 "))
    }

    @Test func `until leaves later records unread`() throws {
        let folder = try Folder()
        let path = try folder.write("block.ndjson", Self.block)
        let whole = try Program.run(["replay", path]).lines
        struct Head: Decodable { var decidedAt: String }
        let second = try JSONDecoder().decode(Head.self, from: Data(whole[1].utf8)).decidedAt
        let cut = try Program.run(["replay", "--until", second, path]).lines
        // The record that decides the second revision is received at its `decidedAt` or later.
        #expect(cut == Array(whole.prefix(1)))
    }

    @Test func `a revision is out before the next record is read`() throws {
        let folder = try Folder()
        let path = try folder.write("block.ndjson", Self.block)
        let expected = try #require(try Program.run(["replay", path]).lines.first)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = ["replay", "-"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        defer { process.terminate() }
        struct Head: Decodable { var decidedAt: String }
        let decided = try #require(
            Timestamp(JSONDecoder().decode(Head.self, from: Data(expected.utf8)).decidedAt))
        struct Line: Decodable { var received: String }
        for line in blockLines {
            try input.fileHandleForWriting.write(contentsOf: line)
            let received = try JSONDecoder().decode(Line.self, from: line).received
            if let received = Timestamp(received), received >= decided { break }
        }
        // The pipe stays open: what comes now came without the end of the input.
        let printed = output.fileHandleForReading.availableData
        #expect(String(decoding: printed, as: UTF8.self).split(separator: "\n").first == expected)
    }

    @Test func `import, export and replay agree about the records`() throws {
        let folder = try Folder()
        let path = try folder.write("block.ndjson", joined(blockLines.prefix(2_000)))
        let store = "sqlite:" + folder.path + "/store.sqlite"
        let first = try Program.run(["import", path, "--store", store])
        #expect(first.status == 0)
        #expect(try Program.run(["import", path, "--store", store]).errors.contains("0 records stored"))
        let exported = try Program.run(["export", "--store", store])
        #expect(exported.status == 0)
        let replayed = try Program.run(["replay", path]).output
        #expect(try Program.run(["replay", "-"], input: exported.output).output == replayed)
        #expect(try Program.run(["export", "--store", store, "--cc", "QQ"]).output.isEmpty)
        #expect(try Program.run(["export", "--store", folder.path + "/missing.sqlite"]).status == 2)
    }
}
