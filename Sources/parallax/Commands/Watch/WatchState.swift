import ObservatoryModel

/// What is known of the observatory that is watched, and how well it is heard.
struct WatchState: Hashable, Sendable {
    /// How the connection is.
    enum Connection: Hashable, Sendable {
        /// Being opened, for the first time or again.
        case connecting
        /// Changes come as they happen.
        case live
        /// Asked once, and not again.
        case once
        /// No stream is to be had; the server is asked from time to time.
        case asking(reason: String)
        /// Lost; tried again at a moment of this machine's clock.
        case lost(reason: String, until: Timestamp)
    }

    /// Incidents kept at most; the newest decided ones stay.
    private static let incidentBound = 200
    /// Cells kept at most.
    private static let cellBound = 20_000

    /// The country that is watched; `nil` for all.
    let country: CountryCode?
    private(set) var cells: [WatchedCell.Name: WatchedCell] = [:]
    private(set) var networks: [ASN: WatchedNetwork] = [:]
    private(set) var incidents: [String: WatchedIncident] = [:]
    private(set) var series: [PlatformID: [WatchedBin]] = [:]
    private(set) var step = Interval.minutes(10)
    private(set) var isSynthetic = false
    /// The server's clock at the last answer; `nil` before the first.
    private(set) var serverTime: Timestamp?
    /// When the last answer came, by this machine's clock; `nil` before the first.
    private(set) var answeredAt: Timestamp?
    var connection = Connection.connecting

    init(country: CountryCode?) {
        self.country = country
    }

    /// Open incidents, the one that changed last first.
    var openIncidents: [WatchedIncident] {
        incidents.values.filter(\.isOpen).sorted { ($0.decidedAt, $0.id) > ($1.decidedAt, $1.id) }
    }

    /// Takes over what a round of questions brought.
    ///
    /// - Parameter now: This machine's clock.
    mutating func apply(_ snapshot: WatchSnapshot, now: Timestamp) {
        serverTime = snapshot.at
        answeredAt = now
        isSynthetic = snapshot.isSynthetic
        cells = Dictionary(snapshot.cells.prefix(WatchState.cellBound).map { ($0.name, $0) }) { $1 }
        networks = Dictionary(snapshot.networks.map { ($0.asn, $0) }) { $1 }
        series = snapshot.series
        step = snapshot.step
        let known = incidents
        incidents = [:]
        for incident in snapshot.incidents.prefix(WatchState.incidentBound) {
            // The stream may have been quicker than the list.
            let newer = known[incident.id].flatMap { $0.revision > incident.revision ? $0 : nil }
            incidents[incident.id] = newer ?? incident
        }
        // What ended stays known, so that its end is told once and not as news with every answer.
        for incident in known.values where !incident.isOpen && incidents[incident.id] == nil && hasRoom {
            incidents[incident.id] = incident
        }
    }

    /// Takes over a change of a cell.
    mutating func apply(_ cell: WatchedCell) {
        guard country == nil || cell.name.country == country else { return }
        guard cells[cell.name] != nil || cells.count < WatchState.cellBound else { return }
        cells[cell.name] = cell
    }

    /// Takes over a new revision of an incident.
    mutating func apply(_ incident: WatchedIncident) {
        guard country == nil || incident.country == country || incident.country == .unknown else { return }
        guard incidents[incident.id].map({ $0.revision < incident.revision }) ?? hasRoom else { return }
        incidents[incident.id] = incident
    }

    private var hasRoom: Bool { incidents.count < WatchState.incidentBound }
}
