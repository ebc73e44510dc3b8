import Hummingbird
import ObservatoryModel
import Publishing
import Storage

extension AdminEndpoints {
    private static let id = Endpoint.Parameter(
        name: "id", location: .path, form: .text(64), required: true, about: "the subscription's id")
    private static let one: JSONValue = ["type": "object", "required": ["id", "name", "channel", "address"]]

    func addSubscriptions(to table: inout RouteTable) {
        let path = "/api/v1/admin/subscriptions"
        table.add(
            endpoint(
                path, "listSubscriptions", "Who is told, without secrets.", .viewer,
                answer: ("Subscriptions, oldest first.", AdminEndpoints.list("subscriptions"))
            ) { _, _, _ in
                ["subscriptions": .array(try await editorial.subscriptions().map(\.json))]
            })
        table.add(
            endpoint(
                path, "addSubscription", "Adds a subscription.", .operator, method: .post,
                body: .init(
                    about: "The subscription.", mediaTypes: ["application/json"], schema: SubscriptionForm.schema),
                answer: ("The subscription; the secret of a webhook is told this once.", AdminEndpoints.one),
                addSubscription))
        table.add(
            endpoint(
                path + "/{id}", "removeSubscription", "Ends a subscription and forgets its secret.", .operator,
                method: .delete, parameters: [AdminEndpoints.id], answer: ("It is done.", ["type": "object"]),
                problems: [.notFound]
            ) { identity, _, arguments in
                let id = arguments["id"] ?? ""
                try await changed(
                    gate.apply(.unsubscribe(id), by: identity, "subscription.remove", id), "subscription", id)
                return ["removed": .string(id)]
            })
        for (word, isPaused) in [("pause", true), ("resume", false)] {
            table.add(
                endpoint(
                    "\(path)/{id}/\(word)", "\(word)Subscription",
                    isPaused ? "Stops a subscription for now; what waits is dropped." : "Lets a subscription go on.",
                    .operator, method: .post, parameters: [AdminEndpoints.id],
                    answer: ("It is done.", ["type": "object"]), problems: [.notFound]
                ) { identity, _, arguments in
                    let id = arguments["id"] ?? ""
                    let isChanged = try await gate.apply(
                        .pause(subscription: id, isPaused), by: identity, "subscription.\(word)", id)
                    if !isChanged { _ = try await subscription(id) }
                    return ["id": .string(id), "paused": .bool(isPaused)]
                })
        }
        table.add(
            endpoint(
                "\(path)/{id}/test", "testSubscription", "Sends a message that says that nothing happened.", .operator,
                method: .post, parameters: [AdminEndpoints.id],
                answer: ("The message is on its way.", ["type": "object"]), problems: [.notFound]
            ) { identity, _, arguments in
                let subscription = try await subscription(arguments["id"] ?? "")
                let composer = AlertComposer(store: exhibits.live.store, editorial: editorial, site: site)
                let message = composer.test(of: subscription, at: clock())
                try await gate.log(identity, "subscription.test", subscription.id, message.key)
                try await editorial.add(message)
                return ["key": .string(message.key)]
            })
        table.add(
            endpoint(
                "/api/v1/admin/messages", "listMessages", "Messages, newest first, without their text.", .viewer,
                parameters: [
                    .init(
                        name: "state", form: .choice(AlertMessage.State.allCases.map(\.rawValue)),
                        about: "only those in this state; dead ones were given up"),
                    .init(name: "subscription", form: .text(64), about: "only those of this subscription"),
                    AdminEndpoints.before, AdminEndpoints.limit,
                ], answer: ("Messages.", AdminEndpoints.list("messages"))
            ) { _, _, arguments in
                let messages = try await editorial.messages(
                    of: arguments["subscription"],
                    in: arguments["state"].flatMap { AlertMessage.State(rawValue: $0) },
                    before: arguments.integer("before").map { Int64($0) }, limit: arguments.integer("limit") ?? 100)
                return ["messages": .array(messages.map(\.json))]
            })
        table.add(
            endpoint(
                "/api/v1/admin/messages/{id}/resend", "resendMessage", "Sends a message again that was given up.",
                .operator, method: .post,
                parameters: [
                    .init(
                        name: "id", location: .path, form: .integer(1...Int.max), required: true,
                        about: "the message's number")
                ], answer: ("The message is on its way.", ["type": "object"]), problems: [.conflict]
            ) { identity, _, arguments in
                let id = arguments.integer("id") ?? 0
                let isChanged = try await gate.apply(
                    .resend(message: Int64(id), due: clock()), by: identity, "message.resend", "\(id)")
                guard isChanged else { throw Problem(.conflict, "There is no message \(id) that was given up.") }
                return ["id": .int(id), "state": "pending"]
            })
    }

    @Sendable private func addSubscription(
        _ identity: AdminIdentity, _ request: Request, _: Arguments
    ) async throws -> JSONValue {
        let form = try await AdminBody.read(
            SubscriptionForm.self, keys: SubscriptionForm.CodingKeys.allCases.map(\.rawValue), from: request)
        let subscription = try form.subscription(now: clock(), destinations)
        _ = try await gate.apply(
            .subscribe(subscription), by: identity, "subscription.add", subscription.id,
            "\(subscription.name), \(subscription.isPublic ? "public" : "private")")
        guard case .object(var members) = subscription.json else { return subscription.json }
        if case .webhook(let secret) = subscription.channel {
            members.append(("secret", .string(WebhookSignature.text(secret))))
        }
        return .object(members)
    }

    /// - Throws: `Problem` with `not-found`.
    private func subscription(_ id: String) async throws -> Subscription {
        guard let found = try await editorial.subscriptions().first(where: { $0.id == id }) else {
            throw Problem(.notFound, "There is no subscription “\(id)”.")
        }
        return found
    }

    /// - Throws: `Problem` with `not-found` when nothing was changed.
    private func changed(_ isChanged: Bool, _ kind: String, _ id: String) throws(Problem) {
        guard isChanged else { throw Problem(.notFound, "There is no \(kind) “\(id)”.") }
    }
}

extension AlertMessage {
    /// The message as lists show it.
    fileprivate var json: JSONValue {
        [
            "id": .int(Int(id)), "key": .string(key), "subscription": .string(subscription),
            "kind": .string(kind.rawValue), "state": .string(state.rawValue),
            "created": .string(created.description), "attempts": .int(attempts),
            "due": state == .pending ? .string(due.description) : .null, "failure": .optional(failure),
            "finished": .optional(finished),
        ]
    }
}
