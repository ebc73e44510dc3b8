import HTTPTypes
import Hummingbird
import Logging
import ObservatoryModel
import Publishing
import Storage

/// `/api/v1/admin`: what people with a token see and change. Everything that changes something is in the audit log.
struct AdminEndpoints: Sendable {
    let gate: AdminGate
    let exhibits: Exhibits
    let editorial: any EditorialStore
    let site: PublicationSite
    let destinations: DestinationGuard
    let clock: @Sendable () -> Timestamp

    /// What a handler gets when the token admits.
    typealias Handler = @Sendable (AdminIdentity, Request, Arguments) async throws -> JSONValue

    func add(to table: inout RouteTable) {
        addSubscriptions(to: &table)
        addPostings(to: &table)
        addReviews(to: &table)
        table.add(
            endpoint(
                "/api/v1/admin/audit", "listAudit", "Who changed what, newest first.", .operator,
                parameters: [AdminEndpoints.before, AdminEndpoints.limit],
                answer: ("The log.", AdminEndpoints.list("entries")), audit))
    }

    static let before = Endpoint.Parameter(
        name: "before", form: .integer(1...Int.max), about: "only what has a smaller number than this")
    static let limit = Endpoint.Parameter(
        name: "limit", form: .integer(1...500), about: "how many at most; 100 by default")

    /// The schema of an answer that is a list under a name.
    static func list(_ name: String) -> JSONValue {
        ["type": "object", "required": [.string(name)], "properties": [name: ["type": "array"]]]
    }

    /// An endpoint that admits a role.
    func endpoint(
        _ path: String, _ operation: String, _ summary: String, _ role: AdminRole,
        method: HTTPRequest.Method = .get, parameters: [Endpoint.Parameter] = [], body: Endpoint.Body? = nil,
        answer: (about: String, schema: JSONValue), problems: [Problem.Code] = [], _ handler: @escaping Handler
    ) -> Endpoint {
        let gate = gate
        var bodyProblems: [Problem.Code] = body == nil ? [] : [.invalidBody, .bodyTooLarge]
        // The description adds it itself where there are parameters.
        if body != nil, parameters.isEmpty { bodyProblems.append(.invalidParameter) }
        return Endpoint(
            method: method, path: path, operation: operation,
            summary: summary + " Needs the role \(role.rawValue).", parameters: parameters, body: body,
            answer: .init(about: answer.about, mediaType: "application/json", schema: answer.schema),
            problems: [.tokenMissing, .tokenInvalid, .roleMissing, .rateLimited, .storeUnavailable] + bodyProblems
                + problems, isCacheable: false
        ) { request, context, arguments in
            let identity = try await gate.admit(request, context, as: role)
            do {
                return .json(try await handler(identity, request, arguments))
            } catch let error as StoreError {
                context.logger.error("The store refused a change", metadata: ["error": "\(error)"])
                throw Problem(
                    .storeUnavailable, "Nothing was changed; please try again.", headers: [.retryAfter: "60"])
            }
        }
    }

    @Sendable private func audit(
        _: AdminIdentity, _: Request, _ arguments: Arguments
    ) async throws -> JSONValue {
        let entries = try await editorial.audit(
            before: arguments.integer("before").map { Int64($0) }, limit: arguments.integer("limit") ?? 100)
        return [
            "entries": .array(
                entries.map { entry in
                    [
                        "sequence": .int(Int(entry.sequence)), "at": .string(entry.at.description),
                        "actor": .string(entry.actor), "role": .string(entry.role),
                        "action": .string(entry.action), "subject": .string(entry.subject),
                        "detail": .string(entry.detail),
                    ]
                })
        ]
    }

    /// The newest revision of an incident of this observatory, not of the synthetic example.
    ///
    /// - Throws: `Problem` with `not-found`.
    func newest(of incident: String) async throws -> IncidentRevision {
        guard let newest = try await exhibits.live.store.revisions(of: incident).last?.revision else {
            throw Problem(.notFound, "There is no incident “\(incident.prefix(64))” here.")
        }
        return newest
    }
}
