import WireFormats

/// Which kind of address a text is, remembered for texts that come again.
final class AddressKinds {
    enum Kind: Hashable, Sendable {
        case global, bogon, loopback
        /// No address at all, such as the host names that some old controls hold.
        case unknown
    }

    private let known = TextCache<Kind>(slots: 4096)

    func kind(_ address: JSONText) -> Kind {
        let kind = try? known.value(of: address.bytes) { bytes in
            guard let address = InternetAddress(String(decoding: bytes, as: UTF8.self)) else { return .unknown }
            return address.isLoopback ? .loopback : address.isBogon ? .bogon : .global
        }
        return kind ?? .unknown
    }
}
