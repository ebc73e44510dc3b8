import Gazetteer
import ObservatoryModel

/// The URLs that OONI probes are asked to test: the public target list.
struct OONITestList: Sendable {
    /// One URL as OONI's lists have it.
    struct Entry: Hashable, Sendable {
        /// Citizen Lab's category of sites.
        var category: String
        var url: String

        var json: JSONValue {
            ["category_code": .string(category), "country_code": "XX", "url": .string(url)]
        }
    }

    var catalogue = PlatformCatalogue.standard
    var risks = RiskList.standard
    /// Whether targets with an extra risk are offered at all; never in countries of the risk list.
    var offersRisky: Bool

    /// The list for a country.
    ///
    /// - Parameter categories: Only these; empty means all.
    func entries(for country: CountryCode, categories: Set<String> = []) -> [Entry] {
        let includesRisky = offersRisky && !risks.isCautious(in: country)
        return catalogue.all.filter { includesRisky || !$0.isRisky }.flatMap { platform in
            platform.targets.map { Entry(category: Self.category(of: platform.id), url: $0) }
        }.filter { categories.isEmpty || categories.contains($0.category) }
    }

    /// The tests of OONI's that measure platforms of the list by themselves.
    func tests(for country: CountryCode) -> [String] {
        let includesRisky = offersRisky && !risks.isCautious(in: country)
        return catalogue.all.filter { includesRisky || !$0.isRisky }.flatMap(\.ooniTests).sorted()
    }

    /// Whether a host belongs to a platform of the list, or is a neutral host or a sibling.
    func names(_ host: String) -> Bool {
        catalogue.platform(ofHost: host) != nil || catalogue.all.contains { $0.siblings.contains(host) }
            || ControlPool.standard.all.contains {
                $0.url.split(separator: "/").dropFirst().first.map(String.init) == host
            }
    }

    /// Citizen Lab's code for what a platform is.
    private static func category(of platform: PlatformID) -> String {
        switch platform.text {
        case "whatsapp", "messenger", "telegram", "signal": "COMT"
        case "youtube": "MMED"
        case "wikipedia": "CULTR"
        case "google": "SRCH"
        default: "GRP"
        }
    }
}
