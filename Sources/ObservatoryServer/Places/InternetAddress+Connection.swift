import NIOCore
import ObservatoryModel

extension InternetAddress {
    /// `nil` for an address that is not of the Internet.
    init?(_ address: SocketAddress) {
        guard let text = address.ipAddress, let address = InternetAddress(text) else { return nil }
        self = address.unmapped
    }

    /// What a quota counts by: the address itself for IPv4, its /64 for IPv6. Kept in memory only.
    var quotaKey: String {
        switch self {
        case .v4(let value): "4:\(value)"
        case .v6(let value): "6:\(value >> 64)"
        }
    }
}
