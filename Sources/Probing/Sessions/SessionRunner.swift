package import NIOCore
import NIOHTTP1
package import ObservatoryModel

/// Who measures, as far as it is said. No address of the volunteer's is part of it.
package struct VantagePoint: Hashable, Sendable {
    /// `p-` and 16 hex digits, from the probe's key.
    package var probe: String
    package var software: String
    /// What the volunteer states; the collector derives its own from the connection.
    package var country: CountryCode
    package var region: RegionCode?
    package var asn: ASN
    package var access: AccessType

    package init(
        probe: String, software: String, country: CountryCode = .unknown, region: RegionCode? = nil,
        asn: ASN = .unknown, access: AccessType = .unknown
    ) {
        self.probe = probe
        self.software = software
        self.country = country
        self.region = region
        self.asn = asn
        self.access = access
    }
}

/// What one session is to do.
package struct SessionPlan: Hashable, Sendable {
    package var target: MeasurementTarget
    /// Which of the target's URLs.
    package var url: MeasuredURL
    /// At least two, in different networks (DETECTION §2).
    package var neutrals: [NeutralHost]
    package var sibling: MeasuredURL?
    /// Seconds to the next session on this platform.
    package var every: Int32
    /// Empty in quiet times.
    package var contrasts: [Contrast.Name]
    package var transfer: Bool
    /// Whether to ask over HTTPS as well; it is asked in any case when the client's way fails.
    package var asksDoH: Bool

    package init(
        target: MeasurementTarget, url: MeasuredURL, neutrals: [NeutralHost], sibling: MeasuredURL?, every: Int32,
        contrasts: [Contrast.Name] = [], transfer: Bool = false, asksDoH: Bool = true
    ) {
        self.target = target
        self.url = url
        self.neutrals = neutrals
        self.sibling = sibling
        self.every = every
        self.contrasts = contrasts
        self.transfer = transfer
        self.asksDoH = asksDoH
    }
}

/// Carries out sessions. It has no state, so any number may run at once.
package struct SessionRunner: Sendable {
    package var environment: ProbeEnvironment
    package var vantage: VantagePoint
    private let group: any EventLoopGroup

    package init(environment: ProbeEnvironment, vantage: VantagePoint, group: any EventLoopGroup) {
        self.environment = environment
        self.vantage = vantage
        self.group = group
    }

    /// Carries out one session. What the network does is in the session; nothing is thrown.
    ///
    /// - Parameters:
    ///   - id: The session's own, never used again.
    ///   - progress: Gets each step when it is known, for whoever watches.
    package func run(
        _ plan: SessionPlan, id: String, progress: @escaping @Sendable (Step) -> Void = { _ in }
    ) async -> Session {
        await detailed(plan, id: id, progress: progress).session
    }

    /// Carries out one session and keeps the pages that came, for formats that show them.
    ///
    /// - Parameter shared: Neutral hosts that are measured meanwhile for all sessions of a round; those of the plan that
    ///   are not among them the session measures itself.
    package func detailed(
        _ plan: SessionPlan, id: String, shared: (@Sendable () async -> [Control])? = nil,
        progress: @escaping @Sendable (Step) -> Void = { _ in }
    ) async -> DetailedSession {
        let at = environment.now()
        let began = ContinuousClock.now
        let limits = environment.limits
        let deadline = began + .nanoseconds(limits.session.nanoseconds)
        let end = began + .nanoseconds(limits.end.nanoseconds)
        /// Whether a step that takes so long at most may begin.
        @Sendable func fits(_ longest: TimeAmount) -> Bool {
            let now = ContinuousClock.now
            return now < deadline && now + .nanoseconds(longest.nanoseconds) <= end
        }
        async let controls = controls(of: plan, shared: shared, deadline: deadline)
        let check = HostCheck(url: plan.url, environment: environment, group: group, deadline: deadline)
        var lookups = await lookups(of: plan)
        var steps = lookups.steps
        steps.forEach(progress)

        let client = lookups.network.failure == nil ? lookups.network.addresses : []
        // Addresses that the client does not get, or not first; what happens there tells a lying resolver from a block.
        var others = lookups.others(than: client)
        // QUIC runs beside the rest; it is evidence, and never fails a session that TCP carries.
        let quicAddress = client.first { $0.family == 4 } ?? client.first ?? others.first
        async let quic = quic(of: plan, at: quicAddress)
        let attempts = await check.attempts(at: client)
        var outcome: Outcome = attempts.contains(where: \.succeeded) ? .ok : .failed
        if client.isEmpty, lookups.network.failure == nil { outcome = .failed }
        if outcome == .failed, lookups.doh == nil, fits(limits.dns + limits.dns + limits.dns),
            let doh = await dohLookup(check.lookup)
        {
            lookups.doh = doh
            steps.append(doh.step(.doh))
            others = lookups.others(than: client)
        }
        var evidence: [HostCheck.Attempt] = []
        if outcome == .failed, let other = others.first, fits(limits.tcp + limits.tls + limits.http),
            let attempt = await check.attempt(at: other)
        {
            evidence = [attempt]
        }
        let reached = check.steps(of: attempts + evidence)
        reached.forEach(progress)
        steps += reached
        let quicSteps = await quic
        quicSteps.forEach(progress)
        steps += quicSteps

        var session = Session(
            id: id, at: at, received: at, every: plan.every, probe: vantage.probe, software: vantage.software,
            country: vantage.country, region: vantage.region, asn: vantage.asn, access: vantage.access,
            platform: plan.target.platform, target: plan.url.description, outcome: outcome)
        session.controls = await controls
        if plan.transfer, ContinuousClock.now < deadline {
            await transfer(of: plan, into: &session, steps: &steps, end: end, progress: progress)
        }
        session.steps = steps
        let address = attempts.first?.address ?? others.first
        if fits(limits.tcp + max(limits.tls, limits.http)) {
            session.contrasts = await contrasts(of: plan, at: address, lookups: lookups, end: end)
        }
        let pages = (attempts + evidence).compactMap { $0.page(limit: environment.limits.bodyBytes) }
        return DetailedSession(session: session, url: plan.url, pages: pages)
    }

    /// Follows the redirects that a session ended with, as OONI's web test does: each hop looks the name up and asks in
    /// full, until something else than a redirect comes, something fails, ten hops were made, or the time of a session is
    /// over.
    ///
    /// - Returns: The hops, nearest first; empty when the session's page was no redirect.
    package func redirects(after session: DetailedSession) async -> [RedirectHop] {
        var hops: [RedirectHop] = []
        var (url, page) = (session.url, session.pages.first { $0.isSuccess })
        let deadline = ContinuousClock.now + .nanoseconds(environment.limits.session.nanoseconds)
        while hops.count < RedirectHop.most, ContinuousClock.now < deadline, let location = page?.location(from: url) {
            url = location
            let check = HostCheck(url: url, environment: environment, group: group, deadline: deadline)
            let lookup = await check.lookup.askNetwork(on: group)
            let attempts = lookup.failure == nil ? await check.attempts(at: lookup.addresses) : []
            let pages = attempts.compactMap { $0.page(limit: environment.limits.bodyBytes) }
            hops.append(
                RedirectHop(url: url, steps: [lookup.step(.isp)] + check.steps(of: attempts), pages: pages))
            page = pages.first { $0.isSuccess }
        }
        return hops
    }

    // MARK: Names

    private struct Lookups: Sendable {
        var network: NameLookup.Result
        var outside: NameLookup.Result?
        var doh: NameLookup.Result?

        var steps: [Step] {
            [network.step(.isp)] + [outside?.step(.publicUDP), doh?.step(.doh)].compactMap { $0 }
        }

        /// Addresses of other answers, those over HTTPS first, which nobody on the path can forge.
        func others(than client: [InternetAddress]) -> [InternetAddress] {
            let honest = doh.map { $0.failure == nil ? $0.addresses : [] } ?? []
            let public_ = outside.map { $0.failure == nil ? $0.addresses + $0.laterAddresses : [] } ?? []
            // Without DoH an answer that was contradicted is worth less than the one that came after it.
            let all = honest + network.laterAddresses + public_
            return all.filter { !client.contains($0) }
        }
    }

    private func lookups(of plan: SessionPlan) async -> Lookups {
        let lookup = NameLookup(host: plan.url.host, environment: environment)
        async let network = lookup.askNetwork(on: group)
        async let outside = outsideLookup(lookup)
        async let doh = plan.asksDoH ? dohLookup(lookup) : nil
        return await Lookups(network: network, outside: outside, doh: doh)
    }

    private func outsideLookup(_ lookup: NameLookup) async -> NameLookup.Result? {
        guard let resolver = environment.publicResolver, InternetAddress(lookup.host) == nil else { return nil }
        return await lookup.ask(resolver, on: group)
    }

    private func dohLookup(_ lookup: NameLookup) async -> NameLookup.Result? {
        guard let service = environment.doh, InternetAddress(lookup.host) == nil else { return nil }
        return await lookup.askDoH(service, on: group)
    }

    // MARK: The other parts of a session

    private func quic(of plan: SessionPlan, at address: InternetAddress?) async -> [Step] {
        guard plan.target.speaksQUIC, plan.url.isSecure, let address else { return [] }
        let endpoint = ProbeEnvironment.Endpoint(address, port: environment.port(of: plan.url))
        let check = QUICCheck(endpoint: endpoint, limit: environment.limits.quic, meter: environment.meter)
        var began = ContinuousClock.now
        let negotiation = await check.negotiate(on: group)
        var steps = [
            Step(
                .quic, failure: negotiation, milliseconds: began.millisecondsUntilNow, family: address.family,
                address: endpoint.description)
        ]
        // Where nothing passes at all, a name makes no difference.
        guard negotiation == nil else { return steps }
        began = .now
        let failure = await check.open(serverName: plan.url.host, on: group)
        steps.append(
            Step(
                .quic, failure: failure, milliseconds: began.millisecondsUntilNow, family: address.family,
                address: endpoint.description, sni: plan.url.host))
        return steps
    }

    private func controls(
        of plan: SessionPlan, shared: (@Sendable () async -> [Control])?, deadline: ContinuousClock.Instant
    ) async -> [Control] {
        var urls = plan.neutrals.map { (Control.Role.neutral, $0.url) }
        if let sibling = plan.sibling { urls.append((.sibling, sibling)) }
        return await withTaskGroup(of: (Int, Control).self) { tasks in
            for (index, (role, url)) in urls.enumerated() {
                tasks.addTask {
                    if role == .neutral, let known = await shared?().first(where: { $0.target == url.description }) {
                        return (index, known)
                    }
                    return (index, await control(role, url, deadline: deadline))
                }
            }
            var byIndex: [Int: Control] = [:]
            for await (index, control) in tasks { byIndex[index] = control }
            return urls.indices.compactMap { byIndex[$0] }
        }
    }

    /// Measures neutral hosts for all sessions of a round at once.
    package func controls(_ neutrals: [NeutralHost]) async -> [Control] {
        let deadline = ContinuousClock.now + .nanoseconds(environment.limits.session.nanoseconds)
        return await withTaskGroup(of: Control.self) { tasks in
            for neutral in neutrals {
                tasks.addTask { await control(.neutral, neutral.url, deadline: deadline) }
            }
            return await tasks.reduce(into: []) { $0.append($1) }
        }
    }

    private func control(
        _ role: Control.Role, _ url: MeasuredURL, deadline: ContinuousClock.Instant
    ) async -> Control {
        let lookup = await NameLookup(host: url.host, environment: environment).askNetwork(on: group)
        if let failure = lookup.failure {
            return Control(role: role, target: url.description, outcome: .failed, failure: failure)
        }
        let check = HostCheck(
            url: url, environment: environment, group: group, deadline: deadline, method: .HEAD)
        let attempts = await check.attempts(at: lookup.addresses)
        let worked = attempts.contains(where: \.succeeded)
        return Control(
            role: role, target: url.description, outcome: worked ? .ok : .failed,
            failure: worked ? nil : attempts.first?.failure ?? (attempts.isEmpty ? .genericTimeout : nil))
    }

    /// The neutral host's transfer first, then the platform's, so that they do not share the line.
    private func transfer(
        of plan: SessionPlan, into session: inout Session, steps: inout [Step], end: ContinuousClock.Instant,
        progress: (Step) -> Void
    ) async {
        guard let object = plan.target.object else { return }
        for (index, neutral) in plan.neutrals.enumerated() {
            guard let other = neutral.object, session.controls[index].outcome == .ok else { continue }
            let result = await TransferCheck(object: other, environment: environment, group: group, end: end).run()
            session.controls[index].transfer = result.transfer
            if result.transfer != nil { break }
        }
        let result = await TransferCheck(object: object, environment: environment, group: group, end: end).run()
        session.transfer = result.transfer
        guard result.transfer != nil || result.failure != nil else { return }
        let step = Step(
            .transfer, failure: result.failure, milliseconds: result.transfer.map { Double($0.milliseconds) },
            bodyBytes: result.transfer?.bytes)
        progress(step)
        steps.append(step)
    }

    private func contrasts(
        of plan: SessionPlan, at address: InternetAddress?, lookups: Lookups, end: ContinuousClock.Instant
    ) async -> [Contrast] {
        guard !plan.contrasts.isEmpty else { return [] }
        let check = ContrastCheck(
            url: plan.url, address: address, object: plan.target.object, environment: environment, group: group,
            publicLookup: lookups.outside, dohLookup: lookups.doh, end: end)
        return await withTaskGroup(of: (Int, Contrast?).self) { tasks in
            for (index, name) in plan.contrasts.enumerated() { tasks.addTask { (index, await check.run(name)) } }
            var byIndex: [Int: Contrast] = [:]
            for await (index, contrast) in tasks { byIndex[index] = contrast }
            return plan.contrasts.indices.compactMap { byIndex[$0] }
        }
    }
}
