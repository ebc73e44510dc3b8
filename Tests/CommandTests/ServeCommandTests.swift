import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import ObservatoryModel
import Simulation
import Testing
import WireFormats

/// A probe that signs what it sends.
private struct Sender: Sendable {
    let key = Curve25519.Signing.PrivateKey()

    var probe: String {
        let digest = SHA256.hash(data: key.publicKey.rawRepresentation)
        return "p-" + digest.prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    func lines(_ ids: [String], at moment: Timestamp) -> [UInt8] {
        var bytes: [UInt8] = []
        var writer = RecordWriter()
        for id in ids {
            let session = Session(
                id: id, at: moment, received: moment, every: 600, probe: probe, country: CountryCode("PK")!,
                asn: ASN(17557), platform: PlatformID("x")!, outcome: .ok, steps: [Step(.tls)],
                controls: [Control(role: .neutral, target: "https://www.example.org/", outcome: .ok)])
            writer.append(.session(session), to: &bytes)
        }
        return bytes
    }

    /// - Returns: whether the server acknowledged the batch.
    func send(_ body: [UInt8], to address: String) async -> Bool {
        func base64URL(_ data: Data) -> String {
            data.base64EncodedString().replacingOccurrences(of: "+", with: "-")
                .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
        }
        let digest = SHA256.hash(data: body).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let text = "parallax-v1\n/api/v1/measurements\n\(digest)"
        guard let signature = try? key.signature(for: Data(text.utf8)) else { return false }
        var request = HTTPClientRequest(url: address + "/api/v1/measurements")
        request.method = .POST
        request.headers.add(
            name: "Authorization", value: "Probe \(base64URL(key.publicKey.rawRepresentation)):\(base64URL(signature))")
        request.body = .bytes(body)
        let response = try? await HTTPClient.shared.execute(request, timeout: .seconds(4))
        return response?.status == .ok
    }
}

/// The body of a document.
private func get(_ address: String) async throws -> (status: Int, text: String) {
    let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: address), timeout: .seconds(20))
    let body = try await response.body.collect(upTo: 1 << 24)
    return (Int(response.status.code), String(buffer: body))
}

@Suite(.serialized) struct ServeCommandTests {
    @Test func `what was acknowledged survives kill -9`() async throws {
        let folder = try Folder()
        let store = folder.path + "/store.sqlite"
        let sender = Sender()
        var acknowledged: Set<String> = []
        for round in 0..<2 {
            let server = try RunningServer(store: store)
            let address = server.address
            // Several batches are under way when the process is killed.
            acknowledged = await withTaskGroup(of: [String].self, returning: Set<String>.self) { group in
                for batch in 0..<40 {
                    group.addTask {
                        try? await Task.sleep(for: .milliseconds(batch * 20))
                        let ids = (0..<50).map { "s-\(round)-\(batch)-\($0)" }
                        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
                        return await sender.send(sender.lines(ids, at: now), to: address) ? ids : []
                    }
                }
                // Once some are acknowledged, however slow the machine is; the others are under way.
                var all = acknowledged
                while all.count < acknowledged.count + 100, let batch = await group.next() { all.formUnion(batch) }
                server.kill()
                return await group.reduce(into: all) { $0.formUnion($1) }
            }
        }
        try #require(!acknowledged.isEmpty)
        let exported = try Program.run(["export", "--store", "sqlite:" + store])
        struct Line: Decodable { var kind: String, id: String? }
        let ids = try exported.lines.compactMap { line -> String? in
            let read = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
            return read.kind == "session" ? read.id : nil
        }
        print("acknowledged \(acknowledged.count), found \(ids.count)")
        #expect(Set(ids).count == ids.count, "doubled")
        #expect(acknowledged.isSubset(of: ids), "lost")
        // It starts again on the same store.
        let server = try RunningServer(store: store)
        #expect(try await get(server.address + "/health/ready").status == 200)
        #expect(server.stop().status == 0)
    }

    @Test func `SIGTERM stops it clean within seconds, also while streams are open`() async throws {
        let folder = try Folder()
        let server = try RunningServer(store: folder.path + "/store.sqlite")
        let response = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: server.address + "/api/v1/stream"), timeout: .seconds(30))
        #expect(response.headers.first(name: "Content-Type") == "text/event-stream")
        var stream = response.body.makeAsyncIterator()
        #expect(try await stream.next() != nil)
        let stopped = server.stop()
        #expect(stopped.status == 0)
        #expect(stopped.seconds < 5)
        // The stream ends, and is not cut.
        while try await stream.next() != nil {}
    }

    @Test func `links name the port that the system chose`() async throws {
        let folder = try Folder()
        let server = try RunningServer(store: folder.path + "/store.sqlite")
        let page = try await get(server.address + "/").text
        #expect(page.contains("<link rel=\"canonical\" href=\"\(server.address)/\""))
        #expect(!page.contains("127.0.0.1:0/"))
        #expect(server.stop().status == 0)
    }

    @Test func `a taken port is said, with the way out`() throws {
        let folder = try Folder()
        let server = try RunningServer(store: folder.path + "/store.sqlite")
        let taken = String(server.address.dropFirst("http://".count))
        let result = try Program.run(
            ["serve", "--no-example", "--listen", taken, "--store", "sqlite:" + folder.path + "/other.sqlite"])
        #expect(result.status == 2)
        #expect(result.errors.contains("is taken") && result.errors.contains("--listen 127.0.0.1:"))
    }

    @Test func `a replay's store, served, shows the same incidents`() async throws {
        let folder = try Folder()
        var bytes: [UInt8] = []
        var writer = RecordWriter()
        for record in ScenarioRun(Scenario.named("short")!, seed: 22) { writer.append(record, to: &bytes) }
        let path = try folder.write("block.ndjson", Data(bytes))
        let store = folder.path + "/store.sqlite"
        let replayed = try Program.run(["replay", path, "--store", "sqlite:" + store])
        #expect(replayed.status == 0)
        struct Head: Decodable { var incident: String }
        let first = try #require(replayed.lines.first)
        let id = try JSONDecoder().decode(Head.self, from: Data(first.utf8)).incident
        let server = try RunningServer(store: store)
        let served = try await get(server.address + "/api/v1/incidents/\(id)")
        #expect(served.status == 200)
        for line in replayed.lines where line.contains("\"incident\":\"\(id)\"") {
            #expect(served.text.contains(line))
        }
        let page = try await get(server.address + "/incidents/\(id)")
        #expect(page.status == 200)
        #expect(page.text.utf8.count < 50_000)
        #expect(!page.text.contains("synthetic example"))
        #expect(server.stop().status == 0)
    }

    @Test func `a damaged store and a bad configuration are refused in a sentence`() throws {
        let folder = try Folder()
        let noise = try folder.write("noise.sqlite", Data(repeating: 7, count: 8_192))
        let damaged = try Program.run([
            "serve", "--no-example", "--listen", "127.0.0.1:0", "--store", "sqlite:" + noise,
        ])
        #expect(damaged.status == 2)
        #expect(damaged.errors.contains("noise.sqlite"))
        let config = try folder.write("bad.json", Data("{\"listn\":1}".utf8))
        let bad = try Program.run(["serve", "--config", config])
        #expect(bad.status == 2 && bad.errors.contains("“listn”"))
    }
}
