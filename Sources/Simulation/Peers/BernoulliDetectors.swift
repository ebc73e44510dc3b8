package import ObservatoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A slow mean of a cell's failures, learned with an hour's lag so that an event does not teach it.
private struct LaggedMean {
    private var waiting: [(time: Timestamp, failed: Bool)] = []
    private var start = 0
    /// Prior of 1 failure in 25 sessions.
    private var failures = 1.0
    private var sessions = 25.0

    var value: Double { max(0.005, failures / sessions) }

    mutating func add(_ failed: Bool, at time: Timestamp, learns: Bool) {
        if learns { waiting.append((time, failed)) }
        while start < waiting.count, waiting[start].time < time - .hours(1) {
            // Forgets by half in about 2,000 sessions.
            failures = failures * 0.99965 + (waiting[start].failed ? 1 : 0)
            sessions = sessions * 0.99965 + 1
            start += 1
        }
        if start > 1_000 {
            waiting.removeFirst(start)
            start = 0
        }
    }

    /// What was seen in the last hour is not learned, because an alarm came of it.
    mutating func dropWaiting() {
        waiting.removeAll(keepingCapacity: true)
        start = 0
    }
}

/// `bcusum_c`: a Bernoulli CUSUM on a country's sessions of a platform, given the controls: sessions whose neutrals all
/// failed do not count, and the null's rate is the learned mean or the neutrals' of the last sessions, joined.
package struct ControlledCUSUMDetector: StreamDetector {
    /// Nats at which it alarms.
    package var threshold: Double
    /// The severity that it is built for, and the nats of the mirrored sum at which an alarm ends.
    private static let severity = 0.5
    private static let endThreshold = 6.0

    private struct Cell {
        var baseline = LaggedMean()
        /// Share of neutrals that failed, forgotten over about 40 controls.
        var control = 0.01
        var up = 0.0
        var down = 0.0
        var onset = Timestamp.distantPast
    }

    private var cells = PeerCells<Cell>()
    private var alarms = PeerAlarms(detector: "bcusum_c")

    package init(threshold: Double) {
        self.threshold = threshold
    }

    package mutating func consume(_ record: Record) -> [IncidentRevision] {
        guard case .session(let session) = record else { return [] }
        let key = PeerCell(country: session.country, platform: session.platform)
        return cells.update(key, from: Cell()) { cell in Self.consume(session, key, &cell, &alarms, threshold) }
    }

    private static func consume(
        _ session: Session, _ key: PeerCell, _ cell: inout Cell, _ alarms: inout PeerAlarms, _ threshold: Double
    ) -> [IncidentRevision] {
        for control in session.controls where control.role == .neutral {
            cell.control += ((control.outcome == .failed ? 1 : 0) - cell.control) / 40
        }
        if session.lineFailed { return [] }
        let failed = session.outcome == .failed
        let null = min(0.9, 1 - (1 - cell.baseline.value) * (1 - cell.control) * 0.97)
        let alternative = 1 - (1 - null) * (1 - Self.severity)
        let ratio = failed ? log(alternative / null) : log((1 - alternative) / (1 - null))
        let subject = PeerAlarms.Subject(country: key.country, asn: nil, platform: key.platform)
        let isOpen = alarms.isOpen(subject)
        cell.baseline.add(failed, at: session.received, learns: !isOpen)
        if isOpen {
            cell.down = max(0, cell.down - ratio)
            guard cell.down > Self.endThreshold else { return [] }
            cell.up = 0
            return alarms.clear(subject, at: session.received).map { [$0] } ?? []
        }
        if cell.up == 0 { cell.onset = session.at }
        cell.up = max(0, cell.up + ratio)
        guard cell.up > threshold else { return [] }
        cell.down = 0
        cell.baseline.dropWaiting()
        return alarms.raise(subject, at: session.received, onset: cell.onset).map { [$0] } ?? []
    }
}

/// FOCuS for Bernoulli data with a known rate before the change (Romano, Eckley, Fearnhead and Rigaill 2023; upward
/// changes only): the likelihood ratio over every possible start of the change, kept in a pruned list.
package struct FOCuSDetector: StreamDetector {
    /// Nats at which it alarms.
    package var threshold: Double

    /// Sums since a candidate start of the change.
    private struct Candidate {
        var failures: Double
        var sessions: Double
        var start: Timestamp
    }

    private struct Cell {
        var baseline = LaggedMean()
        var candidates: [Candidate] = []
        /// Success and failure of late while an alarm is open, to end it.
        var recent = 1.0
    }

    private var cells = PeerCells<Cell>()
    private var alarms = PeerAlarms(detector: "focus")

    package init(threshold: Double) {
        self.threshold = threshold
    }

    package mutating func consume(_ record: Record) -> [IncidentRevision] {
        guard case .session(let session) = record else { return [] }
        let key = PeerCell(country: session.country, platform: session.platform)
        return cells.update(key, from: Cell()) { cell in Self.consume(session, key, &cell, &alarms, threshold) }
    }

    private static func consume(
        _ session: Session, _ key: PeerCell, _ cell: inout Cell, _ alarms: inout PeerAlarms, _ threshold: Double
    ) -> [IncidentRevision] {
        let failed = session.outcome == .failed
        let subject = PeerAlarms.Subject(country: key.country, asn: nil, platform: key.platform)
        let isOpen = alarms.isOpen(subject)
        cell.baseline.add(failed, at: session.received, learns: !isOpen)
        let null = cell.baseline.value
        if isOpen {
            cell.recent += ((failed ? 1 : 0) - cell.recent) / 20
            guard cell.recent < max(0.1, 2 * null) else { return [] }
            cell.candidates = []
            return alarms.clear(subject, at: session.received).map { [$0] } ?? []
        }
        for index in cell.candidates.indices {
            cell.candidates[index].failures += failed ? 1 : 0
            cell.candidates[index].sessions += 1
        }
        if failed {
            cell.candidates.append(Candidate(failures: 1, sessions: 1, start: session.at))
        }
        Self.prune(&cell.candidates, null: null)
        guard let best = cell.candidates.max(by: { Self.ratio($0, null) < Self.ratio($1, null) }),
            Self.ratio(best, null) > threshold
        else { return [] }
        cell.recent = 1
        cell.baseline.dropWaiting()
        return alarms.raise(subject, at: session.received, onset: best.start).map { [$0] } ?? []
    }

    private static func ratio(_ candidate: Candidate, _ null: Double) -> Double {
        let rate = candidate.failures / candidate.sessions
        guard rate > null else { return 0 }
        let successes = candidate.sessions - candidate.failures
        return candidate.failures * log(rate / null) + (successes > 0 ? successes * log((1 - rate) / (1 - null)) : 0)
    }

    /// Drops starts that can never again be the best: those whose rate since is below the null's, and those from which
    /// the rate up to the next start is not below the rate after it (the hull of the paper's functional pruning).
    private static func prune(_ candidates: inout [Candidate], null: Double) {
        candidates.removeAll { $0.failures / $0.sessions <= null }
        var kept: [Candidate] = []
        for candidate in candidates {
            while kept.count >= 2 {
                let last = kept[kept.count - 1]
                let before = kept[kept.count - 2]
                let early = (before.failures - last.failures) / max(1, before.sessions - last.sessions)
                let late = (last.failures - candidate.failures) / max(1, last.sessions - candidate.sessions)
                if late > early { break }
                kept.removeLast()
            }
            kept.append(candidate)
        }
        candidates = kept
    }
}
