import ObservatoryModel

extension CellState {
    /// The cell as `/api/v1/status` and the stream tell it.
    var json: JSONValue {
        .object([
            ("cc", .string(country.description)),
            ("asn", asn.map { .int(Int($0.number)) } ?? .null),
            ("platform", .string(platform.text)),
            ("verdict", .string(verdict.rawValue)),
            ("attention", .string(attention.rawValue)),
            ("evidence", .number((evidence * 100).rounded() / 100)),
            ("sample", ["votes": .int(votes), "failures": .int(failures), "probes": .int(probes)]),
            ("newest", .optional(newest)),
            ("incident", incident.map { .string($0) } ?? .null),
        ])
    }
}
