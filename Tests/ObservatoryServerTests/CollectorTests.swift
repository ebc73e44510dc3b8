import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import ObservatoryModel
import SQLiteStorage
import Storage
import Testing

@testable import ObservatoryServer

private struct Receipt: Decodable {
    struct Rejection: Decodable, Equatable {
        var line: Int
        var reason: String
    }
    struct Schedule: Decodable {
        var until: String
        var optedOut: Bool?
    }
    var accepted: Int
    var duplicates: Int
    var rejected: [Rejection]
    var schedule: Schedule
}

@Suite struct CollectorTests {
    let path = "/api/v1/measurements"

    @Test func `a signed batch is on disk when it is answered, and counts once`() async throws {
        let site = try TestSite()
        let probe = TestProbe()
        let body = lines((0..<3).map { probe.session("s-\($0)", at: site.clock.now) })
        try await site.run { client in
            let first = try await client.execute(
                uri: path, method: .post, headers: try probe.headers(body), body: ByteBuffer(bytes: body))
            #expect(first.status == .ok)
            let receipt = try first.decoded(Receipt.self)
            #expect(receipt.accepted == 3 && receipt.duplicates == 0 && receipt.rejected.isEmpty)
            #expect(receipt.schedule.until == "2026-01-05T12:10:00Z")
            // Another connection to the same file sees what was acknowledged.
            let other = try SQLiteStore(path: site.store.path)
            #expect(try await other.counts().records == 3)
            try await other.close()
            let again = try await client.execute(
                uri: path, method: .post, headers: try probe.headers(body), body: ByteBuffer(bytes: body))
            let second = try again.decoded(Receipt.self)
            #expect(second.accepted == 0 && second.duplicates == 3)
        }
    }

    @Test func `gzip is read by its first bytes`() async throws {
        let site = try TestSite()
        let probe = TestProbe()
        let body = gzipped(lines([probe.session("s-1", at: site.clock.now)]))
        try await site.run { client in
            var headers = try probe.headers(body)
            headers[.contentEncoding] = "gzip"
            let response = try await client.execute(
                uri: path, method: .post, headers: headers, body: ByteBuffer(bytes: body))
            #expect(response.status == .ok)
            #expect(try response.decoded(Receipt.self).accepted == 1)
        }
    }

    @Test func `nobody can send for another probe, or change what was signed`() async throws {
        let site = try TestSite()
        let (probe, other) = (TestProbe(), TestProbe())
        let body = lines([probe.session("s-1", at: site.clock.now)])
        try await site.run { client in
            let unsigned = try await client.execute(uri: path, method: .post, body: ByteBuffer(bytes: body))
            #expect(unsigned.status == .unauthorized)
            #expect(unsigned.problemCode == "signature-missing")
            let changed = try await client.execute(
                uri: path, method: .post, headers: try probe.headers(body), body: ByteBuffer(bytes: body + [10]))
            #expect(changed.status == .unauthorized)
            #expect(changed.problemCode == "signature-invalid")
            let elsewhere: HTTPFields = [
                .authorization: try probe.authorization(body, path: "/api/v1/reports")
            ]
            let moved = try await client.execute(
                uri: path, method: .post, headers: elsewhere, body: ByteBuffer(bytes: body))
            #expect(moved.problemCode == "signature-invalid")
            let foreign = try await client.execute(
                uri: path, method: .post, headers: try other.headers(body), body: ByteBuffer(bytes: body))
            #expect(foreign.status == .ok)
            let receipt = try foreign.decoded(Receipt.self)
            #expect(receipt.accepted == 0)
            #expect(receipt.rejected.map(\.line) == [1])
            #expect(try await site.store.counts().records == 0)
        }
    }

    @Test func `a network that asked not to be measured is not, and its probes are told to pause`() async throws {
        let site = try TestSite { $0.optedOutNetworks = [ASN(17557)] }
        let probe = TestProbe()
        let body = lines([probe.session("s-1", at: site.clock.now)])
        #expect(String(decoding: body, as: UTF8.self).contains("\"asn\":17557"))
        try await site.run { client in
            let answer = try await client.execute(
                uri: path, method: .post, headers: try probe.headers(body), body: ByteBuffer(bytes: body))
            let receipt = try answer.decoded(Receipt.self)
            #expect(receipt.accepted == 0 && receipt.rejected.count == 1)
            #expect(receipt.rejected.first?.reason.contains("AS17557 has asked not to be measured") == true)
            #expect(receipt.schedule.optedOut == true && receipt.schedule.until == "2026-01-06T12:00:00Z")
            #expect(try await site.store.counts().records == 0)
        }
    }

    struct BadHeader: Sendable, CustomTestStringConvertible {
        var value: String
        var testDescription: String { value.isEmpty ? "empty" : value }
    }

    @Test(arguments: [
        BadHeader(value: ""), BadHeader(value: "Probe"), BadHeader(value: "Probe :"), BadHeader(value: "Bearer a:b"),
        BadHeader(value: "Probe AAAA:AAAA"), BadHeader(value: "Probe !!!!:????"), BadHeader(value: "Probe a b:c"),
        BadHeader(value: "Probe " + String(repeating: "A", count: 43) + ":" + String(repeating: "A", count: 86)),
    ])
    func `a header that is no signature is refused`(_ header: BadHeader) throws {
        #expect(throws: Problem.self) {
            let signature = try ProbeSignature(authorization: header.value)
            try signature.check(path: "/api/v1/measurements", body: [])
        }
    }

    @Test func `bad lines are told by number, and the others count`() async throws {
        let site = try TestSite()
        let probe = TestProbe()
        var body = lines([probe.session("s-1", at: site.clock.now)])
        body += Array("{\"kind\":\"session\"\n\n{\"kind\":\"heartbeat\",\"at\":\"2026-01-05T12:00:00Z\"}\n".utf8)
        body += lines([probe.session("s-2", at: site.clock.now)])
        let sent = body
        try await site.run { client in
            let response = try await client.execute(
                uri: path, method: .post, headers: try probe.headers(sent), body: ByteBuffer(bytes: sent))
            let receipt = try response.decoded(Receipt.self)
            #expect(receipt.accepted == 2)
            #expect(receipt.rejected.map(\.line) == [2, 4])
            #expect(receipt.rejected.last?.reason == "only kind “session” is taken here")
        }
    }

    @Test func `bodies have bounds, packed and unpacked`() async throws {
        let site = try TestSite { configuration in
            configuration.limits.bodyBytes = 20_000
            configuration.limits.inflatedBytes = 4_000
            configuration.limits.batchLines = 2
        }
        let probe = TestProbe()
        let inflating = gzipped([UInt8](repeating: 32, count: 5_000))
        let many = Array("\u{7b}\n\u{7b}\n\u{7b}\n".utf8)
        let damaged = Array(gzipped(lines([probe.session("s-1", at: site.clock.now)])).dropLast(9))
        try await site.run { client in
            for (body, code) in [
                ([UInt8](repeating: 32, count: 20_001), "body-too-large"), (inflating, "body-too-large"),
                (many, "body-too-large"), (damaged, "invalid-body"),
            ] {
                let response = try await client.execute(
                    uri: path, method: .post, headers: try probe.headers(body), body: ByteBuffer(bytes: body))
                #expect(response.problemCode == code)
            }
            var headers = try probe.headers([])
            headers[.contentEncoding] = "br"
            let encoded = try await client.execute(uri: path, method: .post, headers: headers)
            #expect(encoded.problemCode == "unsupported-encoding")
        }
    }

    @Test func `the place comes from the connection`() async throws {
        let site = try TestSite { $0.place = Place("KE:33771") }
        try await site.run { client in
            // Three probes, since a network of fewer is not told.
            for index in 1...3 {
                let probe = TestProbe()
                let body = lines([probe.session("s-\(index)", at: site.clock.now, country: "PK", asn: 17557)])
                _ = try await client.execute(
                    uri: path, method: .post, headers: try probe.headers(body), body: ByteBuffer(bytes: body))
            }
            let record = try #require(try await site.store.record(kind: "session", id: "s-3"))
            #expect(record.country.description == "KE")
            #expect(record.asn == ASN(33771))
        }
    }

    @Test func `what the format does not know does not reach the disk`() async throws {
        let site = try TestSite()
        let probe = TestProbe()
        let line = String(decoding: lines([probe.session("s-1", at: site.clock.now)]), as: UTF8.self)
        let body = Array(line.replacing("{\"kind\"", with: "{\"client_ip\":\"203.0.113.7\",\"kind\"").utf8)
        try await site.run { client in
            let response = try await client.execute(
                uri: path, method: .post, headers: try probe.headers(body), body: ByteBuffer(bytes: body))
            #expect(try response.decoded(Receipt.self).accepted == 1)
            let record = try #require(try await site.store.record(kind: "session", id: "s-1"))
            #expect(!String(decoding: record.line, as: UTF8.self).contains("203.0.113.7"))
        }
    }

    @Test func `a probe that sends too much is asked to wait`() async throws {
        let site = try TestSite { configuration in
            configuration.limits.probeBurst = 3
            configuration.limits.probePerMinute = 1
        }
        let probe = TestProbe()
        let now = site.clock.now
        let first = lines((0..<3).map { probe.session("a-\($0)", at: now) })
        let second = lines([probe.session("b", at: now)])
        try await site.run { client in
            let fine = try await client.execute(
                uri: path, method: .post, headers: try probe.headers(first), body: ByteBuffer(bytes: first))
            #expect(fine.status == .ok)
            let refused = try await client.execute(
                uri: path, method: .post, headers: try probe.headers(second), body: ByteBuffer(bytes: second))
            #expect(refused.status == .tooManyRequests)
            #expect(refused.headers[.retryAfter] == "60")
            site.clock.now = now + .minutes(1)
            let later = try await client.execute(
                uri: path, method: .post, headers: try probe.headers(second), body: ByteBuffer(bytes: second))
            #expect(later.status == .ok)
        }
    }
}
