import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes connections whose other side keeps them open without getting on: a request that takes too long to arrive, and
/// an answer that nobody reads. Idle connections, and heads that never end, are left to the server's idle time.
final class StalledConnections: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let arrival: TimeAmount
    private let reading: TimeAmount
    /// Runs from a request's head to its end.
    private var unfinished: Scheduled<Void>?
    /// Runs while the other side does not read.
    private var unread: Scheduled<Void>?

    /// - Parameters:
    ///   - arrival: For the body of a request, from its head to its last byte.
    ///   - reading: For the other side to read on, once the buffers are full.
    init(arrival: TimeAmount = .seconds(60), reading: TimeAmount = .seconds(60)) {
        self.arrival = arrival
        self.reading = reading
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            unfinished?.cancel()
            unfinished = closing(context, after: arrival)
        case .body: break
        case .end:
            unfinished?.cancel()
            unfinished = nil
        }
        context.fireChannelRead(data)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        unread?.cancel()
        unread = context.channel.isWritable ? nil : closing(context, after: reading)
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { stop() }

    private func stop() {
        unfinished?.cancel()
        unread?.cancel()
        (unfinished, unread) = (nil, nil)
    }

    private func closing(_ context: ChannelHandlerContext, after delay: TimeAmount) -> Scheduled<Void> {
        let channel = context.channel
        return context.eventLoop.scheduleTask(in: delay) { channel.close(promise: nil) }
    }
}

@available(*, unavailable)
extension StalledConnections: Sendable {}
