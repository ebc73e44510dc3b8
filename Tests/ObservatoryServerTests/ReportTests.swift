import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import ObservatoryModel
import SQLiteStorage
import Storage
import Testing

@testable import ObservatoryServer

@Suite struct ReportTests {
    let path = "/api/v1/reports"

    @Test func `a person's report is stored without a trace of the person`() async throws {
        let site = try TestSite { $0.place = Place("PK:17557") }
        try await site.run { client in
            let response = try await client.execute(
                uri: path, method: .post, headers: [.contentType: "application/json", .userAgent: "Browser/1"],
                body: ByteBuffer(string: "{\"platform\":\"x\",\"problem\":\"slow\",\"region\":\"PK-SD\"}"))
            #expect(response.status == .ok)
            let page = try await site.store.records(from: 1, matching: .all, limit: 10)
            #expect(page.records.count == 1)
            let line = String(decoding: page.records[0].line, as: UTF8.self)
            #expect(line.contains("\"problem\":\"slow\"") && line.contains("\"cc\":\"PK\""))
            #expect(!line.contains("127.0.0.1") && !line.contains("Browser"))
            // No probe measures there, so the region and the network would say who it was.
            #expect(!line.contains("PK-SD") && !line.contains("17557"))
        }
    }

    @Test func `a device counts once per platform in six hours`() async throws {
        let site = try TestSite { $0.place = Place("PK") }
        let send = { @Sendable (client: any TestClientProtocol, platform: String) in
            try await client.execute(
                uri: path, method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: "platform=\(platform)&problem=unreachable"))
        }
        try await site.run { client in
            #expect(try await send(client, "x").status == .ok)
            let second = try await send(client, "x")
            #expect(second.status == .tooManyRequests && second.problemCode == "already-reported")
            #expect(try await send(client, "youtube").status == .ok)
            site.clock.now = site.clock.now + .hours(6)
            #expect(try await send(client, "x").status == .ok)
        }
    }

    @Test func `a browser gets a page for its form`() async throws {
        let site = try TestSite { $0.place = Place("PK") }
        try await site.run { client in
            let form = try await client.execute(uri: "/report?platform=x", method: .get)
            #expect(form.status == .ok && form.text.contains("action=\"/api/v1/reports"))
            #expect(form.headers[.cacheControl] == "no-store")
            let headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded", .accept: "text/html"]
            let sent = try await client.execute(
                uri: path, method: .post, headers: headers, body: ByteBuffer(string: "platform=x&problem=login"))
            #expect(sent.status == .ok)
            #expect(sent.headers[.contentType] == "text/html; charset=utf-8")
            let bad = try await client.execute(
                uri: path, method: .post, headers: headers, body: ByteBuffer(string: "platform=NOT+ONE"))
            #expect(bad.status == .badRequest)
            #expect(bad.headers[.contentType] == "text/html; charset=utf-8")
        }
    }

    @Test func `a connection of unknown place cannot report`() async throws {
        // Loopback is trusted without a place of its own, but here nothing is stated either.
        let site = try TestSite()
        try await site.run { client in
            let response = try await client.execute(
                uri: path, method: .post, headers: [.contentType: "application/json"],
                body: ByteBuffer(string: "{\"platform\":\"x\"}"))
            #expect(response.problemCode == "place-unknown")
        }
    }

    struct BadBody: Sendable, CustomTestStringConvertible {
        var body: String
        var parameter: String?
        var testDescription: String { body }
    }

    @Test(arguments: [
        BadBody(body: "{}", parameter: "platform"), BadBody(body: "{\"platform\":\"X!\"}", parameter: "platform"),
        BadBody(body: "{\"platform\":\"x\",\"problem\":\"bad\"}", parameter: "problem"),
        BadBody(body: "{\"platform\":\"x\",\"region\":\"Sindh\"}", parameter: "region"),
        BadBody(body: "{\"platform\":\"x\",\"cc\":\"Pakistan\"}", parameter: "cc"), BadBody(body: "[]"),
        BadBody(body: "{\"platform\":7}"), BadBody(body: ""),
    ])
    func `a report that cannot be read names the field`(_ bad: BadBody) {
        let problem = #expect(throws: Problem.self) {
            try ReportForm(Array(bad.body.utf8), contentType: "application/json")
        }
        #expect(problem?.parameter == bad.parameter)
    }

    @Test func `the ledger forgets who reported after midnight and six hours`() {
        let ledger = ReportLedger()
        let x = PlatformID("x")!
        let evening = Timestamp("2026-01-05T22:00:00Z")!
        #expect(ledger.note(device: "a", platform: x, at: evening))
        #expect(!ledger.note(device: "a", platform: x, at: Timestamp("2026-01-06T03:59:00Z")!))
        #expect(ledger.note(device: "a", platform: x, at: Timestamp("2026-01-06T04:00:00Z")!))
        #expect(ledger.note(device: "b", platform: x, at: evening))
    }
}
