import ObservatoryModel

/// What is known of short texts that come again in measurement after measurement: addresses, hosts, header names.
///
/// Remembers its answers; for one thread at a time.
final class KnownTexts {
    enum AddressKind: Hashable, Sendable {
        case global, bogon, loopback
        /// No address at all, such as the host names that some old controls hold.
        case unknown
    }

    private let kinds = TextCache<AddressKind>(slots: 4096)
    private let pages = TextCache<CountryCode?>(slots: 4096)
    private let headers = TextCache<Bool>(slots: 512)

    /// Which kind of address a text is.
    func kind(_ address: JSONText) -> AddressKind {
        let kind = try? kinds.value(of: address.bytes) { bytes in
            guard let address = InternetAddress(String(decoding: bytes, as: UTF8.self)) else { return .unknown }
            return address.isLoopback ? .loopback : address.isBogon ? .bogon : .global
        }
        return kind ?? .unknown
    }

    /// The country whose block pages an address or host stands for; `nil` for all others.
    func blockPage(_ place: JSONText) -> CountryCode? {
        guard place.count > 0 else { return nil }
        let country = try? pages.value(of: place.bytes) {
            KnownBlockPages.country(of: String(decoding: $0, as: UTF8.self))
        }
        return country ?? nil
    }

    /// Whether nearly every server sends a header of this name, so that it tells nothing (FORMATS §1.4, rule 8).
    func isCommonHeader(_ name: JSONText) -> Bool {
        let isCommon = try? headers.value(of: name.bytes) {
            Self.commonHeaders.contains(String(decoding: $0, as: UTF8.self).lowercased())
        }
        return isCommon ?? false
    }

    private static let commonHeaders: Set<String> = [
        "date", "content-type", "server", "cache-control", "vary", "set-cookie", "location", "expires",
        "x-powered-by", "content-encoding", "last-modified", "accept-ranges", "pragma", "x-frame-options", "etag",
        "x-content-type-options", "age", "via", "p3p", "x-xss-protection", "content-language", "cf-ray",
        "strict-transport-security", "link", "x-varnish",
    ]
}
