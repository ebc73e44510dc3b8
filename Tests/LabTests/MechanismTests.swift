import NetworkLab
import ObservatoryModel
import Probing
import Testing
import WireFormats

/// One censor and the steps by which the probe sees it.
struct Mechanism: Sendable, CustomTestStringConvertible {
    /// The path of OONI's taxonomy that the steps lead to.
    var path: String
    var rules: [CensorRule]
    var secure = true
    /// The stage and the failure that the record must hold; a failure of `nil` is a step that worked but was refused.
    var stage: Stage
    var failure: String?
    /// What the sibling says; the neutral hosts work in any case.
    var sibling: Outcome = .ok
    /// Further things to hold.
    var check: @Sendable (Session) -> Bool = { _ in true }

    var testDescription: String { path }

    static let all: [Mechanism] = [
        Mechanism(
            path: "dns.nxdomain", rules: [.dnsCode(name: "platform.lab", rcode: 3)], stage: .dns,
            failure: "dns_nxdomain_error", check: { $0.resolvers(failing: "dns_nxdomain_error") == [.isp] }),
        Mechanism(
            path: "dns.refused", rules: [.dnsCode(name: "platform.lab", rcode: 5)], stage: .dns,
            failure: "dns_refused_error"),
        Mechanism(
            path: "dns.servfail", rules: [.dnsCode(name: "platform.lab", rcode: 2)], stage: .dns,
            failure: "dns_servfail_error"),
        Mechanism(
            path: "dns.timeout", rules: [.dnsSilence(name: "platform.lab")], stage: .dns,
            failure: "generic_timeout_error"),
        Mechanism(
            path: "dns.injection.bogon", rules: [.dnsLie(name: "platform.lab", address: LoopbackLab.bogon)],
            stage: .dns,
            failure: "dns_bogon_error"),
        Mechanism(
            path: "dns.injection.other",
            rules: [.dnsLie(name: "platform.lab", address: LoopbackLab.blockPageHost.address)], stage: .tls,
            failure: "ssl_invalid_hostname",
            // TLS to the address that DoH gives is fine, so it is the answer that lies.
            check: { $0.failures(.tls) == ["ssl_invalid_hostname", "ok"] }),
        Mechanism(
            path: "dns.injection on path", rules: [.dnsRace(name: "platform.lab", address: LoopbackLab.bogon)],
            stage: .dns, failure: "dns_bogon_error",
            check: { session in
                session.steps.filter { $0.stage == .dns && $0.resolver != .doh }.allSatisfy {
                    $0.answers.map(\.addresses) == [[LoopbackLab.bogon.description], ["127.66.1.1"]]
                }
            }),
        Mechanism(
            path: "dns.injection.blockpage",
            rules: [.dnsRace(name: "platform.lab", address: LoopbackLab.blockPageHost.address)], secure: false,
            stage: .http, failure: nil,
            check: { $0.steps.contains { $0.stage == .http && $0.fingerprint == "lab.block-page" } }),
        Mechanism(
            path: "dns.injection.blockpage",
            rules: [.dnsLie(name: "platform.lab", address: LoopbackLab.blockPageHost.address)], secure: false,
            stage: .http, failure: nil,
            // Plain HTTP to the address that DoH gives is fine, so it is the answer that lies.
            check: { session in
                session.steps.filter { $0.stage == .http }.map(\.fingerprint) == ["lab.block-page", nil]
            }),
        Mechanism(
            path: "ip.prefix_null_route",
            rules: [.connectionDropped(host: "platform.lab"), .connectionDropped(host: "sibling.lab")], stage: .tcp,
            failure: "generic_timeout_error", sibling: .failed),
        Mechanism(
            path: "tcp.refused", rules: [.connectionRefused(host: "platform.lab")], stage: .tcp,
            failure: "connection_refused"),
        Mechanism(
            path: "tcp.timeout", rules: [.connectionDropped(host: "platform.lab")], stage: .tcp,
            failure: "generic_timeout_error"),
        Mechanism(
            path: "tls.reset.sni", rules: [.nameReset(name: "platform.lab")], stage: .tls, failure: "connection_reset",
            check: { $0.contrast(.neutralSNI) == .ok && $0.contrast(.targetSNIElsewhere) == .failed }),
        Mechanism(
            path: "tls.reset.other", rules: [.handshakeReset(host: "platform.lab")], stage: .tls,
            failure: "connection_reset",
            check: { $0.contrast(.neutralSNI) == .failed && $0.contrast(.targetSNIElsewhere) == .ok }),
        Mechanism(
            path: "tls.timeout.other", rules: [.handshakeDropped(host: "platform.lab")], stage: .tls,
            failure: "generic_timeout_error",
            check: { $0.contrast(.neutralSNI) == .failed && $0.contrast(.targetSNIElsewhere) == .ok }),
        Mechanism(
            path: "tls.timeout.sni", rules: [.nameDropped(name: "platform.lab")], stage: .tls,
            failure: "generic_timeout_error",
            check: { $0.contrast(.neutralSNI) == .ok && $0.contrast(.targetSNIElsewhere) == .failed }),
        Mechanism(
            path: "tls.mitm.self_signed", rules: [.impostor(name: "platform.lab", selfSigned: true)], stage: .tls,
            failure: "ssl_unknown_authority",
            check: { $0.chainIsFromImpostor(issuer: "CN=platform.lab", length: 1) }),
        Mechanism(
            path: "tls.mitm.ca_signed", rules: [.impostor(name: "platform.lab", selfSigned: false)], stage: .tls,
            failure: "ssl_unknown_authority",
            check: { $0.chainIsFromImpostor(issuer: "CN=Somebody Else's Authority", length: 2) }),
        Mechanism(
            path: "http.blockpage", rules: [.blockPage(name: "platform.lab")], secure: false, stage: .http,
            failure: nil,
            check: { $0.steps.contains { $0.stage == .http && $0.fingerprint == "lab.block-page" } }),
        Mechanism(
            path: "http.redirect", rules: [.redirect(name: "platform.lab", to: "http://blocked.lab/")], secure: false,
            stage: .http, failure: nil,
            check: { $0.steps.contains { $0.stage == .http && $0.location == "http://blocked.lab/" } }),
        Mechanism(
            path: "http.reset.host", rules: [.hostReset(name: "platform.lab")], secure: false, stage: .http,
            failure: "connection_reset", check: { $0.contrast(.neutralHost) == .ok }),
        Mechanism(
            path: "http.timeout", rules: [.hostDropped(name: "platform.lab")], secure: false, stage: .http,
            failure: "generic_timeout_error", check: { $0.contrast(.neutralHost) == .ok }),
        Mechanism(
            path: "http.error", rules: [.platformStatus(name: "platform.lab", status: 503)], stage: .http, failure: nil,
            check: { $0.steps.contains { $0.stage == .http && $0.status == 503 } }),
        Mechanism(
            path: "http.geofence", rules: [.platformStatus(name: "platform.lab", status: 451)], stage: .http,
            failure: nil, check: { $0.steps.contains { $0.stage == .http && $0.status == 451 } }),
    ]
}

@Suite struct `A censor in the lab` {
    @Test(arguments: Mechanism.all)
    func `is seen by the steps of its mechanism, while the controls work`(_ mechanism: Mechanism) async throws {
        try await LoopbackWorld.with(rules: mechanism.rules) { world in
            let session = await world.session(
                secure: mechanism.secure, contrasts: [.neutralSNI, .targetSNIElsewhere, .neutralHost])
            #expect(session.outcome == .failed)
            #expect(
                session.steps.contains { $0.stage == mechanism.stage && $0.failure?.text == mechanism.failure },
                "steps \(session.steps.map { "\($0.stage) \($0.failure?.text ?? "ok")" })")
            #expect(mechanism.check(session), "\(session)")
            #expect(session.controlOutcomes == [.ok, .ok, mechanism.sibling])
        }
    }

    @Test func `that drops QUIC by name leaves negotiation alone and TCP working`() async throws {
        try await LoopbackWorld.with(rules: [.quicNameDropped(name: "platform.lab")]) { world in
            let session = await world.session(contrasts: [.neutralUDP443])
            #expect(session.failures(.quic) == ["ok", "generic_timeout_error"])
            #expect(session.outcome == .ok)
            #expect(session.contrast(.neutralUDP443) == .ok)
        }
    }

    @Test func `that drops all of UDP 443 fails the negotiation, and no name is tried`() async throws {
        try await LoopbackWorld.with(rules: [.quicDropped]) { world in
            let session = await world.session(contrasts: [.neutralUDP443])
            #expect(session.failures(.quic) == ["generic_timeout_error"])
            #expect(session.outcome == .ok)
            #expect(session.contrast(.neutralUDP443) == .failed)
        }
    }

    @Test func `that throttles by name fails no vote, and shows in the ratio to the control`() async throws {
        try await LoopbackWorld.with(rules: [.throttle(name: "platform.lab", bytesPerSecond: 60_000)]) { world in
            let session = await world.session(transfer: true)
            #expect(session.outcome == .ok)
            let platform = try #require(session.transfer?.kilobitsPerSecond)
            let control = try #require(session.controls.compactMap(\.transfer).first?.kilobitsPerSecond)
            // The transfer is cut at its limit of 1.5 s and gives the bytes it got, about 90 kB.
            #expect((300...650).contains(platform), "\(platform) kbit/s")
            #expect(control / platform > 8, "control \(control) kbit/s")
            #expect(session.failures(.transfer) == ["ok"])
        }
    }

    @Test func `that is gone leaves a session in which every step works`() async throws {
        try await LoopbackWorld.with { world in
            let session = await world.session(contrasts: Contrast.Name.allCases, transfer: true)
            #expect(session.outcome == .ok)
            #expect(session.steps.map(\.stage) == [.dns, .dns, .dns, .tcp, .tls, .http, .quic, .quic, .transfer])
            #expect(session.steps.allSatisfy { $0.failure == nil }, "\(session.steps)")
            #expect(session.steps.first { $0.stage == .tls }?.valid == true)
            #expect(session.steps.first { $0.stage == .tls }?.chain.count == 1)
            #expect(session.transfer?.bytes == 600_000)
            #expect(session.contrasts.allSatisfy { $0.outcome == .ok })
            // The paced transfer needs an object of more than 1 MB, which the lab's platform does not have.
            #expect(session.contrasts.map(\.name) == Contrast.Name.allCases.filter { $0 != .pacedTransfer })
        }
    }

    @Test func `that starts and stops is seen to start and stop`() async throws {
        try await LoopbackWorld.with { world in
            #expect(await world.session().outcome == .ok)
            for rules: [CensorRule] in [
                [.connectionRefused(host: "platform.lab")], [.connectionDropped(host: "platform.lab")],
                [.nameReset(name: "platform.lab")],
            ] {
                try await world.lab.enforce(rules)
                #expect(await world.session().outcome == .failed)
                try await world.lab.enforce([])
                #expect(await world.session().outcome == .ok)
            }
        }
    }
}

extension Session {
    func contrast(_ name: Contrast.Name) -> Outcome? { contrasts.first { $0.name == name }?.outcome }

    func resolvers(failing failure: String) -> [ResolverKind] {
        steps.filter { $0.failure?.text == failure }.compactMap(\.resolver)
    }

    func chainIsFromImpostor(issuer: String, length: Int) -> Bool {
        steps.contains { $0.stage == .tls && $0.valid == false && $0.issuer == issuer && $0.chain.count == length }
    }
}
