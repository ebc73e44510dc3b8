import NIOCore
import NIOPosix
import ObservatoryModel
import WireFormats

/// Sends datagrams to one address and hands what comes back to a listener until it is satisfied or the time is over.
struct DatagramExchange: Sendable {
    var endpoint: ProbeEnvironment.Endpoint
    var limit: TimeAmount
    var meter: DataMeter
    /// When unanswered datagrams are sent again, counted from the start.
    var repeatAfter: TimeAmount?

    /// What a listener wants after a datagram.
    enum Verdict: Sendable {
        /// Wait on, to the limit.
        case wait
        /// Wait this much longer and then end; later wishes do not prolong it.
        case linger(TimeAmount)
        case done
    }

    /// Runs the exchange.
    ///
    /// - Parameters:
    ///   - datagrams: Sent at once, in order.
    ///   - listener: Gets each datagram with the milliseconds since the first sending, on the event loop.
    /// - Returns: Why it ended without a datagram that satisfied the listener; `nil` when one did.
    func run(
        on group: any EventLoopGroup, sending datagrams: [[UInt8]],
        listener: @escaping @Sendable (_ datagram: [UInt8], _ milliseconds: Double) -> Verdict
    ) async -> Failure? {
        let loop = group.next()
        let promise = loop.makePromise(of: Failure?.self)
        let exchange = self
        let address: SocketAddress
        do {
            address = try SocketAddress(ipAddress: endpoint.address.description, port: Int(endpoint.port))
        } catch {
            promise.succeed(nil)
            return Failure("invalid_argument")
        }
        // A connected socket drops datagrams from elsewhere, and is told when the port is closed. It is made on the
        // loop, since the thread that makes a socket decides which network namespace it is in.
        let connected = loop.flatSubmit {
            DatagramBootstrap(group: loop)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            DatagramExchangeHandler(
                                exchange: exchange, datagrams: datagrams, address: address, promise: promise,
                                listener: listener))
                    }
                }
                .connect(to: address)
        }
        connected.whenFailure { promise.succeed(Failure(channelError: $0)) }
        return await withTaskCancellationHandler {
            (try? await promise.futureResult.get()) ?? nil
        } onCancel: {
            connected.whenSuccess { $0.close(promise: nil) }
        }
    }
}

private final class DatagramExchangeHandler: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let exchange: DatagramExchange
    private let datagrams: [[UInt8]]
    private let address: SocketAddress
    private let promise: EventLoopPromise<Failure?>
    private let listener: @Sendable ([UInt8], Double) -> DatagramExchange.Verdict
    private var began = ContinuousClock.now
    private var timers: [Scheduled<Void>] = []
    private var heard = false
    private var lingering = false
    private var done = false

    init(
        exchange: DatagramExchange, datagrams: [[UInt8]], address: SocketAddress, promise: EventLoopPromise<Failure?>,
        listener: @escaping @Sendable ([UInt8], Double) -> DatagramExchange.Verdict
    ) {
        self.exchange = exchange
        self.datagrams = datagrams
        self.address = address
        self.promise = promise
        self.listener = listener
    }

    func channelActive(context: ChannelHandlerContext) {
        began = .now
        send(context: context)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timers.append(
            context.eventLoop.scheduleTask(in: exchange.limit) {
                let (handler, context) = bound.value
                handler.finish(handler.lingering ? nil : .genericTimeout, context: context)
            })
        if let again = exchange.repeatAfter {
            timers.append(
                context.eventLoop.scheduleTask(in: again) {
                    let (handler, context) = bound.value
                    if !handler.heard { handler.send(context: context) }
                })
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !done else { return }
        heard = true
        let bytes = Array(unwrapInboundIn(data).data.readableBytesView)
        exchange.meter.add(bytes.count + DataMeter.datagramOverhead)
        switch listener(bytes, began.millisecondsUntilNow) {
        case .wait: break
        case .done: finish(nil, context: context)
        case .linger(let time):
            guard !lingering else { return }
            lingering = true
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            timers.append(
                context.eventLoop.scheduleTask(in: time) {
                    let (handler, context) = bound.value
                    handler.finish(nil, context: context)
                })
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A closed port after an answer takes nothing from the answer.
        finish(lingering ? nil : Failure(channelError: error), context: context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(lingering ? nil : Failure("interrupted"), context: context)
        context.fireChannelInactive()
    }

    private func send(context: ChannelHandlerContext) {
        for datagram in datagrams {
            exchange.meter.add(datagram.count + DataMeter.datagramOverhead)
            let envelope = AddressedEnvelope(remoteAddress: address, data: ByteBuffer(bytes: datagram))
            context.write(wrapOutboundOut(envelope)).whenFailure { _ in }
        }
        context.flush()
    }

    private func finish(_ failure: Failure?, context: ChannelHandlerContext) {
        guard !done else { return }
        done = true
        for timer in timers { timer.cancel() }
        promise.succeed(failure)
        context.close(promise: nil)
    }
}
