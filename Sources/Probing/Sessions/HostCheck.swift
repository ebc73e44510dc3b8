import NIOCore
import NIOHTTP1
import ObservatoryModel

/// Reaches one host as a client would, step by step: look the name up, connect, shake hands, ask for a page.
struct HostCheck: Sendable {
    var url: MeasuredURL
    var environment: ProbeEnvironment
    var group: any EventLoopGroup
    /// After this no new step begins.
    var deadline: ContinuousClock.Instant
    /// Controls are asked without their page, which nobody looks at.
    var method = HTTPMethod.GET

    /// One attempt at one address.
    struct Attempt: Sendable {
        var address: InternetAddress
        var result: StreamAttempt.Result
        /// Which fingerprint of a block page the response carries.
        var fingerprint: String?
        /// Whether a client would have got its page.
        var succeeded: Bool
        /// The first step that failed and why; `nil` when it succeeded or the response itself was the refusal.
        var failure: Failure? {
            result.tcp.failure ?? result.tls?.failure ?? result.response?.part.failure
        }
    }

    /// The question for the host's addresses.
    var lookup: NameLookup { NameLookup(host: url.host, environment: environment) }

    /// The way of a client that trusts the network's resolver: each address family by itself.
    ///
    /// The first address of a family is tried in full, the second one for TCP at the same time, and in full when the first
    /// does not connect, as clients do.
    func attempts(at addresses: [InternetAddress]) async -> [Attempt] {
        let families: [UInt8] = environment.hasIPv6 ? [4, 6] : [4]
        return await withTaskGroup(of: (Int, [Attempt]).self) { tasks in
            for (index, family) in families.enumerated() {
                let own = addresses.filter { $0.family == family }.prefix(2)
                guard !own.isEmpty else { continue }
                tasks.addTask { (index, await inFamily(Array(own))) }
            }
            var byFamily: [Int: [Attempt]] = [:]
            for await (index, attempts) in tasks { byFamily[index] = attempts }
            return families.indices.flatMap { byFamily[$0] ?? [] }
        }
    }

    private func inFamily(_ addresses: [InternetAddress]) async -> [Attempt] {
        guard addresses.count > 1 else { return [await attempt(at: addresses[0])].compactMap { $0 } }
        async let first = attempt(at: addresses[0])
        async let second = attempt(at: addresses[1], connectOnly: true)
        var attempts = await [first, second].compactMap { $0 }
        if attempts.count == 2, attempts[0].result.tcp.failure != nil, attempts[1].result.tcp.failure == nil,
            let full = await attempt(at: addresses[1])
        {
            attempts[1] = full
        }
        return attempts
    }

    /// One attempt; `nil` when the time is over.
    func attempt(at address: InternetAddress, connectOnly: Bool = false) async -> Attempt? {
        guard ContinuousClock.now < deadline else { return nil }
        let limits = environment.limits
        let result = await StreamAttempt(
            endpoint: .init(address, port: environment.port(of: url)), tcpLimit: limits.tcp, tlsLimit: limits.tls,
            tls: url.isSecure && !connectOnly ? .init(serverName: url.host, judge: environment.judge) : nil,
            request: connectOnly ? nil : request(bodyLimit: limits.bodyBytes, kept: limits.bodyBytes)
        ).run(on: group, now: environment.now(), meter: environment.meter)
        var attempt = Attempt(address: address, result: result, succeeded: false)
        if connectOnly { return attempt }
        guard let response = result.response, response.part.failure == nil else { return attempt }
        let body = String(decoding: response.body, as: UTF8.self)
        let location = response.headers["location"]
        attempt.fingerprint = environment.fingerprints.first { $0.matches(body: body, location: location) }?.name
        attempt.succeeded = attempt.fingerprint == nil && isUsual(response)
        return attempt
    }

    /// The request for the page.
    func request(bodyLimit: Int, kept: Int) -> StreamAttempt.Request {
        .init(
            method: method, host: url.port.map { "\(url.host):\($0)" } ?? url.host, path: url.path,
            headers: [
                ("user-agent", environment.userAgent), ("accept", "*/*"), ("accept-language", "en-US,en;q=0.9"),
            ], bodyLimit: bodyLimit, keptBytes: kept, limit: environment.limits.http)
    }

    /// Whether the response may come from the host itself.
    ///
    /// 403 and 451 are refusals (`http.geofence` when every network gets them), 5xx is trouble, and without TLS a
    /// redirect to another domain may be anyone's.
    private func isUsual(_ response: StreamAttempt.Response) -> Bool {
        guard let status = response.status, status != 403, status != 451, status < 500 else { return false }
        guard !url.isSecure, (300..<400).contains(status), let location = response.headers["location"],
            let target = MeasuredURL(location)
        else { return true }
        return Self.site(target.host) == Self.site(url.host)
    }

    /// The last two labels of a name, an approximation of the registered domain.
    private static func site(_ host: String) -> String {
        host.split(separator: ".").suffix(2).joined(separator: ".")
    }

    /// The steps of the attempts, in their order, for the session's record.
    func steps(of attempts: [Attempt]) -> [Step] {
        var steps: [Step] = []
        for attempt in attempts {
            let result = attempt.result
            steps.append(
                Step(
                    .tcp, failure: result.tcp.failure, milliseconds: result.tcp.milliseconds,
                    family: attempt.address.family,
                    address: attempt.address.endpoint(port: environment.port(of: url))))
            if let tls = result.tls {
                steps.append(
                    Step(
                        .tls, failure: tls.failure, milliseconds: tls.milliseconds, family: attempt.address.family,
                        sni: url.host, chain: result.judgement?.chain ?? [], issuer: result.judgement?.issuer,
                        valid: result.judgement.map { $0.failure == nil }))
            }
            if let response = result.response {
                steps.append(
                    Step(
                        .http, failure: response.part.failure, milliseconds: response.part.milliseconds,
                        family: attempt.address.family, status: response.status,
                        location: response.headers["location"].map { HTTPLocation.scrubbed($0) },
                        fingerprint: attempt.fingerprint,
                        bodyBytes: response.bodyBytes))
            }
        }
        return steps
    }
}

extension NameLookup.Result {
    /// The step of the session's record.
    func step(_ resolver: ResolverKind) -> Step {
        Step(
            .dns, failure: failure, milliseconds: milliseconds, resolver: resolver,
            addresses: (addresses + laterAddresses).map(\.description), answers: answers)
    }
}
