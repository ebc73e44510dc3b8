import ObservatoryModel

/// Revisions of incidents as a table, one a row.
enum IncidentTable {
    private static let columns: [(name: String, value: @Sendable (IncidentRevision) -> JSONValue)] = [
        ("incident", { .string($0.incident) }), ("revision", { .int($0.revision) }),
        ("decidedAt", { .string($0.decidedAt.description) }), ("status", { .string($0.status.rawValue) }),
        ("verdict", { .string($0.verdict.rawValue) }), ("cc", { .string($0.country.description) }),
        ("scope", { .string($0.scope.rawValue) }), ("regions", { .array($0.regions.map { .string($0.text) }) }),
        ("asns", { .array($0.networks.map { .int(Int($0.asn.number)) }) }),
        ("access", { .optional($0.access?.text) }), ("platforms", { .array($0.platforms.map { .string($0.text) }) }),
        ("mechanism", { .array($0.mechanism.map { .string($0) }) }), ("onset", { .string($0.onset.description) }),
        ("onsetLow", { .string($0.onsetLow.description) }), ("onsetHigh", { .string($0.onsetHigh.description) }),
        ("end", { .optional($0.end) }), ("posterior", { .number($0.posterior) }),
        ("falseAlarmsPerYear", { .number($0.falseAlarmsPerYear) }), ("affectedLow", { .number($0.affectedShare.low) }),
        ("affectedMid", { .number($0.affectedShare.mid) }), ("affectedHigh", { .number($0.affectedShare.high) }),
        ("uncovered", { .number($0.affectedShare.uncovered) }), ("sessions", { .int($0.sample.sessions) }),
        ("probes", { .int($0.sample.probes) }), ("networks", { .int($0.sample.networks) }),
        ("rules", { .string($0.rules) }), ("statement", { .string($0.statement) }),
        ("reason", { .optional($0.reason) }), ("mergedInto", { .optional($0.mergedInto) }),
    ]

    /// The table; its last column says whether the row is of the synthetic example.
    static func bytes(_ revisions: [IncidentRevision], isExample: Bool) -> [UInt8] {
        var table = CSVTable(columns: columns.map(\.name) + ["synthetic"])
        for revision in revisions { table.append(columns.map { $0.value(revision) } + [.bool(isExample)]) }
        return table.bytes
    }
}
