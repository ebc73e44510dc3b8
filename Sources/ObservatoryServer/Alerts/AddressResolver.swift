import Glibc
import NIOPosix
import ObservatoryModel

/// Asks the system what a name stands for, on a thread that may wait.
enum AddressResolver {
    /// The addresses of a host; an address stands for itself. Empty when the name is not known.
    static func addresses(of host: String) async -> [InternetAddress] {
        if let address = InternetAddress(host) { return [address] }
        return (try? await NIOThreadPool.singleton.runIfActive { resolved(host) }) ?? []
    }

    private static func resolved(_ host: String) -> [InternetAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [InternetAddress] = []
        var next = list
        while let info = next?.pointee {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let status = getnameinfo(
                info.ai_addr, info.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
            if status == 0 {
                let name = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                // A link-local address comes with its zone; without it, it is refused all the same.
                if let address = InternetAddress(name.prefix { $0 != "%" }) { addresses.append(address) }
            }
            next = info.ai_next
        }
        return addresses
    }
}
