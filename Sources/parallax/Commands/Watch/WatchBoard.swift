import Gazetteer
import ObservatoryModel

/// The live board: from what is known to lines of text. It does no I/O and reads no clock.
struct WatchBoard {
    /// The size of a terminal in letters.
    struct Size: Hashable, Sendable {
        var columns: Int
        var rows: Int
    }

    /// Answers older than this are marked as old.
    static let staleAfter = Interval.seconds(45)

    let state: WatchState
    let size: Size
    /// This machine's clock.
    let now: Timestamp
    let isUnicode: Bool
    /// Whether keys do something, so that the board tells which.
    var isInteractive = true

    /// The board, one value per row of the terminal at most, none wider than the terminal.
    func lines() -> [StyledLine] {
        let columns = max(20, size.columns)
        var top = header(columns)
        top.append(StyledLine())
        let bottom = footer(columns)
        let open = state.openIncidents
        let matrix = WatchMatrix(state, columns: columns, isUnicode: isUnicode)
        // Incidents get what the table leaves, and at least a heading and three lines when there are some.
        let room = max(4, size.rows - top.count - bottom.count - 1)
        let least = open.isEmpty ? 1 : min(4, 1 + open.count * 2)
        let table = matrix.lines(bound: max(3, room - least - 2))
        let legend = TerminalText.wrapped(matrix.legend, to: columns, bound: isLow ? 0 : 2).map {
            StyledLine($0, .faint)
        }
        let rest = room - table.count - legend.count - 1
        let incidents = self.incidents(open, columns, bound: max(1, rest))
        let middle = table + legend + [StyledLine()] + incidents
        let gap = max(0, size.rows - top.count - middle.count - bottom.count)
        let filler = isInteractive ? Array(repeating: StyledLine(), count: gap) : [StyledLine()]
        return (top + middle + filler + bottom).prefix(size.rows).map { $0.clipped(to: columns) }
    }

    // MARK: Header and footer

    private func header(_ columns: Int) -> [StyledLine] {
        let place = state.country.map { Gazetteer.standard.name(of: $0) } ?? "all countries"
        let time = clock(columns)
        let title = "Parallax  \(place)"
        var first = StyledLine(
            TerminalText.fitted(title, to: max(0, columns - TerminalText.width(time) - 1)) + " ", .strong)
        first.append(time, .strong)
        var lines = [first, connection]
        if state.isSynthetic {
            lines.append(StyledLine("Synthetic example: made by the project, nothing that was measured.", .alert))
        }
        return lines
    }

    /// The time there and in UTC, as long as it fits.
    private func clock(_ columns: Int) -> String {
        guard let moment = shownTime else { return "" }
        let universal = LocalTime(moment, in: .utc)
        let utc = "\(WatchBoard.seconds(universal)) UTC"
        guard let country = state.country else { return columns < 60 ? utc : "\(universal.date) \(utc)" }
        let local = Gazetteer.standard.localTime(moment, in: country)
        let there = "\(WatchBoard.seconds(local)) \(local.kind.abbreviation)"
        let both = "\(there) \(separator) \(utc)"
        return columns < 70 ? there : "\(local.date) \(both)"
    }

    /// The server's clock now: it goes on between answers, but that of the example, which may be played at any speed,
    /// stands where it was heard last.
    private var shownTime: Timestamp? {
        guard let server = state.serverTime, let answered = state.answeredAt else { return nil }
        return state.isSynthetic ? server : server + max(.seconds(0), now - answered)
    }

    private var connection: StyledLine {
        var age = ""
        var isOld = false
        if let answered = state.answeredAt {
            age = "what is shown is \(WatchBoard.age(now - answered)) old"
            isOld = now - answered > WatchBoard.staleAfter
        }
        let newest = state.cells.values.compactMap(\.newest).max()
        let measured = newest.flatMap { newest in
            shownTime.map { "newest measurement \(WatchBoard.age($0 - newest)) old" }
        }
        func joined(_ parts: [String?]) -> String {
            parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " \(separator) ")
        }
        switch state.connection {
        case .once: return StyledLine(joined(["as of now", measured]), .faint)
        case .connecting: return StyledLine(joined(["connecting", age]), isOld ? .alert : .faint)
        case .live: return StyledLine(joined(["live", age, measured]), isOld ? .alert : .faint)
        case .asking(let reason):
            return StyledLine(joined(["asking every few seconds: \(reason)", age]), isOld ? .alert : .faint)
        case .lost(let reason, let until):
            let wait = max(0, (until - now).milliseconds + 999) / 1000
            return StyledLine(joined(["NOT CONNECTED: \(reason)", "again in \(wait) s", age]), .alert)
        }
    }

    private func footer(_ columns: Int) -> [StyledLine] {
        var lines: [String] = []
        if !isLow {
            lines = WatchMatrix.key.flatMap { key in
                TerminalText.width(key) <= columns ? [key] : TerminalText.wrapped(key, to: columns, bound: 2)
            }
        }
        if isInteractive {
            let last = lines.popLast().map { $0 + "  " } ?? ""
            let fits = TerminalText.width(last) + 7 <= columns
            lines.append(fits ? last + "q quits" : last)
        }
        return lines.map { StyledLine($0, .faint) }
    }

    /// Whether the terminal is too low for what explains the letters.
    private var isLow: Bool { size.rows < 20 }

    private var separator: String { isUnicode ? "·" : "-" }

    // MARK: Incidents

    private func incidents(_ open: [WatchedIncident], _ columns: Int, bound: Int) -> [StyledLine] {
        guard state.serverTime != nil else { return [] }
        guard !open.isEmpty else { return [StyledLine("No open incident.")] }
        var lines = [StyledLine(open.count == 1 ? "1 open incident" : "\(open.count) open incidents", .strong)]
        for (index, incident) in open.enumerated() {
            let room = bound - lines.count
            let isLast = index == open.count - 1
            // A heading and a line of its sentence, and a line that says how many are left out.
            guard room >= (isLast ? 2 : 3) else {
                lines.append(StyledLine("and \(open.count - index) more", .faint))
                break
            }
            lines.append(heading(incident))
            let sentence = TerminalText.wrapped(
                incident.statement, to: columns - 2, bound: min(4, room - (isLast ? 1 : 2)))
            lines += sentence.map { StyledLine("  " + $0) }
        }
        return Array(lines.prefix(bound))
    }

    /// `PK-20240107-1 CONFIRMED blocked since 7 Jan 17:58 PKT (12:58 UTC), 6 min`
    private func heading(_ incident: WatchedIncident) -> StyledLine {
        var line = StyledLine(incident.id + " ", .strong)
        let verdict = Verdict(rawValue: incident.verdict)
        line.append("\(incident.status.uppercased()) \(WatchBoard.word(verdict) ?? incident.verdict)", .init(verdict))
        let local = Gazetteer.standard.localTime(incident.onset, in: incident.country)
        let utc = LocalTime(incident.onset, in: .utc)
        var since = " since "
        if let moment = shownTime, LocalTime(moment, in: .utc).date != utc.date { since += "\(local.date) " }
        since += "\(local.clock) \(local.kind.abbreviation)"
        if local.kind.offset != 0 { since += " (\(utc.clock) UTC)" }
        if let moment = shownTime { since += ", \(WatchBoard.age(moment - incident.onset))" }
        line.append(since)
        return line
    }

    // MARK: Words

    /// A verdict in words.
    static func word(_ verdict: Verdict?) -> String? {
        switch verdict {
        case .platformDown: "platform down"
        case .insufficient: "too little data"
        case let verdict?: verdict.rawValue
        case nil: nil
        }
    }

    /// `12 s`, `4 min`, `3 h`, `5 d`; what lies ahead counts as now.
    static func age(_ interval: Interval) -> String {
        let seconds = max(0, interval.milliseconds / 1000)
        switch seconds {
        case ..<100: return "\(seconds) s"
        case ..<7_200: return "\(seconds / 60) min"
        case ..<172_800: return "\(seconds / 3_600) h"
        default: return "\(seconds / 86_400) d"
        }
    }

    private static func seconds(_ time: LocalTime) -> String {
        "\(time.clock):\(time.second < 10 ? "0" : "")\(time.second)"
    }
}
