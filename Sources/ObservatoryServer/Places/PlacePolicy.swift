package import NIOCore
package import ObservatoryModel

/// Decides which place a request counts for (CONTRACT §4: the place comes from the connection).
///
/// - An address with a known country counts there; a network that the data does not name is 0, unless `trustNetwork`
///   lets the sent one stand when the countries agree.
/// - Loopback counts as the configured own place. Without one it is trusted whole, since only the operator's own
///   programs come from there: self-measurement, tests, and a relay beside the server.
/// - Behind a trusted proxy the last address of `X-Forwarded-For` counts instead of the proxy's.
/// - Everything else is of unknown place and is refused.
package struct PlacePolicy: Sendable {
    let lookup: any PlaceLookup
    /// What loopback counts as; `nil` trusts what is sent.
    let ownPlace: Place?
    /// Whether a sent network counts where the data names none and the countries agree.
    let trustNetwork: Bool
    let trustedProxies: Set<InternetAddress>

    package init(
        lookup: any PlaceLookup, ownPlace: Place? = nil, trustNetwork: Bool = false,
        trustedProxies: Set<InternetAddress> = []
    ) {
        self.lookup = lookup
        self.ownPlace = ownPlace
        self.trustNetwork = trustNetwork
        self.trustedProxies = trustedProxies
    }

    /// What a connection is good for.
    package enum Standing: Hashable, Sendable {
        /// The place is this, whatever was sent; `networkOpen` lets a sent network fill in for an unknown one.
        case derived(Place, networkOpen: Bool)
        /// The sent place counts.
        case trusted
        case unknown

        /// The place to store for a record that states one; `nil` refuses the record.
        package func place(stated: Place) -> Place? {
            switch self {
            case .derived(var place, let networkOpen):
                if networkOpen, place.asn == .unknown, place.country == stated.country { place.asn = stated.asn }
                return place
            case .trusted: return stated
            case .unknown: return nil
            }
        }
    }

    /// The address that a request comes from, past a trusted proxy; `nil` for a local socket.
    package func address(peer: SocketAddress?, forwarded: String?) -> InternetAddress? {
        guard let peer, let direct = InternetAddress(peer) else { return nil }
        guard trustedProxies.contains(direct), let last = forwarded?.split(separator: ",").last else { return direct }
        return InternetAddress(last.filter { $0 != " " })?.unmapped ?? direct
    }

    /// What the address is good for.
    package func standing(of address: InternetAddress?) -> Standing {
        guard let address = address?.unmapped else { return .unknown }
        if address.isLoopback { return ownPlace.map { .derived($0, networkOpen: false) } ?? .trusted }
        guard let place = lookup.place(of: address) else { return .unknown }
        return .derived(place, networkOpen: trustNetwork)
    }
}
