import Crypto
import FoundationEssentials
import Gazetteer
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ObservatoryModel
import Probing
import SQLiteStorage
import Storage
import Synchronization
import WireFormats

@testable import ObservatoryServer

/// A clock that tests set.
final class ManualClock: Sendable {
    private let moment: Mutex<Timestamp>

    init(_ text: String = "2026-01-05T12:00:00Z") {
        moment = Mutex(Timestamp(text)!)
    }

    var now: Timestamp {
        get { moment.withLock { $0 } }
        set { moment.withLock { $0 = newValue } }
    }
}

/// A folder that goes when the test is over.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "parallax-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A whole site over a store of its own, spoken to over loopback.
struct TestSite {
    let folder: TemporaryFolder
    let store: SQLiteStore
    let clock = ManualClock()
    let app: ObservatoryApp
    let exhibits: Exhibits
    private let application: any ApplicationProtocol

    /// - Parameter former: A site that is no longer used, whose store this one goes on with.
    init(
        over former: TestSite? = nil, exampleStore: (any ObservatoryStore)? = nil,
        helper: ProbeEnvironment? = nil, configure: (inout ServerConfiguration) -> Void = { _ in }
    ) throws {
        folder = try former?.folder ?? TemporaryFolder()
        store = try former?.store ?? SQLiteStore(path: folder.path + "/store.sqlite")
        var configuration = ServerConfiguration()
        configuration.listen = ListenAddress(host: "127.0.0.1", port: 0)
        configuration.site = "https://observatory.example"
        configuration.addressFiles.countries4 = nil
        configuration.addressFiles.countries6 = nil
        configure(&configuration)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let clock = clock
        app = ObservatoryApp(
            configuration: configuration, store: store, exampleStore: exampleStore, logger: logger,
            helperEnvironment: helper, clock: { clock.now })
        let parts = app.parts { _ in }
        exhibits = parts.exhibits
        application = parts.application
        app.readiness.isReady = true
    }

    /// Runs a server and a client for it.
    func run(_ body: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        try await Self.run(application, body)
    }

    private static func run(
        _ application: some ApplicationProtocol, _ body: @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        try await application.test(.live) { client in try await body(client) }
    }
}

/// A probe's key, with what it signs.
struct TestProbe {
    let key = Curve25519.Signing.PrivateKey()

    var name: String { ProbeSignature.pseudonym(of: Array(key.publicKey.rawRepresentation)) }

    /// The header for a body that goes to a path.
    func authorization(_ body: [UInt8], path: String = "/api/v1/measurements") throws -> String {
        let text = ProbeSignature.signedText(path: path, body: body)
        let signature = try key.signature(for: Array(text.utf8))
        return "Probe \(Array(key.publicKey.rawRepresentation).base64URL):\(Array(signature).base64URL)"
    }

    func headers(_ body: [UInt8]) throws -> HTTPFields {
        [.authorization: try authorization(body), .contentType: "application/x-ndjson"]
    }

    /// A session of this probe.
    func session(
        _ id: String, at: Timestamp, country: String = "PK", asn: UInt32 = 17557, platform: String = "x",
        outcome: Outcome = .ok, probe: String? = nil
    ) -> Record {
        .session(
            Session(
                id: id, at: at, received: at, every: 600, probe: probe ?? name, country: CountryCode(country)!,
                asn: ASN(asn), platform: PlatformID(platform)!, target: "https://x.com/", outcome: outcome,
                steps: [Step(.tls, failure: outcome == .failed ? .connectionReset : nil, sni: "x.com")],
                controls: [
                    Control(role: .neutral, target: "https://www.example.org/", outcome: .ok),
                    Control(role: .neutral, target: "https://www.example.net/", outcome: .ok),
                ]))
    }
}

/// Native lines, one a record.
func lines(_ records: [Record]) -> [UInt8] {
    var writer = RecordWriter()
    var bytes: [UInt8] = []
    for record in records { writer.append(record, to: &bytes) }
    return bytes
}

/// A gzip member with stored blocks (RFC 1951 §3.2.4), so that no compressor is needed to make one.
func gzipped(_ content: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
    var rest = content[...]
    repeat {
        let piece = rest.prefix(65_535)
        rest = rest.dropFirst(65_535)
        let length = UInt16(piece.count)
        bytes.append(rest.isEmpty ? 1 : 0)
        for value in [length, ~length] { bytes += [UInt8(value & 0xff), UInt8(value >> 8)] }
        bytes += piece
    } while !rest.isEmpty
    var crc: UInt32 = ~0
    for byte in content {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
    }
    for value in [~crc, UInt32(content.count)] {
        bytes += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    return bytes
}

extension TestResponse {
    /// The body as text.
    var text: String { String(buffer: body) }

    /// A member of a JSON object, as Foundation reads it.
    func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(body.readableBytesView))
    }

    /// The `code` of a problem document; `nil` for other answers.
    var problemCode: String? {
        struct Document: Decodable { var code: String }
        guard headers[.contentType] == "application/problem+json" else { return nil }
        return try? decoded(Document.self).code
    }
}
