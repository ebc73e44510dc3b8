import Gazetteer
import NIOCore

extension InternetAddress {
    /// `nil` for an address that is not of the Internet.
    init?(_ address: SocketAddress) {
        guard let text = address.ipAddress else { return nil }
        self.init(text)
    }

    /// 127.0.0.0/8 and ::1.
    var isLoopback: Bool {
        switch self {
        case .v4(let value): value >> 24 == 127
        case .v6(let value): value == 1
        }
    }

    /// What a quota counts by: the address itself for IPv4, its /64 for IPv6. Kept in memory only.
    var quotaKey: String {
        switch self {
        case .v4(let value): "4:\(value)"
        case .v6(let value): "6:\(value >> 64)"
        }
    }
}
