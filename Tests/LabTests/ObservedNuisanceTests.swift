import NIOPosix
import NetworkLab
import ObservatoryModel
import Probing
import Testing
import WireFormats

/// What goes wrong on loopback without anybody's blocking, real probes in it, and the real observatory, which must not
/// call it a block.
@Suite struct `What the observatory says of a nuisance on loopback` {
    /// Lets half an hour pass in which some networks see a world with rules in it.
    ///
    /// - Parameter change: For single probes' environments.
    static func claims(
        rules: [CensorRule], in networks: Set<UInt32>, minutes: Int = 30,
        change: @escaping (LabCrew.Place, inout ProbeEnvironment) -> Void = { _, _ in }
    ) async throws -> [SaidRevision] {
        var claims: [SaidRevision] = []
        try await ObservedLab.with { observed in
            try await LoopbackWorld.with { free in
                try await LoopbackWorld.beside(rules: rules) { bound in
                    let crew = try observed.crew { place in
                        let lab = networks.contains(place.asn) ? bound.lab : free.lab
                        var environment = lab.environment(limits: LoopbackWorld.limits) { observed.clock.now }
                        change(place, &environment)
                        return LabCrew.View(environment: environment)
                    }
                    try await observed.pass(atMost: minutes, crew)
                    claims = await observed.claims()
                    // None of it may come from there being nothing to judge by.
                    let cells = await observed.observatory.reader.cells(in: "PK")
                    #expect(cells.contains { $0.asn == nil && $0.sample.votes > 0 })
                }
            }
        }
        return claims
    }

    static func texts(_ claims: [SaidRevision]) -> String {
        "\(claims.map { "\($0.cc) \($0.status) \($0.verdict) \($0.scope) \($0.mechanism)" })"
    }

    static let everywhere: Set<UInt32> = Set((LabCrew.home + LabCrew.abroad).map(\.asn))

    @Test func `a captive portal on one network is not a block, and no other claim`() async throws {
        let claims = try await Self.claims(rules: [.captivePortal], in: [64_512])
        #expect(claims.isEmpty, "\(Self.texts(claims))")
    }

    @Test func `a network whose controls fail with the platform is dark at most, never blocked`() async throws {
        let claims = try await Self.claims(rules: [.dnsCode(name: "lab", rcode: 2)], in: [64_513])
        #expect(claims.allSatisfy { $0.verdict == "dark" }, "\(Self.texts(claims))")
        #expect(claims.allSatisfy { $0.networks.isSubset(of: [64_513]) }, "\(Self.texts(claims))")
    }

    @Test func `a platform in trouble everywhere is down, and blocked nowhere`() async throws {
        let claims = try await Self.claims(
            rules: [.platformStatus(name: "platform.lab", status: 503)], in: Self.everywhere, minutes: 45)
        #expect(
            claims.contains { $0.verdict == "platformDown" && $0.cc == "ZZ" && $0.status == "confirmed" },
            "\(Self.texts(claims))")
        // A suspicion may stand in the country that has the most probes; it is never confirmed.
        #expect(
            claims.allSatisfy { $0.verdict == "platformDown" || $0.status == "suspected" }, "\(Self.texts(claims))")
    }

    @Test func `probes without trusted roots fail their controls too, and claim nothing`() async throws {
        let stranger = try LabCertificates()
        let claims = try await Self.claims(rules: [], in: []) { place, environment in
            if place.asn == 64_514 { environment.judge = stranger.judge }
        }
        #expect(claims.isEmpty, "\(Self.texts(claims))")
    }

    @Test func `clocks that are a quarter of an hour off change nothing`() async throws {
        let claims = try await Self.claims(rules: [], in: []) { place, environment in
            let now = environment.now
            switch place.asn {
            case 64_512: environment.now = { now() + .minutes(15) }
            case 64_513: environment.now = { now() + .minutes(-15) }
            default: break
            }
        }
        #expect(claims.isEmpty, "\(Self.texts(claims))")
    }

    @Test func `a collector that was out of reach for a quarter of an hour is no silence of the networks`() async throws
    {
        try await ObservedLab.with { observed in
            try await LoopbackWorld.with { free in
                let vacated = try await LabCollector()
                await vacated.stop()
                func crew(port: Int?) throws -> LabCrew {
                    try observed.crew { _ in
                        LabCrew.View(
                            environment: free.lab.environment(limits: LoopbackWorld.limits) { observed.clock.now },
                            collectorPort: port)
                    }
                }
                try await observed.pass(atMost: 15, try crew(port: vacated.port))
                let after = try crew(port: nil)
                try await observed.pass(atMost: 15, after)
                let claims = await observed.claims()
                #expect(claims.isEmpty, "\(Self.texts(claims))")
                // What was measured meanwhile has arrived with its own time.
                let cells = await observed.observatory.reader.cells(in: "PK")
                let votes = cells.first { $0.asn == nil }?.sample.votes ?? 0
                #expect(votes >= 2 * 13, "\(votes) votes of thirteen probes in half an hour")
            }
        }
    }
}
