import NIOCore
import ObservatoryModel

/// Runs the decisive experiments of CONTRACT §1, which the observatory asks for at `watch`.
struct ContrastCheck: Sendable {
    var url: MeasuredURL
    /// The address that the plain session used.
    var address: InternetAddress?
    var object: TransferObject?
    var environment: ProbeEnvironment
    var group: any EventLoopGroup
    /// The look-ups of the plain session.
    var publicLookup: NameLookup.Result?
    var dohLookup: NameLookup.Result?
    /// When the session is over.
    var end: ContinuousClock.Instant

    /// Runs one; `nil` when it cannot be run here (no address, no helper, no resolver).
    func run(_ name: Contrast.Name) async -> Contrast? {
        switch name {
        case .neutralSNI:
            guard let address else { return nil }
            return await handshake(
                name, at: .init(address, port: environment.port(of: url)), serverName: environment.neutralName)
        case .targetSNIElsewhere:
            guard let helper = environment.helper else { return nil }
            return await handshake(name, at: helper, serverName: url.host)
        case .neutralHost:
            guard let address else { return nil }
            return await neutralHost(at: address)
        case .dnsOverHTTPS: return dohLookup.map { lookup(name, $0) }
        case .dnsOverPublicUDP: return publicLookup.map { lookup(name, $0) }
        case .neutralUDP443:
            guard let address else { return nil }
            let failure = await QUICCheck(
                endpoint: .init(address, port: environment.httpsPort), limit: environment.limits.quic,
                meter: environment.meter
            ).negotiate(on: group)
            return Contrast(name: name, outcome: failure == nil ? .ok : .failed, failure: failure)
        case .pacedTransfer: return await pacedTransfer()
        }
    }

    /// TLS with any certificate. An alert is the word of a TLS server, so the name passed.
    private func handshake(
        _ name: Contrast.Name, at endpoint: ProbeEnvironment.Endpoint, serverName: String
    ) async -> Contrast {
        let result = await StreamAttempt(
            endpoint: endpoint, tcpLimit: environment.limits.tcp, tlsLimit: environment.limits.tls,
            tls: .init(serverName: serverName, judge: nil)
        ).run(on: group, now: environment.now(), meter: environment.meter)
        let failure = result.tcp.failure ?? result.tls?.failure
        let passed = failure == nil || failure == .tlsFailedHandshake
        return Contrast(name: name, outcome: passed ? .ok : .failed, failure: passed ? nil : failure)
    }

    private func neutralHost(at address: InternetAddress) async -> Contrast {
        let plain = MeasuredURL(isSecure: false, host: environment.neutralName)
        let check = HostCheck(
            url: plain, environment: environment, group: group,
            deadline: .now + .nanoseconds(environment.limits.session.nanoseconds))
        let attempt = await check.attempt(at: address)
        // Whatever status the server gives a foreign name, it came through.
        let passed = attempt?.failure == nil && attempt?.result.response?.status != nil && attempt?.fingerprint == nil
        return Contrast(name: .neutralHost, outcome: passed ? .ok : .failed, failure: attempt?.failure)
    }

    /// The resolver is taken to be honest when it found public addresses, and nobody contradicted it.
    private func lookup(_ name: Contrast.Name, _ result: NameLookup.Result) -> Contrast {
        let honest = result.failure == nil && result.answers.isEmpty
        return Contrast(name: name, outcome: honest ? .ok : .failed, failure: result.failure)
    }

    /// 1 MB at 100 kB/s, then as fast as it goes: a path that carried the pace and then falls below it drops what is
    /// faster than it allows, so it has a policer. `nil` when the pace itself was not reached, which tells nothing.
    private func pacedTransfer() async -> Contrast? {
        guard let address, case .file(let file)? = object, file.host == url.host else { return nil }
        let pace = StreamAttempt.Pace(bytesPerSecond: 100_000, bytes: 1_000_000)
        let check = HostCheck(url: file, environment: environment, group: group, deadline: .now)
        // Ten seconds at the pace and ten to see what comes after, or what the session has left of it.
        let connecting = environment.limits.tcp + environment.limits.tls
        let left = ContinuousClock.now.timeAmount(until: end) - connecting
        guard left > .seconds(11) else { return nil }
        var request = check.request(bodyLimit: 2_000_000, kept: 0)
        request.limit = min(.seconds(20), left)
        request.pace = pace
        let result = await StreamAttempt(
            endpoint: .init(address, port: environment.port(of: file)), tcpLimit: environment.limits.tcp,
            tlsLimit: environment.limits.tls,
            tls: file.isSecure ? .init(serverName: file.host, judge: environment.judge) : nil, request: request
        ).run(on: group, now: environment.now(), meter: environment.meter)
        guard let response = result.response, let paced = response.pacedMilliseconds, response.unpacedMilliseconds > 0
        else { return nil }
        guard Double(pace.bytes) / paced * 1000 > 0.8 * Double(pace.bytesPerSecond) else { return nil }
        let after = Double(response.unpacedBytes) / response.unpacedMilliseconds * 1000
        let policed = after < 0.8 * Double(pace.bytesPerSecond)
        return Contrast(
            name: .pacedTransfer, outcome: policed ? .failed : .ok, failure: policed ? response.part.failure : nil)
    }
}
