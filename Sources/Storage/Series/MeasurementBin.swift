package import ObservatoryModel

/// What was measured of a platform in a place during one half-open bin. Sums, so that bins add up to longer ones.
package struct MeasurementBin: Hashable, Sendable {
    /// Start of the bin.
    package var start: Timestamp
    /// Native sessions, and those whose outcome is `failed`.
    package var sessions: Int64 = 0
    package var failures: Int64 = 0
    /// Failed sessions in which every neutral control failed too: they speak about the network.
    package var voided: Int64 = 0
    /// Failed sessions by the first stage that failed: DNS, TCP, TLS, QUIC, HTTP.
    package var dns: Int64 = 0
    package var tcp: Int64 = 0
    package var tls: Int64 = 0
    package var quic: Int64 = 0
    package var http: Int64 = 0
    /// Sessions with a transfer beside a transfer of a control, and the sum of ln(goodput here / goodput of control).
    package var transfers: Int64 = 0
    package var logRatioSum: Double = 0
    /// OONI measurements, and the sums of their weights.
    package var ooni: Int64 = 0
    package var ooniBlocked: Double = 0
    package var ooniDown: Double = 0
    /// User reports, single ones and counted ones.
    package var reports: Int64 = 0

    package init(start: Timestamp) {
        self.start = start
    }

    /// Adds what another bin holds; `start` stays.
    package mutating func add(_ other: MeasurementBin) {
        sessions += other.sessions
        failures += other.failures
        voided += other.voided
        dns += other.dns
        tcp += other.tcp
        tls += other.tls
        quic += other.quic
        http += other.http
        transfers += other.transfers
        logRatioSum += other.logRatioSum
        ooni += other.ooni
        ooniBlocked += other.ooniBlocked
        ooniDown += other.ooniDown
        reports += other.reports
    }

    /// Share of sessions that failed and are not void, 0...1; `nil` when every session is void or there is none.
    package var failureShare: Double? {
        let votes = sessions - voided
        return votes > 0 ? Double(failures - voided) / Double(votes) : nil
    }
}
