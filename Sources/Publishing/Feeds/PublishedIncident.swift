package import ObservatoryModel

/// What an editor corrected or added to an incident.
package struct PublishedCorrection: Hashable, Sendable {
    package let at: Timestamp
    package let text: String
    /// Whether the claim stands.
    package let isNote: Bool

    package init(at: Timestamp, text: String, isNote: Bool) {
        self.at = at
        self.text = text
        self.isNote = isNote
    }
}

/// An incident with the revisions that are public, for feeds, alerts and exports.
package struct PublishedIncident: Hashable, Sendable {
    /// Oldest first; at least one.
    package let revisions: [IncidentRevision]
    /// Whether it is a reconstruction and not a measured event; everything that is published of it says so.
    package let isSynthetic: Bool
    /// Newest first.
    package let corrections: [PublishedCorrection]

    /// `nil` without a revision.
    package init?(
        revisions: [IncidentRevision], isSynthetic: Bool = false, corrections: [PublishedCorrection] = []
    ) {
        guard !revisions.isEmpty else { return nil }
        self.revisions = revisions.sorted { $0.revision < $1.revision }
        self.isSynthetic = isSynthetic
        self.corrections = corrections.sorted { $0.at > $1.at }
    }

    package var first: IncidentRevision { revisions[0] }
    package var newest: IncidentRevision { revisions[revisions.count - 1] }
    package var id: String { newest.incident }

    /// When the newest revision was decided, or a correction published after it.
    package var updated: Timestamp { max(newest.decidedAt, corrections.first?.at ?? newest.decidedAt) }

    /// Whether any revision up to the newest was sure of it.
    package var wasConfirmed: Bool { revisions.contains { $0.status == .confirmed } }
}

/// What kind of event an incident is to others' vocabularies (FORMATS §7.2).
///
/// The kinds that mean an order (`full-shutdown`, `mobile-shutdown`) are left to people: measurements do not show one,
/// so that a network without connection is an `outage` here whatever its reason.
package enum IncidentKind: String, Hashable, Sendable {
    case platformBlock = "platform-block"
    case throttling
    case outage

    package init(_ verdict: Verdict) {
        switch verdict {
        case .blocked: self = .platformBlock
        case .slow: self = .throttling
        case .platformDown, .dark, .ok, .insufficient: self = .outage
        }
    }
}
