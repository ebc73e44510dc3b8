import AsyncHTTPClient
import Foundation
import NIOCore
import Testing

/// The probe's command, run as people run it; nothing leaves this machine.
@Suite(.serialized) struct ProbeCommandTests {
    /// Targets that nobody serves: a port on loopback that is closed, so that every step ends at once.
    private static let targets = """
        {"targets":[{"platform":"x","urls":["https://127.0.0.1:9/"]}],
         "neutrals":[{"url":"https://127.0.0.1:9/","operator":"one"},{"url":"https://127.0.0.2:9/","operator":"two"}],
         "publicResolver":"127.0.0.1","doh":{"url":"https://127.0.0.1:9/dns-query","address":"127.0.0.1"}}
        """

    private func arguments(_ folder: Folder, _ more: [String]) throws -> [String] {
        let file = folder.path + "/targets.json"
        if !FileManager.default.fileExists(atPath: file) {
            _ = try folder.write("targets.json", Data(Self.targets.utf8))
        }
        return ["probe"] + more + ["--targets", file, "--home", folder.path + "/home"]
    }

    @Test func `nothing is measured before the person agrees`() throws {
        let folder = try Folder()
        let result = try Program.run(try arguments(folder, ["--once"]))
        #expect(result.status == 2)
        #expect(result.errors.contains("before you agree") && result.output.isEmpty)
    }

    @Test func `what it shows says what is sent, what it costs and what the risk is there`() throws {
        let folder = try Folder()
        let result = try Program.run(
            try arguments(
                folder, ["--show", "--country", "IR", "--collector", "https://observatory.example", "--budget", "7"]))
        #expect(result.status == 0)
        let text = String(decoding: result.output, as: UTF8.self)
        for part in [
            "at most 7 MB a day", "https://observatory.example", "Used today: 0.0 MB", "Nothing waits to be delivered",
            #""target":"https://x.com/""#,
            "Tools to reach blocked sites need a permit", "to another address are off",
        ] {
            #expect(text.contains(part), "“\(part)” is not in \(text)")
        }
    }

    @Test func `a metered line measures nothing until somebody says how much`() throws {
        let folder = try Folder()
        let refused = try Program.run(try arguments(folder, ["--once", "--consent", "--metered"]))
        #expect(refused.status == 2 && refused.errors.contains("metered"))
        let allowed = try Program.run(try arguments(folder, ["--once", "--consent", "--metered", "--budget", "1"]))
        #expect(allowed.status == 0, "\(allowed.errors)")
    }

    @Test func `once gives sessions to programs, a line to people, and nothing more when it is to be quiet`() throws {
        let folder = try Folder()
        let native = try Program.run(try arguments(folder, ["--once", "--consent", "--output", "ndjson", "--quiet"]))
        #expect(native.status == 0 && native.errors.isEmpty, "\(native.errors)")
        #expect(native.lines.count == 1 && native.lines[0].hasPrefix(#"{"kind":"session","id":"s-"#))
        let text = try Program.run(try arguments(folder, ["--once"]))
        #expect(text.lines == ["x\tnot known: the neutral hosts fail as well"])
        #expect(text.errors.contains("x  tcp connection_refused"))
        let ooni = try Program.run(try arguments(folder, ["--once", "--output", "ooni", "--quiet"]))
        #expect(ooni.lines.count == 1 && ooni.lines[0].contains(#""test_name":"web_connectivity""#))
        #expect(ooni.lines[0].contains(#""control_failure":"connection_refused""#))
    }

    @Test func `wrong usage says what would be right, and ends with 2`() throws {
        for (arguments, word) in [
            (["probe", "--platforms", "facbook", "--show"], "Known are"),
            (["probe", "--collector", "ftp://x", "--show"], "collector"),
            (["probe", "--country", "Pakistan", "--show"], "country"), (["probe", "--output", "xml"], "xml"),
        ] {
            let result = try Program.run(arguments)
            #expect(
                result.status == 2 && result.errors.contains(word), "\(arguments): \(result.status) \(result.errors)")
        }
    }

    @Test func `what was sent is gone from the observatory when the probe is forgotten`() async throws {
        let folder = try Folder()
        let store = folder.path + "/store.sqlite"
        let server = try RunningServer(store: store, more: ["--place", "PK:17557"])
        let collector = ["--collector", server.address]
        let sent = try Program.run(try arguments(folder, ["--once", "--consent", "--country", "PK"] + collector))
        #expect(sent.status == 0 && sent.errors.contains("1 accepted"), "\(sent.errors)")
        // One that cannot be reached keeps the others from nothing, and the key from being lost.
        let half = try Program.run(try arguments(folder, ["forget", "--collector", "http://127.0.0.1:9"] + collector))
        #expect(half.status == 1 && half.lines.contains { $0.contains("deleted the raw rows") }, "\(half.errors)")
        #expect(FileManager.default.fileExists(atPath: folder.path + "/home/key"))
        let forgotten = try Program.run(try arguments(folder, ["forget"] + collector))
        #expect(forgotten.status == 0, "\(forgotten.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/home/key"))
        #expect(server.stop().status == 0)
        let left = try Program.run(["export", "--store", "sqlite:" + store])
        #expect(!left.lines.contains { $0.contains(#""kind":"session""#) })
    }

    @Test func `a key is kept while nobody could be told to forget it`() throws {
        let folder = try Folder()
        _ = try Program.run(try arguments(folder, ["--once", "--consent"]))
        let result = try Program.run(try arguments(folder, ["forget", "--collector", "http://127.0.0.1:9"]))
        #expect(result.status == 1 && result.errors.contains("the key is kept"))
        #expect(FileManager.default.fileExists(atPath: folder.path + "/home/key"))
    }

    @Test func `the unit for systemd is one that systemd takes`() throws {
        let unit = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Packaging/systemd/parallax-probe.service").path
        #expect(try String(contentsOfFile: unit, encoding: .utf8).contains("parallax probe --quiet"))
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze") else {
            return print("skipped: there is no systemd-analyze here")
        }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/systemd-analyze")
        process.arguments = ["verify", unit]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
