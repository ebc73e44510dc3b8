package import ObservatoryModel

/// What detection made of one labelled event.
package struct EventOutcome: Hashable, Sendable {
    package var label: Label
    /// From onset to the first fitting revision that was at least `suspected`, and to the first `confirmed`.
    package var suspectedAfter: Interval?
    package var confirmedAfter: Interval?
    /// From the end to the `restored` that followed; `nil` when none came within the stream.
    package var endedAfter: Interval?
    /// Whether the scope was right half an hour after it was settled or first suspected, whichever is later.
    package var scopeRight: Bool?
    /// How far the last estimate of the onset was from the truth, and whether its interval held the truth.
    package var onsetError: Interval?
    package var onsetCovered: Bool?
    /// Incidents that it was told as, after merging; 0 when missed.
    package var fragments: Int
    /// Nodes of the taxonomy, ancestors included: in both, in what was said, in what is true.
    package var mechanismShared: Int
    package var mechanismSaid: Int
    package var mechanismTrue: Int
    /// What was said of the mechanism last before the end.
    package var mechanismText: String

    package init(
        label: Label, suspectedAfter: Interval? = nil, confirmedAfter: Interval? = nil, endedAfter: Interval? = nil,
        scopeRight: Bool? = nil, onsetError: Interval? = nil, onsetCovered: Bool? = nil, fragments: Int = 0,
        mechanismShared: Int = 0, mechanismSaid: Int = 0, mechanismTrue: Int = 0, mechanismText: String = ""
    ) {
        self.label = label
        self.suspectedAfter = suspectedAfter
        self.confirmedAfter = confirmedAfter
        self.endedAfter = endedAfter
        self.scopeRight = scopeRight
        self.onsetError = onsetError
        self.onsetCovered = onsetCovered
        self.fragments = fragments
        self.mechanismShared = mechanismShared
        self.mechanismSaid = mechanismSaid
        self.mechanismTrue = mechanismTrue
        self.mechanismText = mechanismText
    }
}

/// An incident that no label accounts for.
package struct FalseAlarm: Hashable, Sendable {
    package var scenario: String
    package var seed: UInt64
    package var incident: String
    /// The category of the nuisance that it fell into, if any.
    package var category: String?
    package var country: CountryCode
    package var platforms: [PlatformID]
    package var verdict: Verdict
    package var scope: ScopeKind
    /// The highest status that it reached.
    package var confirmed: Bool
    package var from: Timestamp
}

/// The score of one stream.
package struct StreamScore: Sendable {
    package var exposure: Exposure
    package var events: [EventOutcome]
    package var falseAlarms: [FalseAlarm]
    /// Incidents ever confirmed, and how many of them fit an event or what a nuisance tolerates.
    package var confirmed: Int
    package var confirmedTrue: Int
    /// The posterior of each revision of an open incident, and whether the incident is true.
    package var posteriors: [PosteriorSample]
}

/// One published posterior and whether the claim was true.
package struct PosteriorSample: Hashable, Sendable {
    package var posterior: Double
    /// The lower bound that it was made from.
    package var raw: Double
    package var isTrue: Bool
}
