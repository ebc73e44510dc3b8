import Gazetteer
import Hummingbird
import ObservatoryModel
import Publishing
import Storage

extension AdminEndpoints {
    private struct Reason: Decodable {
        var reason: String
    }

    private struct PolicyForm: Decodable {
        var gate: String
        var minutes: Int?
        var reason: String
    }

    private static let revision: [Endpoint.Parameter] = [
        .init(name: "incident", location: .path, form: .text(64), required: true, about: "the incident's id"),
        .init(
            name: "revision", location: .path, form: .integer(1...1_000_000), required: true,
            about: "the revision that waits"),
    ]

    private static let reason: JSONValue = [
        "type": "object", "required": ["reason"], "additionalProperties": false,
        "properties": ["reason": ["type": "string", "minLength": 3, "maxLength": 500]],
    ]

    func addPostings(to table: inout RouteTable) {
        table.add(
            endpoint(
                "/api/v1/admin/approvals", "listApprovals", "Postings to the public that wait, and why.", .viewer,
                answer: ("What waits, longest first.", AdminEndpoints.list("approvals")), approvals))
        for (word, past) in [("approve", "approved"), ("reject", "rejected")] {
            table.add(
                endpoint(
                    "/api/v1/admin/approvals/{incident}/{revision}/\(word)", "\(word)Posting",
                    word == "approve" ? "Lets a posting pass." : "Drops a posting.", .editor, method: .post,
                    parameters: AdminEndpoints.revision,
                    body: .init(
                        about: "Why.", mediaTypes: ["application/json"], schema: AdminEndpoints.reason),
                    answer: ("It is done.", ["type": "object"]), problems: [.conflict]
                ) { identity, request, arguments in
                    try await decide(word, identity, request, arguments)
                    return [
                        "incident": .optional(arguments["incident"]),
                        "revision": .int(arguments.integer("revision") ?? 0),
                        "state": .string(past),
                    ]
                })
        }
        table.add(
            endpoint(
                "/api/v1/admin/policies", "listPolicies",
                "What may be posted of which country; of the others an editor approves each posting.", .viewer,
                answer: ("Policies in order of country.", AdminEndpoints.list("policies"))
            ) { _, _, _ in
                ["policies": .array(try await editorial.policies().map(\.json))]
            })
        table.add(
            endpoint(
                "/api/v1/admin/policies/{cc}", "setPolicy", "Sets what may be posted of a country.", .operator,
                method: .put,
                parameters: [
                    .init(name: "cc", location: .path, form: .country, required: true, about: "the country")
                ],
                body: .init(
                    about: "The gate and why; minutes with delay.", mediaTypes: ["application/json"],
                    schema: [
                        "type": "object", "required": ["gate", "reason"], "additionalProperties": false,
                        "properties": [
                            "gate": [
                                "enum": .array(PublicationPolicy.Gate.allCases.map { .string($0.rawValue) })
                            ], "minutes": ["type": "integer", "minimum": 1, "maximum": 10080],
                            "reason": ["type": "string", "minLength": 3, "maxLength": 500],
                        ],
                    ]), answer: ("The policy.", ["type": "object"]), setPolicy))
    }

    /// Decides about the postings that wait for a revision.
    private func decide(
        _ word: String, _ identity: AdminIdentity, _ request: Request, _ arguments: Arguments
    ) async throws {
        let (incident, revision) = (arguments["incident"] ?? "", arguments.integer("revision") ?? 0)
        let form = try await AdminBody.read(Reason.self, keys: ["reason"], from: request)
        let reason = try AdminBody.text(form.reason, "reason", 3...500)
        let country = try await newest(of: incident).country
        if word == "approve",
            try await editorial.policies().contains(where: { $0.country == country && $0.gate == .hold })
        {
            throw Problem(.conflict, "The policy of \(country) holds everything back; an operator can change it.")
        }
        let change: EditorialChange =
            word == "approve"
            ? .approve(incident: incident, revision: revision) : .reject(incident: incident, revision: revision)
        guard try await gate.apply(change, by: identity, "posting.\(word)", "\(incident)/\(revision)", reason) else {
            throw Problem(
                .conflict,
                "Nothing waits for revision \(revision) of \(incident); a newer one may have taken its place.")
        }
    }

    @Sendable private func approvals(_: AdminIdentity, _: Request, _: Arguments) async throws -> JSONValue {
        let planner = AlertPlanner(policies: try await editorial.policies(), now: clock())
        var order: [String] = []
        var held: [String: (item: AlertItem, hold: AlertPlanner.Hold, subscriptions: [String])] = [:]
        for waiting in try await editorial.waitingAlerts(recentSince: clock()) {
            for item in waiting.items {
                guard let hold = planner.hold(item, waiting.subscription) else { continue }
                let key = "\(item.incident)/\(item.revision)"
                if held[key] == nil { order.append(key) }
                held[key, default: (item, hold, [])].subscriptions.append(waiting.subscription.name)
            }
        }
        var approvals: [JSONValue] = []
        for key in order {
            guard let (item, hold, subscriptions) = held[key] else { continue }
            let revisions = try await exhibits.live.store.revisions(of: item.incident).map(\.revision)
            let incident = PublishedIncident(revisions: revisions.filter { $0.revision <= item.revision })
            let text = incident.map { ShortPost(site: site).text($0) }
            let (word, until): (String, Timestamp?) =
                switch hold {
                case .approval: ("approval", nil)
                case .until(let time): ("delay", time)
                case .policy: ("policy", nil)
                }
            approvals.append([
                "incident": .string(item.incident), "revision": .int(item.revision),
                "status": .string(item.status.rawValue), "cc": .string(item.country.description),
                "since": .string(item.since.description), "waitsFor": .string(word), "until": .optional(until),
                "subscriptions": .array(subscriptions.map { .string($0) }), "text": .optional(text),
            ])
        }
        return ["approvals": .array(approvals)]
    }

    @Sendable private func setPolicy(
        _ identity: AdminIdentity, _ request: Request, _ arguments: Arguments
    ) async throws -> JSONValue {
        let country = arguments.country("cc") ?? .unknown
        guard country == .unknown || Gazetteer.standard.country(country) != nil else {
            throw Problem(.invalidParameter, "There is no country “\(country)”.", parameter: "cc")
        }
        let form = try await AdminBody.read(PolicyForm.self, keys: ["gate", "minutes", "reason"], from: request)
        guard let gateKind = PublicationPolicy.Gate(rawValue: form.gate) else {
            let words = PublicationPolicy.Gate.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(.invalidParameter, "“gate” must be one of \(words).", parameter: "gate")
        }
        let minutes = form.minutes ?? 0
        guard gateKind == .delay ? (1...10_080).contains(minutes) : minutes == 0 else {
            throw Problem(
                .invalidParameter, "“minutes” goes with the gate “delay”, from 1 to 10080.", parameter: "minutes")
        }
        let policy = PublicationPolicy(
            country: country, gate: gateKind, minutes: minutes,
            reason: try AdminBody.text(form.reason, "reason", 3...500), at: clock())
        let word = gateKind == .delay ? "delay \(minutes) min" : gateKind.rawValue
        _ = try await gate.apply(
            .setPolicy(policy), by: identity, "policy.set", country.description, "\(word): \(policy.reason)")
        return policy.json
    }
}

extension PublicationPolicy {
    fileprivate var json: JSONValue {
        [
            "cc": .string(country.description), "gate": .string(gate.rawValue),
            "minutes": gate == .delay ? .int(minutes) : .null, "reason": .string(reason),
            "at": .string(at.description),
        ]
    }
}
