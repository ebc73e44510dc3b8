/// The lookups of a measurement sorted by what they say beside the control's (FORMATS §1.4, rules 2 and 4).
struct LookupSets {
    private(set) var hasValid = false
    private(set) var hasInvalid = false
    private(set) var hasUnexpected = false
    private(set) var hasExpected = false
    /// Failures further along a redirect chain, which the control does not speak of.
    private(set) var hasUnexplained = false
    private(set) var hasBogons = false
    private(set) var hasSucceeded = false

    /// - Parameter classicOnly: The system's resolver alone, as version 0.4 saw it; otherwise all resolvers, and a
    ///   handshake that worked clears the lookup that gave the address.
    init(_ analysis: borrowing WebConnectivityAnalysis, classicOnly: Bool) {
        for (index, lookup) in analysis.lookups.enumerated() where !classicOnly || lookup.engine == .getaddrinfo {
            if let failure = lookup.failure {
                sort(lookup, failure, analysis)
            } else {
                compare(index, lookup, analysis, mayBeCleared: !classicOnly)
            }
        }
    }

    private mutating func sort(
        _ lookup: OONILookup, _ failure: JSONText, _ analysis: borrowing WebConnectivityAnalysis
    ) {
        if lookup.engine == .doh || failure == "dns_no_answer" && lookup.isAAAA { return }
        guard lookup.depth == 0 else {
            hasUnexplained = true
            return
        }
        guard analysis.hasControl(lookup) else { return }
        if analysis.controlDNSFailure != nil || failure == "dns_no_answer" && analysis.controlAddresses?.isEmpty == true
        {
            hasExpected = true
        } else {
            hasUnexpected = true
        }
    }

    private mutating func compare(
        _ index: Int, _ lookup: OONILookup, _ analysis: borrowing WebConnectivityAnalysis, mayBeCleared: Bool
    ) {
        // A handshake that worked vouches for the first lookup that gave its address, at any depth.
        if mayBeCleared, analysis.isCleared(index) {
            hasValid = true
            if lookup.depth == 0, !lookup.answers.isEmpty { note(lookup, analysis) }
            return
        }
        guard lookup.depth == 0, !lookup.answers.isEmpty else { return }
        note(lookup, analysis)
        guard analysis.hasControl(lookup), let known = analysis.controlAddresses else { return }
        let answers = analysis.answers(lookup)
        let isShared = answers.contains { answer in known.contains { $0 == answer.address } }
        if isShared || analysis.shareNetwork(answers, known) {
            hasValid = true
        } else {
            hasInvalid = true
        }
    }

    private mutating func note(_ lookup: OONILookup, _ analysis: borrowing WebConnectivityAnalysis) {
        hasSucceeded = true
        if analysis.answers(lookup).contains(where: { analysis.kind($0.address) != .global }) { hasBogons = true }
    }
}
