package import ObservatoryModel

/// A revision, or an editor's correction, that one subscription is to be told of.
package struct AlertItem: Hashable, Sendable {
    /// 0 before it is stored.
    package var id: Int64
    package var subscription: String
    package var incident: String
    package var revision: Int
    /// The correction's sequence; `nil` for a revision.
    package var correction: Int64?
    package var country: CountryCode
    /// Of the revision.
    package var status: IncidentStatus
    /// Since when something about this incident waits; a newer revision takes the place of an older one, but not its
    /// turn.
    package var since: Timestamp
    /// Whether an editor let it pass.
    package var isApproved: Bool
    /// When the last message about the incident was made for this subscription; `nil` when it was not told of it.
    package var lastTold: Timestamp?

    package init(
        id: Int64 = 0, subscription: String, incident: String, revision: Int, correction: Int64? = nil,
        country: CountryCode, status: IncidentStatus, since: Timestamp, isApproved: Bool = false,
        lastTold: Timestamp? = nil
    ) {
        self.id = id
        self.subscription = subscription
        self.incident = incident
        self.revision = revision
        self.correction = correction
        self.country = country
        self.status = status
        self.since = since
        self.isApproved = isApproved
        self.lastTold = lastTold
    }
}

/// What waits for one subscription.
package struct WaitingAlerts: Hashable, Sendable {
    package var subscription: Subscription
    /// Oldest first; at most one revision of an incident.
    package var items: [AlertItem]
    /// When the messages of the last hour were made, oldest first.
    package var recent: [Timestamp]

    package init(subscription: Subscription, items: [AlertItem], recent: [Timestamp]) {
        self.subscription = subscription
        self.items = items
        self.recent = recent
    }
}

/// A message as it is sent, every time with the same bytes.
package struct AlertMessage: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case revision, digest, correction, test
    }

    package enum State: String, Hashable, Sendable, CaseIterable {
        /// Is to be sent, for the first time or again.
        case pending
        case sent
        /// Was given up; an operator may send it again.
        case dead
        /// A newer message about the same incident took its place before it got through.
        case superseded
        /// The subscription was removed.
        case removed
    }

    /// 0 before it is stored.
    package var id: Int64
    /// The same with every attempt, so that receivers know a message that they have: `msg_` and 24 hexadecimal digits.
    package var key: String
    package var subscription: String
    package var kind: Kind
    package var created: Timestamp
    /// Headers beyond those of the channel, `Name: value` each.
    package var headers: [String]
    /// Emptied once it was sent.
    package var body: [UInt8]
    /// Attempts that were begun.
    package var attempts: Int
    /// When the next attempt is due, while `pending`.
    package var due: Timestamp
    package var state: State
    /// What came back last, when it did not work: `status 500`, `timed out`.
    package var failure: String?
    /// When it was sent or given up.
    package var finished: Timestamp?

    package init(
        id: Int64 = 0, key: String, subscription: String, kind: Kind, created: Timestamp, headers: [String] = [],
        body: [UInt8], attempts: Int = 0, due: Timestamp, state: State = .pending, failure: String? = nil,
        finished: Timestamp? = nil
    ) {
        self.id = id
        self.key = key
        self.subscription = subscription
        self.kind = kind
        self.created = created
        self.headers = headers
        self.body = body
        self.attempts = attempts
        self.due = due
        self.state = state
        self.failure = failure
        self.finished = finished
    }
}
