import FoundationEssentials
import Gazetteer
import HTTPTypes
import Hummingbird
import ObservatoryModel
import Storage

/// Lets anybody object to an incident, which opens a review.
struct ContestRoutes: Sendable {
    let exhibits: Exhibits
    let editorial: any EditorialStore
    let policy: PlacePolicy
    let clock: @Sendable () -> Timestamp
    /// Objections of one address: a few at once, then one every ten minutes; and of all together.
    private let addresses = RateLimiter(burst: 5, perMinute: 0.1)
    private let all = RateLimiter(burst: 200, perMinute: 10)
    /// Reviews that are open on one incident at most; more would tell editors nothing new.
    private static let mostOpen = 20

    init(
        exhibits: Exhibits, editorial: any EditorialStore, policy: PlacePolicy,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        self.exhibits = exhibits
        self.editorial = editorial
        self.policy = policy
        self.clock = clock
    }

    private struct Form: Decodable {
        var text: String?
        var contact: String?
        /// A field that people do not see; what fills it in is a program.
        var website: String?
    }

    func add(to table: inout RouteTable) {
        table.add(
            Endpoint(
                method: .post, path: "/api/v1/incidents/{id}/contest", operation: "contestIncident",
                summary: "Objects to an incident, which opens a review by an editor.",
                parameters: [
                    .init(name: "id", location: .path, form: .text(64), required: true, about: "the incident's id")
                ],
                body: .init(
                    about: "What is wrong, and how an editor may ask back; only editors see it.",
                    mediaTypes: ["application/json"],
                    schema: [
                        "type": "object", "required": ["text"],
                        "properties": [
                            "text": ["type": "string", "minLength": 10, "maxLength": 4000],
                            "contact": ["type": "string", "maxLength": 200],
                        ],
                    ]),
                answer: .init(
                    about: "A review was opened.", mediaType: "application/json",
                    schema: [
                        "type": "object", "required": ["contest"], "properties": ["contest": ["type": "string"]],
                    ]),
                problems: [
                    .invalidBody, .notFound, .bodyTooLarge, .rateLimited, .conflict, .storeUnavailable, .crossSite,
                ]
            ) { request, context, arguments in
                let body = try await request.body.collect(upTo: 32 << 10)
                guard let form = try? JSONDecoder().decode(Form.self, from: Data(body.readableBytesView)) else {
                    throw Problem(.invalidBody, "The body must be a JSON object with a “text”.")
                }
                return .json(["contest": .string(try await open(arguments["id"] ?? "", form, request, context))])
            })
        table.add(.post, "/incidents/{id}/contest") { request, context in
            let id = context.parameters.get("id") ?? ""
            let body = try await request.body.collect(upTo: 32 << 10)
            guard let form = try? URLEncodedFormDecoder().decode(Form.self, from: String(buffer: body)) else {
                throw Problem(.invalidBody, "The body must be a form with a “text”.")
            }
            _ = try await open(id, form, request, context)
            // In the language and by the clocks that were chosen on the form.
            let query = request.uri.queryParameters
            let language = query["lang"].flatMap { Language(String($0)) }.map { "&lang=\($0.tag)" } ?? ""
            let clocks = query["tz"] == "utc" ? "&tz=utc" : ""
            return Response(
                status: .seeOther,
                headers: [
                    .location: "/incidents/\(id)/contest?sent=1\(language)\(clocks)", .cacheControl: "no-store",
                ])
        }
    }

    /// Opens a review.
    ///
    /// - Returns: The contest's id.
    private func open(
        _ incident: String, _ form: Form, _ request: Request, _ context: ServerContext
    ) async throws -> String {
        guard !request.isFromAnotherSite else {
            throw Problem(
                .crossSite, "Objections are taken from people and programs, not from the pages of other sites.")
        }
        let now = clock()
        let address = policy.address(peer: context.peer, forwarded: request.headers[.xForwardedFor])
        guard let newest = try await exhibits.live.store.revisions(of: incident).last?.revision else {
            guard try await exhibits.find(incident) != nil else {
                throw Problem(.notFound, "There is no incident “\(incident.prefix(64))”.")
            }
            throw Problem(.conflict, "This incident is a synthetic example; there is nothing to contest.")
        }
        let text = try AdminBody.text(form.text, "text", 10...4_000)
        let contact = try AdminBody.text(form.contact, "contact", 0...200)
        let id = "c-" + randomDigits(16)
        // A program that fills in every field is told that all went well.
        guard (form.website ?? "").isEmpty else { return id }
        try addresses.charge(1, key: address?.quotaKey ?? "", at: now)
        try all.charge(1, key: "", at: now)
        let contest = Contest(
            id: id, incident: incident, revision: newest.revision, opened: now, text: text,
            contact: contact.isEmpty ? nil : contact)
        let isOpened: Bool
        do {
            isOpened = try await editorial.apply(
                .contest(contest, most: ContestRoutes.mostOpen),
                AuditEntry(
                    at: now, actor: "public", role: "", action: "contest.open", subject: incident, detail: id))
            exhibits.live.hub.noteChange()
        } catch is StoreError {
            throw Problem(.storeUnavailable, "Nothing was kept; please send it again.", headers: [.retryAfter: "60"])
        }
        guard isOpened else {
            throw Problem(.conflict, "Many reviews of this incident are open already; its editors are at it.")
        }
        return id
    }
}
