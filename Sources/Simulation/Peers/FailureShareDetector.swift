package import ObservatoryModel

/// `thr15_c`: a threshold on the share of failing sessions of the last 15 minutes, given the controls: sessions whose
/// neutrals all failed do not count, and what the neutrals fail is taken off: (f − c) / (1 − c).
package struct FailureShareDetector: StreamDetector {
    /// The share at which it alarms, 0...1; it ends below half of it.
    package var threshold: Double
    /// Fewer sessions than this say nothing.
    private static let leastSessions = 5
    private static let window = Interval.minutes(15)

    private struct Look {
        var time: Timestamp
        var failed: Bool
        var neutrals: Int32
        var neutralsFailed: Int32
    }

    private struct Cell {
        var looks: [Look] = []
        var start = 0
        var failed = 0
        var neutrals = 0
        var neutralsFailed = 0

        var count: Int { looks.count - start }

        mutating func add(_ look: Look) {
            looks.append(look)
            count(look, 1)
        }

        mutating func forget(before time: Timestamp) {
            while start < looks.count, looks[start].time < time {
                count(looks[start], -1)
                start += 1
            }
            if start > 1_000, start * 2 > looks.count {
                looks.removeFirst(start)
                start = 0
            }
        }

        private mutating func count(_ look: Look, _ sign: Int) {
            failed += look.failed ? sign : 0
            neutrals += Int(look.neutrals) * sign
            neutralsFailed += Int(look.neutralsFailed) * sign
        }
    }

    private var cells = PeerCells<Cell>()
    private var alarms = PeerAlarms(detector: "thr15_c")

    package init(threshold: Double) {
        self.threshold = threshold
    }

    package mutating func consume(_ record: Record) -> [IncidentRevision] {
        guard case .session(let session) = record, !session.lineFailed else { return [] }
        let key = PeerCell(country: session.country, platform: session.platform)
        let now = session.received
        var neutrals: Int32 = 0
        var failed: Int32 = 0
        for control in session.controls where control.role == .neutral {
            neutrals += 1
            failed += control.outcome == .failed ? 1 : 0
        }
        let look = Look(time: now, failed: session.outcome == .failed, neutrals: neutrals, neutralsFailed: failed)
        let subject = PeerAlarms.Subject(country: key.country, asn: nil, platform: key.platform)
        let (excess, count) = cells.update(key, from: Cell()) { cell in
            cell.add(look)
            cell.forget(before: now - Self.window)
            let share = Double(cell.failed) / Double(max(1, cell.count))
            let control = min(0.95, Double(cell.neutralsFailed) / Double(max(1, cell.neutrals)))
            return ((share - control) / (1 - control), cell.count)
        }
        if count >= Self.leastSessions, excess >= threshold {
            return alarms.raise(subject, at: now, onset: now - Self.window).map { [$0] } ?? []
        }
        if count >= Self.leastSessions, excess < threshold / 2 {
            return alarms.clear(subject, at: now).map { [$0] } ?? []
        }
        return []
    }
}
