import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A collector as CONTRACT §4 has it, as far as a probe needs one: checks the signature, keeps lines by id, may refuse.
final class LabCollector: Sendable {
    struct State: Sendable {
        var lines: [String: String] = [:]
        var posts = 0
        var duplicates = 0
        var badSignatures = 0
        /// The status of the next answers; 200 when empty.
        var refusals: [Int] = []
        /// When set, the batch is kept and the connection closed without an answer.
        var losesAnswers = 0
        var schedule = ""
    }

    let state = Mutex(State())
    let port: Int
    private let channel: any Channel

    init() async throws {
        let box = Handlers()
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(CollectorHandler(handlers: box))
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
        box.answer.withLock { $0 = { [weak self] head, body in self?.answer(head, body) ?? (503, "") } }
    }

    func stop() async { try? await channel.close() }

    private func answer(_ head: HTTPRequestHead, _ body: [UInt8]) -> (Int, String)? {
        state.withLock { state in
            state.posts += 1
            guard isSigned(head, body) else {
                state.badSignatures += 1
                return (401, "{\"title\":\"signature\"}")
            }
            if !state.refusals.isEmpty { return (state.refusals.removeFirst(), "{\"detail\":\"come back later\"}") }
            var (accepted, duplicates) = (0, 0)
            for line in String(decoding: body, as: UTF8.self).split(separator: "\n") {
                let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                guard let id = object?["id"] as? String else { continue }
                if state.lines.updateValue(String(line), forKey: id) == nil { accepted += 1 } else { duplicates += 1 }
            }
            state.duplicates += duplicates
            if state.losesAnswers > 0 {
                state.losesAnswers -= 1
                return nil
            }
            let schedule = state.schedule.isEmpty ? "" : ",\"schedule\":\(state.schedule)"
            return (200, "{\"accepted\":\(accepted),\"duplicates\":\(duplicates),\"rejected\":[]\(schedule)}")
        }
    }

    private func isSigned(_ head: HTTPRequestHead, _ body: [UInt8]) -> Bool {
        guard let header = head.headers.first(name: "authorization"), header.hasPrefix("Probe ") else { return false }
        let parts = header.dropFirst(6).split(separator: ":").map { text -> Data in
            var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
            while base64.count % 4 != 0 { base64 += "=" }
            return Data(base64Encoded: String(base64)) ?? Data()
        }
        guard parts.count == 2, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: parts[0]) else {
            return false
        }
        let digest = SHA256.hash(data: body).map { String(format: "%02x", $0) }.joined()
        return key.isValidSignature(parts[1], for: Data("parallax-v1\n\(head.uri)\n\(digest)".utf8))
    }
}

private final class Handlers: Sendable {
    /// The answer to a request; `nil` closes the connection without one.
    let answer = Mutex<@Sendable (HTTPRequestHead, [UInt8]) -> (Int, String)?>({ _, _ in (503, "") })
}

private final class CollectorHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let handlers: Handlers
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(handlers: Handlers) {
        self.handlers = handlers
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): (self.head, body) = (head, [])
        case .body(let part): body += part.readableBytesView
        case .end:
            guard let head, let (status, text) = handlers.answer.withLock({ $0 })(head, body) else {
                return context.close(promise: nil)
            }
            var response = HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: status))
            response.headers.add(name: "content-length", value: String(text.utf8.count))
            context.write(wrapOutboundOut(.head(response)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
