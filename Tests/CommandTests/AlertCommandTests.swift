import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import ObservatoryModel
import SQLiteStorage
import Storage
import TestSupport
import Testing
import WireFormats

/// Alerts of the built program, over kills.
@Suite(.serialized) struct AlertCommandTests {
    private static var hasPython: Bool { FileManager.default.isExecutableFile(atPath: HookReceiver.python) }

    private struct Made: Decodable {
        var secret: String
    }

    private func revision(_ number: Int) -> RevisionEntry {
        var revision = SampleRecords.revision("PK-20260105-1", number, status: .confirmed).revision
        revision.decidedAt = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        var writer = RevisionWriter()
        return RevisionEntry(line: writer.line(revision), revision: revision)
    }

    @Test(.enabled(if: hasPython)) func `kill -9 loses no message, and a receiver knows what it got twice`()
        async throws
    {
        let folder = try Folder()
        let receiver = try HookReceiver()
        let path = folder.path + "/store.sqlite"
        let config = try folder.write(
            "config.json", Data(#"{"follow": false, "privateDestinations": ["127.0.0.1"]}"#.utf8))
        let made = try Program.run(
            ["admin", "token", "--store", "sqlite:" + path, "--role", "operator", "--name", "Test", "--expires", "1h"])
        #expect(made.status == 0)
        let token = try #require(made.lines.first)
        var server = try RunningServer(store: path, more: ["--config", config])

        var request = HTTPClientRequest(url: server.address + "/api/v1/admin/subscriptions")
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        request.body = .bytes(
            ByteBuffer(
                string:
                    #"{"name":"Test","channel":"webhook","address":"http://127.0.0.1:\#(receiver.port)/","gapSeconds":0,"perHour":1000}"#
            ))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        #expect(response.status == .ok)
        let body = try await response.body.collect(upTo: 1 << 16)
        try receiver.expect(secret: JSONDecoder().decode(Made.self, from: Data(body.readableBytesView)).secret)

        func decide(_ number: Int) async throws {
            let store = try SQLiteStore(path: path)
            _ = try await store.commit(StoreBatch(revisions: [revision(number)]))
            try await store.close()
        }
        // The service notes where it begins within its first rounds.
        try await Task.sleep(for: .seconds(3))
        try await decide(1)
        #expect(try await receiver.wait { $0.contains { $0.revision == 1 } })
        // While the receiver refuses, the server is killed; it goes on with the same message.
        try receiver.answer(500)
        try await decide(2)
        #expect(try await receiver.wait { $0.contains { $0.revision == 2 } })
        server.kill()
        try receiver.answer(200)
        server = try RunningServer(store: path, more: ["--config", config])
        #expect(try await receiver.wait { $0.contains { $0.revision == 2 && $0.status == 200 } })
        // Kills at any moment.
        for number in 3...5 {
            try await decide(number)
            let pause = Int.random(in: 0...1_500)
            print("killed after \(pause) ms")
            try await Task.sleep(for: .milliseconds(pause))
            server.kill()
            server = try RunningServer(store: path, more: ["--config", config])
            #expect(try await receiver.wait { $0.contains { $0.revision == number && $0.status == 200 } })
        }
        #expect(server.stop().status == 0)
        let received = receiver.received
        #expect(received.allSatisfy { $0.isSigned && $0.type == "incident.revision" })
        for number in 1...5 {
            #expect(Set(received.filter { $0.revision == number }.map(\.id)).count == 1, "revision \(number)")
        }
        #expect(received.filter { $0.revision == 1 }.count == 1)
    }

    @Test func `a token is made for a role that exists and a life that can be`() throws {
        let folder = try Folder()
        let store = "sqlite:" + folder.path + "/store.sqlite"
        func run(_ arguments: String...) throws -> Program.Result {
            try Program.run(["admin", "token", "--store", store, "--name", "Test"] + arguments)
        }
        #expect(try run("--role", "viewer").lines.count == 1)
        #expect(FileManager.default.fileExists(atPath: folder.path + "/admin.key"))
        for arguments in [["--role", "admin"], ["--role", "viewer", "--expires", "400d"], []] {
            let result = try Program.run(["admin", "token", "--store", store, "--name", "Test"] + arguments)
            #expect(result.status == 2 && result.output.isEmpty)
        }
    }
}
