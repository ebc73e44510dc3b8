package import ObservatoryModel

/// What is kept of a session or OONI measurement for longer than its raw line: who saw what, where and when.
package struct StoredVote: Hashable, Sendable {
    /// Position in the order of arrival, from 1.
    package var sequence: Int64
    /// `session` or `ooni`.
    package var kind: String
    package var at: Timestamp
    package var received: Timestamp
    package var country: CountryCode
    package var asn: ASN
    package var access: AccessType
    package var platform: PlatformID?
    /// The store's own number of the probe, stable within a store; 0 when there is none or it was forgotten.
    package var probe: UInt32
    package var failed: Bool
    /// Failed, and every neutral control failed too.
    package var voided: Bool
    /// The first stage that failed.
    package var stage: Stage?
    /// ln(goodput of the platform / geometric mean of the neutral controls'), single precision; `nil` without a transfer.
    package var logGoodputRatio: Float?
    /// OONI's weights, single precision; `nil` for sessions.
    package var blocked: Float?
    package var down: Float?

    package init(
        sequence: Int64, kind: String, at: Timestamp, received: Timestamp, country: CountryCode, asn: ASN,
        access: AccessType, platform: PlatformID?, probe: UInt32, failed: Bool, voided: Bool, stage: Stage?,
        logGoodputRatio: Float?, blocked: Float?, down: Float?
    ) {
        self.sequence = sequence
        self.kind = kind
        self.at = at
        self.received = received
        self.country = country
        self.asn = asn
        self.access = access
        self.platform = platform
        self.probe = probe
        self.failed = failed
        self.voided = voided
        self.stage = stage
        self.logGoodputRatio = logGoodputRatio
        self.blocked = blocked
        self.down = down
    }
}

/// Some votes in order of arrival.
package struct VotePage: Hashable, Sendable {
    package var votes: [StoredVote]
    /// Where the next page begins; `nil` when this was the last.
    package var next: Int64?

    package init(votes: [StoredVote], next: Int64?) {
        self.votes = votes
        self.next = next
    }
}
