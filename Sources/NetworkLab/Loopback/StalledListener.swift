import Glibc
import ObservatoryModel

/// A TCP port whose queue is full, so that the system drops every further segment that opens a connection; to a client
/// this is a path that swallows them.
final class StalledListener: Sendable {
    private let descriptors: [CInt]

    /// - Throws: The number of the system call's error.
    init(address: InternetAddress, port: UInt16) throws(SystemError) {
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = port.bigEndian
        withUnsafeMutableBytes(of: &target) { $0[4..<8].copyBytes(from: address.bytes) }
        var opened: [CInt] = []
        func fail() -> SystemError {
            let error = SystemError(number: errno)
            opened.forEach { _ = close($0) }
            return error
        }
        let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        opened.append(listener)
        var yes: CInt = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, length) }
        }
        guard bound == 0, listen(listener, 0) == 0 else { throw fail() }
        // A queue of length 0 holds one connection; the rest keep trying without an answer.
        for _ in 0..<4 {
            let filler = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_NONBLOCK.rawValue), 0)
            opened.append(filler)
            _ = withUnsafePointer(to: &target) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(filler, $0, length) }
            }
        }
        descriptors = opened
    }

    deinit {
        for descriptor in descriptors { _ = close(descriptor) }
    }

    /// An error of the operating system.
    struct SystemError: Error, CustomStringConvertible {
        var number: CInt
        var description: String { String(cString: strerror(number)) }
    }
}
