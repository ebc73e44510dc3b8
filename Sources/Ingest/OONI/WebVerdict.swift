import ObservatoryModel

/// The judgement of a web_connectivity measurement: from our own analysis where its tables allow one, else from the
/// probe's words.
enum WebVerdict {
    /// From the analysis of version 0.5. Flags count, since they see what `blocking` does not (FORMATS §1.4).
    static func judge(_ analysis: WebConnectivityAnalysis, _ keys: OONITestKeys) -> OONIJudgement? {
        let flags = analysis.flags
        // The classic view is what a user of the network's own resolver meets. The extended view also dials addresses
        // from elsewhere, and so may succeed where people do not.
        if analysis.blocking == .dns { return dns(analysis, keys) }
        if flags.contains(.success), analysis.blocking == .none || analysis.blocking == .undecided,
            analysis.accessible != false
        {
            return flags == .success ? .works : OONIJudgement(weights: .worksInSpite)
        }
        if flags.contains(.dns), analysis.blocking != .tcp, analysis.blocking != .httpFailure {
            return dns(analysis, keys)
        }
        if flags.contains(.tcp) {
            return OONIJudgement(weights: .tcpFailed, stage: .tcp, failure: first(analysis, .tcp))
        }
        if flags.contains(.tls) {
            let failure = first(analysis, .tls) ?? .endOfFile
            return OONIJudgement(weights: .failed(.tls, failure), stage: .tls, failure: failure)
        }
        if flags.contains(.http) {
            let failure = first(analysis, .http) ?? .endOfFile
            return OONIJudgement(weights: .failed(.http, failure), stage: .http, failure: failure)
        }
        if flags.contains(.httpDifference) { return OONIJudgement(weights: .httpDifferent, stage: .http) }
        return expected(analysis, keys)
    }

    /// No flag: either it failed for the control as well, or there was nothing to compare with.
    private static func expected(_ analysis: WebConnectivityAnalysis, _ keys: OONITestKeys) -> OONIJudgement? {
        let failure = keys.failureOfTables
        if analysis.expected.contains(.dns) {
            return OONIJudgement(weights: .dnsFailedForControlToo, stage: .dns, failure: failure?.failure)
        }
        if analysis.expected.contains(.tcp) {
            return OONIJudgement(weights: .tcpFailedForControlToo, stage: .tcp, failure: first(analysis, .tcp))
        }
        if analysis.expected.contains(.tls) {
            return OONIJudgement(weights: .tlsFailedForControlToo, stage: .tls, failure: first(analysis, .tls))
        }
        if analysis.expected.contains(.unexpectedDNSSuccess) {
            return OONIJudgement(weights: .dnsFailedForControlToo, stage: .dns)
        }
        if analysis.blocking == .none, analysis.accessible == false {
            return OONIJudgement(weights: .httpFailedForControlToo, stage: .http, failure: failure?.failure)
        }
        if analysis.blocking == .none, analysis.accessible == true { return .works }
        guard let failure else { return analysis.endpoints.isEmpty ? nil : .works }
        return OONIJudgement(failure.stage, failure.failure)
    }

    private static func dns(_ analysis: WebConnectivityAnalysis, _ keys: OONITestKeys) -> OONIJudgement {
        let failed =
            keys.lookups.first { $0.engine == .getaddrinfo && $0.failure != nil }
            ?? keys.lookups.first { $0.failure != nil && !($0.isAAAA && $0.failure! == "dns_no_answer") }
        let failure = failed?.failure.map { Failure(mapping: $0) }
        if analysis.dnsFlags.contains(.bogon) {
            let known = analysis.controlAddresses ?? []
            let weights: OONIWeights =
                known.contains { analysis.kind($0) != .global } ? .dnsBogonForControlToo : .dnsBogon
            return OONIJudgement(weights: weights, stage: .dns, failure: failure ?? .dnsBogon)
        }
        if analysis.dnsFlags.contains(.unexpectedFailure) {
            return OONIJudgement(weights: .dnsFailed, stage: .dns, failure: failure)
        }
        let badCertificate = analysis.endpoints.contains { $0.tls.failure.map { $0.hasPrefix("ssl_") } ?? false }
        return OONIJudgement(
            weights: badCertificate ? .dnsBadCertificateAndUnlikeControl : .dnsNothingMatched, stage: .dns,
            failure: failure)
    }

    /// The first failure of a step, in the order of the tables.
    private static func first(
        _ analysis: WebConnectivityAnalysis, _ step: WebConnectivityAnalysis.Endpoint.Step
    ) -> Failure? {
        for endpoint in analysis.endpoints {
            let failure =
                switch step {
                case .tcp: endpoint.tcp.failure.flatMap { endpoint.isMissingIPv6($0) ? nil : $0 }
                case .tls: endpoint.tls.failure
                case .http: endpoint.http.failure
                }
            if let failure { return Failure(mapping: failure) }
        }
        return nil
    }

    /// From the probe's own words: version 0.4 and before, and its successors without transaction ids.
    static func judge(wordsOf keys: OONITestKeys, known: KnownTexts) -> OONIJudgement? {
        let tables = keys.failureOfTables
        let http = keys.httpFailure.map { Failure(mapping: $0) }
        // A bug of an old probe: text that its Python could not encode.
        if let http, http.text.hasPrefix("unknown_failure '"), http.text.contains("codec can't") { return nil }
        switch keys.blocking {
        case .some(let word) where word == "dns":
            if let failure = keys.dnsFailure {
                return OONIJudgement(weights: .dnsFailed, stage: .dns, failure: Failure(mapping: failure))
            }
            let isBogon = keys.answers.contains { known.kind($0.address) != .global }
            return OONIJudgement(
                weights: isBogon ? .dnsBogon : .dnsNothingMatched, stage: .dns, failure: isBogon ? .dnsBogon : nil)
        case .some(let word) where word == "tcp_ip":
            return OONIJudgement(weights: .tcpFailed, stage: .tcp, failure: tables?.failure ?? http)
        case .some(let word) where word == "http-failure":
            let stage = tables?.stage ?? http.map(\.likelyStage) ?? .http
            return OONIJudgement(stage, tables?.failure ?? http ?? .endOfFile)
        case .some(let word) where word == "http-diff":
            return OONIJudgement(weights: .httpDifferent, stage: .http)
        case .some(let word) where word == "false":
            guard let accessible = keys.accessible, accessible == "false" else { return .works }
            let failure = tables?.failure ?? http
            return OONIJudgement(weights: .httpFailedForControlToo, stage: tables?.stage ?? .http, failure: failure)
        default:
            // No verdict of its own, mostly for want of a control.
            if let tables { return OONIJudgement(tables.stage, tables.failure) }
            if let failure = keys.dnsFailure { return OONIJudgement(.dns, Failure(mapping: failure)) }
            if let http { return OONIJudgement(http.likelyStage, http) }
            return keys.requests.contains { $0.failure == nil && $0.status > 0 } ? .works : nil
        }
    }
}

extension OONIWeights {
    /// Ours: it works, though not by every way that works elsewhere (one of several resolvers or addresses fails).
    static let worksInSpite = OONIWeights(0.2, 0, 0.8)
}

extension OONITestKeys {
    /// The stage that never worked, over all rows of the tables; `nil` when there are none or something worked.
    var failureOfTables: (stage: Stage, failure: Failure)? {
        var tally = LayerTally()
        for lookup in lookups where !(lookup.isAAAA && lookup.failure.map { $0 == "dns_no_answer" } ?? false) {
            tally.add(.dns, lookup.failure.map { Failure(mapping: $0) })
        }
        for row in connects {
            let failure = row.failure.map { Failure(mapping: $0) }
            if let failure, let address = row.address, isMissingIPv6(address: address, failure: failure) {
                continue
            }
            tally.add(.tcp, failure)
        }
        for row in handshakes { tally.add(.tls, row.failure.map { Failure(mapping: $0) }) }
        for row in requests { tally.add(.http, row.failure.map { Failure(mapping: $0) }) }
        return tally.failure
    }
}

extension Failure {
    /// From a test's text, in today's words.
    init(mapping text: JSONText) {
        self = OldFailures.mapped(text)
    }

    /// Whether it is one of OONI's strings for what networks do, rather than a bug, a format or a full disk.
    var isOfTheNetwork: Bool {
        ["dns_", "ssl_", "connection_", "host_", "network_", "http_", "quic_"].contains { text.hasPrefix($0) }
            || self == .genericTimeout || self == .timedOut || self == .endOfFile
    }

    /// The stage that a failure of a whole request most likely happened at.
    var likelyStage: Stage {
        if text.hasPrefix("dns_") { return .dns }
        if text.hasPrefix("ssl_") { return .tls }
        if self == .connectionRefused || self == .hostUnreachable || self == .networkUnreachable { return .tcp }
        return .http
    }
}

extension JSONText {
    /// Whether the raw bytes begin with a text.
    func hasPrefix(_ prefix: StaticString) -> Bool {
        count >= prefix.utf8CodeUnitCount && JSONText(start: start, count: prefix.utf8CodeUnitCount) == prefix
    }
}
