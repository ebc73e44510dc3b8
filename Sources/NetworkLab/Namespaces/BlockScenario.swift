import ObservatoryModel

/// A block of one platform by one mechanism (DETECTION §6), made of a router's own tools.
package struct BlockScenario: Sendable {
    /// The path of the taxonomy that the observatory has to name.
    package var mechanism: String
    /// `slow` for a throttle.
    package var verdict = "blocked"
    /// Who blocks, and the scope that follows from it.
    package var providers: [LabProvider]
    package var scope: String
    /// What else a part of the sessions may show, and why is said where it is set.
    package var mayShow: Set<String> = []
    package var needs: [LabCapabilities.Part]
    /// Whether the platform is asked with TLS.
    package var isSecure = true
    /// What each of the providers does.
    package var apply: @Sendable (NamespaceCensor) throws -> Void

    private static let name = LabCountry.platformHost.name
    private static let address = LabCountry.platformHost.address
    private static let everybody = LabCountry.home
    private static let fixed = [LabCountry.fixedOne, LabCountry.fixedTwo]
    private static let one = [LabCountry.fixedOne]
    private static let mobile = [LabCountry.mobileOne]

    /// One for each mechanism that the router's tools can make.
    package static let all = [
        BlockScenario(mechanism: "tls.reset.sni", providers: everybody, scope: "national", needs: [.filter, .reject]) {
            try $0.resetName(name)
        },
        BlockScenario(mechanism: "tls.timeout.sni", providers: everybody, scope: "national", needs: [.filter]) {
            try $0.dropName(name)
        },
        BlockScenario(mechanism: "tls.reset.other", providers: one, scope: "networks", needs: [.filter, .reject]) {
            try $0.resetHandshakes(address)
        },
        BlockScenario(mechanism: "tls.timeout.other", providers: one, scope: "networks", needs: [.filter]) {
            try $0.dropHandshakes(address)
        },
        BlockScenario(
            mechanism: "tls.mitm.self_signed", providers: fixed, scope: "access", needs: [.redirection, .web]
        ) { try $0.impersonate(address, selfSigned: true) },
        BlockScenario(
            mechanism: "tls.mitm.ca_signed", providers: one, scope: "networks", needs: [.redirection, .web]
        ) { try $0.impersonate(address, selfSigned: false) },
        BlockScenario(
            mechanism: "tls.throttle.sni", verdict: "slow", providers: everybody, scope: "national",
            needs: [.filter, .marks, .shaping]
        ) { try $0.throttleName(name, kilobits: 800) },
        BlockScenario(mechanism: "tcp.refused", providers: mobile, scope: "networks", needs: [.reject]) {
            try $0.refuse(address)
        },
        BlockScenario(mechanism: "tcp.timeout", providers: fixed, scope: "access", needs: []) {
            try $0.blackhole(address)
        },
        // On a busy machine some of the router's errors meet a socket while the kernel holds it (tcp_v4_err), are only
        // remembered, and the connection times out.
        BlockScenario(
            mechanism: "ip.unreachable", providers: fixed, scope: "access", mayShow: ["tcp.timeout"], needs: []
        ) { try $0.unreachable(address) },
        BlockScenario(mechanism: "ip.prefix_null_route", providers: one, scope: "networks", needs: []) {
            try $0.blackhole(address)
            try $0.blackhole(LabCountry.siblingHost.address)
        },
        BlockScenario(mechanism: "dns.nxdomain", providers: fixed, scope: "access", needs: [.names]) {
            try $0.lie(about: name, answer: nil)
        },
        BlockScenario(mechanism: "dns.refused", providers: one, scope: "networks", needs: [.names]) {
            try $0.refuseQuestions(about: name)
        },
        BlockScenario(mechanism: "dns.timeout", providers: everybody, scope: "national", needs: [.names, .filter]) {
            try $0.dropQuestions(about: name)
        },
        BlockScenario(mechanism: "dns.injection.bogon", providers: mobile, scope: "networks", needs: [.names]) {
            try $0.lie(about: name, answer: NamespaceWorld.bogon)
        },
        BlockScenario(
            mechanism: "dns.injection.other", providers: everybody, scope: "national",
            needs: [.names, .redirection, .web]
        ) { try $0.lieToOwnServer(about: name) },
        BlockScenario(
            mechanism: "dns.injection.blockpage", providers: fixed, scope: "access",
            needs: [.names, .redirection, .web], isSecure: false
        ) { try $0.lieToOwnServer(about: name) },
        BlockScenario(
            mechanism: "http.blockpage", providers: one, scope: "networks", needs: [.redirection, .web], isSecure: false
        ) { try $0.blockPage(address) },
        BlockScenario(
            mechanism: "http.redirect", providers: everybody, scope: "national", needs: [.redirection, .web],
            isSecure: false
        ) { try $0.redirect(address) },
        BlockScenario(
            mechanism: "http.reset.host", providers: fixed, scope: "access", needs: [.filter, .reject], isSecure: false
        ) { try $0.resetHost(name) },
        BlockScenario(
            mechanism: "http.timeout", providers: mobile, scope: "networks", needs: [.filter], isSecure: false
        ) { try $0.dropHost(name) },
    ]

    /// How many more probes the providers that block have: the fewer networks a claim is about, the less it was expected,
    /// and the more witnesses it takes to be confirmed within the time that the lab allows.
    private var observers: Int {
        switch providers.count {
        case 1: 11
        case 2: 5
        default: 2
        }
    }

    /// As the lab plays it.
    package var scenario: LabScenario {
        let block = self
        let names = providers.map(\.name).joined(separator: ", ")
        return LabScenario(
            name: mechanism, about: "\(verdict) on \(names): \(scope)",
            needs: [.namespaces, .names, .web] + needs, providers: LabCountry.providers, hosts: LabCountry.hosts,
            probes: { LabCountry.probes(in: $0, usual: $1) + (block.providers.contains($0) ? block.observers : 0) },
            targetFile: LabCountry.targetFile(isSecure: isSecure),
            turns: [
                LabScenario.Turn(seconds: 0, text: "quiet") { _ in },
                LabScenario.Turn(seconds: LabCountry.onset, text: "\(mechanism) on \(names)") { world in
                    for provider in block.providers {
                        try block.apply(NamespaceCensor(world: world, provider: provider))
                    }
                },
            ], onset: LabCountry.onset, earliestEnd: LabCountry.onset + 60, latestEnd: 900, aftermath: 480,
            lift: { world in
                for provider in block.providers { try NamespaceCensor(world: world, provider: provider).lift() }
            },
            during: { await block.checks(during: $0, onset: $1) }, after: { await block.checks(after: $0, end: $1) },
            delays: { sessions, seen, onset, end in
                let mine = sessions.filter { $0.country == "PK" && $0.platform == LabCountry.platform.text }
                return [
                    block.verdict == "slow"
                        ? LabDelays.slowness(of: LabCountry.platform.text, seen: seen, onset: onset)
                        : LabDelays.confirmation(of: LabCountry.platform.text, in: mine, seen: seen, onset: onset),
                    LabDelays.restoration(seen: seen, end: end),
                ]
            })
    }

    private func checks(during reader: ObservatoryReader, onset: Timestamp) async -> [ScenarioCheck] {
        let claims = await reader.newest().filter { $0.status != "retracted" }
        let checks = [
            ScenarioCheck("one incident, in PK alone", claims.map(\.cc) == ["PK"], found: "\(claims.map(\.incident))")
        ]
        guard let claim = claims.first(where: { $0.cc == "PK" }) else { return checks }
        let page = ReadablePage(html: await reader.text("/incidents/\(claim.incident)") ?? "")
        return checks + [
            ScenarioCheck("its status is confirmed", claim.status == "confirmed", found: claim.status),
            ScenarioCheck("its verdict is \(verdict)", claim.verdict == verdict, found: claim.verdict),
            ScenarioCheck(
                "its mechanism is \(mechanism)",
                claim.mechanism.contains(mechanism) && Set(claim.mechanism).subtracting(mayShow) == [mechanism],
                found: "\(claim.mechanism)"),
            ScenarioCheck("its scope is \(scope)", claim.scope == scope, found: claim.scope),
            .same(
                "it names the networks that do it and no other", Set(claim.asns.map(\.asn)), Set(providers.map(\.asn))),
            ScenarioCheck(
                "its onset is within its interval", claim.holds(onset: onset),
                found: "\(claim.onsetLow) to \(claim.onsetHigh) for \(onset)"),
            ScenarioCheck(
                "its page says the mechanism", page.text.contains(mechanism), found: String(page.text.prefix(400))),
        ]
    }

    private func checks(after reader: ObservatoryReader, end: Timestamp) async -> [ScenarioCheck] {
        let claims = await reader.newest()
        let told = claims.first { $0.status == "restored" }?.end.flatMap { Timestamp($0) }
        let off = told.map { abs($0.milliseconds - end.milliseconds) } ?? .max
        let wrong = await reader.cells(in: "PK").filter { $0.asn != nil && $0.verdict != "ok" }
        return [
            ScenarioCheck(
                "it is restored, and nothing else is claimed", claims.map(\.status) == ["restored"],
                found: "\(claims.map { "\($0.incident) \($0.status)" })"),
            ScenarioCheck(
                "its end is told to three minutes", off <= 180_000, found: "\(told?.description ?? "none") for \(end)"),
            ScenarioCheck(
                "every cell of the API is ok", wrong.isEmpty, found: "\(wrong.map { "\($0.asn ?? 0): \($0.verdict)" })"),
        ]
    }
}
