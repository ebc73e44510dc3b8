import ObservatoryModel
import Testing

@testable import Ingest

@Suite struct SeriesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var file: String
        var count: Int
        var first: String
        var source: String
        var country: String
        var step: Int32
        var value: Double?
        var region: String?
        var testDescription: String { file }
    }

    private static let cases = [
        Case(
            file: "data/google-youtube-traffic/youtube_traffic_RU_2019-01_2024-06.csv.gz", count: 23_304,
            first: "2019-01-01T01:00:00Z", source: "google.youtube", country: "RU", step: 7200, value: 14.561842),
        Case(
            file: "samples/gtr/traffic_fraction_youtube.txt", count: 336, first: "2024-06-30T22:00:00Z",
            source: "google.youtube", country: "ZZ", step: 10_800, value: 51.9738),
        Case(
            file: "data/monash-ip-observatory/ven-2019-07-22_gif.csv.gz", count: 1468, first: "2019-07-20T04:00:00Z",
            source: "monash.connectivity", country: "VE", step: 3600, value: 100, region: "VE-B"),
        Case(
            file: "data/monash-ip-observatory/ukr-2022-01-18_border-regions.csv.gz", count: 3830,
            first: "2021-12-01T03:00:00Z", source: "monash.latency", country: "RU", step: 10_800, value: 100.8,
            region: "RU-KRS"),
        Case(
            file: "data/acsac-censorship-events/ooni__ooni-data-pk.csv.gz", count: 761, first: "2021-01-02T00:00:00Z",
            source: "ooni.ok-share.web_connectivity", country: "PK", step: 86_400, value: 46.0 / 56),
        Case(
            file: "data/acsac-censorship-events/tor__tor-data-pk.csv.gz", count: 807, first: "2021-01-01T00:00:00Z",
            source: "tor.users", country: "PK", step: 86_400, value: 7154),
        Case(
            file: "data/acsac-censorship-events/censoredplanet__https__https-data-pk.csv.gz", count: 517,
            first: "2021-01-01T00:00:00Z", source: "censoredplanet.ok-share.https", country: "PK", step: 86_400,
            value: 1 - 198.0 / 6336),
        Case(
            file: "data/ooni-imap-aggregation/imap2024_daily_by_country_test.csv.gz", count: 14_637,
            first: "2023-07-01T00:00:00Z", source: "ooni.ok-share.facebook_messenger", country: "HK", step: 86_400,
            value: 56.0 / 57),
        Case(
            file: "data/cloudflare-radar/radar_http_shares_2026-02_2026-03.csv.gz", count: 9582,
            first: "2026-02-09T10:00:00Z", source: "radar.location-share", country: "BR", step: 3600, value: 2.662232),
        Case(
            file: "data/iran-monitor-2026/history_all_monitors.csv.gz", count: 31_183, first: "2026-02-14T16:15:08Z",
            source: "monitor.ioda-alerts", country: "ZZ", step: 934, value: 1),
        Case(
            file: "samples/ioda/signals_raw_country_TR_bgp_gtr.json", count: 6, first: "2024-02-01T00:00:00Z",
            source: "ioda.bgp", country: "TR", step: 300, value: 62_200),
        Case(
            file: "samples/cloudflare-radar/netflows_timeseries.json", count: 4, first: "2023-08-08T10:00:00Z",
            source: "radar.traffic", country: "ZZ", step: 900, value: 0.56),
    ]

    @Test(arguments: cases) func `a recorded series becomes signals in order of time`(
        _ expected: Case
    ) throws {
        guard let path = RealData.path(expected.file) else { return }
        let (records, _) = try RealData.read(path)
        #expect(records.count == expected.count)
        #expect(zip(records, records.dropFirst()).allSatisfy { $0.received <= $1.received })
        guard case .signal(let bin)? = records.first else {
            Issue.record("not a signal")
            return
        }
        #expect(bin.at == Timestamp(expected.first))
        #expect(bin.source == expected.source)
        #expect(bin.country.description == expected.country)
        #expect(bin.step == expected.step)
        #expect(bin.region?.text == expected.region)
        if let value = expected.value { #expect(abs((bin.value ?? .nan) - value) < 1e-9) }
    }

    @Test(arguments: ["\n\n", "\n", " ", ""])
    func `Google's answer is read whatever stands between its prefix and its list`(_ gap: String) throws {
        let answer =
            ")]}'\(gap)[[\"tr.atsr\",[[1719784800000,[[null,51.5]]],[1719795600000,[]],[1719806400000,[[null,null]]]],null,[1,2]]]"
        let (records, problems) = try RealData.read([
            InputSource(name: "traffic_RU.txt", place: .bytes(Array(answer.utf8)))
        ])
        #expect(problems.isEmpty)
        let values = records.compactMap { if case .signal(let bin) = $0 { bin } else { nil } }
        #expect(values.map(\.value) == [51.5, nil, nil])
        #expect(values.allSatisfy { $0.country == CountryCode("RU") && $0.step == 10_800 })
        let empty = ")]}'\(gap)[[\"tr.atsr\",[],null,[1,2]]]"
        #expect(try RealData.read([InputSource(name: "a", place: .bytes(Array(empty.utf8)))]).records.isEmpty)
    }

    @Test func `a negative connectivity is reported and passed over`() throws {
        guard let path = RealData.path("data/monash-ip-observatory/ven-2019-07-22_gif.csv.gz") else { return }
        let problems = try RealData.read(path).problems
        #expect(problems.map(\.line) == [1311])
    }

    @Test func `the hour that clocks skip and the one they repeat keep the order of a local series`() throws {
        let rows = [
            "2023-03-26 00:00:00.000", "2023-03-26 02:00:00.000", "2023-03-26 04:00:00.000",
            "2023-10-29 00:00:00.000", "2023-10-29 02:00:00.000", "2023-10-29 04:00:00.000",
        ]
        let table = "date and time,value\r\n" + rows.map { "\($0),1" }.joined(separator: "\r\n")
        let (records, problems) = try RealData.read([
            InputSource(name: "youtube_traffic_NL.csv", place: .bytes(Array(table.utf8)))
        ])
        #expect(problems.isEmpty)
        #expect(
            records.compactMap(\.at).map(\.description) == [
                "2023-03-25T23:00:00Z", "2023-03-26T01:00:00Z", "2023-03-26T02:00:00Z", "2023-10-28T22:00:00Z",
                "2023-10-29T00:00:00Z", "2023-10-29T03:00:00Z",
            ])
    }

    @Test(arguments: [
        ("data/cloudflare-radar/annotation_sudan_2026-04-22.json", "only netflows"),
        ("samples/ioda/outages_alerts.json", "only /signals/raw"),
        ("samples/bgp/daemons/bird_bgp.mrt", "BGP dump"),
        ("samples/bgp/bgpdump/updates.20020722.2238.gz", "BGP dump"),
        ("data/mlab-ndt/country_uploads_2024-10.csv.gz", "no stream that is known"),
        ("samples/ooni/api/aggregation_1d_day.json", "no measurement"),
    ])
    func `what is no stream of records is refused in a sentence`(_ file: String, _ words: String) throws {
        guard let path = RealData.path(file) else { return }
        let refusal = #expect(throws: InputRefusal.self) { try RealData.read(path) }
        #expect(refusal?.description.contains(words) == true, "\(refusal?.description ?? "")")
        #expect(refusal?.description.contains(path) == true)
    }

    @Test(
        arguments: [
            ("youtube_traffic_RU_2019-01.csv.gz", "RU"), ("/x/PK/ooni__ooni-data-cn.csv.gz", "CN"),
            ("2023-KE-telegram.csv", "KE"), ("traffic.csv", nil), ("in.csv", nil), ("data-QQ.csv", nil),
        ] as [(String, String?)])
    func `a file's name is asked for a country only where codes stand alone`(_ name: String, _ code: String?) {
        #expect(FileNameHints.country(name)?.description == code)
    }
}
