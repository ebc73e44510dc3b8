package import Gazetteer
package import ObservatoryModel

/// Every address of the observatory that a page, a feed or an alert links to.
///
/// Paths are CONTRACT §4's where it names them. `path` is for links within the site, and is safe inside an attribute
/// once escaped as text: every part is percent-encoded.
package enum SiteURL: Hashable, Sendable {
    case home
    case countries
    case country(CountryCode, TimeRange)
    case countryPlatform(CountryCode, PlatformID, TimeRange)
    case countrySignals(CountryCode, TimeRange)
    case incidents(country: CountryCode?, platform: PlatformID?, status: IncidentStatus?, cursor: String?)
    case incident(String)
    /// One revision, as a place on the incident's page.
    case revision(String, Int)
    case contest(String)
    /// A small page for other sites' frames.
    case embed(String)
    case network(ASN, TimeRange = .day)
    case platform(PlatformID)
    case targets, methodology, health
    case corrections(cursor: String?)
    case report(CountryCode?, PlatformID?)
    // Pictures.
    case card(String)
    case cardImage(String)
    case chart(CountryCode, PlatformID, TimeRange)
    /// The same as PNG.
    case chartPicture(CountryCode, PlatformID, TimeRange)
    // Data.
    case apiIncident(String)
    case apiIncidentCSV(String)
    case evidenceBundle(String)
    case apiReports
    case apiReportChallenge
    case apiStatus(CountryCode)
    case apiSeries(CountryCode, PlatformID, asn: ASN? = nil, from: Timestamp, to: Timestamp, step: Interval, csv: Bool)
    case apiStream
    case openAPI
    case oEmbed(of: String)
    case feed(CountryCode?, format: String)
    case calendar
    case cap(String)
    /// A file of the program's own: `asset("style-0123abcd.css")`.
    case asset(String)

    /// Path and query, beginning with a slash.
    package var path: String {
        switch self {
        case .home: "/"
        case .countries: "/countries"
        case .country(let country, let range): "/countries/\(country)" + query(range.parameters)
        case .countryPlatform(let country, let platform, let range):
            "/countries/\(country)/platforms/\(platform)" + query(range.parameters)
        case .countrySignals(let country, let range): "/countries/\(country)/signals" + query(range.parameters)
        case .incidents(let country, let platform, let status, let cursor):
            "/incidents"
                + query([
                    ("cc", country?.description), ("platform", platform?.text), ("status", status?.rawValue),
                    ("cursor", cursor),
                ])
        case .incident(let id): "/incidents/\(encoded(id))"
        case .revision(let id, let number): "/incidents/\(encoded(id))#r\(number)"
        case .contest(let id): "/incidents/\(encoded(id))/contest"
        case .embed(let id): "/incidents/\(encoded(id))/embed"
        case .network(let asn, let range): "/networks/\(asn.number)" + query(range.parameters)
        case .platform(let platform): "/platforms/\(platform)"
        case .targets: "/targets"
        case .methodology: "/methodology"
        case .health: "/about/health"
        case .corrections(let cursor): "/corrections" + query([("cursor", cursor)])
        case .report(let country, let platform):
            "/report" + query([("cc", country?.description), ("platform", platform?.text)])
        case .card(let id): "/incidents/\(encoded(id))/card.png"
        case .cardImage(let id): "/incidents/\(encoded(id))/card.svg"
        case .chart(let country, let platform, let range):
            "/charts/\(country)/\(platform).svg" + query(range.parameters)
        case .chartPicture(let country, let platform, let range):
            "/charts/\(country)/\(platform).png" + query(range.parameters)
        case .apiIncident(let id): "/api/v1/incidents/\(encoded(id))"
        case .apiIncidentCSV(let id): "/api/v1/incidents/\(encoded(id))?format=csv"
        case .evidenceBundle(let id): "/api/v1/incidents/\(encoded(id))/bundle"
        case .apiReports: "/api/v1/reports"
        case .apiReportChallenge: "/api/v1/reports/challenge"
        case .apiStatus(let country): "/api/v1/status" + query([("cc", country.description)])
        case .apiSeries(let country, let platform, let asn, let from, let to, let step, let csv):
            "/api/v1/series"
                + query([
                    ("cc", country.description), ("asn", asn.map { String($0.number) }), ("platform", platform.text),
                    ("from", from.description),
                    ("until", to.description), ("step", String(step.milliseconds / 1000)),
                    ("format", csv ? "csv" : nil),
                ])
        case .apiStream: "/api/v1/stream"
        case .openAPI: "/openapi.json"
        case .oEmbed(let address): "/oembed" + query([("url", address)])
        case .feed(nil, let format): "/feeds/incidents.\(format)"
        case .feed(let country?, let format): "/feeds/\(country).\(format)"
        case .calendar: "/calendar.ics"
        case .cap(let id): "/feeds/cap/\(encoded(id)).xml"
        case .asset(let name): "/assets/\(name)"
        }
    }

    /// The path that keeps to what a reader chose: `?lang=ur` and `tz=utc` join the query.
    ///
    /// - Parameters:
    ///   - language: `nil` when the reader chose none.
    ///   - inUTC: Whether times are told in UTC.
    package func path(in language: Language?, inUTC: Bool = false) -> String {
        let choices = [
            language.map { "lang=" + encoded($0.tag) }, inUTC ? "tz=utc" : nil,
        ].compactMap { $0 }
        guard !choices.isEmpty else { return path }
        var base = path
        var fragment = ""
        if let hash = base.firstIndex(of: "#") {
            fragment = String(base[hash...])
            base = String(base[..<hash])
        }
        return base + (base.contains("?") ? "&" : "?") + choices.joined(separator: "&") + fragment
    }
}

extension TimeRange {
    /// The query of a link; nothing for the default range.
    fileprivate var parameters: [(String, String?)] {
        switch self {
        case .day: []
        case .week, .month: [("range", name)]
        case .custom(let from, let to): [("from", from.description), ("to", to.description)]
        }
    }
}

private func query(_ parameters: [(String, String?)]) -> String {
    let parts = parameters.compactMap { name, value in value.map { "\(name)=\(encoded($0))" } }
    return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
}

/// Percent-encodes all but RFC 3986's unreserved characters and the colon, which paths and queries may hold.
private func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
        if byte | 0x20 &- 97 < 26 || byte &- 48 < 10 || "-._~:".utf8.contains(byte) {
            result.unicodeScalars.append(UnicodeScalar(byte))
        } else {
            let digits = Array("0123456789ABCDEF".unicodeScalars)
            result.unicodeScalars.append("%")
            result.unicodeScalars.append(digits[Int(byte >> 4)])
            result.unicodeScalars.append(digits[Int(byte & 15)])
        }
    }
    return result
}
