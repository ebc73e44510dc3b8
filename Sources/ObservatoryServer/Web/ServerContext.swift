package import Hummingbird
import Logging
import NIOCore

/// What belongs to one request: Hummingbird's storage and the address of the other side.
///
/// The address serves to derive a place and to count quotas; it is neither stored nor logged.
package struct ServerContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    let peer: SocketAddress?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress
    }
}
