package import ObservatoryModel

/// A store that keeps what people decide and who is told: subscriptions and their queue, policies, contests,
/// corrections, and the log of it all.
///
/// Errors and durability are those of `ObservatoryStore`.
package protocol EditorialStore: Sendable {
    // MARK: What people decide

    /// Makes one change and logs it, in one transaction.
    ///
    /// - Returns: Whether there was something to change; when not, nothing is written, the log included.
    func apply(_ change: EditorialChange, _ entry: AuditEntry) async throws -> Bool

    /// Logs what changes nothing in the store.
    func log(_ entry: AuditEntry) async throws

    /// The log, newest first.
    ///
    /// - Parameter before: A sequence (exclusive); `nil` for the newest.
    func audit(before: Int64?, limit: Int) async throws -> [AuditEntry]

    /// Policies in order of country.
    func policies() async throws -> [PublicationPolicy]

    /// Contests, newest first.
    ///
    /// - Parameters:
    ///   - incident: Only those of one incident.
    ///   - isOpen: Only those that are, or are not, under review.
    func contests(of incident: String?, isOpen: Bool?, limit: Int) async throws -> [Contest]

    /// One contest; `nil` when there is none of this id.
    func contest(_ id: String) async throws -> Contest?

    /// The corrections log, newest first.
    ///
    /// - Parameter before: A sequence (exclusive); `nil` for the newest.
    func corrections(of incident: String?, before: Int64?, limit: Int) async throws -> [Correction]

    // MARK: Who is told

    /// Subscriptions that were not removed, oldest first.
    func subscriptions() async throws -> [Subscription]

    /// The revision up to which alerts were queued; `nil` before the first `enqueue`.
    func alertCursor() async throws -> Int64?

    /// Queues items and moves the cursor, in one transaction. An item takes the place, and the `since`, of an older
    /// revision of the same incident that still waits for the same subscription; known items are left out.
    func enqueue(_ items: [AlertItem], upTo cursor: Int64) async throws

    /// What waits, by subscription; paused ones are left out.
    ///
    /// - Parameter since: From when on messages count as recent.
    func waitingAlerts(recentSince since: Timestamp) async throws -> [WaitingAlerts]

    /// Stores a message in place of the items that it tells of. Earlier messages about the same incidents that are being
    /// sent again are superseded.
    ///
    /// - Returns: The message's id; `nil` when an item does not wait any more, and nothing is written.
    func form(_ message: AlertMessage, from items: [Int64]) async throws -> Int64?

    /// Drops items that there is no reason to tell of any more.
    func drop(_ items: [Int64]) async throws

    /// Stores a message that tells of no item, such as a test.
    func add(_ message: AlertMessage) async throws

    /// Messages whose next attempt is due, oldest first; those of paused subscriptions are left out.
    func dueMessages(at now: Timestamp, limit: Int) async throws -> [AlertMessage]

    /// Notes that an attempt begins, so that a crash during it counts as one.
    ///
    /// - Parameter next: When to try again, should nothing be heard of this attempt.
    /// - Returns: `false` when the message is not to be sent any more.
    func beginAttempt(_ message: Int64, next: Timestamp) async throws -> Bool

    /// Notes how an attempt went: sent, given up, or (`pending`) to be tried again at `due`.
    func endAttempt(
        _ message: Int64, _ state: AlertMessage.State, at now: Timestamp, due: Timestamp, failure: String?
    ) async throws

    /// Messages, newest first; bodies are left out.
    ///
    /// - Parameter before: An id (exclusive); `nil` for the newest.
    func messages(
        of subscription: String?, in state: AlertMessage.State?, before: Int64?, limit: Int
    ) async throws -> [AlertMessage]

    /// How many messages are in each state, and how many items wait.
    func alertCounts() async throws -> AlertCounts
}

/// Sizes of the queue, for metrics and the health page.
package struct AlertCounts: Hashable, Sendable {
    package var waiting: Int
    package var messages: [AlertMessage.State: Int]

    package init(waiting: Int = 0, messages: [AlertMessage.State: Int] = [:]) {
        self.waiting = waiting
        self.messages = messages
    }
}

extension ObservatoryStore {
    /// The same store for what people decide; `nil` when it does not keep that.
    package var editorial: (any EditorialStore)? { self as? any EditorialStore }
}
