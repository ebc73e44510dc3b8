import NIOCore
import NIOPosix
import NetworkLab
import ObservatoryModel
import Probing
import Testing
import WireFormats

/// A censor made of real tools, real probes in the homes behind it, and the real observatory.
@Suite(.enabled(if: capabilities.has(.namespaces) || isCI, "namespaces need root on Linux"))
struct `What the observatory says of a censor in namespaces` {
    struct Censored: Sendable {
        var block: ObservedBlock
        var needs: Set<LabCapabilities.Part>
        var secure = true
        var apply: @Sendable (NamespaceCensor) throws -> Void
    }

    static let blocks = [
        Censored(
            block: ObservedBlock(mechanism: "tls.reset.sni", scope: "national", networks: [64_512, 64_513, 64_514]),
            needs: [.filter, .reject]
        ) { try $0.resetName("platform.lab") },
        Censored(
            block: ObservedBlock(mechanism: "dns.injection.bogon", scope: "networks", networks: [64_514]),
            needs: [.names]
        ) { try $0.lie(about: "platform.lab", answer: NamespaceWorld.bogon) },
        Censored(
            block: ObservedBlock(mechanism: "http.blockpage", scope: "networks", networks: [64_512]),
            needs: [.redirection, .web], secure: false
        ) { try $0.blockPage(NamespaceHomes.platform.address) },
        Censored(
            // On a busy machine some of the router's errors meet a socket while the kernel holds it (tcp_v4_err), are only
            // remembered, and the connection times out.
            block: ObservedBlock(
                mechanism: "ip.unreachable", scope: "access", networks: [64_512, 64_513], mayShow: ["tcp.timeout"]),
            needs: []
        ) { try $0.unreachable(NamespaceHomes.platform.address) },
    ]

    /// The crew with its homes in the world, and everything abroad on a loopback lab without a censor.
    static func crew(
        _ observed: ObservedLab, _ homes: NamespaceHomes, abroad: LoopbackWorld, secure: Bool = true,
        change: (inout ProbeEnvironment) -> Void = { _ in }
    ) throws -> LabCrew {
        var views: [UInt32: LabCrew.View] = [:]
        for provider in NamespaceHomes.providers {
            views[provider.asn] = try homes.view(provider) { observed.clock.now }
        }
        return try observed.crew(secure: secure) { place in
            var view =
                views[place.asn]
                ?? LabCrew.View(
                    environment: abroad.lab.environment(limits: LoopbackWorld.limits) { observed.clock.now })
            change(&view.environment)
            return view
        }
    }

    @Test func `holds verdict, mechanism and scope, and is withdrawn when it ends`() async throws {
        try await NamespaceHomes.with(NamespaceHomes.providers) { homes in
            try await LoopbackWorld.with { abroad in
                for censored in Self.blocks {
                    let missing = censored.needs.filter { !capabilities.has($0) }
                    guard missing.isEmpty else {
                        print("skipped \(censored.block.mechanism): no \(missing.map(\.rawValue))")
                        continue
                    }
                    try await ObservedLab.with { observed in
                        let crew = try Self.crew(observed, homes, abroad: abroad, secure: censored.secure)
                        let censors = NamespaceHomes.providers.filter { censored.block.networks.contains($0.asn) }
                            .map { homes.censor($0) }
                        for censor in censors { try censored.apply(censor) }
                        try await censored.block.check(in: observed, crew: crew) {
                            for censor in censors { try censor.lift() }
                        }
                    }
                }
            }
        }
    }

    @Test func `is no block when a provider loses packets, slows down, or is switched off`() async throws {
        try await NamespaceHomes.with(NamespaceHomes.providers) { homes in
            try await LoopbackWorld.with { abroad in
                let nuisances: [(String, LabProvider, @Sendable (NamespaceCensor) throws -> Void)] = [
                    ("loses packets", NamespaceHomes.providers[0], { try $0.losePackets(share: 0.25) }),
                    ("has a sign-in page", NamespaceHomes.providers[1], { try $0.captivePortal() }),
                    ("is switched off", NamespaceHomes.providers[2], { try $0.switchOff() }),
                ]
                for (name, provider, apply) in nuisances {
                    try await ObservedLab.with { observed in
                        let crew = try Self.crew(observed, homes, abroad: abroad) { environment in
                            environment.limits.dns = .milliseconds(700)
                            environment.limits.tcp = .seconds(1)
                        }
                        let censor = homes.censor(provider)
                        try apply(censor)
                        try await observed.pass(atMost: 30, crew)
                        let claims = await observed.claims()
                        let texts = claims.map { "\($0.status) \($0.verdict) \($0.networks)" }
                        #expect(claims.allSatisfy { $0.verdict == "dark" }, "\(name): \(texts)")
                        #expect(claims.allSatisfy { $0.networks == [provider.asn] }, "\(name): \(texts)")
                        try censor.lift()
                    }
                }
            }
        }
    }
}
