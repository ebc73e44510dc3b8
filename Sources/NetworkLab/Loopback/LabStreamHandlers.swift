import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import WireFormats

/// The middlebox on a TLS connection: waits for the name in the first flight, then lets pass, resets, drops or replaces.
final class TLSMiddlebox: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let host: LabHost
    private let censor: Censor
    private let certificates: LabCertificates
    private let site: @Sendable () -> LabSite
    private var flight: [UInt8] = []
    private var decided = false

    init(host: LabHost, censor: Censor, certificates: LabCertificates, site: @escaping @Sendable () -> LabSite) {
        self.host = host
        self.censor = censor
        self.certificates = certificates
        self.site = site
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !decided else { return }
        flight += unwrapInboundIn(data).readableBytesView
        let name: String?
        switch ClientHello.reading(stream: flight) {
        case .incomplete: return
        case .hello(let hello): name = hello.serverName
        case .other: name = nil
        }
        decided = true
        switch censor.verdict(tlsName: name, host: host.name) {
        case .reset: reset(context.channel)
        case .drop: break
        case .pass: serve(context: context, name: name, issuer: .trusted)
        case .impostor(let selfSigned):
            serve(context: context, name: name, issuer: selfSigned ? .itself : .stranger)
        }
    }

    private func serve(context: ChannelHandlerContext, name: String?, issuer: LabCertificates.Issuer) {
        do {
            let pipeline = context.pipeline.syncOperations
            if let rate = censor.rate(for: name) {
                try pipeline.addHandler(TokenBucket(bytesPerSecond: rate), position: .after(self))
            }
            // A server with many names shows the certificate of its own when it does not know the one asked for.
            let own = name.map { Censor.covers(host.name, $0) } == true || issuer != .trusted
            let tls = NIOSSLServerHandler(
                context: try certificates.context(name: own ? name ?? host.name : host.name, issuer: issuer))
            try pipeline.addHandler(tls)
            try pipeline.configureHTTPServerPipeline()
            try pipeline.addHandler(site())
            context.fireChannelRead(NIOAny(ByteBuffer(bytes: flight)))
            context.fireChannelReadComplete()
            pipeline.removeHandler(self, promise: nil)
        } catch {
            context.close(promise: nil)
        }
    }
}

/// Closes with a reset instead of a farewell.
func reset(_ channel: any Channel) {
    guard let provider = channel as? any SocketOptionProvider else { return channel.close(promise: nil) }
    provider.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
}

/// Holds what is sent to a rate, in pieces small enough to be even.
final class TokenBucket: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let bytesPerSecond: Int
    private var queue = CircularBuffer<(ByteBuffer, EventLoopPromise<Void>?)>()
    private var isWaiting = false

    init(bytesPerSecond: Int) {
        self.bytesPerSecond = bytesPerSecond
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        queue.append((unwrapOutboundIn(data), promise))
    }

    func flush(context: ChannelHandlerContext) {
        guard !isWaiting else { return }
        pour(context: context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        while let (_, promise) = queue.popFirst() { promise?.fail(ChannelError.ioOnClosedChannel) }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        // What is queued is still delivered before a farewell.
        guard !queue.isEmpty, mode != .input else { return context.close(mode: mode, promise: promise) }
        closing = (mode, promise)
    }

    private var closing: (CloseMode, EventLoopPromise<Void>?)?

    private func pour(context: ChannelHandlerContext) {
        isWaiting = false
        guard var (buffer, promise) = queue.popFirst() else {
            if let (mode, promise) = closing { context.close(mode: mode, promise: promise) }
            return
        }
        let piece = max(1, bytesPerSecond / 20)
        if buffer.readableBytes > piece, let head = buffer.readSlice(length: piece) {
            queue.prepend((buffer, promise))
            buffer = head
            promise = nil
        }
        let delay = TimeAmount.nanoseconds(Int64(buffer.readableBytes) * 1_000_000_000 / Int64(bytesPerSecond))
        context.writeAndFlush(wrapOutboundOut(buffer), promise: promise)
        isWaiting = true
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: delay) {
            let (bucket, context) = bound.value
            bucket.pour(context: context)
        }
    }
}
