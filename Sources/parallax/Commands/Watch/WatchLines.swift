import Gazetteer
import ObservatoryModel

/// What changed, one line of text per change: for logs, pipes, and terminals that cannot show a board.
struct WatchLines {
    /// What was known when lines were last asked for.
    private var told: WatchState?

    /// The lines that lead from what was told to what is known now; a summary first.
    mutating func lines(_ state: WatchState) -> [String] {
        let old = told
        told = state
        let lines = connection(old, state)
        guard state.serverTime != nil else { return lines }
        guard let old, old.serverTime != nil else { return lines + summary(state) }
        return lines + incidents(old, state) + cells(old, state)
    }

    private func connection(_ old: WatchState?, _ state: WatchState) -> [String] {
        switch (old?.connection, state.connection) {
        case (.lost(let before, _)?, .lost(let reason, _)) where before == reason: []
        case (_, .lost(let reason, _)): ["not connected: \(reason); trying again"]
        case (.lost?, .connecting), (nil, _), (.connecting?, .connecting), (.live?, _): []
        case (.lost?, .live), (.lost?, .asking), (.connecting?, .live): ["connected"]
        case (.connecting?, .asking(let reason)): ["connected; \(reason)"]
        case (.asking?, _), (.once?, _), (_, .once): []
        }
    }

    private func summary(_ state: WatchState) -> [String] {
        let place = state.country.map { Gazetteer.standard.name(of: $0) } ?? "all countries"
        let platforms = Set(state.cells.keys.map(\.platform)).count
        let networks = Set(state.cells.keys.compactMap(\.asn)).count
        let open = state.openIncidents
        let count = open.count == 1 ? "1 open incident" : "\(open.count) open incidents"
        var head = "\(time(state)) \(place): \(platforms) platforms on \(networks) networks, \(count)"
        if state.isSynthetic { head += " (synthetic example)" }
        let disturbed = state.cells.values.filter { $0.isDisturbed && $0.name.asn == nil }.sorted { $0.name < $1.name }
        return [head] + open.map(line) + disturbed.map { line($0, after: nil, state) }
    }

    private func incidents(_ old: WatchState, _ state: WatchState) -> [String] {
        let changed = state.incidents.values.filter { incident in
            old.incidents[incident.id].map { $0.revision < incident.revision } ?? true
        }
        let gone = old.openIncidents.filter { state.incidents[$0.id] == nil }.map {
            "\(time(state)) \($0.id) is not open any more"
        }
        return changed.sorted { ($0.decidedAt, $0.id) < ($1.decidedAt, $1.id) }.map(line) + gone
    }

    private func cells(_ old: WatchState, _ state: WatchState) -> [String] {
        state.cells.values.filter { cell in
            guard let before = old.cells[cell.name] else { return cell.isDisturbed }
            return before.verdict != cell.verdict || before.attention != cell.attention
        }.sorted { $0.name < $1.name }.map { line($0, after: old.cells[$0.name], state) }
    }

    /// `2024-01-07T13:04:00Z PK-20240107-1 #3 Confirmed: …`
    private func line(_ incident: WatchedIncident) -> String {
        "\(incident.decidedAt) \(incident.id) #\(incident.revision) \(incident.statement)"
    }

    /// `2024-01-07T13:04:00Z PK facebook AS17557 ok → blocked, suspected (12 of 14 failed)`
    private func line(_ cell: WatchedCell, after old: WatchedCell?, _ state: WatchState) -> String {
        var place = "\(cell.name.country) \(cell.name.platform)"
        if let asn = cell.name.asn {
            let name = state.networks[asn]?.name ?? ""
            place += name.isEmpty ? " \(asn)" : " \(asn) \(name)"
        }
        let change = old.map { "\(face($0)) → " } ?? ""
        return "\(time(state)) \(place) \(change)\(face(cell)) (\(cell.failures) of \(cell.votes) failed)"
    }

    private func face(_ cell: WatchedCell) -> String {
        let verdict = WatchBoard.word(cell.verdict) ?? "unknown verdict"
        return cell.attention == .quiet ? verdict : "\(verdict), \(cell.attention.rawValue)"
    }

    /// The server's clock to whole seconds.
    private func time(_ state: WatchState) -> String {
        state.serverTime.map { Timestamp(seconds: $0.seconds).description } ?? "-"
    }
}
