import ObservatoryModel

/// A cell as the board shows it: what is known now of one platform in one place.
struct WatchedCell: Hashable, Sendable {
    struct Name: Hashable, Comparable, Sendable {
        var country: CountryCode
        /// `nil` for the country as a whole.
        var asn: ASN?
        var platform: PlatformID

        static func < (left: Name, right: Name) -> Bool {
            (left.country, left.platform, left.asn?.number ?? 0) < (
                right.country, right.platform, right.asn?.number ?? 0
            )
        }
    }

    var name: Name
    /// `nil` for a verdict that this program does not know.
    var verdict: Verdict?
    var attention: CellState.Attention
    /// Votes of the last 30 minutes, how many of them failed, and from how many probes.
    var votes: Int
    var failures: Int
    var probes: Int
    /// The newest measurement; `nil` when there is none.
    var newest: Timestamp?

    /// Whether something is the matter, or may be.
    var isDisturbed: Bool {
        attention != .quiet || verdict != .ok && verdict != .insufficient
    }
}

/// An incident by its newest revision. Its texts are safe for a terminal.
struct WatchedIncident: Hashable, Sendable {
    var id: String
    var revision: Int
    var decidedAt: Timestamp
    /// The word of the API; one that this program does not know counts as open.
    var status: String
    var verdict: String
    var country: CountryCode
    var platforms: [PlatformID]
    var onset: Timestamp
    var end: Timestamp?
    /// The sentence, in the language that was asked for when there is one.
    var statement: String

    var isOpen: Bool { IncidentStatus(rawValue: status)?.isOpen ?? true }
}

/// A bin of a platform's series: what was measured in it, without sessions whose controls failed too.
struct WatchedBin: Hashable, Sendable {
    var at: Timestamp
    var sessions: Int
    var failures: Int
}

/// A network's name and its share of the country's users.
struct WatchedNetwork: Hashable, Sendable {
    var asn: ASN
    var name: String
    /// 0...1; `nil` when it is not known.
    var users: Double?
}

/// What one round of questions to the server brought.
struct WatchSnapshot: Hashable, Sendable {
    /// The server's clock: the wall clock, or that of the synthetic example.
    var at: Timestamp
    /// Whether all of it is the synthetic example.
    var isSynthetic: Bool
    var cells: [WatchedCell]
    var networks: [WatchedNetwork]
    /// Open incidents.
    var incidents: [WatchedIncident]
    /// Bins by platform, oldest first; a bin in which nothing was measured is absent.
    var series: [PlatformID: [WatchedBin]]
    var step: Interval
}
