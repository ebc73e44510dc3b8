import AsyncHTTPClient
import Dashboard
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ObservatoryModel
import SQLiteStorage
import Storage
import Synchronization
import Testing

@testable import ObservatoryServer

/// OONI's and IODA's APIs in small, on loopback, with made-up numbers in their shapes (FORMATS §1.8, §2).
private final class FakeUpstream: Sendable {
    let requests = Mutex<[String]>([])
    let status = Mutex<HTTPResponse.Status>(.ok)

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("/signals/raw/country/{cc}") { request, context in
            try self.answer(request) {
                let from = request.uri.queryParameters["from"].flatMap { Int($0) } ?? 0
                return """
                    {"type":"signals","metadata":{},"requestParameters":{},"error":null,"perf":null,
                    "data":[[{"entityType":"country","entityCode":"\(context.parameters.get("cc") ?? "")",
                    "entityName":"A country","entityFqid":"geo.provider.AS.PK","datasource":"bgp","subtype":"",
                    "from":\(from),"until":\(from + 1500),"step":300,"nativeStep":300,"values":[5873,5871,null,5870,5869]}]],
                    "copyright":""}
                    """
            }
        }
        router.get("/api/v1/measurements") { request, _ in
            try self.answer(request) {
                let rows = [
                    "20260105110000.000001_PK_webconnectivity_00000000000000aa",
                    "20260105110500.000001_PK_webconnectivity_00000000000000bb",
                ]
                .enumerated().map { index, uid in
                    """
                    {"anomaly":false,"confirmed":false,"failure":false,
                    "input":"\(index == 0 ? "https://twitter.com/" : "https://www.example.org/")","probe_asn":"AS17557","probe_cc":"PK",
                    "report_id":"20260105T110000Z_webconnectivity_PK_17557_n1_Aa","scores":{"blocking_general":0.0},
                    "test_name":"web_connectivity","measurement_start_time":"2026-01-05T11:0\(index * 5):00.000000Z",
                    "measurement_uid":"\(uid)"}
                    """
                }
                return "{\"metadata\":{\"count\":-1,\"next_url\":null},\"results\":[\(rows.joined(separator: ","))]}"
            }
        }
        router.get("/api/v1/raw_measurement") { request, _ in
            try self.answer(request) {
                """
                {"annotations":{},"data_format_version":"0.2.0","input":"https://twitter.com/",
                "measurement_start_time":"2026-01-05 11:00:00","probe_asn":"AS17557","probe_cc":"PK",
                "report_id":"20260105T110000Z_webconnectivity_PK_17557_n1_Aa","software_name":"ooniprobe-android",
                "software_version":"3.8.8","test_name":"web_connectivity","test_version":"0.5.28","test_runtime":2.5,
                "test_start_time":"2026-01-05 10:59:58","test_keys":{"blocking":"http-failure","accessible":false,
                "dns_consistency":"consistent","dns_experiment_failure":null,"control_failure":null,
                "http_experiment_failure":"connection_reset","queries":[],
                "tcp_connect":[{"ip":"104.244.42.1","port":443,"status":{"failure":null,"success":true,"blocked":false}}],
                "requests":[{"failure":"connection_reset","request":{"url":"https://twitter.com/"},"response":{}}],
                "tls_handshakes":[{"address":"104.244.42.1:443","server_name":"twitter.com","failure":"connection_reset"}],
                "control":{"tcp_connect":{"104.244.42.1:443":{"status":true,"failure":null}},
                "http_request":{"failure":null,"status_code":200,"body_length":1000,"title":"","headers":{}},
                "dns":{"failure":null,"addrs":["104.244.42.1"]}}}}
                """
            }
        }
        return router
    }

    private func answer(_ request: Request, _ body: () -> String) throws -> Response {
        requests.withLock { $0.append(request.uri.description) }
        let status = status.withLock { $0 }
        guard status == .ok else { return Response(status: status, headers: [.retryAfter: "7200"]) }
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body())))
    }
}

@Suite struct FollowingTests {
    /// Runs a follower against the fake for as long as the body takes.
    private func follow(
        _ feed: @escaping @Sendable (String) -> any PublicFeed,
        _ body: @escaping @Sendable (FollowService, FakeUpstream, TestSite) async throws -> Void
    ) async throws {
        let upstream = FakeUpstream()
        let site = try TestSite()
        let application = Application(
            router: upstream.router(), configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0))
        )
        try await application.test(.live) { client in
            let service = FollowService(
                feed: feed("http://127.0.0.1:\(client.port ?? 0)"), countries: [CountryCode("PK")!],
                fetcher: Fetcher(client: .shared, userAgent: "parallax/test", metrics: site.app.metrics),
                observatory: site.exhibits.live, status: site.app.status, readiness: site.app.readiness,
                clock: { site.clock.now }, logger: Logger(label: "test"))
            try await body(service, upstream, site)
        }
    }

    @Test func `IODA's bins are stored once, gaps as gaps`() async throws {
        try await follow({ IODAFeed(base: $0) }) { service, upstream, site in
            var newest: Timestamp?
            #expect(await service.round(&newest).isFine)
            let now = site.clock.now
            let series = try await site.store.signals(
                SignalQuery(country: CountryCode("PK")!, from: now - .hours(4), to: now))
            #expect(series.map(\.source) == ["ioda.bgp"])
            #expect(series.first?.bins.map(\.value) == [5873, 5871, nil, 5870, 5869])
            let before = try await site.store.counts().records
            #expect(await service.round(&newest).isFine)
            #expect(try await site.store.counts().records == before)
            #expect(upstream.requests.withLock { $0.count } == 2)
        }
    }

    @Test func `OONI's measurements of a platform are read whole, and once`() async throws {
        try await follow({ OONIFeed(base: $0) }) { service, upstream, site in
            var newest: Timestamp?
            #expect(await service.round(&newest).isFine)
            let id = "20260105110000.000001_PK_webconnectivity_00000000000000aa"
            let record = try #require(try await site.store.record(kind: "ooni", id: id))
            #expect(record.platform == PlatformID("x"))
            #expect(String(decoding: record.line, as: UTF8.self).contains("connection_reset"))
            #expect(newest == Timestamp("2026-01-05T11:05:00Z"))
            _ = await service.round(&newest)
            let asked = upstream.requests.withLock { $0.filter { $0.contains("raw_measurement") } }
            #expect(asked.count == 1)
            #expect(site.app.status.feeds.first?.condition == .fresh)
        }
    }

    @Test func `what others measured in a network that asked not to be measured is left out`() async throws {
        try await follow({ OONIFeed(base: $0) }) { service, upstream, site in
            var service = service
            service.optedOut = [ASN(17557)]
            var newest: Timestamp?
            #expect(await service.round(&newest).isFine)
            let stored = try await site.store.counts().records
            #expect(stored == 0)
            #expect(upstream.requests.withLock { !$0.isEmpty })
        }
    }

    @Test func `a refusal is a longer wait, and no claim`() async throws {
        try await follow({ IODAFeed(base: $0) }) { service, upstream, site in
            upstream.status.withLock { $0 = .tooManyRequests }
            var newest: Timestamp?
            let outcome = await service.round(&newest)
            #expect(!outcome.isFine && outcome.retryAfter == 7_200)
            #expect(site.app.status.feeds.first?.condition == .failing)
            // It answered, so the network is there.
            #expect(site.app.status.vantagePoint == .notConsented)
            let stored = try await site.store.counts().records
            #expect(stored == 0)
        }
    }

    @Test func `without a network the vantage point is offline`() async throws {
        let site = try TestSite()
        // Port 1 of loopback has no listener.
        let service = FollowService(
            feed: IODAFeed(base: "http://127.0.0.1:1"), countries: [CountryCode("PK")!],
            fetcher: Fetcher(client: .shared, userAgent: "parallax/test", metrics: site.app.metrics),
            observatory: site.exhibits.live, status: site.app.status, readiness: site.app.readiness,
            clock: { site.clock.now }, logger: Logger(label: "test"))
        var newest: Timestamp?
        #expect(await !service.round(&newest).isFine)
        #expect(site.app.status.vantagePoint == .offline(since: nil))
        try await site.run { client in
            let page = try await client.execute(uri: "/", method: .get)
            #expect(page.text.contains("offline"))
        }
    }

    @Test func `waits grow with failures, to an hour, and obey what the other side asks for`() {
        #expect(FollowService.wait(interval: 300, failures: 0, asked: nil) == 300)
        #expect(FollowService.wait(interval: 300, failures: 1, asked: nil) == 300)
        #expect(FollowService.wait(interval: 300, failures: 3, asked: nil) == 1_200)
        #expect(FollowService.wait(interval: 300, failures: 50, asked: nil) == 3_600)
        #expect(FollowService.wait(interval: 300, failures: 1, asked: 7_200) == 7_200)
        #expect(FollowService.wait(interval: 300, failures: 1, asked: 10_000_000) == 86_400)
    }
}
