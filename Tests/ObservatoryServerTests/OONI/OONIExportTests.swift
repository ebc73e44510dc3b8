import FoundationEssentials
import ObservatoryModel
import SQLiteStorage
import Storage
import Testing
import WireFormats

@testable import ObservatoryServer

/// Stored sessions as OONI measurements, with what others saw as control.
@Suite struct `An export in OONI's format` {
    private static let start = Timestamp("2026-01-05T12:00:00Z")!
    private static let address = "104.244.42.1"

    /// A session that ends at a stage, or works.
    private func session(
        _ id: String, country: String, minutes: Int64 = 0, failing stage: Stage? = nil, failure: Failure? = nil,
        neutrals: Outcome = .ok
    ) -> Session {
        var steps = [Step(.dns, milliseconds: 10, resolver: .isp, addresses: [Self.address])]
        if stage == .dns {
            steps = [Step(.dns, failure: failure, milliseconds: 10, resolver: .isp)]
        } else {
            steps.append(
                Step(
                    .tcp, failure: stage == .tcp ? failure : nil, milliseconds: 20, family: 4,
                    address: Self.address + ":443"))
            if stage != .tcp {
                steps.append(
                    Step(.tls, failure: stage == .tls ? failure : nil, milliseconds: 20, family: 4, sni: "x.com"))
            }
            if stage == nil { steps.append(Step(.http, milliseconds: 30, family: 4, status: 200, bodyBytes: 16_384)) }
        }
        let at = Self.start + .minutes(minutes)
        return Session(
            id: id, at: at, received: at, every: 600, probe: "p-0123456789abcdef", software: "parallax-probe/1.0",
            country: CountryCode(country)!, asn: ASN(17557), platform: PlatformID("x")!, target: "https://x.com/",
            outcome: stage == nil ? .ok : .failed, steps: steps,
            controls: ["https://www.example.org/", "https://www.example.net/"].map {
                Control(
                    role: .neutral, target: $0, outcome: neutrals, failure: neutrals == .ok ? nil : .genericTimeout)
            })
    }

    /// The measurements that some stored sessions become.
    private func exported(_ sessions: [Session], countries: Set<CountryCode> = []) async throws -> [[UInt8]] {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.path + "/store.sqlite")
        var writer = RecordWriter()
        _ = try await store.commit(
            StoreBatch(
                records: sessions.map { RecordEntry(line: writer.line(.session($0))[...], record: .session($0)) }))
        var bytes: [UInt8] = []
        try await RecordExport(store: store, filter: RecordFilter(countries: countries)).measurements { bytes += $0 }
        try await store.close()
        return bytes.split(separator: UInt8(ascii: "\n")).map { Array($0) }
    }

    private func words(_ line: [UInt8]) throws -> OONIWords {
        try JSONDecoder().decode(OONIWords.self, from: Data(line))
    }

    @Test func `compares with what other countries saw at the time`() async throws {
        let blocked: [(Session, OONIWords)] = [
            (session("a", country: "PK", failing: .dns, failure: .nxdomain), OONIWords("\"dns\"", "false")),
            (session("b", country: "PK", failing: .tcp, failure: .genericTimeout), OONIWords("\"tcp_ip\"", "false")),
            (
                session("c", country: "PK", minutes: 5, failing: .tls, failure: .connectionReset),
                OONIWords("\"http-failure\"", "false")
            ),
            (session("d", country: "PK", minutes: 6), OONIWords("false", "true")),
            (
                session("e", country: "PK", minutes: 7, failing: .tls, failure: .connectionReset, neutrals: .failed),
                OONIWords("null", "null", controlFailure: "generic_timeout_error")
            ),
        ]
        let elsewhere = (0..<3).map { session("f\($0)", country: "DE", minutes: Int64($0) * 20) }
        let lines = try await exported(blocked.map(\.0) + elsewhere, countries: [CountryCode("PK")!])
        #expect(try lines.map(words) == blocked.map(\.1))
        try OONIRules.check(
            lines.enumerated().map { "{\"name\":\"\($0)\",\"measurement\":\(String(decoding: $1, as: UTF8.self))}\n" })
    }

    @Test func `calls down what works nowhere, and leaves open what nobody else looked at`() async throws {
        let everywhere = ["PK", "DE", "KE"].map {
            session($0, country: $0, failing: .tcp, failure: .connectionRefused)
        }
        let lines = try await exported(everywhere)
        #expect(try lines.map(words) == [OONIWords](repeating: OONIWords("false", "false"), count: 3))
        let alone = try await exported([
            session("a", country: "PK", failing: .tls, failure: .connectionReset),
            // Three hours later is another time.
            session("b", country: "DE", minutes: 180),
        ])
        let open = try words(alone[0])
        #expect(open.blocking == "null" && open.controlFailure?.hasPrefix("unknown_failure") == true)
        try OONIRules.check(
            (lines + alone).enumerated().map {
                "{\"name\":\"\($0)\",\"measurement\":\(String(decoding: $1, as: UTF8.self))}\n"
            })
    }
}
