import NIOCore
import NIOHTTP1
import NIOTLS
import ObservatoryModel

/// Follows one connection through its phases on its event loop and reports once.
final class StreamAttemptHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private enum Phase {
        case connecting, handshaking, requesting, done
    }

    private let attempt: StreamAttempt
    private let promise: EventLoopPromise<StreamAttempt.Result>
    private var phase = Phase.connecting
    /// When the present phase began.
    private var began = ContinuousClock.now
    private var timer: Scheduled<Void>?
    private var result = StreamAttempt.Result(tcp: StreamAttempt.Part(failure: nil, milliseconds: 0))
    /// What the judge said of the server's chain, when it was asked.
    var judgement: CertificateJudge.Judgement?

    private var status: Int32?
    private var headers: [String: String] = [:]
    private var body: [UInt8] = []
    private var received: Int64 = 0
    private var pacedEnd: (instant: ContinuousClock.Instant, bytes: Int64, milliseconds: Double)?

    init(attempt: StreamAttempt, promise: EventLoopPromise<StreamAttempt.Result>) {
        self.attempt = attempt
        self.promise = promise
    }

    func channelActive(context: ChannelHandlerContext) {
        result.tcp.milliseconds = began.millisecondsUntilNow
        if attempt.tls != nil {
            enter(.handshaking, limit: attempt.tlsLimit, context: context)
        } else {
            request(context: context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if phase == .handshaking, let event = event as? TLSUserEvent, case .handshakeCompleted = event {
            result.tls = StreamAttempt.Part(failure: nil, milliseconds: began.millisecondsUntilNow)
            request(context: context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard phase == .requesting, let request = attempt.request else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            // 1xx responses come before the real one.
            guard head.status.code >= 200 else { return }
            status = Int32(head.status.code)
            for (name, value) in head.headers where headers[name.lowercased()] == nil {
                headers[name.lowercased()] = value
            }
        case .body(let part):
            received += Int64(part.readableBytes)
            body += part.readableBytesView.prefix(max(0, request.keptBytes - body.count))
            if received >= request.bodyLimit {
                finish(nil, context: context)
            } else if let pace = request.pace {
                hold(pace, context: context)
            }
        case .end:
            if status != nil { finish(nil, context: context) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(Failure(channelError: error), context: context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.endOfFile, context: context)
        context.fireChannelInactive()
    }

    private func request(context: ChannelHandlerContext) {
        guard let request = attempt.request else { return finish(nil, context: context) }
        enter(.requesting, limit: request.limit, context: context)
        var head = HTTPRequestHead(version: .http1_1, method: request.method, uri: request.path)
        head.headers.add(name: "host", value: request.host)
        for (name, value) in request.headers { head.headers.add(name: name, value: value) }
        if !request.body.isEmpty {
            head.headers.replaceOrAdd(name: "content-length", value: String(request.body.count))
        }
        head.headers.add(name: "connection", value: "close")
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !request.body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: request.body)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    private func enter(_ next: Phase, limit: TimeAmount, context: ChannelHandlerContext) {
        phase = next
        began = .now
        timer?.cancel()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: limit) {
            let (handler, context) = bound.value
            handler.finish(.genericTimeout, context: context)
        }
    }

    /// Stops reading until the pace allows what has come.
    private func hold(_ pace: StreamAttempt.Pace, context: ChannelHandlerContext) {
        guard pacedEnd == nil else { return }
        let elapsed = began.millisecondsUntilNow
        if received >= pace.bytes {
            pacedEnd = (.now, received, elapsed)
            context.channel.setOption(.autoRead, value: true).whenComplete { _ in }
            return
        }
        let due = Double(received) / Double(pace.bytesPerSecond) * 1000
        guard due > elapsed + 5 else { return }
        context.channel.setOption(.autoRead, value: false).whenComplete { _ in }
        let channel = context.channel
        context.eventLoop.scheduleTask(in: .microseconds(Int64((due - elapsed) * 1000))) {
            channel.setOption(.autoRead, value: true).whenComplete { _ in }
        }
    }

    private func finish(_ failure: Failure?, context: ChannelHandlerContext) {
        guard phase != .done else { return }
        timer?.cancel()
        let part = StreamAttempt.Part(failure: failure, milliseconds: began.millisecondsUntilNow)
        switch phase {
        case .connecting: result.tcp = part
        case .handshaking:
            result.tls = part
            // The handshake fails because of what the judge said, and the reason is the judge's.
            if failure != nil, let reason = judgement?.failure { result.tls?.failure = reason }
        case .requesting:
            let (bytes, since) = pacedEnd.map { (received - $0.bytes, $0.instant) } ?? (received, began)
            result.response = StreamAttempt.Response(
                part: part, status: status, headers: headers, body: body, bodyBytes: received, unpacedBytes: bytes,
                unpacedMilliseconds: since.millisecondsUntilNow, pacedMilliseconds: pacedEnd?.milliseconds)
        case .done: break
        }
        result.judgement = judgement
        phase = .done
        promise.succeed(result)
        context.close(promise: nil)
    }
}
