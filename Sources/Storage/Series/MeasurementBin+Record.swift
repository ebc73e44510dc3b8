package import ObservatoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension MeasurementBin {
    /// What one record adds to the bins of its country and network, with the record's own time as `start`.
    ///
    /// `nil` for kinds that no bin counts. Counted reports are not here: a restated count replaces the one before it, so
    /// stores keep them as series and add them when a series is read.
    package init?(contributionOf record: Record) {
        switch record {
        case .session(let session):
            self.init(start: session.at)
            sessions = 1
            if session.outcome == .failed {
                failures = 1
                voided = session.neutralsFailed ? 1 : 0
                switch session.failedStage {
                case .dns: dns = 1
                case .tcp: tcp = 1
                case .tls: tls = 1
                case .quic: quic = 1
                case .http: http = 1
                case .transfer, nil: break
                }
            }
            if let ratio = session.logGoodputRatio {
                transfers = 1
                logRatioSum = ratio
            }
        case .ooni(let verdict):
            self.init(start: verdict.at)
            ooni = 1
            ooniBlocked = verdict.blocked
            ooniDown = verdict.down
        case .report(let report):
            self.init(start: report.at)
            reports = 1
        case .reports, .signal, .calendar, .network, .heartbeat:
            return nil
        }
    }
}

extension Session {
    /// Whether there were neutral controls and every one of them failed.
    fileprivate var neutralsFailed: Bool {
        var seen = false
        for control in controls where control.role == .neutral {
            if control.outcome == .ok { return false }
            seen = true
        }
        return seen
    }

    /// The first stage that failed; the transfer step never makes a session fail.
    package var failedStage: Stage? {
        steps.first { $0.failure != nil && $0.stage != .transfer }?.stage
    }

    /// ln(goodput of the platform / geometric mean of the neutral controls' goodput); `nil` unless both were measured.
    fileprivate var logGoodputRatio: Double? {
        guard let here = transfer?.kilobitsPerSecond, here > 0 else { return nil }
        var sum = 0.0
        var count = 0
        for control in controls where control.role == .neutral {
            guard let there = control.transfer?.kilobitsPerSecond, there > 0 else { continue }
            sum += log(there)
            count += 1
        }
        return count > 0 ? log(here) - sum / Double(count) : nil
    }
}

extension Record {
    /// The platform it speaks of; `nil` when it speaks of none.
    package var platform: PlatformID? {
        switch self {
        case .session(let value): value.platform
        case .report(let value): value.platform
        case .reports(let value): value.platform
        case .signal(let value): value.platform
        case .ooni(let value): value.platform
        case .calendar, .network, .heartbeat: nil
        }
    }

    /// The network it speaks of; `unknown` when it speaks of none.
    package var asn: ASN {
        switch self {
        case .session(let value): value.asn
        case .report(let value): value.asn
        case .reports(let value): value.asn
        case .signal(let value): value.asn
        case .ooni(let value): value.asn
        case .network(let value): value.asn
        case .calendar, .heartbeat: .unknown
        }
    }

    /// The URL that was measured; `nil` for kinds that measure none.
    package var target: String? {
        switch self {
        case .session(let value): value.target
        case .ooni(let value): value.target
        case .report, .reports, .signal, .calendar, .network, .heartbeat: nil
        }
    }

    /// Whether the measurement failed: the session's outcome, or OONI's blocked and down weights above a half together.
    package var failed: Bool {
        switch self {
        case .session(let value): value.outcome == .failed
        case .ooni(let value): value.blocked + value.down > 0.5
        case .report, .reports, .signal, .calendar, .network, .heartbeat: false
        }
    }
}
