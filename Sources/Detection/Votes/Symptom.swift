internal import ObservatoryModel

/// What a failing session looked like: a path of OONI's taxonomy (§6), as deep as this one session shows.
///
/// A path may be an inner node (`tls.reset`) when nothing in the session tells the leaf. The raw value is an index
/// into `paths`, so that a vote carries one byte.
struct Symptom: Hashable, Sendable {
    private(set) var index: UInt8

    /// Inner nodes come before their leaves.
    static let paths: [String] = [
        "unknown",
        "dns", "dns.nxdomain", "dns.refused", "dns.servfail", "dns.timeout",
        "dns.injection", "dns.injection.blockpage", "dns.injection.bogon", "dns.injection.other",
        "tcp", "tcp.reset", "tcp.timeout", "tcp.refused",
        "ip", "ip.unreachable", "ip.prefix_null_route",
        "tls", "tls.reset", "tls.reset.sni", "tls.reset.other",
        "tls.timeout", "tls.timeout.sni", "tls.timeout.other",
        "tls.mitm", "tls.mitm.self_signed", "tls.mitm.ca_signed",
        "tls.throttle", "tls.throttle.sni",
        "quic", "quic.timeout", "quic.reset",
        "http", "http.blockpage", "http.redirect", "http.error", "http.geofence", "http.timeout",
        "http.reset", "http.reset.host", "http.throttle", "http.throttle.host",
    ]

    private static let byPath: [String: UInt8] = Dictionary(
        uniqueKeysWithValues: paths.enumerated().map { ($1, UInt8($0)) })

    /// - Precondition: the path is one of `paths`.
    init(_ path: String) {
        guard let index = Self.byPath[path] else { preconditionFailure("no symptom is called \(path)") }
        self.index = index
    }

    var path: String { Self.paths[Int(index)] }

    static let unknown = Symptom("unknown")
}

extension Symptom {
    /// The symptom of a session whose outcome is `failed`.
    ///
    /// - Parameter wide: a sibling failed too, so that the address or the hosting is hit, not the name.
    init(of session: Session, wide: Bool) {
        let dns = session.steps.filter {
            $0.stage == .dns && ($0.resolver == .isp || $0.resolver == nil)
        }
        let connected = session.steps.contains { $0.stage == .tcp && $0.failure == nil }
        // A block page tells more than what came from another address, where the probe looks for comparison.
        let http =
            session.steps.last { $0.stage == .http && $0.fingerprint != nil }
            ?? session.steps.last { $0.stage == .http && ($0.failure != nil || $0.status != nil) }
        if let injected = Self.injection(in: dns, blockPage: http?.fingerprint != nil) {
            self = injected
            return
        }
        if Self.resolverLies(session) {
            self = Symptom(http?.fingerprint == nil ? "dns.injection.other" : "dns.injection.blockpage")
            return
        }
        // A DNS failure counts when nothing further worked by another resolver's addresses.
        if let failure = dns.compactMap(\.failure).first, dns.allSatisfy({ $0.failure != nil }),
            !connected
        {
            self = Self.dns(failure)
            return
        }
        // IPv6 that the line does not have is no failure of the platform.
        func failure(at stage: Stage) -> Failure? {
            let steps = session.steps.filter { step in
                step.stage == stage && !(step.family == 6 && step.failure == .networkUnreachable)
            }
            guard !steps.isEmpty, steps.allSatisfy({ $0.failure != nil }) else { return nil }
            return (steps.first { $0.family != 6 } ?? steps[0]).failure
        }
        if let http, http.failure != nil || http.fingerprint != nil || http.status != nil {
            if let symptom = Self.http(http) {
                // The same request with a harmless name worked: it is the name that is filtered (CONTRACT §1).
                let isByHost =
                    symptom.path == "http.reset"
                    && session.contrasts.contains { $0.name == .neutralHost && $0.outcome == .ok }
                self = isByHost ? Symptom("http.reset.host") : symptom
                return
            }
        }
        if let failure = failure(at: .tls) {
            self = Self.tls(failure, session: session, wide: wide)
        } else if let failure = failure(at: .tcp) {
            self = Self.tcp(failure, wide: wide)
        } else if let failure = failure(at: .quic) {
            self = Symptom(failure == .connectionReset ? "quic.reset" : "quic.timeout")
        } else if let failure = dns.compactMap(\.failure).first {
            self = Self.dns(failure)
        } else {
            self = .unknown
        }
    }

    /// From an OONI measurement's first failing stage.
    init(stage: Stage?, failure: Failure?) {
        switch (stage, failure) {
        case (.dns, let failure?): self = Self.dns(failure)
        case (.dns, nil): self = Symptom("dns.injection")
        case (.tcp, let failure?): self = Self.tcp(failure, wide: false)
        case (.tls, let failure?): self = Self.tlsWithoutContrast(failure)
        case (.quic, let failure?):
            self = Symptom(failure == .connectionReset ? "quic.reset" : "quic.timeout")
        case (.http, let failure?): self = Self.httpFailure(failure)
        case (.http, nil): self = Symptom("http.blockpage")
        default: self = .unknown
        }
    }

    /// Addresses reserved for documentation are not taken for forged: no censor is known to inject them, and test
    /// networks use them as their own.
    private static func injection(in dns: [Step], blockPage: Bool) -> Symptom? {
        func isForged(_ address: String) -> Bool {
            InternetAddress(address).map { $0.isBogon && !$0.isDocumentation } ?? false
        }
        for step in dns {
            let distinct = Set(step.answers.map { Set($0.addresses) })
            if step.answers.count > 1, distinct.count > 1,
                let first = step.answers.min(by: {
                    $0.milliseconds < $1.milliseconds
                })
            {
                // The earlier of two different answers is the forged one (FORMATS §8).
                if blockPage { return Symptom("dns.injection.blockpage") }
                let bogon = !first.addresses.isEmpty && first.addresses.allSatisfy(isForged)
                return Symptom(bogon ? "dns.injection.bogon" : "dns.injection.other")
            }
            if step.failure == .dnsBogon
                || (!step.addresses.isEmpty && step.addresses.allSatisfy(isForged))
            {
                return Symptom(blockPage ? "dns.injection.blockpage" : "dns.injection.bogon")
            }
        }
        return nil
    }

    /// Whether the provider's resolver sent the session to somebody else: its addresses share none with those of a
    /// trusted resolver, and there the certificate is another's or the page is a block page.
    private static func resolverLies(_ session: Session) -> Bool {
        var said: Set<String> = []
        var overHTTPS: Set<String> = []
        var overUDP: Set<String> = []
        for step in session.steps where step.stage == .dns {
            switch step.resolver {
            case .doh: overHTTPS.formUnion(step.addresses)
            case .publicUDP: overUDP.formUnion(step.addresses)
            case .isp, nil: said.formUnion(step.addresses)
            }
        }
        // A plain question to a public resolver can be answered on the way by the same liar.
        let trusted = overHTTPS.isEmpty ? overUDP : overHTTPS
        guard !said.isEmpty, !trusted.isEmpty, said.isDisjoint(with: trusted) else { return false }
        // A TLS or HTTP step is about the connection made before it, and need not repeat its address.
        var connected: String?
        for step in session.steps {
            if step.stage == .tcp { connected = step.address }
            let isForeign =
                step.stage == .tls
                ? step.failure?.isForeignAnswer ?? false : step.stage == .http && step.fingerprint != nil
            guard isForeign,
                let address = step.address ?? connected
            else { continue }
            if said.contains(where: {
                address.hasPrefix("\($0):") || address.hasPrefix("[\($0)]") || address == $0
            }) {
                return true
            }
        }
        return false
    }

    private static func dns(_ failure: Failure) -> Symptom {
        switch failure {
        case .nxdomain, .dnsNoAnswer: Symptom("dns.nxdomain")
        case .dnsRefused: Symptom("dns.refused")
        case .dnsServfail, Failure("dns_server_misbehaving"), Failure("dns_temporary_failure"):
            Symptom("dns.servfail")
        case .genericTimeout, .timedOut: Symptom("dns.timeout")
        case .dnsBogon: Symptom("dns.injection.bogon")
        default: Symptom("dns")
        }
    }

    private static func tcp(_ failure: Failure, wide: Bool) -> Symptom {
        switch failure {
        case .connectionReset: Symptom("tcp.reset")
        case .connectionRefused: Symptom("tcp.refused")
        case .hostUnreachable, .networkUnreachable: Symptom("ip.unreachable")
        case .genericTimeout, .timedOut: Symptom(wide ? "ip.prefix_null_route" : "tcp.timeout")
        default: Symptom("tcp")
        }
    }

    private static func tlsWithoutContrast(_ failure: Failure) -> Symptom {
        switch failure {
        case .connectionReset, .endOfFile, Failure("connection_aborted"): Symptom("tls.reset")
        case .genericTimeout, .timedOut: Symptom("tls.timeout")
        case .tlsUnknownAuthority: Symptom("tls.mitm.self_signed")
        case .tlsInvalidHostname, .tlsInvalidCertificate: Symptom("tls.mitm.ca_signed")
        default: Symptom("tls")
        }
    }

    private static func tls(_ failure: Failure, session: Session, wide: Bool) -> Symptom {
        let plain = tlsWithoutContrast(failure)
        if plain.path == "tls.mitm.self_signed",
            session.steps.contains(where: {
                $0.stage == .tls && $0.failure == failure && $0.chain.count > 1
            })
        {
            // Signed by an authority that nobody trusts, not by itself.
            return Symptom("tls.mitm.ca_signed")
        }
        guard plain.path == "tls.reset" || plain.path == "tls.timeout" else { return plain }
        // Contrasts decide (CONTRACT §1); a failed sibling excludes the name.
        for contrast in session.contrasts {
            switch (contrast.name, contrast.outcome) {
            case (.neutralSNI, .ok), (.targetSNIElsewhere, .failed): return Symptom(plain.path + ".sni")
            case (.neutralSNI, .failed): return Symptom(plain.path + ".other")
            default: continue
            }
        }
        return wide ? Symptom(plain.path + ".other") : plain
    }

    private static func http(_ step: Step) -> Symptom? {
        if step.fingerprint != nil { return Symptom("http.blockpage") }
        if let failure = step.failure { return httpFailure(failure) }
        switch step.status {
        case 451?, 403?: return Symptom("http.geofence")
        case .some(300...399): return Symptom("http.redirect")
        case .some(400...599): return Symptom("http.error")
        default: return nil
        }
    }

    private static func httpFailure(_ failure: Failure) -> Symptom {
        switch failure {
        case .connectionReset, .endOfFile: Symptom("http.reset")
        case .genericTimeout, .timedOut, Failure("response_never_received"): Symptom("http.timeout")
        default: Symptom("http.error")
        }
    }
}

extension Symptom: Snapshotted {
    static var blank: Symptom { .unknown }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&index)
        guard Int(index) < Self.paths.count else { throw .malformed(at: coder.position) }
    }
}
