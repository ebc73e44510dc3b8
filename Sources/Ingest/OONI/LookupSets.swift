/// The lookups of a measurement sorted by what they say beside the control's (FORMATS §1.4, rules 2 and 4).
struct LookupSets {
    private(set) var valid: Set<Int> = []
    private(set) var invalid: Set<Int> = []
    private(set) var unexpected: Set<Int> = []
    private(set) var expected: Set<Int> = []
    /// Failures further along a redirect chain, which the control does not speak of.
    private(set) var unexplained: Set<Int> = []
    private(set) var bogons: Set<Int> = []
    private(set) var succeeded: Set<Int> = []

    /// - Parameter classicOnly: The system's resolver alone, as version 0.4 saw it; otherwise all resolvers, and a
    ///   handshake that worked clears the lookup that gave the address.
    init(_ analysis: WebConnectivityAnalysis, classicOnly: Bool) {
        for (index, lookup) in analysis.lookups.enumerated() where !classicOnly || lookup.engine == .getaddrinfo {
            if let failure = lookup.failure {
                sort(index, lookup, failure, analysis)
            } else {
                compare(index, lookup, analysis)
            }
        }
        guard !classicOnly else { return }
        for endpoint in analysis.endpoints where endpoint.tls.isOK {
            guard let address = endpoint.address else { continue }
            let index = analysis.lookups.firstIndex {
                $0.failure == nil && analysis.answers($0).contains { $0.address == address }
            }
            if let index {
                invalid.remove(index)
                valid.insert(index)
            }
        }
    }

    private mutating func sort(
        _ index: Int, _ lookup: OONILookup, _ failure: JSONText, _ analysis: WebConnectivityAnalysis
    ) {
        if lookup.engine == .doh || failure == "dns_no_answer" && lookup.isAAAA { return }
        guard lookup.depth == 0 else {
            unexplained.insert(index)
            return
        }
        guard analysis.hasControl(lookup) else { return }
        if analysis.controlDNSFailure != nil || failure == "dns_no_answer" && analysis.controlAddresses?.isEmpty == true
        {
            expected.insert(index)
        } else {
            unexpected.insert(index)
        }
    }

    private mutating func compare(_ index: Int, _ lookup: OONILookup, _ analysis: WebConnectivityAnalysis) {
        let addresses = analysis.answers(lookup).map(\.address)
        guard lookup.depth == 0, !addresses.isEmpty else { return }
        succeeded.insert(index)
        if addresses.contains(where: { analysis.kind($0) != .global }) { bogons.insert(index) }
        guard analysis.hasControl(lookup), let known = analysis.controlAddresses else { return }
        let isShared = addresses.contains { address in known.contains { $0 == address } }
        if isShared || analysis.shareNetwork(addresses, known) {
            valid.insert(index)
        } else {
            invalid.insert(index)
        }
    }
}
