package import ObservatoryModel

/// A revision as an observatory says it over HTTP (CONTRACT §2), as far as a lab looks.
package struct SaidRevision: Hashable, Sendable, Decodable {
    package struct Network: Hashable, Sendable, Decodable {
        package var asn: UInt32
        package var verdict: String
    }

    package struct Phase: Hashable, Sendable, Decodable {
        package var verdict: String
        package var platforms: [String]
        package var asns: [UInt32]?
        package var to: String?
    }

    package struct Slowdown: Hashable, Sendable, Decodable {
        package var factor: Double
        package var capKbps: Double?
    }

    package var incident: String
    package var revision: Int
    package var status: String
    package var verdict: String
    package var cc: String
    package var scope: String
    package var asns: [Network]
    package var platforms: [String]
    package var mechanism: [String]
    package var decidedAt: String
    package var onset: String
    package var onsetLow: String
    package var onsetHigh: String
    package var end: String?
    package var phases: [Phase]
    package var slowdown: Slowdown?
    package var statement: String

    /// Whether nothing more is claimed of now.
    package var isOver: Bool { status == "restored" || status == "retracted" }

    /// Whether the interval of its onset holds a time; onsets are told to the minute.
    package func holds(onset: Timestamp) -> Bool {
        guard let low = Timestamp(onsetLow), let high = Timestamp(onsetHigh) else { return false }
        return low <= onset && onset <= high + .minutes(1)
    }

    /// The networks that are named, whatever for.
    package var networks: Set<UInt32> { Set(asns.map(\.asn)).union(phases.flatMap { $0.asns ?? [] }) }
}

/// What an observatory says of one platform in a country or a network now (`/api/v1/status`).
package struct SaidCell: Hashable, Sendable, Decodable {
    package struct Sample: Hashable, Sendable, Decodable {
        package var votes: Int
        package var failures: Int
        package var probes: Int
    }

    package var cc: String
    /// `nil` for the country as a whole.
    package var asn: UInt32?
    package var platform: String
    package var verdict: String
    package var sample: Sample
}
