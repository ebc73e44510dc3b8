import Logging
import ObservatoryModel
import Publishing
import ServiceLifecycle
import Storage

/// Tells subscribers what was decided.
///
/// Everything on the way lies in the store: which revisions were queued, what waits, which messages are to be sent. A
/// message is formed once for each subscription and revision, and is sent until the receiver says that it has it. A
/// crash between the receiver's answer and its note in the store sends it again, with the same id.
struct AlertService: Service {
    let store: any ObservatoryStore
    let editorial: any EditorialStore
    let site: PublicationSite
    let sender: AlertSender
    let readiness: Readiness
    let metrics: ServerMetrics
    let clock: @Sendable () -> Timestamp
    let logger: Logger

    /// What was decided longer ago is history: it comes from a long stop or from imported records, and alerts nobody.
    static let freshness = Interval.hours(24)
    /// Messages that are on their way at once.
    private static let concurrency = 16

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            var failures = 0
            while !Task.isCancelled {
                if readiness.isReady {
                    do {
                        try await tick()
                        failures = 0
                    } catch is CancellationError {
                        break
                    } catch {
                        if failures == 0 { logger.error("Alerts wait", metadata: ["reason": "\(error)"]) }
                        failures += 1
                    }
                }
                try await Task.sleep(for: .seconds(min(60, 1 << min(failures, 6))))
            }
        }
    }

    /// One round: queue what was decided, form messages of what may go out, send what is due.
    ///
    /// - Throws: `StoreError`.
    func tick() async throws {
        try await queue()
        try await form()
        try await send()
    }

    // MARK: Steps

    /// Queues new revisions for the subscriptions that want them.
    private func queue() async throws {
        guard var cursor = try await editorial.alertCursor() else {
            // What was decided before there were alerts alerts nobody.
            let newest = try await store.newestRevisions(in: nil, limit: 1).first
            return try await editorial.enqueue([], upTo: newest?.sequence ?? 0)
        }
        while case let page = try await store.revisions(after: cursor, limit: 500), let last = page.last {
            let now = clock()
            let subscriptions = try await editorial.subscriptions().filter { !$0.isPaused }
            var items: [AlertItem] = []
            for stored in page where stored.revision.decidedAt > now - AlertService.freshness {
                let revision = stored.revision
                for subscription in subscriptions {
                    // Who was told of a claim hears that it was taken back, whatever else they want to hear of.
                    guard revision.status == .retracted || subscription.filter.passes(revision) else { continue }
                    items.append(
                        AlertItem(
                            subscription: subscription.id, incident: revision.incident, revision: revision.revision,
                            country: revision.country, status: revision.status, since: now))
                }
            }
            try await editorial.enqueue(items, upTo: last.sequence)
            cursor = last.sequence
        }
    }

    /// Turns what may go out into messages.
    private func form() async throws {
        let now = clock()
        let waiting = try await editorial.waitingAlerts(recentSince: now - .hours(1))
        guard !waiting.isEmpty else { return }
        let planner = AlertPlanner(policies: try await editorial.policies(), now: now)
        var composer: AlertComposer?
        for waiting in waiting {
            for step in planner.steps(waiting) {
                switch step {
                case .drop(let items): try await editorial.drop(items.map(\.id))
                case .tell(let items, let kind):
                    if composer == nil {
                        composer = AlertComposer(
                            store: store, editorial: editorial, site: site,
                            names: try await store.networkShares(in: nil))
                    }
                    let message = try await composer?.message(items, kind, for: waiting.subscription, planner)
                    guard let message else {
                        try await editorial.drop(items.map(\.id))
                        continue
                    }
                    if try await editorial.form(message, from: items.map(\.id)) != nil { metrics.add(.alertsFormed) }
                }
            }
        }
    }

    /// Sends what is due.
    private func send() async throws {
        let due = try await editorial.dueMessages(at: clock(), limit: AlertService.concurrency)
        guard !due.isEmpty else { return }
        let subscriptions = Dictionary(
            try await editorial.subscriptions().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for message in due {
                guard let subscription = subscriptions[message.subscription] else { continue }
                group.addTask { try await attempt(message, to: subscription) }
            }
            try await group.waitForAll()
        }
    }

    private func attempt(_ message: AlertMessage, to subscription: Subscription) async throws {
        let began = clock()
        let jitter = Double.random(in: 0.8...1.2)
        let attempts = message.attempts + 1
        let next = began + (RetrySchedule.wait(after: attempts, jitter: jitter) ?? .hours(1))
        guard try await editorial.beginAttempt(message.id, next: next) else { return }
        let outcome = try await sender.send(message, to: subscription, at: began)
        let now = clock()
        switch outcome {
        case .sent:
            metrics.add(.alertsSent)
            try await editorial.endAttempt(message.id, .sent, at: now, due: now, failure: nil)
        case .gone:
            metrics.add(.alertsDead)
            try await editorial.endAttempt(message.id, .dead, at: now, due: now, failure: "status 410")
            _ = try await editorial.apply(
                .pause(subscription: subscription.id, true),
                AuditEntry(
                    at: now, actor: "server", role: "", action: "subscription.pause", subject: subscription.id,
                    detail: "the receiver answered 410, which means that it is gone"))
        case .failed(let reason, let asked):
            metrics.add(.alertAttemptsFailed)
            guard let wait = RetrySchedule.wait(after: attempts, asked: asked, jitter: jitter) else {
                metrics.add(.alertsDead)
                logger.notice(
                    "A message was given up", metadata: ["subscription": "\(subscription.id)", "reason": "\(reason)"])
                return try await editorial.endAttempt(message.id, .dead, at: now, due: now, failure: reason)
            }
            try await editorial.endAttempt(message.id, .pending, at: now, due: now + wait, failure: reason)
        }
    }
}
