package import ObservatoryModel

/// `/incidents/{id}`: one claim, with everything that carries it.
package struct IncidentPage: Sendable {
    /// How often a contrast held, over the sessions that failed plainly (CONTRACT §1).
    package struct ContrastTally: Hashable, Sendable {
        package var name: Contrast.Name
        package var worked: Int
        package var failed: Int

        package init(name: Contrast.Name, worked: Int, failed: Int) {
            self.name = name
            self.worked = worked
            self.failed = failed
        }
    }

    /// Every revision, oldest first; at least one.
    package var revisions: [IncidentRevision]
    /// All networks of the country that are known, covered or not.
    package var networks: [NetworkShare]
    /// Networks that were measured during the incident.
    package var measured: Set<ASN>
    package var contrasts: [ContrastTally]
    /// The events that `relatedCalendar` names.
    package var calendar: [CalendarEvent]
    /// The newest revisions of the incidents that `relatedSimilar` names, closest first.
    package var similar: [ListedIncident]
    /// Corrections that concern this incident, oldest first.
    package var corrections: [CorrectionEntry]
    /// The incident's platforms in its country, from some hours before the onset.
    package var timelines: [Timeline]
    /// Estimated Internet users of the country; `nil` when unknown.
    package var internetUsers: Double?
    package var isExample: Bool
    /// Since when somebody's contest of it has been under review; `nil` when none is.
    package var contestedSince: Timestamp?

    /// - Precondition: `revisions` is not empty.
    package init(
        revisions: [IncidentRevision], networks: [NetworkShare] = [], measured: Set<ASN> = [],
        contrasts: [ContrastTally] = [], calendar: [CalendarEvent] = [], similar: [ListedIncident] = [],
        corrections: [CorrectionEntry] = [], timelines: [Timeline] = [], internetUsers: Double? = nil,
        isExample: Bool = false, contestedSince: Timestamp? = nil
    ) {
        precondition(!revisions.isEmpty, "an incident has at least one revision")
        self.revisions = revisions
        self.networks = networks
        self.measured = measured
        self.contrasts = contrasts
        self.calendar = calendar
        self.similar = similar
        self.corrections = corrections
        self.timelines = timelines
        self.internetUsers = internetUsers
        self.isExample = isExample
        self.contestedSince = contestedSince
    }

    /// What holds now.
    var newest: IncidentRevision { revisions[revisions.count - 1] }
}

/// A dated change to something that was published.
package struct CorrectionEntry: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case retraction, correction, merger, contested, note
    }

    package var at: Timestamp
    package var incident: String
    /// The revision that it brought about; `nil` when none.
    package var revision: Int?
    package var kind: Kind
    /// What was wrong, in the words of whoever or whatever corrected it.
    package var text: String

    package init(at: Timestamp, incident: String, revision: Int?, kind: Kind, text: String) {
        self.at = at
        self.incident = incident
        self.revision = revision
        self.kind = kind
        self.text = text
    }
}
