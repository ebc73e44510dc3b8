import NIOCore
import NIOHTTP1
import WireFormats

/// The web server of a lab host, and on plain HTTP the middlebox in front of it.
final class LabSite: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let host: LabHost
    private let censor: Censor
    /// `nil` within TLS, where the middlebox does not see the request.
    private let plain: Bool
    /// Answers DNS over HTTPS; `nil` for hosts that do not.
    private let resolve: (@Sendable (DNSMessage) -> DNSMessage)?
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(host: LabHost, censor: Censor, plain: Bool, resolve: (@Sendable (DNSMessage) -> DNSMessage)?) {
        self.host = host
        self.censor = censor
        self.plain = plain
        self.resolve = resolve
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let part): body += part.readableBytesView.prefix(max(0, 65_536 - body.count))
        case .end:
            guard let head else { return }
            answer(head, context: context)
        }
    }

    private func answer(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        let name = (head.headers.first(name: "host") ?? "").split(separator: ":").first.map(String.init) ?? ""
        if plain, intercept(name, context: context) { return }
        if plain, host == LoopbackLab.blockPageHost {
            return send(200, [("content-type", "text/html")], Array(Self.blockPage.utf8), context: context)
        }
        let status = censor.first { rule -> Int? in
            if case .platformStatus(let own, let status) = rule, Censor.covers(own, name) { status } else { nil }
        }
        if let status {
            return send(status, [], Array("refused".utf8), context: context)
        }
        if let resolve, head.uri.hasPrefix("/dns-query"), let query = try? DNSMessage(decoding: body) {
            return send(
                200, [("content-type", "application/dns-message")], resolve(query).encoded(), context: context)
        }
        if head.uri == "/object" {
            return send(200, [], [UInt8](repeating: 120, count: host.objectBytes), context: context)
        }
        let page = "<html><title>\(host.name)</title><script src=\"/object\"></script></html>"
        send(200, [("content-type", "text/html")], Array(page.utf8), context: context)
    }

    /// What a middlebox does that reads the Host header.
    private func intercept(_ name: String, context: ChannelHandlerContext) -> Bool {
        let action = censor.first { rule -> CensorRule? in
            switch rule {
            case .hostReset(let own), .blockPage(let own), .hostDropped(let own), .redirect(let own, _):
                Censor.covers(own, name) ? rule : nil
            case .captivePortal: rule
            default: nil
            }
        }
        switch action {
        case .hostReset: reset(context.channel)
        case .hostDropped: break
        case .blockPage:
            send(200, [("content-type", "text/html")], Array(Self.blockPage.utf8), context: context)
        case .redirect(_, let target): send(302, [("location", target)], [], context: context)
        case .captivePortal: send(302, [("location", "http://login.hotel.lab/")], [], context: context)
        default: return false
        }
        return true
    }

    static let blockPage = "<html><h1>This site is not available in the lab</h1></html>"

    private func send(
        _ status: Int, _ headers: [(String, String)], _ body: [UInt8], context: ChannelHandlerContext
    ) {
        var head = HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: status))
        for (name, value) in headers { head.headers.add(name: name, value: value) }
        head.headers.add(name: "content-length", value: String(body.count))
        head.headers.add(name: "connection", value: "close")
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }
}
