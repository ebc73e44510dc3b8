import NIOPosix
import NetworkLab
import ObservatoryModel
import Probing
import Testing
import WireFormats

/// A censor on loopback, real probes behind it and beside it, and the real observatory.
@Suite struct `What the observatory says of a censor on loopback` {
    struct Censored: Sendable, CustomTestStringConvertible {
        var block: ObservedBlock
        var rules: [CensorRule]
        var secure = true

        var testDescription: String { "\(block.mechanism) \(block.scope)" }
    }

    static let national: Set<UInt32> = [64_512, 64_513, 64_514]

    @Test(arguments: [
        Censored(
            block: ObservedBlock(mechanism: "tls.reset.sni", scope: "national", networks: national),
            rules: [.nameReset(name: "platform.lab")]),
        Censored(
            block: ObservedBlock(mechanism: "dns.nxdomain", scope: "access", networks: [64_512, 64_513]),
            rules: [.dnsCode(name: "platform.lab", rcode: 3)]),
        Censored(
            block: ObservedBlock(mechanism: "tcp.refused", scope: "networks", networks: [64_512]),
            rules: [.connectionRefused(host: "platform.lab")]),
    ])
    func `holds verdict, mechanism and scope, and is withdrawn when it ends`(_ censored: Censored) async throws {
        try await ObservedLab.with { observed in
            try await LoopbackWorld.with { free in
                try await LoopbackWorld.beside(rules: censored.rules) { bound in
                    let crew = try observed.crew(secure: censored.secure) { place in
                        let lab = censored.block.networks.contains(place.asn) ? bound.lab : free.lab
                        return LabCrew.View(
                            environment: lab.environment(limits: LoopbackWorld.limits) { observed.clock.now })
                    }
                    try await censored.block.check(in: observed, crew: crew) { try await bound.lab.enforce([]) }
                }
            }
        }
    }
}
