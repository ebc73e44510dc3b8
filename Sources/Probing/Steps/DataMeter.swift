import NIOCore
import Synchronization

/// Counts the bytes that measuring costs the volunteer: payload of TCP, and of UDP with its headers.
package final class DataMeter: Sendable {
    private let count = Atomic<Int64>(0)

    package init() {}

    /// Bytes sent and received since the meter was made.
    package var bytes: Int64 { count.load(ordering: .relaxed) }

    func add(_ bytes: Int) {
        count.add(Int64(bytes), ordering: .relaxed)
    }

    /// IPv4 and UDP headers of a datagram.
    static let datagramOverhead = 28
}

/// Counts what passes on a connection.
final class DataMeterHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    private let meter: DataMeter

    init(meter: DataMeter) {
        self.meter = meter
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        meter.add(unwrapInboundIn(data).readableBytes)
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        meter.add(unwrapOutboundIn(data).readableBytes)
        context.write(data, promise: promise)
    }
}
