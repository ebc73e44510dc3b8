import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import ObservatoryModel
import SQLiteStorage
import Storage
import Testing
import WireFormats

@testable import ObservatoryServer

@Suite struct ForgettingTests {
    private let path = "/api/v1/probes/forget"

    private struct Forgotten: Decodable { var records: Int, votes: Int }

    private func send(_ probe: TestProbe, _ records: [Record], _ client: any TestClientProtocol) async throws -> String
    {
        let body = lines(records)
        return try await client.execute(
            uri: "/api/v1/measurements", method: .post, headers: try probe.headers(body), body: ByteBuffer(bytes: body)
        ).text
    }

    private func forget(_ probe: TestProbe, signedFor other: String? = nil, _ client: any TestClientProtocol)
        async throws -> TestResponse
    {
        let body = Array("{}".utf8)
        return try await client.execute(
            uri: path, method: .post, headers: [.authorization: try probe.authorization(body, path: other ?? path)],
            body: ByteBuffer(bytes: body))
    }

    @Test func `a probe that asks for it leaves no raw row, and its votes name nobody`() async throws {
        let site = try TestSite()
        let (leaving, staying) = (TestProbe(), TestProbe())
        try await site.run { client in
            let now = site.clock.now
            _ = try await send(leaving, (0..<20).map { leaving.session("s-\($0)", at: now) }, client)
            _ = try await send(staying, (0..<5).map { staying.session("t-\($0)", at: now) }, client)
            let wrong = try await forget(leaving, signedFor: "/api/v1/measurements", client)
            #expect(wrong.status == .unauthorized)
            let answer = try await forget(leaving, client)
            #expect(answer.status == .ok)
            let outcome = try answer.decoded(Forgotten.self)
            #expect(outcome.records == 20 && outcome.votes == 20)
            let rows = try await site.store.records(from: 1, matching: RecordFilter(kinds: ["session"]), limit: 100)
            #expect(rows.records.count == 5)
            let text = rows.records.map { String(decoding: $0.line, as: UTF8.self) }.joined()
            #expect(!text.contains(leaving.name) && text.contains(staying.name))
            let votes = try await site.store.votes(from: 1, matching: RecordFilter(kinds: ["session"]), limit: 100)
            #expect(votes.votes.count == 25)
            #expect(votes.votes.count { $0.probe == 0 } == 20)
            let again = try await forget(leaving, client).decoded(Forgotten.self)
            #expect(again.records == 0 && again.votes == 0)
        }
    }

    @Test func `two probes may use the same session id`() async throws {
        let site = try TestSite()
        let (first, second) = (TestProbe(), TestProbe())
        try await site.run { client in
            for probe in [first, second, first] {
                _ = try await send(probe, [probe.session("s-000001", at: site.clock.now)], client)
            }
            let rows = try await site.store.records(from: 1, matching: RecordFilter(kinds: ["session"]), limit: 100)
            #expect(rows.records.count == 2)
            let names = rows.records.compactMap { stored -> String? in
                if case .session(let session)? = StoredRecordReader().record(stored) { session.probe } else { nil }
            }
            #expect(names == [first.name, second.name])
            #expect(try await site.store.record(kind: "session", id: second.name + ".s-000001") != nil)
        }
    }
}
