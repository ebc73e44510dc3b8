package import Gazetteer

/// What the observatory says about one revision of an incident, in one language.
package struct Statement: Hashable, Sendable {
    package let language: Language
    /// A headline without a full stop: `Confirmed: X unreachable across Pakistan`.
    package let title: String
    /// The claim, in a sentence or two: what, where, since when.
    package let lead: String
    /// What the claim rests on and what it leaves open, a sentence each: sample, mechanism, networks, shares, confidence.
    package let details: [String]

    /// The sentences that a short post keeps, in order of need: lead, confidence, sample, what is not covered.
    package let essentials: [String]

    /// Lead and details in one run of text, as revisions carry it.
    package var text: String { ([lead] + details).joined(separator: " ") }
}
