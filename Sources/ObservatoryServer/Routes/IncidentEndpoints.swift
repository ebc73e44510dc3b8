import HTTPTypes
import Hummingbird
import ObservatoryModel
import Publishing
import Storage

/// `/api/v1/incidents` and what belongs to it.
struct IncidentEndpoints: Sendable {
    let exhibits: Exhibits
    let site: PublicationSite

    func add(to table: inout RouteTable) {
        table.add(
            Endpoint(
                path: "/api/v1/incidents", operation: "listIncidents",
                summary: "Incidents, newest first, each by its newest revision.",
                parameters: [
                    .init(name: "cc", form: .country, about: "the country"),
                    .init(name: "platform", form: .platform, about: "the platform"),
                    .init(
                        name: "status", form: .choice(IncidentStatus.allCases.map(\.rawValue)), about: "the status now"),
                    .init(name: "since", form: .time, about: "incidents that were not over before this"),
                    .init(name: "until", form: .time, about: "incidents that began before this"),
                    .init(name: "cursor", form: .text(64), about: "where the page before ended"),
                    .init(name: "limit", form: .integer(1...1000), about: "how many at most; 50 by default"),
                    .init(name: "format", form: .choice(["json", "csv"]), about: "json by default"),
                ],
                answer: .init(
                    about: "Some incidents and the cursor of the next page.", mediaType: "application/json",
                    schema: [
                        "type": "object", "required": ["incidents"],
                        "properties": [
                            "incidents": ["type": "array", "items": ["$ref": "#/components/schemas/Revision"]],
                            "next": ["type": ["string", "null"]],
                        ],
                    ], alternatives: ["text/csv"]),
                handler: list))
        table.add(
            Endpoint(
                path: "/api/v1/incidents/{id}", operation: "getIncident",
                summary: "One incident with all its revisions, oldest first.",
                parameters: [
                    .init(name: "id", location: .path, form: .text(64), required: true, about: "the incident's id"),
                    .init(name: "format", form: .choice(["json", "csv"]), about: "json by default"),
                ],
                answer: .init(
                    about: "The incident.", mediaType: "application/json",
                    schema: [
                        "type": "object", "required": ["incident", "revisions"],
                        "properties": [
                            "incident": ["type": "string"], "synthetic": ["type": "boolean"],
                            "contested": ["type": "boolean", "description": "Whether an objection is under review."],
                            "corrections": ["type": "array", "items": ["type": "object"]],
                            "revisions": ["type": "array", "items": ["$ref": "#/components/schemas/Revision"]],
                        ],
                    ], alternatives: ["text/csv"]),
                problems: [.notFound], handler: one))
        table.add(
            Endpoint(
                path: "/api/v1/incidents/search", operation: "searchIncidents",
                summary: "Incidents in the shape of OONI's incidents search.",
                parameters: [
                    .init(name: "cc", form: .country, about: "the country"),
                    .init(name: "limit", form: .integer(1...1000), about: "how many at most; 100 by default"),
                ],
                answer: .init(
                    about: "Incidents as OONI has them.", mediaType: "application/json",
                    schema: [
                        "type": "object", "required": ["incidents"],
                        "properties": [
                            "incidents": ["type": "array", "items": ["$ref": "#/components/schemas/OONIIncident"]]
                        ],
                    ]),
                handler: search))
    }

    @Sendable private func list(_ request: Request, _: ServerContext, _ arguments: Arguments) async throws -> Response {
        var cursor: IncidentCursor?
        if let text = arguments["cursor"] {
            cursor = IncidentCursor(text)
            guard cursor != nil else {
                throw Problem(
                    .invalidParameter, "“cursor” must be the “next” of an earlier answer.", parameter: "cursor")
            }
        }
        let observatory = try await exhibits.listed()
        let page = try await observatory.store.incidents(
            IncidentQuery(
                country: arguments.country("cc"), platform: arguments.platform("platform"),
                statuses: Set(arguments["status"].flatMap { IncidentStatus(rawValue: $0) }.map { [$0] } ?? []),
                since: arguments.time("since"), until: arguments.time("until"), cursor: cursor,
                limit: arguments.integer("limit") ?? 50))
        var response: Response
        if request.wantsCSV(arguments) {
            response = .cacheable(
                IncidentTable.bytes(page.incidents.map(\.revision), isExample: observatory.isExample),
                type: CSVTable.mediaType, maxAge: 10, for: request)
        } else {
            response = .json(
                [
                    "incidents": .array(page.incidents.map { .raw(observatory.published($0)) }),
                    "next": .optional(page.next),
                ], maxAge: 10, for: request)
        }
        if let next = page.next {
            let address = request.nextAddress(site.origin, "cursor", next.description)
            response.headers[.link] = "<\(address)>; rel=\"next\""
        }
        return response
    }

    @Sendable private func one(_ request: Request, _: ServerContext, _ arguments: Arguments) async throws -> Response {
        let id = arguments["id"] ?? ""
        guard let found = try await exhibits.find(id) else {
            throw Problem(.notFound, "There is no incident “\(id)”.")
        }
        if request.wantsCSV(arguments) {
            return .cacheable(
                IncidentTable.bytes(found.revisions.map(\.revision), isExample: found.observatory.isExample),
                type: CSVTable.mediaType, maxAge: 10, modified: found.revisions.last?.revision.decidedAt, for: request)
        }
        var members: [(String, JSONValue)] = [("incident", .string(id))]
        if found.observatory.isExample { members.append(("synthetic", true)) }
        if let editorial = found.observatory.store.editorial {
            let open = try await editorial.contests(of: id, isOpen: true, limit: 1)
            let corrections = try await editorial.corrections(of: id, before: nil, limit: 100)
            members.append(("contested", .bool(!open.isEmpty)))
            members.append(("corrections", .array(corrections.map(\.json))))
        }
        members.append(("revisions", .array(found.revisions.map { .raw(found.observatory.published($0)) })))
        return .json(
            .object(members), maxAge: 10, modified: found.revisions.last?.revision.decidedAt, for: request)
    }

    @Sendable private func search(
        _ request: Request, _: ServerContext, _ arguments: Arguments
    ) async throws -> Response {
        let observatory = try await exhibits.listed()
        let page = try await observatory.store.incidents(
            IncidentQuery(country: arguments.country("cc"), limit: arguments.integer("limit") ?? 100))
        var incidents: [PublishedIncident] = []
        for stored in page.incidents {
            let revisions = try await observatory.store.revisions(of: stored.revision.incident).map(\.revision)
            if let incident = PublishedIncident(revisions: revisions, isSynthetic: observatory.isExample) {
                incidents.append(incident)
            }
        }
        return .cacheable(
            Array(OONIIncidents(site: site).answer(incidents).utf8), type: "application/json", maxAge: 60, for: request)
    }
}

extension HTTPField.Name {
    static let link = HTTPField.Name("Link")!
}
