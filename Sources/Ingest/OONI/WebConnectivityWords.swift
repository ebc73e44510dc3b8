/// The words of a web_connectivity 0.5 measurement about itself, as OONI's rules give them (FORMATS §1.4).
package struct WebConnectivityWords: Hashable, Sendable {
    /// `blocking`: a reason, `false` for none, `null` for undecided.
    package enum Blocking: Hashable, Sendable {
        case undecided, none
        /// `dns`, `tcp_ip`, `http-failure` or `http-diff`.
        case by(String)
    }

    package var blocking: Blocking
    package var accessible: Bool?
    /// `consistent` or `inconsistent`.
    package var dnsConsistency: String?
    /// `x_blocking_flags`, `x_dns_flags` and `x_null_null_flags`.
    package var blockingFlags: Int
    package var dnsFlags: Int
    package var nullNullFlags: Int
    /// 0 when the bodies cannot be compared.
    package var bodyProportion: Double
    package var bodyLengthMatch: Bool?
    package var headersMatch: Bool?
    package var statusCodeMatch: Bool?
    package var titleMatch: Bool?

    init(_ analysis: WebConnectivityAnalysis) {
        blocking =
            switch analysis.blocking {
            case .undecided: .undecided
            case .none: .none
            case .dns, .tcp, .httpFailure, .httpDifference: .by(analysis.blocking.rawValue)
            }
        accessible = analysis.accessible
        dnsConsistency = analysis.isDNSConsistent.map { $0 ? "consistent" : "inconsistent" }
        blockingFlags = analysis.flags.rawValue
        dnsFlags = analysis.dnsFlags.rawValue
        nullNullFlags = analysis.expected.rawValue
        let match = analysis.pageMatch
        bodyProportion = match?.bodyProportion ?? 0
        bodyLengthMatch = match?.bodyLength
        headersMatch = match?.sharesHeader
        statusCodeMatch = match?.status
        titleMatch = match?.sharesTitle
    }
}
