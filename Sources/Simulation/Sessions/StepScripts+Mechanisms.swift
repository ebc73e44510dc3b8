import ObservatoryModel

extension StepScripts {
    /// The steps of a session that a mechanism makes fail, in the shape that a probe would record.
    static func blocked(
        by mechanism: Mechanism, _ platform: SimulatedPlatform, dualStack: Bool,
        using generator: inout SeededGenerator
    ) -> [Step] {
        switch mechanism {
        case .dnsNXDomain: failedLookup(.nxdomain, milliseconds: 20)
        case .dnsRefused: failedLookup(.dnsRefused, milliseconds: 20)
        case .dnsServfail: failedLookup(.dnsServfail, milliseconds: 900)
        case .dnsTimeout: failedLookup(.genericTimeout, milliseconds: 5_000)
        case .dnsBlockpage, .dnsBogon, .dnsOther: injected(mechanism, platform, using: &generator)
        case .tcpReset: unconnected(platform, .connectionReset, dualStack, milliseconds: 60)
        case .tcpTimeout: unconnected(platform, .genericTimeout, dualStack, milliseconds: 10_000)
        case .tcpRefused: unconnected(platform, .connectionRefused, dualStack, milliseconds: 60)
        case .ipUnreachable: unconnected(platform, .hostUnreachable, dualStack, milliseconds: 30)
        case .ipNullRoute: unconnected(platform, .genericTimeout, dualStack, milliseconds: 10_000)
        case .tlsResetSNI, .tlsResetOther: unsecured(platform, .connectionReset, dualStack, milliseconds: 80)
        case .tlsTimeoutSNI, .tlsTimeoutOther: unsecured(platform, .genericTimeout, dualStack, milliseconds: 10_000)
        case .tlsSelfSigned: impersonated(platform, authority: nil)
        case .tlsCASigned: impersonated(platform, authority: "CN=Example National Root CA")
        case .httpBlockpage, .httpRedirect, .httpError, .httpTimeout, .httpResetHost: plain(mechanism, platform)
        case .httpGeofence: refused(platform, status: 451)
        case .quicTimeout, .quicReset, .tlsThrottleSNI, .httpThrottleHost: []  // these leave the session working
        }
    }

    private static func failedLookup(_ failure: Failure, milliseconds: Double) -> [Step] {
        [Step(.dns, failure: failure, milliseconds: milliseconds, resolver: .isp)]
    }

    /// A forged answer that races the true one, and what a client that believes it meets.
    private static func injected(
        _ mechanism: Mechanism, _ platform: SimulatedPlatform, using generator: inout SeededGenerator
    ) -> [Step] {
        let forged =
            switch mechanism {
            case .dnsBogon: "10.10.34.35"
            case .dnsBlockpage: "203.0.113.80"
            default: "192.0.2.\(generator.integer(1...250))"
            }
        var lookup = Step(.dns, milliseconds: 4, resolver: .isp, addresses: [forged])
        lookup.answers = [DNSAnswer(milliseconds: 4, rcode: 0, addresses: [forged])]
        if generator.chance(0.8) {
            let late = Double(generator.integer(20...90))
            lookup.answers.append(DNSAnswer(milliseconds: late, rcode: 0, addresses: [platform.address]))
        }
        if mechanism == .dnsBogon {
            if generator.chance(0.5) { lookup.failure = .dnsBogon }
            return [
                lookup,
                Step(.tcp, failure: .genericTimeout, milliseconds: 10_000, family: 4, address: "\(forged):443"),
            ]
        }
        var steps = [
            lookup, Step(.tcp, milliseconds: 30, family: 4, address: "\(forged):443"),
            handshake(
                platform, failure: .tlsInvalidHostname, chain: [fingerprint(of: forged)], issuer: "CN=\(forged)"),
        ]
        if mechanism == .dnsBlockpage {
            steps.append(
                Step(.http, milliseconds: 60, status: 200, fingerprint: "example_isp_blockpage", bodyBytes: 1_342))
        }
        return steps
    }

    private static func unconnected(
        _ platform: SimulatedPlatform, _ failure: Failure, _ dualStack: Bool, milliseconds: Double
    ) -> [Step] {
        var steps = lookup(platform)
        for family in dualStack ? [UInt8(4), 6] : [4] {
            steps.append(connect(platform, failure: failure, family: family, milliseconds: milliseconds))
        }
        return steps
    }

    private static func unsecured(
        _ platform: SimulatedPlatform, _ failure: Failure, _ dualStack: Bool, milliseconds: Double
    ) -> [Step] {
        var steps = lookup(platform)
        for family in dualStack ? [UInt8(4), 6] : [4] {
            steps.append(connect(platform, family: family))
            steps.append(handshake(platform, failure: failure, family: family, milliseconds: milliseconds))
        }
        return steps
    }

    private static func impersonated(_ platform: SimulatedPlatform, authority: String?) -> [Step] {
        let leaf = fingerprint(of: "mitm " + platform.host)
        let chain = authority.map { [leaf, fingerprint(of: $0)] } ?? [leaf]
        return lookup(platform) + [
            connect(platform),
            handshake(
                platform, failure: .tlsUnknownAuthority, chain: chain, issuer: authority ?? "CN=\(platform.host)"),
        ]
    }

    /// What acts on plain HTTP: the session's target is then the `http` URL.
    private static func plain(_ mechanism: Mechanism, _ platform: SimulatedPlatform) -> [Step] {
        var request = Step(.http, milliseconds: 90)
        switch mechanism {
        case .httpBlockpage:
            request.status = 200
            request.fingerprint = "example_isp_blockpage"
            request.bodyBytes = 1_342
        case .httpRedirect:
            request.status = 302
            request.location = "http://block.isp.example/denied"
        case .httpError:
            request.status = 404
            request.bodyBytes = 162
        case .httpTimeout:
            request.failure = .genericTimeout
            request.milliseconds = 10_000
        default: request.failure = .connectionReset
        }
        return lookup(platform) + [connect(platform, port: 80), request]
    }

    /// The platform's own refusal, over a connection that is valid.
    static func refused(_ platform: SimulatedPlatform, status: Int32) -> [Step] {
        lookup(platform) + [
            connect(platform), handshake(platform),
            Step(.http, milliseconds: 200, status: status, bodyBytes: 2_100),
        ]
    }

    /// A failure of the kinds that networks bring without anybody's will.
    static func accidental(
        _ platform: SimulatedPlatform, using generator: inout SeededGenerator
    ) -> [Step] {
        switch generator.weighted([35, 18, 9, 6, 7, 6, 10, 9]) {
        case 0: unconnected(platform, .genericTimeout, false, milliseconds: 10_000)
        case 1: unsecured(platform, .genericTimeout, false, milliseconds: 10_000)
        case 2: unsecured(platform, .connectionReset, false, milliseconds: 120)
        case 3: unsecured(platform, .endOfFile, false, milliseconds: 120)
        case 4: failedLookup(.dnsServfail, milliseconds: 900)
        case 5: failedLookup(.genericTimeout, milliseconds: 5_000)
        case 6:
            lookup(platform) + [
                connect(platform), handshake(platform), Step(.http, failure: .genericTimeout, milliseconds: 10_000),
            ]
        default: unconnected(platform, .hostUnreachable, false, milliseconds: 2_000)
        }
    }

    /// The platform's own outage as its users meet it.
    static func platformFault(_ platform: SimulatedPlatform, using generator: inout SeededGenerator) -> [Step] {
        switch generator.weighted([5, 3, 2]) {
        case 0:
            lookup(platform) + [connect(platform), handshake(platform), Step(.http, milliseconds: 900, status: 503)]
        case 1: unconnected(platform, .genericTimeout, false, milliseconds: 10_000)
        default: failedLookup(.dnsServfail, milliseconds: 900)
        }
    }

    /// A line that is down: not even names resolve.
    static func lineDown() -> [Step] {
        failedLookup(.genericTimeout, milliseconds: 5_000)
    }

    /// A sign-in page in place of everything.
    static func captivePortal(_ platform: SimulatedPlatform) -> [Step] {
        [
            Step(.dns, milliseconds: 3, resolver: .isp, addresses: ["192.168.1.1"]),
            Step(.tcp, milliseconds: 3, family: 4, address: "192.168.1.1:443"),
            handshake(
                platform, failure: .tlsInvalidHostname, chain: [fingerprint(of: "portal")], issuer: "CN=portal"),
        ]
    }
}
