import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import ObservatoryModel
import WireFormats

/// A probe that has a key and a connection, and makes its sessions up.
struct VirtualProbe: Sendable {
    let number: Int
    let host: String
    let port: Int
    let sessions: Int
    let pauseMilliseconds: Int
    private let key = Curve25519.Signing.PrivateKey()

    init(number: Int, host: String, port: Int, sessions: Int, pauseMilliseconds: Int) {
        self.number = number
        self.host = host
        self.port = port
        self.sessions = sessions
        self.pauseMilliseconds = pauseMilliseconds
    }

    private static let platforms = [
        "facebook", "google", "instagram", "messenger", "signal", "telegram", "tiktok", "whatsapp", "wikipedia", "x",
        "youtube",
    ].compactMap { PlatformID($0) }

    private var name: String { "p-" + Self.hex(SHA256.hash(data: key.publicKey.rawRepresentation)).prefix(16) }

    /// Sends batches until the time is over.
    func run(
        on group: any EventLoopGroup, until ends: ContinuousClock.Instant, tally: Tally
    ) async throws {
        // Spread over the first pause, as probes are by their jitter.
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...max(1, pauseMilliseconds))))
        let channel = try await ClientBootstrap(group: group).connectTimeout(.seconds(30)).connect(
            host: host, port: port
        ) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHTTPClientHandlers()
                return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                    wrappingChannelSynchronously: channel)
            }
        }
        try await channel.executeThenClose { inbound, outbound in
            var answers = inbound.makeAsyncIterator()
            var turn = 0
            while ContinuousClock.now < ends {
                let body = batch(turn)
                turn += 1
                let began = ContinuousClock.now
                try await outbound.write(.head(head(for: body)))
                try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body))))
                try await outbound.write(.end(nil))
                var status: Int?
                reading: while let part = try await answers.next() {
                    switch part {
                    case .head(let head): status = Int(head.status.code)
                    case .body: break
                    case .end: break reading
                    }
                }
                guard let status else { return tally.broke() }
                let parts = (ContinuousClock.now - began).components
                let milliseconds = Double(parts.seconds) * 1000 + Double(parts.attoseconds) / 1e15
                if status == 200 {
                    tally.acknowledged(sessions: sessions, milliseconds: milliseconds)
                } else {
                    tally.refused(status: status)
                }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...(2 * pauseMilliseconds))))
            }
        }
    }

    private func head(for body: [UInt8]) -> HTTPRequestHead {
        let path = "/api/v1/measurements"
        let text = "parallax-v1\n\(path)\n\(Self.hex(SHA256.hash(data: body)))"
        let keyID = Self.base64URL(key.publicKey.rawRepresentation)
        let signature = (try? key.signature(for: Data(text.utf8))) ?? Data()
        return HTTPRequestHead(
            version: .http1_1, method: .POST, uri: path,
            headers: [
                "host": "\(host):\(port)", "content-type": "application/x-ndjson", "content-length": "\(body.count)",
                "authorization": "Probe \(keyID):\(Self.base64URL(signature))",
            ])
    }

    private func batch(_ turn: Int) -> [UInt8] {
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        var writer = RecordWriter()
        var bytes: [UInt8] = []
        for index in 0..<sessions {
            let platform = Self.platforms[(turn * sessions + index) % Self.platforms.count]
            let session = Session(
                id: "s-\(name.dropFirst(2))-\(turn)-\(index)", at: now, received: now, every: 600, probe: name,
                software: "parallax-probe/benchmark", country: CountryCode("PK") ?? .unknown,
                asn: ASN(UInt32(1000 + number % 40)), access: .fixed, platform: platform,
                target: "https://\(platform).example/", outcome: .ok,
                steps: [
                    Step(.dns, milliseconds: 12, resolver: .isp, addresses: ["192.0.2.1", "192.0.2.2"]),
                    Step(.dns, milliseconds: 30, resolver: .publicUDP, addresses: ["192.0.2.1", "192.0.2.2"]),
                    Step(.tcp, milliseconds: 40, family: 4, address: "192.0.2.1:443"),
                    Step(
                        .tls, milliseconds: 45, family: 4, sni: "\(platform).example",
                        chain: [String(repeating: "0123456789abcdef", count: 4)], issuer: "CN=Benchmark", valid: true),
                    Step(.http, milliseconds: 60, family: 4, status: 200, bodyBytes: 16_384),
                ],
                controls: [
                    Control(role: .neutral, target: "https://www.example.org/", outcome: .ok),
                    Control(role: .neutral, target: "https://www.example.net/", outcome: .ok),
                    Control(role: .sibling, target: "https://sibling.example/", outcome: .ok),
                ])
            writer.append(.session(session), to: &bytes)
        }
        return bytes
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
