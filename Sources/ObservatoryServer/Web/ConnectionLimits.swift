import Hummingbird
import HummingbirdCore
import NIOCore

/// How long and how much one connection may ask of the server before it is closed.
struct ConnectionLimits: Sendable {
    /// For a head to arrive whole, and between two requests.
    var idle = TimeAmount.seconds(30)
    /// For a request's body to arrive whole.
    var arrival = TimeAmount.seconds(60)
    /// For the other side to read on.
    var reading = TimeAmount.seconds(60)
    /// One field of a head, and all of them, in bytes.
    var fieldBytes = 16 << 10
    var headBytes = 32 << 10
    /// Fields of a head.
    var fields = 100

    /// HTTP/1.1 within these limits.
    var server: HTTPServerBuilder {
        .http1(
            configuration: .init(
                additionalChannelHandlers: [StalledConnections(arrival: arrival, reading: reading)],
                idleTimeout: idle,
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: fieldBytes, maxHeaderListSize: headBytes, maxHeaderFieldCount: fields)))
    }
}
