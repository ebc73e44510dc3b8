package import ObservatoryModel

/// `/networks/{asn}`: is it us, them, or the platform?
package struct NetworkPage: Sendable {
    package var asn: ASN
    /// One a country that the network serves, largest share first; empty when nothing is known of it.
    package var shares: [NetworkShare]
    package var range: TimeRange
    /// The network's cells, and the country-wide ones of the same countries to compare with.
    package var cells: [CellState]
    package var timelines: [Timeline]
    package var incidents: [ListedIncident]
    package var signals: [SignalSeries]

    package init(
        asn: ASN, shares: [NetworkShare], range: TimeRange = .day, cells: [CellState], timelines: [Timeline] = [],
        incidents: [ListedIncident], signals: [SignalSeries] = []
    ) {
        self.asn = asn
        self.shares = shares
        self.range = range
        self.cells = cells
        self.timelines = timelines
        self.incidents = incidents
        self.signals = signals
    }
}

/// `/platforms/{id}`: where it can be reached, and where not.
package struct PlatformPage: Sendable {
    package var platform: PlatformID
    /// Country-wide cells of this platform, in any order.
    package var cells: [CellState]
    /// Incidents with this platform, in any order.
    package var incidents: [ListedIncident]

    package init(platform: PlatformID, cells: [CellState], incidents: [ListedIncident]) {
        self.platform = platform
        self.cells = cells
        self.incidents = incidents
    }
}

/// `/countries`: every country, with what is known of it.
package struct CountryIndexPage: Sendable {
    package var countries: [CountrySummary]

    package init(countries: [CountrySummary]) {
        self.countries = countries
    }
}

/// `/incidents`: incidents, newest first, a page at a time.
package struct IncidentIndexPage: Sendable {
    package var country: CountryCode?
    package var platform: PlatformID?
    package var status: IncidentStatus?
    package var incidents: [ListedIncident]
    /// Asks for the next page; `nil` on the last.
    package var cursor: String?

    package init(
        country: CountryCode? = nil, platform: PlatformID? = nil, status: IncidentStatus? = nil,
        incidents: [ListedIncident], cursor: String? = nil
    ) {
        self.country = country
        self.platform = platform
        self.status = status
        self.incidents = incidents
        self.cursor = cursor
    }
}
