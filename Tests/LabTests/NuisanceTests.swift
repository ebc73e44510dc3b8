import NetworkLab
import ObservatoryModel
import Probing
import Testing
import WireFormats

/// What looks like a block and is none: the record must hold what tells it apart.
@Suite struct `A nuisance in the lab` {
    @Test func `such as a captive portal fails every control, so that no vote counts`() async throws {
        try await LoopbackWorld.with(rules: [.captivePortal]) { world in
            let session = await world.session()
            #expect(session.outcome == .failed)
            #expect(session.failures(.tls).first == "ssl_unknown_authority")
            #expect(session.controlOutcomes == [.failed, .failed, .failed])
        }
    }

    @Test func `such as a line without names fails platform and controls alike`() async throws {
        try await LoopbackWorld.with(rules: [.dnsSilence(name: "lab")]) { world in
            let session = await world.session()
            #expect(session.outcome == .failed)
            #expect(session.controls.map { $0.failure?.text } == Array(repeating: "generic_timeout_error", count: 3))
        }
    }

    @Test func `such as a slow line slows platform and control by the same factor`() async throws {
        try await LoopbackWorld.with(rules: [.slowLine(bytesPerSecond: 100_000)]) { world in
            let session = await world.session(transfer: true)
            #expect(session.outcome == .ok)
            let platform = try #require(session.transfer?.kilobitsPerSecond)
            let control = try #require(session.controls.compactMap(\.transfer).first?.kilobitsPerSecond)
            #expect((0.6...1.7).contains(platform / control), "platform \(platform), control \(control) kbit/s")
        }
    }

    @Test func `such as a platform in trouble fails with its own status and valid TLS`() async throws {
        try await LoopbackWorld.with(rules: [.platformStatus(name: "platform.lab", status: 503)]) { world in
            let session = await world.session()
            #expect(session.outcome == .failed)
            #expect(session.steps.first { $0.stage == .http }?.status == 503)
            #expect(session.steps.first { $0.stage == .tls }?.valid == true)
            #expect(session.controlOutcomes == [.ok, .ok, .ok])
        }
    }

    @Test func `such as a block of the hosting fails the sibling, and the neutral hosts live`() async throws {
        let rules: [CensorRule] = [
            .connectionDropped(host: "platform.lab"), .connectionDropped(host: "sibling.lab"),
        ]
        try await LoopbackWorld.with(rules: rules) { world in
            let session = await world.session()
            #expect(session.outcome == .failed)
            #expect(session.controlOutcomes == [.ok, .ok, .failed])
        }
    }

    @Test func `such as a clock that is 15 minutes off changes nothing but the time stamp`() async throws {
        try await LoopbackWorld.with { world in
            let now = Int64(RealTime.seconds()) * 1000
            let session = await world.session { environment in
                environment.now = { Timestamp(milliseconds: now + 15 * 60_000) }
            }
            #expect(session.outcome == .ok)
            #expect(session.at == Timestamp(milliseconds: now + 15 * 60_000))
        }
    }

    @Test func `such as a probe without trusted roots fails the controls as well`() async throws {
        try await LoopbackWorld.with { world in
            let other = try LabCertificates()
            let session = await world.session { environment in
                environment.judge = other.judge
            }
            #expect(session.failures(.tls) == ["ssl_unknown_authority"])
            #expect(session.controlOutcomes == [.failed, .failed, .failed])
        }
    }

    @Test func `such as an absent IPv6 is no failure, even when the platform has an address`() async throws {
        try await LoopbackWorld.with { world in
            let session = await world.session { environment in environment.hasIPv6 = false }
            #expect(session.outcome == .ok)
            #expect(session.steps.allSatisfy { $0.family != 6 })
        }
    }

    @Test func `such as everything dropped ends within the session's limit`() async throws {
        let names = ["platform.lab", "sibling.lab", "neutral-one.lab", "neutral-two.lab", "doh.lab"]
        try await LoopbackWorld.with(rules: names.map { .connectionDropped(host: $0) } + [.quicDropped]) { world in
            let clock = ContinuousClock()
            var session: Session?
            let took = await clock.measure {
                session = await world.session(contrasts: Contrast.Name.allCases, transfer: true)
            }
            #expect(session?.outcome == .failed)
            // DNS, TCP, one more TCP for evidence and the contrasts, one after the other, at the limits of the lab.
            #expect(took < .seconds(20), "took \(took)")
        }
    }
}
