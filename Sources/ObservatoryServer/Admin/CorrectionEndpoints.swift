import Hummingbird
import ObservatoryModel
import Storage

/// `/api/v1/corrections`: what was taken back, corrected or added to, by detection and by editors.
struct CorrectionEndpoints: Sendable {
    let exhibits: Exhibits
    /// `nil` when the store keeps nothing of editors.
    let editorial: (any EditorialStore)?

    func add(to table: inout RouteTable) {
        table.add(
            Endpoint(
                path: "/api/v1/corrections", operation: "listCorrections",
                summary: "Retractions and mergers by detection, corrections and notes by editors, newest first.",
                parameters: [
                    .init(name: "cc", form: .country, about: "the country"),
                    .init(name: "until", form: .time, about: "only what is older than this"),
                    .init(name: "limit", form: .integer(1...500), about: "how many at most; 100 by default"),
                ],
                answer: .init(
                    about: "Corrections.", mediaType: "application/json",
                    schema: [
                        "type": "object", "required": ["corrections"],
                        "properties": ["corrections": ["type": "array", "items": ["type": "object"]]],
                    ]),
                handler: list))
    }

    @Sendable private func list(
        _ request: Request, _: ServerContext, _ arguments: Arguments
    ) async throws -> Response {
        let store = exhibits.live.store
        let country = arguments.country("cc")
        let until = arguments.time("until") ?? .distantFuture
        let retracted = try await store.incidents(
            IncidentQuery(country: country, statuses: [.retracted], limit: 1_000)
        ).incidents.map(\.revision)
        let written = try await editorial?.corrections(of: nil, before: nil, limit: 1_000) ?? []
        let entries =
            retracted.map { (at: $0.decidedAt, json: CorrectionEndpoints.json($0)) }
            + written.filter { country == nil || $0.country == country }.map { (at: $0.at, json: $0.json) }
        let shown = entries.filter { $0.at < until }.sorted { $0.at > $1.at }.prefix(arguments.integer("limit") ?? 100)
        return .json(["corrections": .array(shown.map(\.json))], maxAge: 60, for: request)
    }

    private static func json(_ revision: IncidentRevision) -> JSONValue {
        [
            "at": .string(revision.decidedAt.description), "incident": .string(revision.incident),
            "revision": .int(revision.revision), "cc": .string(revision.country.description),
            "kind": revision.mergedInto == nil ? "retraction" : "merger", "text": .string(revision.statement),
            "mergedInto": .optional(revision.mergedInto), "contest": .null,
        ]
    }
}

extension Correction {
    /// The correction as everybody sees it.
    var json: JSONValue {
        [
            "at": .string(at.description), "incident": .string(incident), "revision": .int(revision),
            "cc": .string(country.description), "kind": .string(kind.rawValue), "text": .string(text),
            "mergedInto": .null, "contest": .optional(contest),
        ]
    }
}
