/// What the observatory knows now of one platform in one place, for `/api/v1/status` and the matrix on a country's page.
package struct CellState: Hashable, Sendable {
    /// How far the suspicion goes; `watch` and `reported` are states of a cell only.
    package enum Attention: String, Hashable, Sendable {
        case quiet, reported, watch, suspected, confirmed, restoring
    }

    package var country: CountryCode
    /// The network; `nil` for the country as a whole.
    package var asn: ASN?
    package var platform: PlatformID
    package var verdict: Verdict
    package var attention: Attention
    /// ln M of the strongest hypothesis, nats, not below 0.
    package var evidence: Double
    /// Votes of the last 30 minutes, how many of them failed, and from how many probes.
    package var votes: Int
    package var failures: Int
    package var probes: Int
    /// The newest measurement; `nil` when there is none.
    package var newest: Timestamp?
    /// The open incident that this cell belongs to.
    package var incident: String?

    package init(
        country: CountryCode, asn: ASN?, platform: PlatformID, verdict: Verdict, attention: Attention,
        evidence: Double, votes: Int, failures: Int, probes: Int, newest: Timestamp?, incident: String? = nil
    ) {
        self.country = country
        self.asn = asn
        self.platform = platform
        self.verdict = verdict
        self.attention = attention
        self.evidence = evidence
        self.votes = votes
        self.failures = failures
        self.probes = probes
        self.newest = newest
        self.incident = incident
    }
}

/// What detection asks of probes while it watches (CONTRACT §4, `schedule`).
package struct CadenceRequest: Hashable, Sendable {
    package var country: CountryCode
    package var platform: PlatformID
    /// Seconds between sessions, at least 60.
    package var every: Int32
    package var contrasts: [Contrast.Name]
    package var transfer: Bool

    package init(
        country: CountryCode, platform: PlatformID, every: Int32, contrasts: [Contrast.Name], transfer: Bool
    ) {
        self.country = country
        self.platform = platform
        self.every = every
        self.contrasts = contrasts
        self.transfer = transfer
    }
}
