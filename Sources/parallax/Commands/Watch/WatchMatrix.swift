import Gazetteer
import ObservatoryModel

/// The table of the board: a row per platform, with the country's verdict, sample and failure shares over time, and a
/// column per network; without a country, a column per country that has something to show.
struct WatchMatrix {
    /// How much time the sparklines cover.
    static let span = Interval.hours(6)
    /// Columns of one place: two letters and a gap, under a heading of five.
    private static let placeColumns = 6
    /// Verdict, share of failures and votes of the whole country: `B! 93%  412`.
    private static let wholeColumns = 12

    private let state: WatchState
    private let isUnicode: Bool
    private let platforms: [PlatformID]
    /// `nil` in the place of the network means the whole country.
    private let places: [(country: CountryCode, asn: ASN?)]
    private let nameColumns: Int
    private let sparkColumns: Int
    private let ageColumns: Int
    private let shownPlaces: Int

    init(_ state: WatchState, columns: Int, isUnicode: Bool) {
        self.state = state
        self.isUnicode = isUnicode
        platforms = Set(state.cells.keys.map(\.platform)).union(state.series.keys).sorted { left, right in
            (WatchMatrix.name(left).lowercased(), left) < (WatchMatrix.name(right).lowercased(), right)
        }
        places = WatchMatrix.places(state)
        let longest = platforms.map { TerminalText.width(WatchMatrix.name($0)) }.max() ?? 0
        nameColumns = max(8, min(longest, columns < 60 ? 10 : 14))
        ageColumns = columns >= 100 && state.country != nil ? 8 : 0
        let whole = state.country == nil ? 0 : WatchMatrix.wholeColumns
        let left = max(0, columns - nameColumns - 1 - whole - ageColumns - 1)
        let wanted = left - places.count * WatchMatrix.placeColumns
        sparkColumns = max(left >= 48 ? 18 : left >= 24 ? 12 : 0, min(36, wanted))
        shownPlaces = min(places.count, max(0, left - sparkColumns - 1) / WatchMatrix.placeColumns)
    }

    /// The table in at most so many lines, heading included; rows in which something is the matter are kept first.
    func lines(bound: Int) -> [StyledLine] {
        guard !platforms.isEmpty else { return [StyledLine("Nothing has been measured yet.", .faint)] }
        var rows = platforms
        var hidden = 0
        if rows.count + 1 > bound {
            let room = max(1, bound - 2)
            let chosen = Set(rows.sorted { weight($0) > weight($1) }.prefix(room))
            hidden = rows.count - chosen.count
            rows = rows.filter { chosen.contains($0) }
        }
        var lines = [heading] + rows.map(row)
        if hidden > 0 { lines.append(StyledLine("and \(hidden) more platforms", .faint)) }
        return lines
    }

    /// What the short headings of the columns stand for, as far as they need saying.
    var legend: String {
        let named = places.prefix(shownPlaces).compactMap { place -> String? in
            guard let asn = place.asn else { return "\(place.country) \(Gazetteer.standard.name(of: place.country))" }
            guard let network = state.networks[asn], !network.name.isEmpty else { return nil }
            let users = network.users.map { " \(percent($0)) of users" } ?? ""
            return "\(network.name) \(asn)\(users)"
        }
        let hidden = places.count - shownPlaces
        let rest = hidden > 0 ? ["\(hidden) more not shown"] : []
        return (named + rest).joined(separator: isUnicode ? " · " : ", ")
    }

    // MARK: Lines

    private var heading: StyledLine {
        var text = TerminalText.fitted("", to: nameColumns + 1)
        if state.country != nil {
            text += TerminalText.fitted("fail    of", to: WatchMatrix.wholeColumns, atRight: true)
        }
        if ageColumns > 0 { text += TerminalText.fitted("age", to: ageColumns, atRight: true) }
        let hours = WatchMatrix.span.milliseconds / 3_600_000
        text += " "
        if sparkColumns > 0 { text += TerminalText.fitted("failed, last \(hours) h", to: sparkColumns) + " " }
        for place in places.prefix(shownPlaces) {
            text += TerminalText.fitted(label(place), to: WatchMatrix.placeColumns - 1) + " "
        }
        return StyledLine(text, .faint)
    }

    private func row(_ platform: PlatformID) -> StyledLine {
        var line = StyledLine(TerminalText.fitted(WatchMatrix.name(platform), to: nameColumns) + " ")
        if let country = state.country {
            let cell = state.cells[.init(country: country, asn: nil, platform: platform)]
            append(cell, to: &line)
            let share = cell.flatMap { $0.votes > 0 ? percent(Double($0.failures) / Double($0.votes)) : nil } ?? ""
            line.append(TerminalText.fitted(share, to: 4, atRight: true) + " ")
            let votes = cell.map { WatchMatrix.short($0.votes) } ?? ""
            line.append(TerminalText.fitted(votes, to: WatchMatrix.wholeColumns - 7, atRight: true))
            if ageColumns > 0 {
                let age = cell?.newest.map { newest in
                    state.serverTime.map { WatchBoard.age($0 - newest) } ?? ""
                }
                line.append(TerminalText.fitted(age ?? "", to: ageColumns, atRight: true), .faint)
            }
        }
        line.append(" ")
        if sparkColumns > 0, let end = state.serverTime {
            let spark = Sparkline(
                state.series[platform] ?? [], step: state.step, end: end, span: WatchMatrix.span,
                columns: sparkColumns)
            line.append(spark.text(isUnicode: isUnicode) + " ")
        }
        for place in places.prefix(shownPlaces) {
            append(state.cells[.init(country: place.country, asn: place.asn, platform: platform)], to: &line)
            line.append(String(repeating: " ", count: WatchMatrix.placeColumns - 2))
        }
        return line
    }

    /// A verdict's letter and the mark of attention; two spaces for a cell that does not exist.
    private func append(_ cell: WatchedCell?, to line: inout StyledLine) {
        guard let cell else {
            line.append("  ")
            return
        }
        line.append(WatchMatrix.letter(cell.verdict) + WatchMatrix.mark(cell.attention), .init(cell.verdict))
    }

    private func label(_ place: (country: CountryCode, asn: ASN?)) -> String {
        guard let asn = place.asn else { return place.country.description }
        let name = state.networks[asn]?.name ?? ""
        return name.isEmpty ? String(asn.number) : name
    }

    private func weight(_ platform: PlatformID) -> Int {
        state.cells.values.reduce(0) { sum, cell in
            guard cell.name.platform == platform, cell.isDisturbed else { return sum }
            return sum + (cell.name.asn == nil ? 1_000 : 1)
        }
    }

    // MARK: Words

    /// What the letters and marks mean.
    static let key = [
        "B blocked  S slow  P platform down  D dark  o ok  - too little data",
        "! confirmed  ? suspected  ~ watch  r reported  ^ restoring",
    ]

    static func letter(_ verdict: Verdict?) -> String {
        switch verdict {
        case .ok: "o"
        case .slow: "S"
        case .blocked: "B"
        case .platformDown: "P"
        case .dark: "D"
        case .insufficient: "-"
        case nil: "*"
        }
    }

    static func mark(_ attention: CellState.Attention) -> String {
        switch attention {
        case .quiet: " "
        case .reported: "r"
        case .watch: "~"
        case .suspected: "?"
        case .confirmed: "!"
        case .restoring: "^"
        }
    }

    static func name(_ platform: PlatformID) -> String {
        TerminalText.safe(Gazetteer.standard.name(of: platform), bound: 40)
    }

    private func percent(_ share: Double) -> String { "\(Int((max(0, min(1, share)) * 100).rounded()))%" }

    /// A count in at most five letters.
    private static func short(_ count: Int) -> String {
        switch count {
        case ..<10_000: "\(count)"
        case ..<1_000_000: "\(count / 1_000)k"
        default: "\(count / 1_000_000)M"
        }
    }

    /// The places that have a column, the ones with most users first.
    private static func places(_ state: WatchState) -> [(country: CountryCode, asn: ASN?)] {
        guard let country = state.country else {
            return Set(state.cells.values.filter { $0.name.asn == nil && $0.isDisturbed }.map(\.name.country)).sorted()
                .map { ($0, nil) }
        }
        var votes: [ASN: Int] = [:]
        for cell in state.cells.values {
            if let asn = cell.name.asn { votes[asn, default: 0] += cell.votes }
        }
        func rank(_ asn: ASN) -> (Double, Int) { (state.networks[asn]?.users ?? 0, votes[asn] ?? 0) }
        return votes.keys.sorted { left, right in
            rank(left) == rank(right) ? left < right : rank(left) > rank(right)
        }.map { (country, $0) }
    }
}

extension TextStyle {
    init(_ verdict: Verdict?) {
        self =
            switch verdict {
            case .ok: .ok
            case .slow: .slow
            case .blocked: .blocked
            case .platformDown: .platformDown
            case .dark: .dark
            case .insufficient, nil: .insufficient
            }
    }
}
