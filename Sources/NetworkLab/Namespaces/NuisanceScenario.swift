import ObservatoryModel

/// What looks like a block in a network and is none: the observatory must not say that it is one.
package struct NuisanceScenario: Sendable {
    /// What may be claimed of it.
    package enum Allowed: Sendable {
        case nothing
        /// Nothing but that these networks are dark.
        case dark([LabProvider])
        /// That the platform is down, and of a country a suspicion at most.
        case platformDown
    }

    package var name: String
    package var about: String
    package var needs: [LabCapabilities.Part] = []
    package var allowed: Allowed
    package var untrusting: [LabProvider] = []
    package var apply: @Sendable (NamespaceWorld) throws -> Void
    package var lift: @Sendable (NamespaceWorld) throws -> Void

    private static func onOne(
        _ name: String, _ about: String, needs: [LabCapabilities.Part], allowed: Allowed, _ provider: LabProvider,
        apply: @escaping @Sendable (NamespaceCensor) throws -> Void
    ) -> NuisanceScenario {
        NuisanceScenario(
            name: name, about: "\(about) on \(provider.name)", needs: needs, allowed: allowed,
            apply: { try apply(NamespaceCensor(world: $0, provider: provider)) },
            lift: { try NamespaceCensor(world: $0, provider: provider).lift() })
    }

    package static let all = [
        onOne(
            "brown-out", "a quarter of all packets is lost", needs: [.chance], allowed: .dark([LabCountry.fixedOne]),
            LabCountry.fixedOne
        ) { try $0.losePackets(share: 0.25) },
        onOne(
            "captive-portal", "a sign-in page answers for everything", needs: [.redirection],
            allowed: .dark([LabCountry.fixedTwo]), LabCountry.fixedTwo
        ) { try $0.captivePortal() },
        onOne(
            "provider-off", "the line to the homes is cut", needs: [], allowed: .dark([LabCountry.mobileOne]),
            LabCountry.mobileOne
        ) { try $0.switchOff() },
        NuisanceScenario(
            name: "platform-down", about: "the platform answers nobody anywhere", needs: [.filter],
            allowed: .platformDown, apply: { try $0.silence(LabCountry.platformHost.address) },
            lift: { try $0.endSilence() }),
        NuisanceScenario(
            name: "collector-down", about: "the collector cannot be reached by any probe for five minutes",
            needs: [.filter], allowed: .nothing, apply: { try $0.silence(NamespaceWorld.collector) },
            lift: { try $0.endSilence() }),
        NuisanceScenario(
            name: "broken-probe", about: "the probes on mobile-one trust no certificate", allowed: .nothing,
            untrusting: [LabCountry.mobileOne], apply: { _ in }, lift: { _ in }),
    ]

    /// How long it lasts, in seconds.
    private static let duration = 300

    /// As the lab plays it.
    package var scenario: LabScenario {
        let nuisance = self
        let end = LabCountry.onset + Self.duration
        return LabScenario(
            name: name, about: about, needs: [.namespaces, .names, .web] + needs, providers: LabCountry.providers,
            hosts: LabCountry.hosts, probes: { LabCountry.probes(in: $0, usual: $1) },
            untrusting: Set(untrusting.map(\.index)), targetFile: LabCountry.targetFile(isSecure: true),
            turns: [
                LabScenario.Turn(seconds: 0, text: "quiet") { _ in },
                LabScenario.Turn(seconds: LabCountry.onset, text: about, apply: apply),
            ], onset: LabCountry.onset, earliestEnd: end, latestEnd: end, aftermath: 180, lift: lift,
            during: { reader, _ in await nuisance.checks(reader) },
            after: { reader, _ in await nuisance.checks(after: reader) },
            delays: { _, _, _, _ in [] })
    }

    private func checks(_ reader: ObservatoryReader) async -> [ScenarioCheck] {
        let claims = await reader.newest().filter { $0.status != "retracted" }
        let found = "\(claims.map { "\($0.cc) \($0.status) \($0.verdict) \($0.networks.sorted()) \($0.mechanism)" })"
        let cells = await reader.cells(in: "PK")
        let votes = cells.first { $0.asn == nil }?.sample.votes ?? 0
        var checks: [ScenarioCheck] = []
        switch allowed {
        case .nothing: checks.append(ScenarioCheck("nothing is claimed", claims.isEmpty, found: found))
        case .dark(let providers):
            let numbers = Set(providers.map(\.asn))
            checks.append(
                ScenarioCheck(
                    "nothing is claimed, or that the network is dark",
                    claims.allSatisfy { $0.verdict == "dark" && $0.networks.isSubset(of: numbers) }, found: found))
        case .platformDown:
            checks += [
                ScenarioCheck(
                    "the platform is said to be down, and that is confirmed",
                    claims.contains { $0.verdict == "platformDown" && $0.cc == "ZZ" && $0.status == "confirmed" },
                    found: found),
                ScenarioCheck(
                    "no country is said to block it, beyond a suspicion",
                    claims.allSatisfy { $0.verdict == "platformDown" || $0.status == "suspected" }, found: found),
            ]
        }
        return checks + [ScenarioCheck("there was something to judge by", votes > 0, found: "\(votes) votes")]
    }

    /// What was sensed meanwhile has arrived, and no block was claimed after all.
    private func checks(after reader: ObservatoryReader) async -> [ScenarioCheck] {
        let claims = await reader.newest().filter { $0.verdict == "blocked" && $0.status != "retracted" }
        return [
            ScenarioCheck(
                "nothing is confirmed as a block afterwards either",
                claims.allSatisfy { $0.status == "suspected" }, found: "\(claims.map { "\($0.cc) \($0.status)" })")
        ]
    }
}
