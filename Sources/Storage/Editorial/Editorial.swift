package import ObservatoryModel

/// What may leave the house about a country, and why.
package struct PublicationPolicy: Hashable, Sendable {
    package enum Gate: String, Hashable, Sendable, CaseIterable {
        /// An editor lets each posting pass; what holds where no policy was set.
        case approve
        /// Postings go out at once.
        case publish
        /// Postings go out after some minutes unless an editor rejects them first.
        case delay
        /// Postings go out at once, without networks and regions and with times to the hour.
        case coarsen
        /// Nothing goes out, whoever approves it.
        case hold
    }

    package var country: CountryCode
    package var gate: Gate
    /// Of `delay`, 1...10080; else 0.
    package var minutes: Int
    package var reason: String
    package var at: Timestamp

    package init(country: CountryCode, gate: Gate, minutes: Int = 0, reason: String, at: Timestamp) {
        self.country = country
        self.gate = gate
        self.minutes = minutes
        self.reason = reason
        self.at = at
    }
}

/// Somebody's objection to a published incident, and what became of it.
package struct Contest: Hashable, Sendable {
    package enum Outcome: String, Hashable, Sendable, CaseIterable {
        /// The claim stands.
        case upheld
        /// A note was added to the claim.
        case noted
        /// The claim was corrected.
        case corrected
        /// It was no objection: spam, or about something else.
        case dismissed
    }

    /// `c-` and 16 hexadecimal digits.
    package var id: String
    package var incident: String
    /// The newest when it was opened.
    package var revision: Int
    package var opened: Timestamp
    package var text: String
    /// How an editor may ask back; dropped when the review ends.
    package var contact: String?
    /// `nil` while it is under review.
    package var closed: Timestamp?
    package var outcome: Outcome?
    /// What the editor answered; public.
    package var answer: String?

    package init(
        id: String, incident: String, revision: Int, opened: Timestamp, text: String, contact: String? = nil,
        closed: Timestamp? = nil, outcome: Outcome? = nil, answer: String? = nil
    ) {
        self.id = id
        self.incident = incident
        self.revision = revision
        self.opened = opened
        self.text = text
        self.contact = contact
        self.closed = closed
        self.outcome = outcome
        self.answer = answer
    }
}

/// A dated change to what was said of an incident, by an editor; never edited or deleted.
package struct Correction: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Something to know beside the claim, which stands.
        case note
        /// Something of the claim was wrong.
        case correction
    }

    /// 0 before it is stored; grows, from 1.
    package var sequence: Int64
    package var at: Timestamp
    package var incident: String
    /// The newest when it was written.
    package var revision: Int
    package var country: CountryCode
    /// Status of that revision.
    package var status: IncidentStatus
    package var kind: Kind
    package var text: String
    /// The contest that led to it.
    package var contest: String?

    package init(
        sequence: Int64 = 0, at: Timestamp, incident: String, revision: Int, country: CountryCode,
        status: IncidentStatus, kind: Kind, text: String, contest: String? = nil
    ) {
        self.sequence = sequence
        self.at = at
        self.incident = incident
        self.revision = revision
        self.country = country
        self.status = status
        self.kind = kind
        self.text = text
        self.contest = contest
    }
}

/// Who changed what, when. Holds no address.
package struct AuditEntry: Hashable, Sendable {
    /// 0 before it is stored; grows, from 1.
    package var sequence: Int64
    package var at: Timestamp
    /// The name in the token; `public` for what anybody may do, `server` for what it does by itself.
    package var actor: String
    /// `viewer`, `editor`, `operator`, or empty without a token.
    package var role: String
    /// A dotted, append-only word: `policy.set`.
    package var action: String
    /// What it was done to: a country, an incident, a subscription.
    package var subject: String
    /// The reason, or what was set, as people read it; never a secret.
    package var detail: String

    package init(
        sequence: Int64 = 0, at: Timestamp, actor: String, role: String, action: String, subject: String,
        detail: String = ""
    ) {
        self.sequence = sequence
        self.at = at
        self.actor = actor
        self.role = role
        self.action = action
        self.subject = subject
        self.detail = detail
    }
}

/// One change to what people decide; stored together with its entry in the audit log, or not at all.
package enum EditorialChange: Hashable, Sendable {
    /// Adds a subscription.
    case subscribe(Subscription)
    /// Pauses a subscription or lets it go on; what waits for a paused one is dropped.
    case pause(subscription: String, Bool)
    /// Ends a subscription, forgets its secret, and drops what waits for it.
    case unsubscribe(String)
    /// Sets a country's policy in place of the one before.
    case setPolicy(PublicationPolicy)
    /// Lets the public postings that wait for this revision pass.
    case approve(incident: String, revision: Int)
    /// Drops the public postings that wait for this revision.
    case reject(incident: String, revision: Int)
    /// Sends a message again that was given up.
    case resend(message: Int64, due: Timestamp)
    /// Opens a review, unless so many are open on the incident already.
    case contest(Contest, most: Int)
    /// Ends a review, with a correction when it leads to one.
    case close(contest: String, at: Timestamp, Contest.Outcome, answer: String, Correction?)
    /// Adds to the corrections log, and queues it for every subscription that was told of the incident.
    case correct(Correction)
}
