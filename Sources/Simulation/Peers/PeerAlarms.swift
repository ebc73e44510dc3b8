import ObservatoryModel

/// Turns a peer's alarms into incident revisions, so that everything is scored alike.
///
/// An alarm is a `confirmed` incident at once, for peers know one level only; its end is `restored`.
struct PeerAlarms {
    /// What an alarm is about.
    struct Subject: Hashable {
        var country: CountryCode
        var asn: ASN?
        /// `nil` for the country's connectivity.
        var platform: PlatformID?
    }

    private let detector: String
    private var open: [Subject: IncidentRevision] = [:]
    private var counter = 0

    init(detector: String) {
        self.detector = detector
    }

    func isOpen(_ subject: Subject) -> Bool { open[subject] != nil }

    /// The revision that opens an alarm; `nil` when it is open already.
    mutating func raise(_ subject: Subject, at time: Timestamp, onset: Timestamp) -> IncidentRevision? {
        guard open[subject] == nil else { return nil }
        counter += 1
        let verdict: Verdict = subject.platform == nil ? .dark : .blocked
        let revision = IncidentRevision(
            incident: "\(subject.country)-\(detector)-\(counter)", revision: 1, decidedAt: time, status: .confirmed,
            verdict: verdict, country: subject.country, scope: subject.asn == nil ? .national : .networks,
            networks: subject.asn.map { [IncidentRevision.Network(asn: $0, verdict: verdict, evidence: 0)] } ?? [],
            platforms: subject.platform.map { [$0] } ?? [], onset: onset, onsetLow: onset, onsetHigh: time,
            posterior: 1, posteriorRaw: 1, falseAlarmsPerYear: 1,
            affectedShare: IncidentRevision.AffectedShare(low: 0, mid: 0, high: 1, uncovered: 0),
            sharesEstimated: true,
            sample: IncidentRevision.Sample(sessions: 0, probes: 0, networks: 0, from: onset, to: time), phases: [],
            rules: detector)
        open[subject] = revision
        return revision
    }

    /// The revision that ends an alarm; `nil` when none is open.
    mutating func clear(_ subject: Subject, at time: Timestamp) -> IncidentRevision? {
        guard var revision = open.removeValue(forKey: subject) else { return nil }
        revision.revision = 2
        revision.decidedAt = time
        revision.status = .restored
        revision.end = time
        return revision
    }
}

extension Session {
    /// Whether every neutral control of the session failed, so that it speaks about the line and not the platform.
    var lineFailed: Bool {
        var neutrals = 0
        for control in controls where control.role == .neutral {
            if control.outcome == .ok { return false }
            neutrals += 1
        }
        return neutrals > 0
    }
}

/// Which cell a session of a peer's belongs to.
struct PeerCell: Hashable {
    var country: CountryCode
    var platform: PlatformID
}

/// The cells of a peer, changed in place.
struct PeerCells<Cell> {
    private var index: [PeerCell: Int] = [:]
    private var cells: [Cell] = []

    /// Changes a cell, which begins as `initial` on first sight.
    mutating func update<Result>(
        _ key: PeerCell, from initial: @autoclosure () -> Cell, _ change: (inout Cell) -> Result
    ) -> Result {
        if let found = index[key] { return change(&cells[found]) }
        index[key] = cells.count
        cells.append(initial())
        return change(&cells[cells.count - 1])
    }
}
