internal import ObservatoryModel

// The model's values as parts of a snapshot.

extension Timestamp: Snapshotted {
    static var blank: Timestamp { Timestamp(milliseconds: 0) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        var value = milliseconds
        try coder.code(&value)
        self = Timestamp(milliseconds: value)
    }
}

extension ASN: Snapshotted {
    static var blank: ASN { .unknown }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        var value = number
        try coder.code(&value)
        self = ASN(value)
    }
}

extension CountryCode: Snapshotted {
    static var blank: CountryCode { .unknown }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.text(&self)
    }
}

extension RegionCode: Snapshotted {
    static var blank: RegionCode { RegionCode("ZZ-0")! }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.text(&self)
    }
}

extension PlatformID: Snapshotted {
    static var blank: PlatformID { PlatformID("x")! }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.text(&self)
    }
}

extension AccessType: Snapshotted {
    static var blank: AccessType { .unknown }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) { try coder.raw(&self) }
}

extension Verdict: Snapshotted {
    static var blank: Verdict { .insufficient }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) { try coder.raw(&self) }
}

extension IncidentStatus: Snapshotted {
    static var blank: IncidentStatus { .suspected }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) { try coder.raw(&self) }
}

extension ScopeKind: Snapshotted {
    static var blank: ScopeKind { .networks }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) { try coder.raw(&self) }
}

extension CalendarEvent: Snapshotted {
    static var blank: CalendarEvent {
        CalendarEvent(
            uid: "", received: .blank, country: .blank, from: .blank, to: .blank, summary: "",
            category: "")
    }

    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&uid)
        try coder.code(&received)
        try coder.code(&country)
        try coder.code(&from)
        try coder.code(&to)
        try coder.code(&summary)
        try coder.code(&category)
    }
}

extension IncidentRevision.Network: Snapshotted {
    static var blank: Self { Self(asn: .blank, verdict: .blank, evidence: 0) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&asn)
        try coder.code(&verdict)
        try coder.code(&evidence)
        try coder.code(&onset)
        try coder.code(&end)
    }
}

extension IncidentRevision.Evidence: Snapshotted {
    static var blank: Self { Self() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&probes)
        try coder.code(&ooni)
        try coder.code(&reports)
        try coder.code(&traffic)
        try coder.code(&bgp)
        try coder.code(&other)
    }
}

extension IncidentRevision.AffectedShare: Snapshotted {
    static var blank: Self { Self(low: 0, mid: 0, high: 0, uncovered: 0) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&low)
        try coder.code(&mid)
        try coder.code(&high)
        try coder.code(&uncovered)
    }
}

extension IncidentRevision.Sample: Snapshotted {
    static var blank: Self { Self(sessions: 0, probes: 0, networks: 0, from: .blank, to: .blank) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&sessions)
        try coder.code(&probes)
        try coder.code(&networks)
        try coder.code(&from)
        try coder.code(&to)
    }
}

extension IncidentRevision.Slowdown: Snapshotted {
    static var blank: Self { Self(factor: 1, low: 1, high: 1, capKbps: nil) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&factor)
        try coder.code(&low)
        try coder.code(&high)
        try coder.code(&capKbps)
    }
}

extension IncidentRevision.Phase: Snapshotted {
    static var blank: Self { Self(from: .blank, to: nil, verdict: .blank, platforms: []) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&from)
        try coder.code(&to)
        try coder.code(&verdict)
        try coder.code(&platforms)
        try coder.code(&networks)
    }
}

extension IncidentRevision: Snapshotted {
    static var blank: IncidentRevision {
        IncidentRevision(
            incident: "", revision: 0, decidedAt: .blank, status: .blank, verdict: .blank,
            country: .blank,
            scope: .blank, platforms: [], onset: .blank, onsetLow: .blank, onsetHigh: .blank,
            posterior: 0,
            posteriorRaw: 0, falseAlarmsPerYear: 0, affectedShare: .blank, sharesEstimated: false,
            sample: .blank,
            phases: [], rules: "")
    }

    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&incident)
        try coder.code(&revision)
        try coder.code(&decidedAt)
        try coder.code(&status)
        try coder.code(&verdict)
        try coder.code(&country)
        try coder.code(&scope)
        try coder.code(&regions)
        try coder.code(&networks)
        try coder.code(&access)
        try coder.code(&platforms)
        try coder.code(&mechanism)
        try coder.code(&onset)
        try coder.code(&onsetLow)
        try coder.code(&onsetHigh)
        try coder.code(&end)
        try coder.code(&evidence)
        try coder.code(&posterior)
        try coder.code(&posteriorRaw)
        try coder.code(&falseAlarmsPerYear)
        try coder.code(&affectedShare)
        try coder.code(&sharesEstimated)
        try coder.code(&sample)
        try coder.code(&slowdown)
        try coder.code(&phases)
        try coder.code(&relatedCalendar)
        try coder.code(&relatedSimilar)
        try coder.code(&statement)
        try coder.code(&statements)
        try coder.code(&reason)
        try coder.code(&mergedInto)
        try coder.code(&supersedes)
        try coder.code(&rules)
    }
}
