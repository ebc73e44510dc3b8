import FoundationEssentials
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

/// `/api/v1/measurements`, `/api/v1/aggregation` and `/api/v1/signals/raw`: the shapes that OONI's and IODA's users know.
@Suite struct OpenDataTests {
    private struct List: Decodable {
        struct Metadata: Decodable {
            var count: Int
            var pages: Int
            var current_page: Int
            var next_url: String?
        }
        struct Row: Decodable {
            var anomaly: Bool
            var confirmed: Bool
            var failure: Bool
            var input: String?
            var measurement_start_time: String
            var measurement_uid: String
            var measurement_url: String
            var probe_asn: String
            var probe_cc: String
            var scores: [String: Double]
            var test_name: String
        }
        var metadata: Metadata
        var results: [Row]
    }

    private struct Counts: Decodable, Equatable {
        var anomaly_count: Int
        var confirmed_count: Int
        var failure_count: Int
        var ok_count: Int
        var measurement_count: Int
        var measurement_start_day: String?
        var probe_asn: Int?
        var test_name: String?
        var domain: String?
        var blocking_type: String?
    }

    /// Two days of PK: six sessions on two networks (two failed at TLS, one of them with its controls), and three OONI
    /// measurements, one each of ok, anomaly and confirmed; and one session of KE.
    private func filled() async throws -> TestSite {
        let site = try TestSite()
        let start = Timestamp("2026-01-03T10:20:30.123Z")!
        let probe = TestProbe()
        var records: [Record] = []
        for index in 0..<6 {
            let at = start + .hours(Int64(index) * 5)
            var record = probe.session(
                "s-\(index)", at: at, asn: index < 4 ? 17557 : 45595, outcome: index == 1 || index == 2 ? .failed : .ok)
            if index == 2, case .session(var session) = record {
                session.controls = session.controls.map {
                    Control(role: .neutral, target: $0.target, outcome: .failed, failure: .genericTimeout)
                }
                record = .session(session)
            }
            records.append(record)
        }
        records.append(probe.session("k", at: start, country: "KE", asn: 33771))
        for (index, blocked) in [0.0, 0.8, 1].enumerated() {
            records.append(
                .ooni(
                    OONIVerdict(
                        id: "20260104101\(index)00.000001_PK_webconnectivity_000000000000000\(index)",
                        at: start + .hours(24) + .minutes(Int64(index)), received: start + .hours(25),
                        country: CountryCode("PK")!, asn: ASN(17557), test: "web_connectivity",
                        platform: PlatformID("x")!, target: "https://twitter.com/", blocked: blocked, down: 0,
                        ok: 1 - blocked, stage: blocked > 0 ? .dns : nil)))
        }
        records.sort { $0.received < $1.received }
        _ = try await site.store.commit(StoreBatch(records: PipelineTests.entries(records)))
        return site
    }

    @Test func `the list has OONI's fields, newest first, and nothing that points to a probe`() async throws {
        let site = try await filled()
        try await site.run { client in
            let response = try await client.execute(uri: "/api/v1/measurements?probe_cc=PK", method: .get)
            #expect(response.status == .ok)
            let list = try response.decoded(List.self)
            #expect(list.results.count == 9)
            #expect(list.metadata.count == 9 && list.metadata.pages == 1 && list.metadata.next_url == nil)
            #expect(list.results.filter(\.confirmed).count == 1)
            #expect(list.results.filter(\.anomaly).count == 3)
            #expect(list.results.filter(\.failure).count == 1)
            #expect(Set(list.results.map(\.measurement_uid)).count == 9)
            let session = try #require(list.results.last)
            #expect(session.test_name == "parallax_session" && session.probe_asn == "AS17557")
            #expect(session.measurement_start_time == "2026-01-03T10:20:00.000000Z")
            #expect(session.scores == ["blocking_general": 0])
            let ooni = try #require(list.results.first { $0.test_name == "web_connectivity" })
            #expect(ooni.measurement_url.hasPrefix("https://api.ooni.io/api/v1/raw_measurement?measurement_uid=2026"))
            #expect(!response.text.contains("p-") && !response.text.contains("\"s-"))
        }
    }

    struct Asked: Sendable, CustomTestStringConvertible {
        var query: String
        var found: Int
        var testDescription: String { query }
    }

    @Test(arguments: [
        Asked(query: "", found: 10), Asked(query: "probe_cc=ke", found: 1), Asked(query: "probe_asn=AS45595", found: 2),
        Asked(query: "probe_asn=17557", found: 7), Asked(query: "test_name=web_connectivity", found: 3),
        Asked(query: "test_name=parallax_session", found: 7), Asked(query: "test_name=whatsapp", found: 0),
        Asked(query: "domain=twitter.com", found: 3), Asked(query: "domain=X.com", found: 7),
        Asked(query: "input=https://x.com/", found: 7), Asked(query: "input=https%3A%2F%2Fx.com%2F", found: 7),
        Asked(query: "category_code=GRP", found: 10), Asked(query: "category_code=MMED", found: 0),
        Asked(query: "anomaly=true", found: 3), Asked(query: "anomaly=false", found: 7),
        Asked(query: "confirmed=true", found: 1), Asked(query: "failure=true", found: 1),
        Asked(query: "failure=false&anomaly=false", found: 6), Asked(query: "since=2026-01-04", found: 6),
        Asked(query: "since=2026-01-03&until=2026-01-04", found: 4),
        Asked(query: "since=2026-01-03T10:20:30&until=2026-01-03T10:20:31", found: 2),
        Asked(query: "until=2026-01-01", found: 0),
    ])
    func `a filter finds what it names`(_ asked: Asked) async throws {
        let site = try await filled()
        try await site.run { client in
            let response = try await client.execute(uri: "/api/v1/measurements?\(asked.query)", method: .get)
            #expect(response.status == .ok)
            #expect(try response.decoded(List.self).results.count == asked.found)
        }
    }

    @Test(arguments: ["", "&test_name=parallax_session", "&order=asc"])
    func `following next_url reads each measurement once`(filter: String) async throws {
        let site = try await filled()
        try await site.run { client in
            var (uids, pages): ([String], Int) = ([], 0)
            var next: String? = "/api/v1/measurements?limit=3\(filter)"
            while let address = next {
                let response = try await client.execute(
                    uri: address.replacing("https://observatory.example", with: ""), method: .get)
                let list = try response.decoded(List.self)
                uids += list.results.map(\.measurement_uid)
                pages += 1
                next = list.metadata.next_url
                #expect((response.headers[.link] != nil) == (next != nil))
                #expect(list.metadata.current_page == pages)
                if next == nil {
                    #expect(list.metadata.count == uids.count)
                } else {
                    #expect(list.metadata.count == -1)
                }
            }
            #expect(uids.count == (filter.hasPrefix("&test") ? 7 : 10) && Set(uids).count == uids.count)
        }
    }

    @Test func `a session's raw form can be had by its uid, without its probe`() async throws {
        struct Session: Decodable {
            var kind: String
            var at: String
            var probe: String
            var outcome: String
        }
        let site = try await filled()
        try await site.run { client in
            let list = try await client.execute(uri: "/api/v1/measurements?anomaly=true&probe_cc=PK", method: .get)
                .decoded(List.self)
            let row = try #require(list.results.first { $0.test_name == "parallax_session" })
            let address = row.measurement_url.replacing("https://observatory.example", with: "")
            let raw = try await client.execute(uri: address, method: .get)
            let session = try raw.decoded(Session.self)
            #expect(session.kind == "session" && session.outcome == "failed" && session.probe == "withheld")
            #expect(session.at == "2026-01-03T15:20:00Z")
            // A place in the store alone does not do; the whole uid has to be known.
            let other = try await client.execute(uri: address.replacing("_PK_", with: "_KE_"), method: .get)
            #expect(other.problemCode == "not-found")
            let ooni = try await client.execute(
                uri:
                    "/api/v1/raw_measurement?measurement_uid=20260104101000.000001_PK_webconnectivity_0000000000000000",
                method: .get)
            #expect(ooni.problemCode == "not-found")
        }
    }

    @Test func `the four counts add up, along each axis`() async throws {
        struct Whole: Decodable {
            var dimension_count: Int
            var result: Counts
        }
        struct Listed: Decodable {
            var dimension_count: Int
            var result: [Counts]
        }
        let site = try await filled()
        let base = "/api/v1/aggregation?probe_cc=PK&since=2026-01-03&until=2026-01-06"
        try await site.run { client in
            let whole = try await client.execute(uri: base, method: .get).decoded(Whole.self)
            #expect(whole.dimension_count == 0)
            #expect(
                whole.result
                    == Counts(
                        anomaly_count: 2, confirmed_count: 1, failure_count: 1, ok_count: 5, measurement_count: 9))
            for axes in [
                "axis_x=measurement_start_day&time_grain=day", "axis_x=probe_asn", "axis_x=test_name", "axis_x=domain",
                "axis_x=blocking_type", "axis_x=measurement_start_day&axis_y=probe_asn", "axis_x=input&axis_y=probe_cc",
                "axis_x=category_code",
            ] {
                let response = try await client.execute(uri: "\(base)&\(axes)", method: .get)
                let listed = try response.decoded(Listed.self)
                #expect(listed.dimension_count == (axes.contains("axis_y") ? 2 : 1))
                #expect(listed.result.reduce(0) { $0 + $1.measurement_count } == 9, "\(axes)")
                #expect(listed.result.reduce(0) { $0 + $1.ok_count } == 5, "\(axes)")
                for row in listed.result {
                    #expect(
                        row.anomaly_count + row.confirmed_count + row.failure_count + row.ok_count
                            == row.measurement_count)
                }
            }
            let days = try await client.execute(
                uri: "\(base)&axis_x=measurement_start_day&time_grain=day", method: .get
            ).decoded(Listed.self).result
            #expect(days.map(\.measurement_start_day) == ["2026-01-03", "2026-01-04"])
            #expect(days.map(\.measurement_count) == [3, 6])
            let kinds = try await client.execute(uri: "\(base)&axis_x=blocking_type", method: .get).decoded(Listed.self)
            #expect(kinds.result.map(\.blocking_type) == ["", "dns", "http-failure"])
            let networks = try await client.execute(uri: "\(base)&axis_x=probe_asn", method: .get).decoded(Listed.self)
            #expect(networks.result.map(\.probe_asn) == [17557, 45595])
            let filtered = try await client.execute(
                uri: "\(base)&axis_x=measurement_start_day&test_name=web_connectivity&domain=twitter.com", method: .get
            ).decoded(Listed.self)
            #expect(filtered.result.map(\.measurement_start_day) == ["2026-01-04T10:00:00Z"])
        }
    }

    @Test func `weeks begin on Monday and months on the first, before 1970 too`() {
        typealias Grain = AggregationEndpoints.Grain
        #expect(Grain.week.name(of: Timestamp("2026-01-04T23:59:59Z")!) == "2025-12-29")
        #expect(Grain.week.name(of: Timestamp("2026-01-05T00:00:00Z")!) == "2026-01-05")
        #expect(Grain.week.name(of: Timestamp("1969-12-31T00:00:00Z")!) == "1969-12-29")
        #expect(Grain.month.name(of: Timestamp("2024-02-29T12:00:00Z")!) == "2024-02-01")
    }

    @Test func `an aggregation that reads too much is refused with a hint`() async throws {
        let site = try await filled()
        let router = Router(context: ServerContext.self)
        var table = RouteTable(router)
        AggregationEndpoints(
            exhibits: site.exhibits, clock: { site.clock.now }, gate: QueryGate(), voteBound: 5, lineBound: 5
        ).add(to: &table)
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)))
        try await application.test(.live) { client in
            for query in ["", "?axis_x=domain"] {
                let response = try await client.execute(uri: "/api/v1/aggregation\(query)", method: .get)
                #expect(response.problemCode == "query-too-broad")
            }
            let narrow = try await client.execute(uri: "/api/v1/aggregation?probe_cc=KE", method: .get)
            #expect(narrow.status == .ok)
        }
    }

    @Test func `a gate turns away what is too much at once, and opens again`() async throws {
        let gate = QueryGate(bound: 1)
        try await gate.run {
            let problem = await #expect(throws: Problem.self) { try await gate.run {} }
            #expect(problem?.code == .rateLimited && problem?.headers[.retryAfter] == "2")
        }
        try await gate.run {}
    }

    @Test func `signals have IODA's shape, with gaps where nothing was measured`() async throws {
        struct Answer: Decodable {
            struct Series: Decodable {
                var entityType: String
                var entityCode: String
                var datasource: String
                var subtype: String
                var from: Int
                var until: Int
                var step: Int
                var values: [Double?]
            }
            var type: String
            var error: String?
            var data: [[Series]]
        }
        let site = try await filled()
        let from = Timestamp("2026-01-03T00:00:00Z")!.seconds
        try await site.run { client in
            for (place, expected) in [("country/PK", 6.0), ("geoasn/17557-PK", 4), ("asn/17557", 4), ("country/KE", 1)]
            {
                let response = try await client.execute(
                    uri: "/api/v1/signals/raw/\(place)?from=\(from)&until=\(from + 2 * 86_400)&datasource=sessions",
                    method: .get)
                let answer = try response.decoded(Answer.self)
                #expect(answer.type == "signals" && answer.error == nil && answer.data.count == 1)
                let series = try #require(answer.data[0].first { $0.subtype == "x" })
                #expect(series.from == Int(from) && series.until - series.from == series.values.count * series.step)
                #expect(series.values.compactMap { $0 }.reduce(0, +) == expected, "\(place)")
                #expect(series.values.contains { $0 == nil })
            }
            let nothing = try await client.execute(
                uri: "/api/v1/signals/raw/country/TO?from=\(from)&until=\(from + 600)", method: .get
            ).decoded(Answer.self)
            #expect(nothing.data.count == 1 && nothing.data[0].isEmpty)
            for path in ["country/Pakistan", "asn/PK", "geoasn/17557"] {
                let bad = try await client.execute(
                    uri: "/api/v1/signals/raw/\(path)?from=\(from)&until=\(from + 600)", method: .get)
                #expect(bad.problemCode == "not-found", "\(path)")
            }
            let unset = try await client.execute(uri: "/api/v1/signals/raw/country/PK?until=1", method: .get)
            #expect(unset.problemCode == "invalid-parameter")
        }
    }

    @Test func `tables are had by format or by Accept, with a header row`() async throws {
        let site = try await filled()
        let paths = [
            ("/api/v1/measurements?probe_cc=PK", "anomaly,confirmed,failure,input,", 9),
            ("/api/v1/aggregation?probe_cc=PK&axis_x=probe_asn", "anomaly_count,", 2),
            ("/api/v1/status?cc=PK", "cc,asn,platform,verdict,", 0),
            ("/api/v1/series?cc=PK&from=2026-01-03&until=2026-01-05", "at,platform,sessions,", 7),
            ("/api/v1/incidents", "incident,revision,decidedAt,status,", 0),
        ]
        try await site.run { client in
            for (path, header, rows) in paths {
                let separator = path.contains("?") ? "&" : "?"
                let format = path.contains("aggregation") ? "CSV" : "csv"
                let byFormat = try await client.execute(uri: "\(path)\(separator)format=\(format)", method: .get)
                let byAccept = try await client.execute(
                    uri: path, method: .get, headers: [.accept: "text/csv, application/json;q=0.5"])
                for answer in [byFormat, byAccept] {
                    #expect(answer.headers[.contentType] == "text/csv; charset=utf-8; header=present")
                    #expect(answer.headers[.vary]?.contains("Accept") == true)
                    #expect(answer.text.hasPrefix(header), "\(path)")
                    let lines = answer.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                    if rows > 0 { #expect(lines.count == rows + 1, "\(path)") }
                    let columns = lines[0].split(separator: ",").count
                    for line in lines where !line.contains("\"") {
                        #expect(line.split(separator: ",", omittingEmptySubsequences: false).count == columns)
                    }
                }
                for accept in ["application/json", "*/*", "text/csv;q=0", "text/html,*/*;q=0.8"] {
                    let json = try await client.execute(uri: path, method: .get, headers: [.accept: accept])
                    #expect(json.headers[.contentType] == "application/json", "\(path) \(accept)")
                }
            }
        }
    }

    @Test func `a cell of a table is quoted when it must be`() {
        var table = CSVTable(columns: ["a", "b"])
        table.append([.string("one, \"two\""), .null])
        table.append([.array([.string("x"), .int(7)]), .string("line\nbreak")])
        #expect(
            String(decoding: table.bytes, as: UTF8.self) == "a,b\n\"one, \"\"two\"\"\",\nx 7,\"line\nbreak\"\n")
    }
}
