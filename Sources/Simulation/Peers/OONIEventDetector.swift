package import ObservatoryModel

/// OONI's event detector as DETECTION §1 gives it: for each (country, network, platform) the hourly median of a
/// measurement's blocked score goes into a CUSUM with drift .35; above `threshold` (theirs: 3.5) it is blocked, and
/// a second one, the other way round, ends it.
///
/// A session scores 1 when it failed beside a living neutral, else 0; `ooni` records bring their own score.
package struct OONIEventDetector: StreamDetector {
    /// Hours of full score less drift.
    package var threshold: Double
    private static let drift = 0.35
    /// Sums of drifts must exceed the threshold by more than what rounding adds: ten clean hours are not eleven.
    private static let rounding = 1e-9

    private struct Cell {
        var hour: Int64
        var scores: [Double] = []
        var up = 0.0
        var down = 0.0
        var onset = Timestamp.distantPast
    }

    private var cells: [PeerAlarms.Subject: Cell] = [:]
    /// Cells in order of first appearance, so that output never depends on hashing.
    private var order: [PeerAlarms.Subject] = []
    private var alarms = PeerAlarms(detector: "ooni")
    private var hour = Int64.min

    package init(threshold: Double = 3.5) {
        self.threshold = threshold
    }

    package mutating func consume(_ record: Record) -> [IncidentRevision] {
        let now = record.received.milliseconds / 3_600_000
        var decided: [IncidentRevision] = []
        if now > hour {
            if hour != .min { decided = close(before: now) }
            hour = now
        }
        switch record {
        case .session(let session):
            let score = session.outcome == .failed && !session.lineFailed ? 1.0 : 0
            add(score, session.country, session.asn, session.platform)
        case .ooni(let verdict):
            if let platform = verdict.platform { add(verdict.blocked, verdict.country, verdict.asn, platform) }
        default: break
        }
        return decided
    }

    private mutating func add(_ score: Double, _ country: CountryCode, _ asn: ASN, _ platform: PlatformID) {
        let subject = PeerAlarms.Subject(country: country, asn: asn, platform: platform)
        if cells[subject] == nil { order.append(subject) }
        cells[subject, default: Cell(hour: hour)].scores.append(score)
    }

    /// Takes the hours before `now` into the sums. An hour without measurements says nothing.
    private mutating func close(before now: Int64) -> [IncidentRevision] {
        var decided: [IncidentRevision] = []
        let time = Timestamp(seconds: now * 3600)
        for subject in order {
            guard var cell = cells[subject], !cell.scores.isEmpty else { continue }
            cells[subject]?.scores = []
            let sorted = cell.scores.sorted()
            let middle = sorted.count / 2
            let median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
            cell.scores = []
            if alarms.isOpen(subject) {
                cell.down = max(0, cell.down + Self.drift - median)
                if cell.down > threshold + Self.rounding {
                    cell.up = 0
                    if let revision = alarms.clear(subject, at: time) { decided.append(revision) }
                }
            } else {
                if cell.up == 0 { cell.onset = Timestamp(seconds: (now - 1) * 3600) }
                cell.up = max(0, cell.up + median - Self.drift)
                if cell.up > threshold + Self.rounding {
                    cell.down = 0
                    if let revision = alarms.raise(subject, at: time, onset: cell.onset) { decided.append(revision) }
                }
            }
            cells[subject] = cell
        }
        return decided
    }
}
