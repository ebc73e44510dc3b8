import ObservatoryModel

/// How often one thing was tried at each layer, how often it failed, and how it failed first.
struct LayerTally: Hashable, Sendable {
    struct Layer: Hashable, Sendable {
        var ok = 0
        var failed = 0
        var failure: Failure?

        /// Whether it was tried and never worked.
        var allFailed: Bool { ok == 0 && failed > 0 }

        mutating func add(_ failure: Failure?) {
            guard let failure else {
                ok += 1
                return
            }
            failed += 1
            if self.failure == nil { self.failure = failure }
        }
    }

    var dns = Layer()
    var tcp = Layer()
    var tls = Layer()
    var http = Layer()

    /// Adds the result of one step.
    mutating func add(_ stage: Stage, _ failure: Failure?) {
        switch stage {
        case .dns: dns.add(failure)
        case .tcp: tcp.add(failure)
        case .tls, .quic: tls.add(failure)
        case .http, .transfer: http.add(failure)
        }
    }

    /// Whether anything was tried.
    var isEmpty: Bool { dns.ok + dns.failed + tcp.ok + tcp.failed + tls.ok + tls.failed + http.ok + http.failed == 0 }

    /// The first stage that never worked, when the whole did not; `nil` when it worked or was not tried.
    ///
    /// A request that worked settles it: a client retries, and so a lost handshake beside it does not matter.
    var failure: (stage: Stage, failure: Failure)? {
        if http.ok > 0 { return nil }
        if dns.allFailed, let failure = dns.failure, tcp.ok + tls.ok == 0 { return (.dns, failure) }
        if tcp.allFailed, let failure = tcp.failure { return (.tcp, failure) }
        if tls.allFailed, let failure = tls.failure { return (.tls, failure) }
        // A test that keeps no handshakes of its own hands their failures up to the request.
        if http.allFailed, let failure = http.failure { return (failure.likelyStage, failure) }
        return nil
    }
}

/// IPv6 that a vantage point does not have is no failure of the target.
func isMissingIPv6(address: JSONText, failure: Failure) -> Bool {
    address.bytes.contains(UInt8(ascii: ":")) && (failure == .networkUnreachable || failure == .hostUnreachable)
}
