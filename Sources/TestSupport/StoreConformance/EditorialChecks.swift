import ObservatoryModel
import Storage

extension StoreConformance {
    /// What a store must do that keeps what people decide and who is told; apart from `checks`, since not every store
    /// does.
    package static let editorialChecks: [StoreConformance] = [
        editorial("a subscription comes back as it was") { store in
            let all = [
                subscription("sub-1"),
                subscription("sub-2") {
                    $0.channel = .mastodon(token: "secret", visibility: "unlisted", length: 500)
                    $0.isPublic = true
                    $0.quietHours = QuietHours(zone: "Asia/Karachi", from: 1_320, to: 420)
                    $0.filter = AlertFilter(
                        countries: [SampleRecords.country("KE"), SampleRecords.country("PK")], networks: [ASN(17557)],
                        platforms: [SampleRecords.x], statuses: [.confirmed, .restored])
                },
                subscription("sub-3") { $0.channel = .plain(token: nil) },
            ]
            for one in all { try await change(store, .subscribe(one)) }
            try expectEqual(try await store.subscriptions(), all, "subscriptions")
        },
        editorial("a change and its entry in the log are written together or not at all") { store in
            try await change(store, .subscribe(subscription("sub-1")), "subscription.add")
            let isRefused = try await store.apply(.unsubscribe("sub-9"), entry("subscription.remove"))
            try expectEqual(isRefused, false, "nothing to remove")
            try await change(store, .unsubscribe("sub-1"), "subscription.remove")
            try await store.log(entry("token.refused"))
            let log = try await store.audit(before: nil, limit: 10)
            let actions = ["token.refused", "subscription.remove", "subscription.add"]
            try expectEqual(log.map(\.action), actions, "newest first")
            try expectEqual(
                try await store.audit(before: log[1].sequence, limit: 10).map(\.action), ["subscription.add"], "before")
            try expectEqual(try await store.subscriptions(), [], "subscriptions")
        },
        editorial("the cursor moves with what was queued, and items are queued once") { store in
            try await change(store, .subscribe(subscription("sub-1")))
            try expectEqual(try await store.alertCursor(), nil, "before the first")
            try await store.enqueue([item(1)], upTo: 7)
            try await store.enqueue([item(1)], upTo: 8)
            try expectEqual(try await store.alertCursor(), 8, "cursor")
            try expectEqual(try await waiting(store), ["PK-20240107-1/1"], "waiting")
        },
        editorial("a newer revision takes the place of an older one that waits, and its turn") { store in
            try await change(store, .subscribe(subscription("sub-1")))
            try await store.enqueue([item(1), item(1, of: "PK-20240107-2")], upTo: 2)
            try await store.enqueue([item(2, minutes: 9), item(3, minutes: 10)], upTo: 4)
            try expectEqual(try await waiting(store), ["PK-20240107-2/1", "PK-20240107-1/3"], "waiting")
            let items = try await store.waitingAlerts(recentSince: SampleRecords.start).flatMap(\.items)
            try expectEqual(items.map(\.since), [SampleRecords.start, SampleRecords.start], "since")
        },
        editorial("a message is formed once from what waits, and tells of it") { store in
            try await change(store, .subscribe(subscription("sub-1")))
            try await store.enqueue([item(1)], upTo: 1)
            let first = try await store.waitingAlerts(recentSince: SampleRecords.start)[0].items[0]
            try expect(first.lastTold == nil, "nothing was told yet")
            let formed = try await store.form(message("msg_1"), from: [first.id])
            try expect(formed != nil, "formed")
            let again = try await store.form(message("msg_2"), from: [first.id])
            try expectEqual(again, nil, "the second time")
            let due = try await store.dueMessages(at: SampleRecords.start, limit: 9)
            try expectEqual(due.map(\.key), ["msg_1"], "due")
            try expectEqual(due[0].body, message("msg_1").body, "body")
            try expectEqual(due[0].headers, ["Title: a", "Tags: b"], "headers")
            try await store.enqueue([item(2)], upTo: 2)
            let next = try await store.waitingAlerts(recentSince: SampleRecords.start - .hours(1))[0]
            try expectEqual(next.items[0].lastTold, SampleRecords.start, "when the last was made")
            try expectEqual(next.recent, [SampleRecords.start], "recent")
            let later = try await store.waitingAlerts(recentSince: SampleRecords.start)[0]
            try expectEqual(later.recent, [], "recent, when it is long ago")
        },
        editorial("an attempt that nothing is heard of is made again later, with the same bytes") { store in
            try await change(store, .subscribe(subscription("sub-1")))
            try await store.add(message("msg_1"))
            let later = SampleRecords.start + .minutes(5)
            let id = try await store.dueMessages(at: SampleRecords.start, limit: 9)[0].id
            let begun = try await store.beginAttempt(id, next: later)
            try expect(begun, "begun")
            try expectEqual(try await store.dueMessages(at: later - .seconds(1), limit: 9), [], "too early")
            let due = try await store.dueMessages(at: later, limit: 9)
            try expectEqual(due.map(\.attempts), [1], "attempts")
            try expectEqual(due.map(\.body), [message("msg_1").body], "body")
            try await store.endAttempt(id, .sent, at: later, due: later, failure: nil)
            let afterwards = try await store.beginAttempt(id, next: later)
            try expect(!afterwards, "what was sent is not sent again")
            try expectEqual(try await store.dueMessages(at: .distantFuture, limit: 9), [], "nothing is due")
            let sent = try await store.messages(of: "sub-1", in: .sent, before: nil, limit: 9)
            try expectEqual(sent.map(\.finished), [later], "finished")
        },
        editorial("a message that was given up can be listed and sent again") { store in
            try await change(store, .subscribe(subscription("sub-1")))
            try await store.add(message("msg_1"))
            let id = try await store.dueMessages(at: SampleRecords.start, limit: 9)[0].id
            let noResend = try await store.apply(
                .resend(message: id, due: SampleRecords.start), entry("message.resend"))
            try expect(!noResend, "a pending message is not sent twice")
            _ = try await store.beginAttempt(id, next: .distantFuture)
            try await store.endAttempt(
                id, .dead, at: SampleRecords.start, due: SampleRecords.start, failure: "status 500")
            let dead = try await store.messages(of: nil, in: .dead, before: nil, limit: 9)
            try expectEqual(dead.map(\.failure), ["status 500"], "failure")
            try await change(store, .resend(message: id, due: SampleRecords.start))
            let due = try await store.dueMessages(at: SampleRecords.start, limit: 9)
            try expectEqual(due.map(\.body), [message("msg_1").body], "body")
            try expectEqual(try await store.alertCounts().messages, [.pending: 1], "counts")
        },
        editorial("a newer message supersedes one about the same incident that is being tried again") { store in
            try await change(store, .subscribe(subscription("sub-1")))
            for (number, incident) in ["PK-20240107-1", "PK-20240107-2"].enumerated() {
                try await store.enqueue([item(1, of: incident)], upTo: Int64(number))
                let waiting = try await store.waitingAlerts(recentSince: SampleRecords.start)[0].items
                _ = try await store.form(message("msg_\(incident)"), from: waiting.map(\.id))
            }
            for message in try await store.dueMessages(at: SampleRecords.start, limit: 9) {
                _ = try await store.beginAttempt(message.id, next: SampleRecords.start + .minutes(5))
            }
            try await store.enqueue([item(2)], upTo: 3)
            let waiting = try await store.waitingAlerts(recentSince: SampleRecords.start)[0].items
            _ = try await store.form(message("msg_new"), from: waiting.map(\.id))
            let due = try await store.dueMessages(at: .distantFuture, limit: 9)
            try expectEqual(due.map(\.key), ["msg_new", "msg_PK-20240107-2"], "due")
        },
        editorial("approval and rejection touch what waits for the public, and only that revision") { store in
            try await change(store, .subscribe(subscription("sub-1")))
            try await change(store, .subscribe(subscription("sub-2") { $0.isPublic = true }))
            try await store.enqueue([item(1), item(1, for: "sub-2")], upTo: 1)
            try await change(store, .approve(incident: "PK-20240107-1", revision: 1))
            let items = try await store.waitingAlerts(recentSince: SampleRecords.start).flatMap(\.items)
            try expectEqual(items.map(\.isApproved), [false, true], "approved")
            try await store.enqueue([item(2, for: "sub-2")], upTo: 2)
            let newer = try await store.waitingAlerts(recentSince: SampleRecords.start)[1].items
            try expectEqual(newer.map(\.isApproved), [false], "the next revision needs an approval of its own")
            let old = try await store.apply(.approve(incident: "PK-20240107-1", revision: 1), entry("posting.approve"))
            try expect(!old, "a revision that was replaced cannot be approved")
            try await change(store, .reject(incident: "PK-20240107-1", revision: 2))
            let left = try await store.waitingAlerts(recentSince: SampleRecords.start)
            try expectEqual(left.map(\.subscription.id), ["sub-1"], "rejected for the public alone")
        },
        editorial("what waits for a paused or removed subscription is dropped") { store in
            for id in ["sub-1", "sub-2"] { try await change(store, .subscribe(subscription(id))) }
            try await store.enqueue([item(1), item(1, for: "sub-2")], upTo: 1)
            try await store.add(message("msg_1"))
            try await change(store, .pause(subscription: "sub-1", true))
            try expectEqual(try await store.dueMessages(at: .distantFuture, limit: 9), [], "due while it is paused")
            try await change(store, .pause(subscription: "sub-1", false))
            try await change(store, .unsubscribe("sub-2"))
            try expectEqual(try await store.waitingAlerts(recentSince: SampleRecords.start), [], "waiting")
        },
        editorial("a policy replaces the one before") { store in
            let pk = SampleRecords.country("PK")
            let first = PublicationPolicy(country: pk, gate: .delay, minutes: 30, reason: "a", at: SampleRecords.start)
            let second = PublicationPolicy(country: pk, gate: .hold, reason: "b", at: SampleRecords.start + .hours(1))
            for policy in [first, second] { try await change(store, .setPolicy(policy)) }
            try expectEqual(try await store.policies(), [second], "policies")
        },
        editorial("a contest is under review until it is closed, and its contact goes then") { store in
            for number in 1...3 {
                let isTaken = try await store.apply(.contest(contest("c-\(number)"), most: 2), entry("contest.open"))
                try expectEqual(isTaken, number < 3, "at most two are open on one incident")
            }
            let open = try await store.contests(of: "PK-20240107-1", isOpen: true, limit: 9)
            try expectEqual(open, [contest("c-2"), contest("c-1")], "open, newest first")
            let at = SampleRecords.start + .hours(2)
            let end = EditorialChange.close(contest: "c-1", at: at, .upheld, answer: "It stands.", nil)
            try await change(store, end)
            let isClosedTwice = try await store.apply(end, entry("contest.close"))
            try expect(!isClosedTwice, "a closed one stays as it is")
            let closed = try await store.contests(of: nil, isOpen: false, limit: 9)
            try expectEqual(closed.map(\.contact), [nil], "contact")
            try expectEqual(closed.map(\.outcome), [.upheld], "outcome")
            try expectEqual(closed.map(\.closed), [at], "closed")
            try expectEqual(try await store.contest("c-2"), contest("c-2"), "by id")
            try expectEqual(try await store.contest("c-3"), nil, "one that was refused")
        },
        editorial("a correction is logged, and queued for whoever was told") { store in
            for id in ["sub-1", "sub-2"] { try await change(store, .subscribe(subscription(id))) }
            try await store.enqueue([item(1), item(1, for: "sub-2")], upTo: 1)
            let told = try await store.waitingAlerts(recentSince: SampleRecords.start)[0].items.map(\.id)
            _ = try await store.form(message("msg_1"), from: told)
            let correction = correction("Two networks were named wrongly.")
            try await change(store, .correct(correction))
            let found = try await store.corrections(of: "PK-20240107-1", before: nil, limit: 9)
            try expectEqual(found.map(\.text), [correction.text], "log")
            try expectEqual(found.map(\.sequence), [1], "sequence")
            let items = try await store.waitingAlerts(recentSince: SampleRecords.start).flatMap(\.items)
            try expectEqual(items.map(\.correction), [1, nil], "sub-1 was told, sub-2 still waits for the claim")
            try expect(items[0].lastTold != nil, "told of the claim")
        },
    ]

    // MARK: Pieces

    private static func editorial(
        _ description: String, _ run: @escaping @Sendable (any EditorialStore) async throws -> Void
    ) -> StoreConformance {
        StoreConformance(description) { store in
            guard let editorial = store.editorial else {
                throw StoreFinding(description: "the store keeps nothing of what people decide")
            }
            try await run(editorial)
        }
    }

    private static func subscription(
        _ id: String, _ change: (inout Subscription) -> Void = { _ in }
    ) -> Subscription {
        var subscription = Subscription(
            id: id, name: "Newsroom \(id)", created: SampleRecords.start, address: "https://example.org/hook",
            channel: .webhook(secret: Array(0..<24)))
        change(&subscription)
        return subscription
    }

    private static func item(
        _ revision: Int, of incident: String = "PK-20240107-1", for subscription: String = "sub-1", minutes: Int64 = 0
    ) -> AlertItem {
        AlertItem(
            subscription: subscription, incident: incident, revision: revision, country: SampleRecords.country("PK"),
            status: .confirmed, since: SampleRecords.start + .minutes(minutes))
    }

    private static func message(_ key: String) -> AlertMessage {
        AlertMessage(
            key: key, subscription: "sub-1", kind: .revision, created: SampleRecords.start,
            headers: ["Title: a", "Tags: b"], body: [0, 1, 255], due: SampleRecords.start)
    }

    private static func contest(_ id: String) -> Contest {
        Contest(
            id: id, incident: "PK-20240107-1", revision: 1, opened: SampleRecords.start, text: "It worked here.",
            contact: "a@example.org")
    }

    private static func correction(_ text: String) -> Correction {
        Correction(
            at: SampleRecords.start, incident: "PK-20240107-1", revision: 1, country: SampleRecords.country("PK"),
            status: .confirmed, kind: .correction, text: text)
    }

    private static func entry(_ action: String) -> AuditEntry {
        AuditEntry(at: SampleRecords.start, actor: "Asma", role: "editor", action: action, subject: "it")
    }

    private static func change(
        _ store: any EditorialStore, _ change: EditorialChange, _ action: String = "test"
    ) async throws {
        let isMade = try await store.apply(change, entry(action))
        try expect(isMade, "\(change) changes something")
    }

    private static func waiting(_ store: any EditorialStore) async throws -> [String] {
        try await store.waitingAlerts(recentSince: SampleRecords.start).flatMap(\.items).map {
            "\($0.incident)/\($0.revision)"
        }
    }
}
