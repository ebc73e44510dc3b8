package import ObservatoryModel

/// `/countries/{CC}`: what works there now, on which networks, and how it went.
package struct CountryPage: Sendable {
    package var country: CountryCode
    package var range: TimeRange
    /// Cells now, for the country (`asn` is `nil`) and its networks, in any order.
    package var cells: [CellState]
    /// Networks with their share of users, in any order.
    package var networks: [NetworkShare]
    /// Regions that sessions of the last half hour stated, in any order; those that too few probes share are left out by
    /// whoever builds this.
    package var regions: [RegionTally]
    /// One a platform, in any order.
    package var timelines: [Timeline]
    /// Newest revisions of the incidents that touch the range, in any order.
    package var incidents: [ListedIncident]
    /// Events that touch the range or begin within a day after it.
    package var calendar: [CalendarEvent]
    package var reports: [ReportSeries]
    package var signals: [SignalSeries]

    package init(
        country: CountryCode, range: TimeRange = .day, cells: [CellState], networks: [NetworkShare],
        timelines: [Timeline], incidents: [ListedIncident], calendar: [CalendarEvent] = [],
        reports: [ReportSeries] = [], signals: [SignalSeries] = [], regions: [RegionTally] = []
    ) {
        self.country = country
        self.range = range
        self.cells = cells
        self.networks = networks
        self.regions = regions
        self.timelines = timelines
        self.incidents = incidents
        self.calendar = calendar
        self.reports = reports
        self.signals = signals
    }
}

/// `/countries/{CC}/signals`: every series that others publish of a country, each with its chart, the numbers behind it,
/// its source and its licence.
package struct CountrySignalsPage: Sendable {
    package var country: CountryCode
    package var range: TimeRange
    /// The country's own first, then networks'.
    package var signals: [SignalSeries]
    /// Newest revisions of the incidents that touch the range, for marks.
    package var incidents: [ListedIncident]
    package var networks: [NetworkShare]

    package init(
        country: CountryCode, range: TimeRange = .day, signals: [SignalSeries], incidents: [ListedIncident] = [],
        networks: [NetworkShare] = []
    ) {
        self.country = country
        self.range = range
        self.signals = signals
        self.incidents = incidents
        self.networks = networks
    }
}

/// `/countries/{CC}/platforms/{id}`: one platform in one country, with the table behind its chart.
package struct CountryPlatformPage: Sendable {
    package var country: CountryCode
    package var platform: PlatformID
    package var range: TimeRange
    /// Cells of this platform: the country's and its networks'.
    package var cells: [CellState]
    package var networks: [NetworkShare]
    /// The country's first, then networks'.
    package var timelines: [Timeline]
    package var incidents: [ListedIncident]
    package var calendar: [CalendarEvent]
    package var reports: ReportSeries?

    package init(
        country: CountryCode, platform: PlatformID, range: TimeRange = .day, cells: [CellState],
        networks: [NetworkShare], timelines: [Timeline], incidents: [ListedIncident],
        calendar: [CalendarEvent] = [], reports: ReportSeries? = nil
    ) {
        self.country = country
        self.platform = platform
        self.range = range
        self.cells = cells
        self.networks = networks
        self.timelines = timelines
        self.incidents = incidents
        self.calendar = calendar
        self.reports = reports
    }
}
