/// A page of the observatory: a model of plain values that `Dashboard.html(_:in:)` turns into HTML.
package enum Page: Sendable {
    case home(HomePage)
    case country(CountryPage)
    case countryPlatform(CountryPlatformPage)
    case countrySignals(CountrySignalsPage)
    case incident(IncidentPage)
    case network(NetworkPage)
    case platform(PlatformPage)
    case countries(CountryIndexPage)
    case incidents(IncidentIndexPage)
    case targets(TargetsPage)
    case methodology
    case corrections(CorrectionsPage)
    case health(HealthPage)
    case report(ReportPage)
    case contest(ContestPage)
    case error(ErrorPage)
}
