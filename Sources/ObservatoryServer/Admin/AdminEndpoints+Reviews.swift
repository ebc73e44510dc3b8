import Hummingbird
import ObservatoryModel
import Storage

extension AdminEndpoints {
    private struct CloseForm: Decodable {
        var outcome: String
        var answer: String
        var correction: String?
    }

    private struct CorrectionForm: Decodable {
        var incident: String
        var kind: String
        var text: String
    }

    func addReviews(to table: inout RouteTable) {
        table.add(
            endpoint(
                "/api/v1/admin/contests", "listContests", "Objections to incidents, newest first.", .viewer,
                parameters: [
                    .init(name: "state", form: .choice(["open", "closed"]), about: "only those under review, or not"),
                    .init(name: "incident", form: .text(64), about: "only those of this incident"),
                    AdminEndpoints.limit,
                ], answer: ("Contests.", AdminEndpoints.list("contests"))
            ) { _, _, arguments in
                let contests = try await editorial.contests(
                    of: arguments["incident"], isOpen: arguments["state"].map { $0 == "open" },
                    limit: arguments.integer("limit") ?? 100)
                return ["contests": .array(contests.map(\.json))]
            })
        table.add(
            endpoint(
                "/api/v1/admin/contests/{id}/close", "closeContest",
                "Ends a review, perhaps with a note or a correction, which goes to all who were told of the incident.",
                .editor, method: .post,
                parameters: [
                    .init(name: "id", location: .path, form: .text(64), required: true, about: "the contest's id")
                ],
                body: .init(
                    about: "What came of it.", mediaTypes: ["application/json"],
                    schema: [
                        "type": "object", "required": ["outcome", "answer"], "additionalProperties": false,
                        "properties": [
                            "outcome": ["enum": .array(Contest.Outcome.allCases.map { .string($0.rawValue) })],
                            "answer": ["type": "string", "minLength": 3, "maxLength": 2000],
                            "correction": [
                                "type": "string", "maxLength": 2000,
                                "description": "What is published; needed with the outcomes noted and corrected.",
                            ],
                        ],
                    ]), answer: ("The contest.", ["type": "object"]), problems: [.notFound, .conflict], close))
        table.add(
            endpoint(
                "/api/v1/admin/corrections", "addCorrection",
                "Publishes a note or a correction, which goes to all who were told of the incident.", .editor,
                method: .post,
                body: .init(
                    about: "The correction.", mediaTypes: ["application/json"],
                    schema: [
                        "type": "object", "required": ["incident", "kind", "text"], "additionalProperties": false,
                        "properties": [
                            "incident": ["type": "string"], "kind": ["enum": ["note", "correction"]],
                            "text": ["type": "string", "minLength": 3, "maxLength": 2000],
                        ],
                    ]), answer: ("It is published.", ["type": "object"]), problems: [.notFound], correct))
    }

    @Sendable private func close(
        _ identity: AdminIdentity, _ request: Request, _ arguments: Arguments
    ) async throws -> JSONValue {
        let id = arguments["id"] ?? ""
        let form = try await AdminBody.read(
            CloseForm.self, keys: ["outcome", "answer", "correction"], from: request)
        guard let outcome = Contest.Outcome(rawValue: form.outcome) else {
            let words = Contest.Outcome.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(.invalidParameter, "“outcome” must be one of \(words).", parameter: "outcome")
        }
        let answer = try AdminBody.text(form.answer, "answer", 3...2_000)
        guard let contest = try await editorial.contest(id) else {
            throw Problem(.notFound, "There is no contest “\(id)”.")
        }
        var correction: Correction?
        if outcome == .noted || outcome == .corrected {
            correction = try await self.correction(
                contest.incident, outcome == .noted ? .note : .correction,
                try AdminBody.text(form.correction, "correction", 3...2_000), contest: id)
        } else if form.correction != nil {
            throw Problem(
                .invalidParameter, "“correction” goes with the outcomes noted and corrected.", parameter: "correction")
        }
        let isClosed = try await gate.apply(
            .close(contest: id, at: clock(), outcome, answer: answer, correction), by: identity, "contest.close", id,
            "\(outcome.rawValue): \(answer)")
        guard isClosed else { throw Problem(.conflict, "The review of “\(id)” has ended already.") }
        return ["id": .string(id), "outcome": .string(outcome.rawValue)]
    }

    @Sendable private func correct(
        _ identity: AdminIdentity, _ request: Request, _: Arguments
    ) async throws -> JSONValue {
        let form = try await AdminBody.read(
            CorrectionForm.self, keys: ["incident", "kind", "text"], from: request)
        guard let kind = Correction.Kind(rawValue: form.kind) else {
            throw Problem(.invalidParameter, "“kind” must be note or correction.", parameter: "kind")
        }
        let correction = try await correction(
            form.incident, kind, try AdminBody.text(form.text, "text", 3...2_000), contest: nil)
        _ = try await gate.apply(
            .correct(correction), by: identity, "correction.add", correction.incident,
            "\(kind.rawValue): \(correction.text)")
        return correction.json
    }

    private func correction(
        _ incident: String, _ kind: Correction.Kind, _ text: String, contest: String?
    ) async throws -> Correction {
        let newest = try await newest(of: incident)
        return Correction(
            at: clock(), incident: incident, revision: newest.revision, country: newest.country,
            status: newest.status, kind: kind, text: text, contest: contest)
    }
}

extension Contest {
    /// The contest as editors see it.
    fileprivate var json: JSONValue {
        [
            "id": .string(id), "incident": .string(incident), "revision": .int(revision),
            "opened": .string(opened.description), "text": .string(text), "contact": .optional(contact),
            "closed": .optional(closed), "outcome": .optional(outcome?.rawValue), "answer": .optional(answer),
        ]
    }
}
