package import ObservatoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What stores derive from a record for its vote.
extension Session {
    /// Whether there were neutral controls and every one of them failed.
    package var neutralsFailed: Bool {
        var seen = false
        for index in controls.indices where controls[index].role == .neutral {
            if controls[index].outcome == .ok { return false }
            seen = true
        }
        return seen
    }

    /// The first stage that failed; the transfer step never makes a session fail.
    package var failedStage: Stage? {
        // By index, since a step copied is a dozen references counted.
        for index in steps.indices where steps[index].failure != nil && steps[index].stage != .transfer {
            return steps[index].stage
        }
        return nil
    }

    /// ln(goodput of the platform / geometric mean of the neutral controls' goodput); `nil` unless both were measured.
    package var logGoodputRatio: Double? {
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
