import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import ObservatoryModel
import SQLiteStorage
import Storage
import Testing

@testable import ObservatoryServer

/// What a stock OONI probe says and expects, request by request: a probe of version 3.2x asks for test helpers, checks
/// in, and submits; older ones open and close reports.
@Suite struct `An OONI probe` {
    private let json: HTTPFields = [
        .contentType: "application/json", .userAgent: "ooniprobe-cli/3.26.0 ooniprobe-engine/3.26.0",
    ]

    private func measurement(
        report: String = "", country: String = "PK", asn: String = "AS17557", test: String = "web_connectivity",
        start: String = "2026-01-05 11:59:00", failure: String? = "connection_reset"
    ) -> String {
        let reason = failure.map { "\"\($0)\"" } ?? "null"
        return """
            {"annotations":{"engine_name":"ooniprobe-engine"},"data_format_version":"0.2.0","input":"https://x.com/",\
            "measurement_start_time":"\(start)","probe_asn":"\(asn)","probe_cc":"\(country)",\
            "probe_ip":"127.0.0.1","report_id":"\(report)","software_name":"ooniprobe-cli","software_version":"3.26.0",\
            "test_name":"\(test)","test_version":"0.5.30","test_start_time":"\(start)","test_keys":{\
            "queries":[{"engine":"getaddrinfo","failure":null,"hostname":"x.com","query_type":"ANY","transaction_id":1,\
            "answers":[{"answer_type":"A","ipv4":"104.244.42.1","asn":13414}],"tags":["classic","depth=0"]}],\
            "tcp_connect":[{"ip":"104.244.42.1","port":443,"status":{"failure":null,"success":true},\
            "transaction_id":2,"tags":["classic","depth=0","fetch_body=true"]}],\
            "tls_handshakes":[{"address":"104.244.42.1:443","failure":\(reason),"server_name":"x.com",\
            "transaction_id":2,"tags":["classic","depth=0","fetch_body=true"]}],"requests":[],\
            "control":{"dns":{"failure":null,"addrs":["104.244.42.1"]},\
            "tcp_connect":{"104.244.42.1:443":{"status":true,"failure":null}},\
            "tls_handshake":{"104.244.42.1:443":{"server_name":"x.com","status":true,"failure":null}},\
            "http_request":{"body_length":10,"failure":null,"title":"X","headers":{},"status_code":200},"ip_info":{}},\
            "control_failure":null,"x_control_request":{"http_request":"https://x.com/"}}}
            """
    }

    private func escaped(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private func stored(_ site: TestSite) async throws -> [OONIVerdict] {
        let page = try await site.store.records(from: 1, matching: RecordFilter(kinds: ["ooni"]), limit: 1000)
        return page.records.compactMap { stored in
            if case .ooni(let verdict)? = StoredRecordReader().record(stored) { verdict } else { nil }
        }
    }

    private struct Submitted: Decodable {
        var measurement_uid: String?
        var verification_status: String?
        var report_id: String?
    }

    @Test func `finds the helper, checks in, and gets the target list`() async throws {
        let site = try TestSite { $0.place = Place("PK:17557") }
        try await site.run { client in
            struct Service: Decodable, Equatable { var address: String, type: String }
            let helpers = try await client.execute(uri: "/api/v1/test-helpers", method: .get, headers: json)
                .decoded([String: [Service]].self)
            #expect(
                helpers == [
                    "web-connectivity": [
                        Service(address: "https://observatory.example/ooni/test-helper", type: "https")
                    ]
                ])
            struct CheckIn: Decodable {
                struct Tests: Decodable {
                    struct Web: Decodable {
                        struct Entry: Decodable { var category_code: String, country_code: String, url: String }
                        var report_id: String
                        var urls: [Entry]
                    }
                    var web_connectivity: Web
                }
                struct Configuration: Decodable {
                    var features: [String: Bool]
                    var test_helpers: [String: [Service]]
                }
                var v: Int
                var probe_cc: String, probe_asn: String, utc_time: String
                var conf: Configuration
                var tests: Tests
            }
            let sent = """
                {"run_type":"manual","probe_cc":"IT","probe_asn":"AS30722","platform":"linux","on_wifi":true,"charging":true,\
                "software_name":"ooniprobe-cli","software_version":"3.26.0","web_connectivity":{"category_codes":[]}}
                """
            let answer = try await client.execute(
                uri: "/api/v1/check-in", method: .post, headers: json, body: ByteBuffer(string: sent)
            ).decoded(CheckIn.self)
            // By the connection, not by what the probe says.
            #expect(answer.v == 1 && answer.probe_cc == "PK" && answer.probe_asn == "AS17557")
            #expect(answer.utc_time == "2026-01-05T12:00:00Z" && answer.conf.test_helpers == helpers)
            #expect(
                answer.tests.web_connectivity.urls.contains { $0.url == "https://x.com/" && $0.category_code == "GRP" })
            #expect(OONIReportID(answer.tests.web_connectivity.report_id)?.country == "PK")
            let few = try await client.execute(
                uri: "/api/v1/check-in", method: .post, headers: json,
                body: ByteBuffer(
                    string: sent.replacing("manual", with: "timed").replacing(
                        "\"charging\":true", with: "\"charging\":false"))
            ).decoded(CheckIn.self)
            #expect(few.tests.web_connectivity.urls.count == min(20, answer.tests.web_connectivity.urls.count))
            let social = try await client.execute(
                uri: "/api/v1/test-list/urls?country_code=PK&category_codes=COMT", method: .get, headers: json)
            #expect(social.text.contains("https://web.whatsapp.com/") && !social.text.contains("https://x.com/"))
            let bounced = try await client.execute(
                uri: "/bouncer/net-tests", method: .post, headers: json,
                body: ByteBuffer(
                    string: #"{"net-tests":[{"name":"web-connectivity","version":"0.4","input-hashes":null}]}"#))
            #expect(bounced.text.contains(#""collector":"https://observatory.example""#))
        }
    }

    @Test func `submits by text, is counted once, and leaves no address`() async throws {
        let site = try TestSite { $0.place = Place("PK:17557") }
        try await site.run { client in
            let body = """
                {"format":"json","content":\(escaped(measurement())),"nym":"secret-nym","zkp_request":"secret-proof",\
                "manifest_version":null,"protocol_version":null}
                """
            let response = try await client.execute(
                uri: "/api/v1/submit_measurement", method: .post, headers: json, body: ByteBuffer(string: body))
            let answer = try response.decoded(Submitted.self)
            let uid = try #require(answer.measurement_uid)
            #expect(uid.hasPrefix("20260105120000.000000_PK_webconnectivity_") && uid.utf8.count == 57)
            #expect(answer.verification_status == "unverified")
            site.clock.now = Timestamp("2026-01-05T12:01:00Z")!
            let again = try await client.execute(
                uri: "/api/v1/submit_measurement", method: .post, headers: json, body: ByteBuffer(string: body)
            ).decoded(Submitted.self)
            #expect(again.measurement_uid == uid)
            let verdict = try #require(try await stored(site).first)
            #expect(try await stored(site).count == 1)
            #expect(verdict.id == uid && verdict.blocked > 0.7 && verdict.stage == .tls)
            #expect(verdict.platform?.text == "x" && verdict.asn == ASN(17557))
            let line = try #require(try await site.store.record(kind: "ooni", id: uid)?.line)
            let text = String(decoding: line, as: UTF8.self)
            #expect(!text.contains("127.0.0.1") && !text.contains("secret"), "\(text)")
        }
    }

    @Test func `opens a report, adds to it packed, and closes it`() async throws {
        let site = try TestSite { $0.place = Place("PK:17557") }
        try await site.run { client in
            struct Opened: Decodable { var backend_version: String, report_id: String, supported_formats: [String] }
            let opening = """
                {"data_format_version":"0.2.0","format":"json","probe_asn":"AS17557","probe_cc":"PK",\
                "software_name":"ooniprobe-cli","software_version":"3.26.0","test_name":"web_connectivity",\
                "test_start_time":"2026-01-05 11:58:00","test_version":"0.5.30"}
                """
            let opened = try await client.execute(
                uri: "/report", method: .post, headers: json, body: ByteBuffer(string: opening)
            ).decoded(Opened.self)
            #expect(opened.supported_formats.contains("json"))
            #expect(opened.report_id.hasPrefix("20260105T120000Z_webconnectivity_PK_17557_n1_"))
            let content = measurement(report: opened.report_id)
            var packed = json
            packed[.contentEncoding] = "gzip"
            let added = try await client.execute(
                uri: "/report/\(opened.report_id)", method: .post, headers: packed,
                body: ByteBuffer(bytes: gzipped(Array("{\"format\":\"json\",\"content\":\(content)}".utf8))))
            #expect(added.status == .ok)
            #expect(try added.decoded(Submitted.self).measurement_uid != nil)
            let foreign = try await client.execute(
                uri: "/report/\(opened.report_id)", method: .post, headers: json,
                body: ByteBuffer(string: "{\"format\":\"json\",\"content\":\(measurement(asn: "AS1"))}"))
            #expect(foreign.status == .badRequest)
            let unknown = try await client.execute(
                uri: "/report/whatever", method: .post, headers: json,
                body: ByteBuffer(string: "{\"format\":\"json\",\"content\":\(content)}"))
            #expect(unknown.status == .badRequest)
            let closed = try await client.execute(
                uri: "/report/\(opened.report_id)/close", method: .post, headers: json)
            #expect(closed.status == .ok && closed.text == "{}")
            #expect(try await stored(site).count == 1)
        }
    }

    @Test func `from elsewhere than it says, or with nothing to say, is thanked and not counted`() async throws {
        let site = try TestSite { $0.place = Place("PK:17557") }
        try await site.run { client in
            for content in [
                measurement(country: "IR"), measurement(country: "ZZ"), measurement(start: "2024-01-05 11:59:00"),
                measurement(start: "2026-01-05 14:00:00"),
                measurement().replacing("\"test_keys\":{", with: "\"test_keys\":null,\"old\":{"),
            ] {
                let response = try await client.execute(
                    uri: "/api/v1/submit_measurement", method: .post, headers: json,
                    body: ByteBuffer(string: "{\"format\":\"json\",\"content\":\(escaped(content))}"))
                #expect(response.status == .ok && response.text == "{}", "\(response.text)")
            }
            for body in [
                "", "[]", "{\"format\":\"yaml\",\"content\":\"\"}", "{\"format\":\"json\",\"content\":\"{\"}",
                "{\"format\":\"json\",\"content\":\(escaped(measurement(test: "../etc")))}",
            ] {
                let response = try await client.execute(
                    uri: "/api/v1/submit_measurement", method: .post, headers: json, body: ByteBuffer(string: body))
                #expect(response.status == .badRequest, "\(body)")
            }
            #expect(try await stored(site).isEmpty)
        }
    }

    struct OptedOut: Sendable, CustomTestStringConvertible {
        /// Where the connection comes from; the measurement says AS17557 of Pakistan in each case.
        var place: String
        var testDescription: String { "from \(place)" }
    }

    @Test(arguments: [OptedOut(place: "PK:17557"), OptedOut(place: "PK")])
    func `in a network that asked not to be measured is asked for nothing, thanked and not counted`(
        _ case: OptedOut
    ) async throws {
        let site = try TestSite {
            $0.place = Place(`case`.place)
            $0.optedOutNetworks = [ASN(17557)]
        }
        try await site.run { client in
            for body in [escaped(measurement()), measurement()] {
                let response = try await client.execute(
                    uri: "/api/v1/submit_measurement", method: .post, headers: json,
                    body: ByteBuffer(string: "{\"format\":\"json\",\"content\":\(body)}"))
                #expect(response.status == .ok && response.text == "{}", "\(response.text)")
            }
            #expect(try await stored(site).isEmpty)
            // So the country has no cell for it, and its share of the users counts as uncovered.
            let status = try await client.execute(uri: "/api/v1/status?cc=PK", method: .get)
            #expect(!status.text.contains("17557"), "\(status.text)")
            guard `case`.place != "PK" else { return }
            let asked = try await client.execute(
                uri: "/api/v1/check-in", method: .post, headers: json,
                body: ByteBuffer(
                    string: #"{"run_type":"manual","probe_cc":"PK","probe_asn":"AS17557","web_connectivity":{}}"#))
            #expect(asked.text.contains("\"urls\":[]") && !asked.text.contains("telegram"), "\(asked.text)")
        }
    }

    @Test func `that sends too much or too often is held back`() async throws {
        let site = try TestSite {
            $0.place = Place("PK:17557")
            $0.limits.addressBurst = 3
            $0.limits.bodyBytes = 100_000
        }
        try await site.run { client in
            let large = try await client.execute(
                uri: "/api/v1/submit_measurement", method: .post, headers: json,
                body: ByteBuffer(repeating: 0x20, count: 100_001))
            #expect(large.problemCode == "body-too-large")
            // A few bytes that unpack to 32 MB.
            var bomb = json
            bomb[.contentEncoding] = "gzip"
            let packed = gzipped([UInt8](repeating: 0x20, count: 90_000))
            let unpacked = try await client.execute(
                uri: "/api/v1/submit_measurement", method: .post, headers: bomb, body: ByteBuffer(bytes: packed))
            #expect(unpacked.status == .badRequest)
            _ = try await client.execute(
                uri: "/api/v1/check-in", method: .post, headers: json, body: ByteBuffer(string: "{}"))
            let often = try await client.execute(
                uri: "/api/v1/check-in", method: .post, headers: json, body: ByteBuffer(string: "{}"))
            #expect(often.problemCode == "rate-limited")
        }
    }
}
