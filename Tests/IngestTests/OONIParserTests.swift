import ObservatoryModel
import Testing

@testable import Ingest

@Suite struct OONIParserTests {
    /// What a file's only measurement reads as.
    struct Case: Sendable, CustomTestStringConvertible {
        var file: String
        var platform: String?
        var blocked: ClosedRange<Double>
        var stage: Stage?
        var failure: String?
        var testDescription: String { file }
    }

    static let cases = [
        Case(
            file: "measurement/IR_web_connectivity_dns_10.10.34.36_2022.json", platform: "facebook", blocked: 1...1,
            stage: .dns, failure: nil),
        Case(
            file: "measurement/ID_web_connectivity_2025.json", platform: nil, blocked: 1...1, stage: .http, failure: nil
        ),
        Case(
            file: "measurement/RU_telegram_web_blocked_2022.json.gz", platform: "telegram", blocked: 0.3...0.4,
            stage: .http, failure: "generic_timeout_error"),
        Case(
            file: "measurement/IR_signal_blocked_2021.json", platform: "signal", blocked: 0.5...0.5, stage: .dns,
            failure: "dns_nxdomain_error"),
        Case(
            file: "measurement/JP_whatsapp_anomaly_2022.json.gz", platform: "whatsapp", blocked: 0.9...0.9, stage: .tls,
            failure: "ssl_invalid_hostname"),
        Case(
            file: "measurement/RU_facebook_messenger_2020.json", platform: "messenger", blocked: 0.5...0.5, stage: .dns,
            failure: nil),
        Case(
            file: "measurement/RU_web_connectivity_confirmed_http-diff_2020.json.gz", platform: nil, blocked: 0.4...1,
            stage: .http, failure: nil),
        Case(
            file: "measurement/RU_web_connectivity_2020.json", platform: nil, blocked: 0.2...0.2, stage: .http,
            failure: "eof_error"),
        Case(file: "measurement/DE_ndt7_2022.json.gz", platform: nil, blocked: 0...0, stage: nil, failure: nil),
        Case(
            file: "measurement/qa_tlsBlockingConnectionResetWithConsistentDNS.json", platform: nil, blocked: 0.8...0.8,
            stage: .tls, failure: "connection_reset"),
        Case(
            file: "quirks/requests_none.json", platform: nil, blocked: 0.9...0.9, stage: .dns,
            failure: "dns_nxdomain_error"),
        Case(
            file: "quirks/web_connectivity_odd_hdr.json", platform: nil, blocked: 0.7...0.8, stage: .dns, failure: nil),
        Case(
            file: "quirks/web_connectivity_b64_incorrect.json", platform: nil, blocked: 0...0, stage: nil, failure: nil),
        Case(file: "quirks/yaml16_0.json", platform: nil, blocked: 0...0, stage: nil, failure: nil),
    ]

    @Test(arguments: cases) func `a recorded measurement reads as it was judged`(_ expected: Case) throws {
        guard let path = RealData.path("samples/ooni/\(expected.file)") else { return }
        let (records, problems) = try RealData.read(path)
        #expect(problems.isEmpty)
        guard case .ooni(let verdict)? = records.first, records.count == 1 else {
            Issue.record("\(records.count) records")
            return
        }
        #expect(verdict.platform?.text == expected.platform)
        #expect(expected.blocked.contains(verdict.blocked), "\(verdict.blocked)")
        #expect(verdict.stage == expected.stage)
        #expect(verdict.failure?.text == expected.failure)
        #expect((0.89...1.01).contains(verdict.blocked + verdict.down + verdict.ok))
    }

    @Test(arguments: ["test_keys_none.json", "browser_web.json", "bug_351.json", "web_connectivity_null.json"])
    func `an odd measurement is read or refused with a reason, and never crashes`(_ name: String) throws {
        guard let path = RealData.path("samples/ooni/quirks/\(name)") else { return }
        do {
            let (records, problems) = try RealData.read(path)
            #expect(records.count + problems.count == 1)
        } catch let refusal as InputRefusal {
            #expect(refusal.description.contains("unusable"))
        }
    }

    @Test func `measurements of a decade and nineteen tests are read but for the unusable`() throws {
        guard let path = RealData.path("data/ooni-measurements-raw/measurements.jsonl.gz") else { return }
        let (records, problems) = try RealData.read(path)
        #expect(records.count + problems.count == 52)
        #expect(records.count >= 45)
        #expect(problems.allSatisfy { $0.reason.hasPrefix("unusable") })
        #expect(zip(records, records.dropFirst()).allSatisfy { $0.received <= $1.received })
    }

    @Test func `rows of OONI's fast path carry its judgement`() throws {
        guard let path = RealData.path("data/ooni-fastpath-jan2024/fastpath_2024-01.jsonl.gz") else { return }
        let (records, problems) = try RealData.read(path)
        #expect(records.count + problems.count == 1081)
        let verdicts = records.compactMap { if case .ooni(let verdict) = $0 { verdict } else { nil } }
        #expect(verdicts.contains { $0.blocked == 1 })
        #expect(Double(verdicts.count { $0.ok == 1 }) / Double(verdicts.count) > 0.8)
        #expect(problems.allSatisfy { $0.reason.hasPrefix("unusable") })
    }

    @Test func `lists of OONI's API and bare test keys are read`() throws {
        let folder = "data/ooni-measurements-raw"
        guard
            let list = RealData.path(
                "\(folder)/api_measurements__since-2026-06-11_until-2026-07-12_failure-false_limit-50_order-desc.json.gz"
            ),
            let keys = RealData.path("\(folder)/PK_20230706_webconnectivity_testkeys.jsonc.gz")
        else { return }
        #expect(try RealData.read(list).records.count == 50)
        guard case .ooni(let verdict)? = try RealData.read(keys).records.first else {
            Issue.record("no measurement")
            return
        }
        #expect(verdict.id == "20230706183840.201925_PK_webconnectivity_19f5e0d803cbaea7")
        #expect(verdict.country == CountryCode("PK"))
        #expect(verdict.at == Timestamp("2023-07-06T18:38:40Z"))
    }

    private static let measurement = #"""
        {"measurement_uid":"20240107131000.123456_PK_telegram_0123456789abcdef","measurement_start_time":"2024-01-07 13:09:00","probe_cc":"PK","probe_asn":"AS17557","test_name":"telegram","test_version":"0.3.1","annotations":{"network_type":"mobile"},"input":null,"test_keys":{"telegram_tcp_blocking":false,"telegram_web_status":"blocked","telegram_web_failure":"connection_reset","requests":[{"failure":"connection_reset","request":{"url":"https://web.telegram.org/"},"response":{"code":0,"body":"","headers":{}},"transaction_id":3}],"tcp_connect":[{"ip":"149.154.175.50","port":443,"status":{"failure":null,"success":true}}]}}
        """#

    private func parse(_ line: String) throws -> OONIVerdict {
        var parser = OONIParser()
        let bytes = Array(line.utf8)
        return try bytes.withUnsafeBytes { try parser.parse($0) }
    }

    @Test func `a measurement keeps its uid, place, access and time`() throws {
        let verdict = try parse(Self.measurement)
        #expect(verdict.id == "20240107131000.123456_PK_telegram_0123456789abcdef")
        #expect(verdict.asn == ASN(17557))
        #expect(verdict.access == .mobile)
        #expect(verdict.at == Timestamp("2024-01-07T13:09:00Z"))
        #expect(verdict.received == verdict.at)
        #expect((verdict.blocked, verdict.stage, verdict.failure) == (0.8, .http, .connectionReset))
    }

    @Test func `a probe with a wrong clock is unusable`() {
        #expect(throws: RecordFault.self) {
            try parse(Self.measurement.replacing("2024-01-07 13:09:00", with: "2024-01-07 14:11:00"))
        }
        #expect(throws: RecordFault.self) {
            try parse(Self.measurement.replacing("2024-01-07 13:09:00", with: "2022-12-07 13:09:00"))
        }
    }

    @Test func `without a uid the id comes from the text, the same each time`() throws {
        let bare = Self.measurement.replacing(
            "\"measurement_uid\":\"20240107131000.123456_PK_telegram_0123456789abcdef\",", with: "")
        let first = try parse(bare)
        #expect(first.id.hasPrefix("ooni-"))
        #expect(first.id.utf8.count == 37)
        #expect(try parse(bare).id == first.id)
        var ids: Set<String> = [first.id]
        for second in 10..<60 { ids.insert(try parse(bare.replacing("13:09:00", with: "13:09:\(second)")).id) }
        #expect(ids.count == 51)
    }

    @Test func `a measurement cut at any byte is refused`() {
        var parser = OONIParser()
        Array(Self.measurement.utf8).withUnsafeBytes { bytes in
            for length in bytes.indices {
                let verdict = try? parser.parse(UnsafeRawBufferPointer(rebasing: bytes[..<length]))
                #expect(verdict == nil, "cut at \(length)")
            }
        }
    }

    @Test func `mutated measurements are read or refused, and never crash`() throws {
        let seed: UInt64 = 0x5eed_0003
        print("seed \(seed)")
        var random = SplitMix(state: seed)
        var parser = OONIParser()
        var originals = [Array(Self.measurement.utf8)]
        if let path = RealData.path("samples/ooni/wc05_qa.jsonl.gz") {
            let reader = try InputReader(InputSource(argument: path))
            while case .line(let bytes, _)? = reader.nextLine() { originals.append(Array(bytes)) }
        }
        var read = 0
        for round in 0..<4_000 {
            var line = originals[round % originals.count]
            for _ in 0...random.next() % 6 { random.mutate(&line) }
            line.withUnsafeBytes { bytes in
                guard let verdict = try? parser.parse(bytes) else { return }
                read += 1
                #expect((0...1).contains(verdict.blocked) && (0...1).contains(verdict.ok))
            }
        }
        print("\(read) of 4000 mutated measurements were still read")
        #expect(read > 200)
    }

    @Test(arguments: [
        ("https://www.facebook.com/a?b=http://x.com", "www.facebook.com"), ("http://user:pw@x.com:8080/", "x.com"),
        ("https://[2001:db8::1]:443/dns", "2001:db8::1"), ("web.telegram.org:443", "web.telegram.org"),
        ("x.com", "x.com"),
        ("dot://dns.google/dns-query", "dns.google"), ("https://", ""), ("", ""), ("https://[", ""),
    ])
    func `the host of a target is found in its bytes`(_ target: String, _ host: String) {
        Array(target.utf8).withUnsafeBufferPointer { bytes in
            let empty: [UInt8] = [0]
            empty.withUnsafeBufferPointer { fallback in
                let text = JSONText(start: bytes.baseAddress ?? fallback.baseAddress!, count: bytes.count)
                #expect(OONIPlatforms.host(of: text).raw == host)
            }
        }
    }

    @Test(arguments: [
        ("bücher.example", "xn--bcher-kva.example"), ("яндекс.рф", "xn--d1acpjx3f.xn--p1ai"),
        ("EXAMPLE.com", "example.com"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
    ])
    func `names outside ASCII become what DNS asks for`(_ name: String, _ ascii: String) {
        #expect(Punycode.host(name) == ascii)
    }
}
