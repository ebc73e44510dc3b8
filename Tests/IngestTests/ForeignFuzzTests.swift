import ObservatoryModel
import Testing
import WireFormats

@testable import Ingest

@Suite struct ForeignFuzzTests {
    /// A small document of each foreign format, made up.
    private static let originals: [(format: InputFormat, text: String)] = [
        (
            .ioda,
            #"{"type":"signals","error":null,"data":[[{"entityType":"country","entityCode":"TR","entityFqid":"geo.provider.EU.TR","datasource":"bgp","subtype":"","from":1706745600,"until":1706746800,"step":300,"nativeStep":300,"values":[62200,null,{"a":1},"62224"]},{"entityType":"geoasn","entityCode":"3269-IT","datasource":"gtr","subtype":"WEB_SEARCH","from":1706745600,"step":1800,"values":[9,8]}]]}"#
        ),
        (
            .radar,
            #"{"result":{"meta":{"normalization":"MIN0_MAX"},"PK":{"timestamps":["2023-08-08T10:00:00Z","2023-08-08T10:15:00Z"],"values":["0.56",0.57]}},"success":true}"#
        ),
        (
            .series,
            ")]}'\n\n[[\"tr.atsr\",[[1719784800000,[[null,51.9738]]],[1719795600000,[[null,23.5]]]],null,[1,2]]]"
        ),
        (.series, "date,country,users,lower,upper,frac\n2021-01-01,pk,7154,1,2,86\n2021-01-02,pk,,1,2,86\n"),
        (
            .series,
            "iso,id_1,name_1,time_e,time_e_str,lat,lon,connectivity\nVEN,2,\"Anzoátegui\",1563580800,x,1,2,100\n"
        ),
        (
            .series,
            "country_iso_three_char_code,adm1_name,timezone_offset,time_local,latency_indx\nRUS,Kursk,3,01-Dec-2021 06:00:00,100.8\n"
        ),
        (
            .series,
            "monitor,time_utc,status,uptime_or_score,response_ms,http_code\nDC,2026-02-15T15:15:49Z,down,0,0,0\n"
        ),
        (
            .ooniObservations,
            "measurement_uid,measurement_start_time,probe_cc,probe_asn,test_name,hostname,ip,tcp_success,tcp_failure,tls_failure,http_request_url,http_failure\na,2023-11-01 00:18:03+00:00,KE,15808,telegram,,149.154.167.51,1.0,,,,\na,2023-11-01 00:18:03+00:00,KE,15808,telegram,web.telegram.org,,,,,https://web.telegram.org/,eof_error\n"
        ),
    ]

    @Test func `mutated documents of others are read or refused, and what is read is sound`() throws {
        let seed: UInt64 = 0x5eed_0004
        print("seed \(seed)")
        var random = SplitMix(state: seed)
        var read = 0
        for round in 0..<2_400 {
            let original = Self.originals[round % Self.originals.count]
            var bytes = Array(original.text.utf8)
            for _ in 0..<(random.next() % 5) { random.mutate(&bytes) }
            let input = InputSource(name: "fuzz_RU", place: .bytes(bytes))
            guard let (records, _) = try? RealData.read([input], format: original.format) else { continue }
            read += records.count
            for record in records {
                // What becomes a record can be written and read back.
                var writer = RecordWriter()
                let line = writer.line(record)
                #expect((try? parse(line)) == record, "\(String(decoding: line, as: UTF8.self))")
            }
        }
        print("\(read) records came out of 2400 documents")
        #expect(read > 1_000)
    }

    @Test func `a table cut at any byte is read as far as it goes`() throws {
        for original in Self.originals.dropFirst(3) {
            let bytes = Array(original.text.utf8)
            let header = try #require(bytes.firstIndex(of: 0x0a))
            for length in header..<bytes.count {
                let input = InputSource(name: "cut_RU", place: .bytes(Array(bytes[..<length])))
                let (records, _) = try RealData.read([input], format: original.format)
                #expect(records.count <= 2)
            }
        }
    }
}
