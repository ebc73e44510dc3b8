import Glibc
import NIOCore
package import NIOPosix

/// Event loops whose threads live in a network namespace, so that their connections begin there.
package enum NamespaceLoop {
    /// Why a thread could not enter a namespace.
    package struct Failure: Error, CustomStringConvertible {
        package var namespace: String
        package var number: Int32

        package var description: String { "cannot enter “\(namespace)”: \(String(cString: strerror(number)))" }
    }

    /// setns(2), which the Glibc module leaves out because its header needs `_GNU_SOURCE`.
    private static func enter(_ file: CInt, _ kind: CInt) -> CInt {
        guard let symbol = dlsym(nil, "setns") else { return -1 }
        typealias SetNamespace = @convention(c) (CInt, CInt) -> CInt
        return unsafeBitCast(symbol, to: SetNamespace.self)(file, kind)
    }

    /// A group of one thread in the namespace; shut it down when done. Needs root.
    package static func group(in namespace: String) async throws -> MultiThreadedEventLoopGroup {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            try await group.next().submit {
                let file = open("/run/netns/\(namespace)", O_RDONLY | O_CLOEXEC)
                guard file >= 0 else { throw Failure(namespace: namespace, number: errno) }
                defer { close(file) }
                // CLONE_NEWNET of <linux/sched.h>; it holds for this thread alone.
                guard enter(file, 0x4000_0000) == 0 else { throw Failure(namespace: namespace, number: errno) }
            }.get()
            return group
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }
}
