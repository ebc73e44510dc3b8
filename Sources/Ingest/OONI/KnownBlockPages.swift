import ObservatoryModel

/// Addresses and hosts that a country's networks send people to instead of what they asked for.
///
/// A small list of facts that are public many times over (OONI's and Citizen Lab's fingerprints among others); a match
/// counts only when the measurement is from that country, so that a site on the same address elsewhere stays a site.
/// Pages that are told by their text alone are not found.
enum KnownBlockPages {
    private static let answers: [String: String] = [
        "10.10.34.34": "IR", "10.10.34.35": "IR", "10.10.34.36": "IR",
        "134.17.0.7": "BY",
        "195.175.254.2": "TR",
        "180.131.146.7": "ID", "202.3.219.209": "ID", "116.206.10.31": "ID",
        "8.7.198.45": "CN", "37.61.54.158": "CN", "46.82.174.68": "CN", "78.16.49.15": "CN", "93.46.8.89": "CN",
        "159.106.121.75": "CN", "203.98.7.65": "CN", "59.24.3.173": "CN", "243.185.187.39": "CN",
    ]

    private static let hosts: [String: String] = [
        "lamanlabuh.aduankonten.id": "ID", "internetbaik.telkomsel.com": "ID", "restricted.tri.co.id": "ID",
        "trustpositif.kominfo.go.id": "ID", "mercusuar.uzone.id": "ID",
        "lighthouse.du.ae": "AE",
        "warning.rt.ru": "RU", "lawfilter.ertelecom.ru": "RU", "blackhole.beeline.ru": "RU",
    ]

    /// The country of an address or host of the list.
    static func country(of place: String) -> CountryCode? {
        (answers[place] ?? hosts[place]).flatMap { CountryCode($0) }
    }

    /// The judgement when a lookup or a redirect of the measurement ends at one of them; `nil` when none does.
    ///
    /// - Parameter target: The URL that was asked for; its host may be a block page's own.
    static func judgement(
        _ keys: OONITestKeys, country: CountryCode, target: JSONText?, known: KnownTexts
    ) -> OONIJudgement? {
        for answer in keys.answers where known.blockPage(answer.address) == country {
            return OONIJudgement(weights: .blockPage, stage: .dns, failure: nil)
        }
        guard let target, keys.requests.count > 1 else { return nil }
        let asked = OONIPlatforms.host(of: target)
        for request in keys.requests {
            guard let host = request.url.map({ OONIPlatforms.host(of: $0) }), !(host == asked),
                known.blockPage(host) == country
            else { continue }
            return OONIJudgement(weights: .blockPage, stage: .http, failure: nil)
        }
        return nil
    }
}
