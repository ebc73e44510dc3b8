import ObservatoryModel
import Storage
import WireFormats

/// Incidents spread over the days and countries of `SyntheticSessions`, five revisions each.
enum SyntheticIncidents {
    static func id(_ number: Int, start: Timestamp, days: Int64) -> String {
        // Numbers that detection itself does not come to, should it decide on anything in the same sessions.
        "\(country(number))-\(onset(number, start: start, days: days).utcDate.compact)-\(10_000 + number)"
    }

    /// Every revision of some incidents, with its line.
    static func entries(_ count: Int, start: Timestamp, days: Int64) -> [RevisionEntry] {
        var writer = RevisionWriter()
        return (0..<count).flatMap { number in
            (1...5).map { revision in
                let value = Self.revision(number, revision, start: start, days: days)
                return RevisionEntry(line: writer.line(value), revision: value)
            }
        }
    }

    static func revision(_ number: Int, _ revision: Int, start: Timestamp, days: Int64) -> IncidentRevision {
        let onset = onset(number, start: start, days: days)
        let platforms = ["facebook", "instagram", "x", "youtube"].prefix(min(revision, 4)).compactMap { PlatformID($0) }
        let statuses: [IncidentStatus] = [.suspected, .confirmed, .confirmed, .restoring, .restored]
        let isOver = revision == 5 && number % 50 != 0
        return IncidentRevision(
            incident: id(number, start: start, days: days), revision: revision,
            decidedAt: onset + .minutes(Int64(revision) * 7),
            status: isOver ? .restored : statuses[min(revision - 1, 3)], verdict: .blocked,
            country: country(number), scope: .national,
            networks: (0..<8).map {
                IncidentRevision.Network(
                    asn: SyntheticPlaces.network(number % SyntheticPlaces.countries.count, $0), verdict: .blocked,
                    evidence: 21.4)
            },
            platforms: platforms, mechanism: ["tls.reset.sni"], onset: onset, onsetLow: onset - .minutes(2),
            onsetHigh: onset + .minutes(2), end: isOver ? onset + .hours(3) : nil, posterior: 0.996,
            posteriorRaw: 0.991, falseAlarmsPerYear: 0.004,
            affectedShare: IncidentRevision.AffectedShare(low: 0.61, mid: 0.83, high: 0.96, uncovered: 0.12),
            sharesEstimated: false,
            sample: IncidentRevision.Sample(sessions: 412, probes: 57, networks: 9, from: onset, to: onset + .hours(1)),
            phases: [IncidentRevision.Phase(from: onset, to: nil, verdict: .blocked, platforms: platforms)],
            statement: "Confirmed: live metrics show that X, Facebook, Instagram and YouTube are blocked nationwide.",
            supersedes: revision > 1 ? revision - 1 : nil, rules: "1")
    }

    private static func country(_ number: Int) -> CountryCode {
        SyntheticPlaces.countries[number % SyntheticPlaces.countries.count]
    }

    private static func onset(_ number: Int, start: Timestamp, days: Int64) -> Timestamp {
        start + .minutes(Int64(number) * days * 1440 / 2000)
    }
}
