import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A port of the system's choice, known before the server listens, so that links can name it.
///
/// A socket that is bound and does not listen holds the port: the system gives it to nobody else, and a server that binds
/// with `SO_REUSEADDR`, as Hummingbird's does, may still listen on it. It is let go when this goes out of use.
final class ReservedPort: Sendable {
    let number: Int
    private let descriptor: Int32

    /// `nil` when the host cannot be found or has no port to give; listening then says why.
    init?(at host: String) {
        guard let address = try? SocketAddress.makeAddressResolvingHost(host, port: 0) else { return nil }
        let family = address.protocol == .inet6 ? AF_INET6 : AF_INET
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else { return nil }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let isBound = address.withSockAddr { bind(descriptor, $0, socklen_t($1)) == 0 }
        var bound = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let isNamed = withUnsafeMutablePointer(to: &bound) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) == 0 }
        }
        // The same two bytes, most significant first, in the addresses of both families.
        let port = withUnsafeBytes(of: &bound) { Int($0[2]) << 8 | Int($0[3]) }
        guard isBound, isNamed, port > 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        number = port
    }

    deinit { close(descriptor) }
}
