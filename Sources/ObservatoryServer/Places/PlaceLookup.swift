package import Gazetteer
package import ObservatoryModel

/// Where a connection comes from, as far as its address tells.
package struct Place: Hashable, Sendable {
    package var country: CountryCode
    /// `ASN.unknown` when no data names the network.
    package var asn: ASN

    package init(country: CountryCode, asn: ASN = .unknown) {
        self.country = country
        self.asn = asn
    }

    /// Reads `PK` or `PK:17557`; `nil` for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let country = CountryCode(String(parts.first ?? "")) else { return nil }
        guard parts.count == 2 else {
            self.init(country: country)
            return
        }
        guard let number = UInt32(parts[1].hasPrefix("AS") ? parts[1].dropFirst(2) : parts[1]) else { return nil }
        self.init(country: country, asn: ASN(number))
    }
}

/// Derives a place from an address. The address is dropped by the caller right after.
package protocol PlaceLookup: Sendable {
    /// `nil` when nothing is known of the address.
    func place(of address: InternetAddress) -> Place?
}

/// Knows nothing: there is no address data on this machine.
package struct NoPlaceLookup: PlaceLookup {
    package init() {}
    package func place(of address: InternetAddress) -> Place? { nil }
}

extension AddressTable: PlaceLookup {
    package func place(of address: InternetAddress) -> Place? {
        let country = country(of: address)
        return country == .unknown ? nil : Place(country: country, asn: network(of: address))
    }
}
