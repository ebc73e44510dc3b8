package import NIOCore
package import ObservatoryModel

/// Looks at a URL for somebody else: the control of OONI's web test (FORMATS §9), which says what works from where no
/// censor is.
///
/// Whoever asks decides what is looked at, so it connects to public addresses alone, at the ports of the web, on every
/// hop of a redirect.
package struct HelperCheck: Sendable {
    /// One address that was tried.
    package struct Endpoint: Hashable, Sendable {
        package var address: InternetAddress
        package var port: UInt16
        package var tcp: Failure?
        /// `nil` when no handshake was tried.
        package var tls: Handshake?
    }

    /// A handshake with the name of the URL; the certificate was judged.
    package struct Handshake: Hashable, Sendable {
        package var failure: Failure?
    }

    /// All that was seen.
    package struct Findings: Sendable {
        package var lookup: Failure?
        package var addresses: [InternetAddress]
        package var endpoints: [Endpoint]
        /// The last page of the chain of redirects.
        package var page: PageResponse
        /// Bytes of that page's body.
        package var pageBytes: Int64
    }

    /// How long the parts may take; these are those of OONI's own helper.
    package static let limits = ProbeEnvironment.Limits(
        dns: .seconds(4), tcp: .seconds(10), tls: .seconds(10), http: .seconds(15), session: .seconds(15),
        bodyBytes: 1 << 24)
    /// Addresses that are tried at most.
    private static let most = 24
    /// Bytes of a page that are looked at; the rest is counted.
    private static let keptBytes = 1 << 17

    private var environment: ProbeEnvironment
    private let group: any EventLoopGroup
    /// Addresses of this machine, which nobody may make it ask.
    private let own: Set<InternetAddress>

    /// - Parameters:
    ///   - environment: How names are looked up and what counts as a public address; the helper's own limits apply.
    ///   - own: Addresses of this machine.
    package init(environment: ProbeEnvironment, own: Set<InternetAddress>, group: any EventLoopGroup) {
        self.environment = environment
        self.own = own
        self.group = group
    }

    /// Whether an address may be asked for somebody else.
    package func isOpen(_ address: InternetAddress) -> Bool {
        !environment.isBogon(address) && !own.contains(address)
    }

    /// Whether the URL is one that is looked at: the usual ports of the web.
    package func takes(_ url: MeasuredURL) -> Bool {
        guard let port = url.port else { return true }
        return port == environment.httpPort || port == environment.httpsPort
    }

    /// Looks at a URL, and at its addresses as the helper and the probe know them.
    ///
    /// - Parameters:
    ///   - known: Addresses that the probe found.
    ///   - headers: Names and values to pass on.
    package func look(
        at url: MeasuredURL, known: [InternetAddress], headers: [(String, String)]
    ) async -> Findings {
        let lookup = await names(url.host)
        let own = lookup.failure == nil || lookup.failure == .dnsBogon ? lookup.addresses : []
        var addresses: [InternetAddress] = []
        for address in own + known where !addresses.contains(address) { addresses.append(address) }
        async let page = page(url, headers: headers)
        let endpoints = await endpoints(of: url, at: addresses.filter(isOpen).prefix(Self.most))
        let found = await page
        return Findings(
            lookup: lookup.failure == .dnsBogon ? nil : lookup.failure, addresses: own, endpoints: endpoints,
            page: found.page, pageBytes: found.bytes)
    }

    /// DNS over HTTPS where there is a service, since nobody on the way can answer in its place.
    private func names(_ host: String) async -> NameLookup.Result {
        let lookup = NameLookup(host: host, environment: environment)
        guard InternetAddress(host) == nil, let service = environment.doh else {
            return await lookup.askNetwork(on: group)
        }
        return await lookup.askDoH(service, on: group)
    }

    private func endpoints(of url: MeasuredURL, at addresses: some Collection<InternetAddress>) async -> [Endpoint] {
        let ports: [UInt16]
        if let port = url.port {
            ports = [port]
        } else {
            ports = url.isSecure ? [environment.httpsPort] : [environment.httpPort, environment.httpsPort]
        }
        return await withTaskGroup(of: (Int, Endpoint).self) { tasks in
            var count = 0
            for address in addresses {
                for port in ports {
                    let index = count
                    tasks.addTask { (index, await endpoint(address, port, name: url.host)) }
                    count += 1
                }
            }
            return await tasks.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func endpoint(_ address: InternetAddress, _ port: UInt16, name: String) async -> Endpoint {
        let result = await StreamAttempt(
            endpoint: .init(address, port: port), tcpLimit: Self.limits.tcp, tlsLimit: Self.limits.tls,
            tls: port == environment.httpsPort ? .init(serverName: name, judge: environment.judge) : nil
        ).run(on: group, now: environment.now(), meter: environment.meter)
        return Endpoint(
            address: address, port: port, tcp: result.tcp.failure,
            tls: result.tls.map { Handshake(failure: $0.failure) })
    }

    private func page(_ first: MeasuredURL, headers: [(String, String)]) async -> (page: PageResponse, bytes: Int64) {
        func failed(_ failure: Failure) -> (PageResponse, Int64) { (PageResponse(status: nil, failure: failure), 0) }
        var url = first
        let deadline = ContinuousClock.now + .nanoseconds(Self.limits.session.nanoseconds)
        for _ in 0...RedirectHop.most {
            guard takes(url) else { return failed(.connectionRefused) }
            let lookup = await names(url.host)
            if let failure = lookup.failure { return failed(failure) }
            guard let address = lookup.addresses.first(where: isOpen) else { return failed(.dnsBogon) }
            guard ContinuousClock.now < deadline else { return failed(.genericTimeout) }
            let result = await StreamAttempt(
                endpoint: .init(address, port: environment.port(of: url)), tcpLimit: Self.limits.tcp,
                tlsLimit: Self.limits.tls,
                tls: url.isSecure ? .init(serverName: url.host, judge: environment.judge) : nil,
                request: .init(
                    host: url.port.map { "\(url.host):\($0)" } ?? url.host, path: url.path, headers: headers,
                    bodyLimit: Self.limits.bodyBytes, keptBytes: Self.keptBytes, limit: Self.limits.http)
            ).run(on: group, now: environment.now(), meter: environment.meter)
            if let failure = result.tcp.failure ?? result.tls?.failure { return failed(failure) }
            guard let response = result.response else { return failed(.endOfFile) }
            let page = PageResponse(
                status: response.status, headers: response.headers, body: response.body,
                isTruncated: response.bodyBytes >= Int64(Self.limits.bodyBytes), failure: response.part.failure)
            guard page.isSuccess, let next = page.location(from: url) else { return (page, response.bodyBytes) }
            url = next
        }
        return failed(Failure("unknown_failure: stopped after 10 redirects"))
    }
}
