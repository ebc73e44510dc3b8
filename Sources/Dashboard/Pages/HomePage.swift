package import ObservatoryModel

/// `/`: what is disrupted now, in the world.
package struct HomePage: Sendable {
    /// Incidents that are open, in any order.
    package var open: [ListedIncident]
    /// The latest incidents that are over, newest first; the page shows at most ten.
    package var recent: [ListedIncident]
    /// Countries that something is known of, in any order. A country that is missing has no data.
    package var countries: [CountrySummary]

    package init(open: [ListedIncident], recent: [ListedIncident], countries: [CountrySummary]) {
        self.open = open
        self.recent = recent
        self.countries = countries
    }
}

/// A country at a glance, from its country-wide cells.
package struct CountrySummary: Hashable, Sendable {
    package var country: CountryCode
    /// The gravest verdict of its platforms; `insufficient` only when no platform has another.
    package var verdict: Verdict
    /// The greatest attention of its platforms.
    package var attention: CellState.Attention
    /// Platforms with that verdict.
    package var platforms: [PlatformID]
    /// Sessions of the last 30 minutes.
    package var votes: Int
    /// The newest measurement; `nil` when there is none.
    package var newest: Timestamp?

    package init(
        country: CountryCode, verdict: Verdict, attention: CellState.Attention, platforms: [PlatformID], votes: Int,
        newest: Timestamp?
    ) {
        self.country = country
        self.verdict = verdict
        self.attention = attention
        self.platforms = platforms
        self.votes = votes
        self.newest = newest
    }

    /// From the country-wide cells of one country (`asn` is `nil`); `nil` without any.
    package init?(cells: [CellState]) {
        guard let worst = cells.max(by: { $0.verdict.gravity < $1.verdict.gravity }) else { return nil }
        self.init(
            country: worst.country, verdict: worst.verdict,
            attention: cells.map(\.attention).max { $0.rank < $1.rank } ?? .quiet,
            platforms: cells.filter { $0.verdict == worst.verdict }.map(\.platform).sorted(),
            votes: cells.reduce(0) { $0 + $1.votes }, newest: cells.compactMap(\.newest).max())
    }
}

extension Verdict {
    /// For picking the one to show when only one can be: the greater, the graver.
    var gravity: Int {
        switch self {
        case .insufficient: 0
        case .ok: 1
        case .platformDown: 2
        case .slow: 3
        case .blocked: 4
        case .dark: 5
        }
    }
}

extension CellState.Attention {
    /// The greater, the more alarming.
    var rank: Int {
        switch self {
        case .quiet: 0
        case .reported: 1
        case .watch: 2
        case .suspected: 3
        case .restoring: 4
        case .confirmed: 5
        }
    }
}
