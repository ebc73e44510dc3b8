import ObservatoryModel
import Testing

@testable import Ingest

@Suite struct ObservationTableTests {
    @Test func `Telegram in Kenya fails on the networks and days that were published`() throws {
        guard let path = RealData.path("data/ooni-kenya-telegram/2023-KE-telegram.csv.gz") else { return }
        let (records, problems) = try RealData.read(path)
        #expect(problems.isEmpty)
        #expect(records.count == 2344)
        let verdicts = records.compactMap { if case .ooni(let verdict) = $0 { verdict } else { nil } }
        #expect(verdicts.allSatisfy { $0.platform == PlatformID("telegram") && $0.country == CountryCode("KE") })
        #expect(zip(verdicts, verdicts.dropFirst()).allSatisfy { $0.at <= $1.at })
        func failing(_ asn: UInt32, _ from: String, _ to: String) -> (failed: Int, all: Int) {
            let some = verdicts.filter {
                $0.asn == ASN(asn) && $0.at >= Timestamp(from)! && $0.at < Timestamp(to)!
            }
            return (some.count { $0.blocked >= 0.5 }, some.count)
        }
        #expect(failing(12455, "2023-11-08T08:30:00Z", "2023-11-25T00:00:00Z") == (87, 87))
        #expect(failing(12455, "2023-11-26T00:00:00Z", "2023-12-01T00:00:00Z").failed == 0)
        #expect(failing(15399, "2023-10-01T00:00:00Z", "2023-12-01T00:00:00Z") == (1, 122))
        #expect(failing(36866, "2023-10-01T00:00:00Z", "2023-12-01T00:00:00Z") == (0, 68))
        // The README of the data counts 169 failures with the two networks of Safaricom.
        let safaricom = [33771, 37061].map { failing($0, "2023-10-01T00:00:00Z", "2023-12-01T00:00:00Z").failed }
        #expect((160...190).contains(safaricom.reduce(0, +)))
    }

    @Test func `rows of one measurement that lie apart become one record`() throws {
        let table = """
            measurement_uid,measurement_start_time,probe_cc,probe_asn,test_name,hostname,ip,dns_failure,tcp_success,\
            tcp_failure,tls_failure,http_request_url,http_failure
            a,2023-11-01 00:18:03+00:00,KE,15808,telegram,,149.154.167.51,,1.0,,,,
            b,2023-11-01 00:20:00+00:00,KE,AS1,telegram,,149.154.167.51,,0.0,generic_timeout_error,,,
            a,2023-11-01 00:18:03+00:00,KE,15808,telegram,web.telegram.org,,,,,,https://web.telegram.org/,connection_reset
            c,2023-11-01 00:21:00+00:00,QQ,1,telegram,,149.154.167.51,,1.0,,,,
            b,2023-11-01 00:20:00+00:00,KE,AS1,telegram,,2001:67c:4e8::,,0.0,network_unreachable,,,
            """
        let (records, problems) = try RealData.read([InputSource(name: "t.csv", place: .bytes(Array(table.utf8)))])
        #expect(records.map(\.id) == ["a", "b"])
        guard case .ooni(let first) = records[0], case .ooni(let second) = records[1] else {
            Issue.record("not OONI")
            return
        }
        #expect((first.blocked, first.stage, first.failure) == (0.8, .http, .connectionReset))
        #expect((second.blocked, second.stage, second.failure) == (0.75, .tcp, .genericTimeout))
        #expect(second.asn == ASN(1))
        #expect(problems.map(\.description) == ["t.csv:5: “probe_cc” needs an ISO 3166-1 alpha-2 code, found QQ"])
    }

    @Test func `one endpoint that fails of many is weather`() {
        var web = LayerTally()
        web.add(.http, nil)
        var endpoints = LayerTally()
        endpoints.add(.tcp, .genericTimeout)
        for _ in 0..<11 { endpoints.add(.tcp, nil) }
        let judgement = AppVerdicts.telegram(web: web, endpoints: endpoints)
        #expect((judgement?.weights.blocked ?? 1) < 0.01)
        #expect((judgement?.weights.ok ?? 0) > 0.99)
    }
}
