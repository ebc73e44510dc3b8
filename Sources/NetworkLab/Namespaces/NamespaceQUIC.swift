import NIOCore
import NIOPosix
import ObservatoryModel

/// QUIC servers of a world's hosts as far as a probe looks: version negotiation and a reply to an Initial.
///
/// They run on a thread of this process that lives in the world's namespace, since Debian's nginx speaks no QUIC.
package struct NamespaceQUIC: Sendable {
    private let group: MultiThreadedEventLoopGroup

    /// Opens UDP 443 of each host. Needs root.
    package static func start(in world: NamespaceWorld) async throws -> NamespaceQUIC {
        let group = try await NamespaceLoop.group(in: world.world)
        do {
            for host in world.hosts {
                guard let address = InternetAddress(host.address) else { continue }
                let site = LabHost(name: host.name, address: address)
                // On the thread itself: a datagram socket is made where the bootstrap is called.
                _ = try await group.next().flatSubmit {
                    DatagramBootstrap(group: group).channelInitializer { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.addHandler(
                                LabQUICServer(host: site, censor: Censor()))
                        }
                    }.bind(host: site.address.description, port: 443)
                }.get()
            }
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
        return NamespaceQUIC(group: group)
    }

    /// Closes all of them.
    package func stop() async {
        try? await group.shutdownGracefully()
    }
}
