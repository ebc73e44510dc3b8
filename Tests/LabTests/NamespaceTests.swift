import Foundation
import NIOCore
import NIOPosix
import NetworkLab
import ObservatoryModel
import Probing
import Testing
import WireFormats

/// The steps by which the probe sees a censor of the namespace lab.
struct NamespaceMechanism: Sendable {
    var stage: Stage
    /// `nil` for a step that worked and was refused all the same.
    var failure: String?
    var sibling: Outcome = .ok
    var check: @Sendable (Session) -> Bool = { _ in true }

    private static let byName: @Sendable (Session) -> Bool = {
        $0.contrast(.neutralSNI) == .ok && $0.contrast(.targetSNIElsewhere) == .failed
    }
    private static let byAddress: @Sendable (Session) -> Bool = {
        $0.contrast(.neutralSNI) == .failed && $0.contrast(.targetSNIElsewhere) == .ok
    }

    /// For each block of the lab that fails a session.
    static let all: [String: NamespaceMechanism] = [
        "tls.reset.sni": .init(stage: .tls, failure: "connection_reset", check: byName),
        "tls.timeout.sni": .init(stage: .tls, failure: "generic_timeout_error", check: byName),
        "tls.reset.other": .init(stage: .tls, failure: "connection_reset", check: byAddress),
        "tls.timeout.other": .init(stage: .tls, failure: "generic_timeout_error", check: byAddress),
        "tls.mitm.self_signed": .init(
            stage: .tls, failure: "ssl_unknown_authority",
            check: { $0.chainIsFromImpostor(issuer: "CN=platform.lab", length: 1) }),
        "tls.mitm.ca_signed": .init(
            stage: .tls, failure: "ssl_unknown_authority",
            check: { $0.chainIsFromImpostor(issuer: "CN=Somebody Else's Authority", length: 2) }),
        "tcp.refused": .init(stage: .tcp, failure: "connection_refused", check: byAddress),
        "tcp.timeout": .init(stage: .tcp, failure: "generic_timeout_error"),
        "ip.unreachable": .init(stage: .tcp, failure: "host_unreachable"),
        "ip.prefix_null_route": .init(stage: .tcp, failure: "generic_timeout_error", sibling: .failed),
        "dns.nxdomain": .init(
            stage: .dns, failure: "dns_nxdomain_error",
            check: { $0.resolvers(failing: "dns_nxdomain_error") == [.isp] }),
        "dns.refused": .init(
            stage: .dns, failure: "dns_refused_error", check: { $0.resolvers(failing: "dns_refused_error") == [.isp] }),
        "dns.timeout": .init(
            stage: .dns, failure: "generic_timeout_error",
            check: { $0.resolvers(failing: "generic_timeout_error") == [.isp, .publicUDP] }),
        "dns.injection.bogon": .init(
            stage: .dns, failure: "dns_bogon_error", check: { $0.failures(.tls) == ["ok"] }),
        "dns.injection.other": .init(
            stage: .tls, failure: "ssl_invalid_hostname",
            check: { $0.failures(.tls) == ["ssl_invalid_hostname", "ok"] }),
        "dns.injection.blockpage": .init(
            stage: .http, failure: nil,
            check: { session in
                session.steps.filter { $0.stage == .http }.map(\.fingerprint) == ["lab.block-page", nil]
            }),
        "http.blockpage": .init(
            stage: .http, failure: nil,
            check: { $0.steps.contains { $0.stage == .http && $0.fingerprint == "lab.block-page" } }),
        "http.redirect": .init(
            stage: .http, failure: nil,
            check: { $0.steps.contains { $0.stage == .http && $0.location == "http://blocked.example/" } }),
        "http.reset.host": .init(
            stage: .http, failure: "connection_reset", check: { $0.contrast(.neutralHost) == .ok }),
        "http.timeout": .init(
            stage: .http, failure: "generic_timeout_error", check: { $0.contrast(.neutralHost) == .ok }),
    ]
}

@Suite(.serialized, .enabled(if: capabilities.has(.namespaces) || isCI, "namespaces need root on Linux"))
struct NamespaceTests {
    static let provider = NamespaceHomes.providers[0]

    @Test(.enabled(if: isCI, "only where everything has to be there"))
    func `nothing of the lab is skipped where everything has to be there`() {
        #expect(capabilities.missing.isEmpty, "skipped: \(capabilities.missing.map(\.rawValue).sorted())")
    }

    @Test func `a censor made of real tools is seen by its steps, and becomes a claim with mechanism and scope`()
        async throws
    {
        try await NamespaceHomes.with([Self.provider]) { homes in
            let censor = homes.censor(Self.provider)
            var quiet: [Bool: Session] = [:]
            for isSecure in [true, false] {
                let session = try await homes.measure(Self.provider, secure: isSecure)
                #expect(session.outcome == .ok, "\(session)")
                quiet[isSecure] = session.onPublicAddresses
            }
            for block in BlockScenario.all where block.verdict == "blocked" {
                let mechanism = try #require(NamespaceMechanism.all[block.mechanism], "\(block.mechanism)")
                let missing = block.needs.filter { !capabilities.has($0) }
                guard missing.isEmpty else {
                    print("skipped \(block.mechanism): no \(missing.map(\.rawValue).joined(separator: ", "))")
                    continue
                }
                try block.apply(censor)
                try await Task.sleep(for: .milliseconds(300))
                var during = try await homes.measure(Self.provider, secure: block.isSecure)
                // An ICMP error that meets a socket while the kernel holds it is only remembered (tcp_v4_err), and the
                // connection then times out: rare, and no fault of the censor or the probe. Looked at again.
                for _ in 0..<2 where !during.shows(mechanism.stage, mechanism.failure) {
                    during = try await homes.measure(Self.provider, secure: block.isSecure)
                }
                let steps = during.steps.map { "\($0.stage) \($0.failure?.text ?? "ok")" }
                #expect(during.outcome == .failed, "\(block.mechanism): \(steps)")
                #expect(during.shows(mechanism.stage, mechanism.failure), "\(block.mechanism): \(steps)")
                #expect(during.controlOutcomes == [.ok, .ok, mechanism.sibling], "\(block.mechanism)")
                #expect(mechanism.check(during), "\(block.mechanism): \(during)")
                if let calm = quiet[block.isSecure] {
                    let revisions = `What the probe records of a censor`.revisions(
                        quiet: calm, censored: during.onPublicAddresses)
                    try `What the probe records of a censor`.check(
                        revisions, mechanism: block.mechanism, note: "steps \(steps)")
                }
                try censor.lift()
                try await Task.sleep(for: .milliseconds(300))
                let after = try await homes.measure(Self.provider, secure: block.isSecure)
                #expect(after.outcome == .ok, "after \(block.mechanism): \(after)")
            }
        }
    }

    @Test func `what fails no session is seen in its steps all the same`() async throws {
        try await NamespaceHomes.with([Self.provider]) { homes in
            let censor = homes.censor(Self.provider)
            if capabilities.has(.filter) {
                try censor.dropQUIC()
                let session = try await homes.measure(Self.provider)
                #expect(session.outcome == .ok && session.failures(.quic) == ["generic_timeout_error"], "\(session)")
                #expect(session.contrast(.neutralUDP443) == .failed)
                try censor.lift()
            } else {
                print("skipped quic.timeout: no \(LabCapabilities.Part.filter.rawValue)")
            }
            guard capabilities.has(.copies), capabilities.has(.names) else {
                return print("skipped dns.injection on path: no \(LabCapabilities.Part.copies.rawValue)")
            }
            try censor.race()
            // The forger has to be up.
            try await Task.sleep(for: .seconds(1))
            let session = try await homes.measure(Self.provider)
            #expect(
                session.steps.contains { step in
                    step.resolver == .publicUDP
                        && Set(step.answers.flatMap(\.addresses)) == [
                            NamespaceWorld.bogon, LabCountry.platformHost.address,
                        ]
                }, "\(session.steps)")
            try censor.lift()
        }
    }

    @Test func `a throttle by name and a slow line are told apart by the control`() async throws {
        guard capabilities.has(.marks), capabilities.has(.shaping), capabilities.has(.filter) else {
            print("skipped tls.throttle.sni: this machine has no marks or no token buckets")
            return
        }
        try await NamespaceHomes.with([Self.provider]) { homes in
            let censor = homes.censor(Self.provider)
            func ratio(_ session: Session) throws -> (platform: Double, control: Double) {
                (
                    try #require(session.transfer?.kilobitsPerSecond),
                    try #require(session.controls.compactMap(\.transfer).first?.kilobitsPerSecond)
                )
            }
            try censor.throttleName("platform.lab", kilobits: 400)
            let throttled = try ratio(try await homes.measure(Self.provider, transfer: true))
            #expect(throttled.platform < 900 && throttled.control > 5 * throttled.platform, "\(throttled) kbit/s")
            try censor.lift()
            try censor.slowLine(kilobits: 1500)
            let slow = try ratio(try await homes.measure(Self.provider, transfer: true))
            #expect((0.5...2).contains(slow.platform / slow.control), "\(slow) kbit/s")
        }
    }

    @Test func `nothing is left behind`() async throws {
        var name = ""
        try await NamespaceHomes.with([Self.provider]) { homes in
            let there = try LabShell().run(["ip", "netns", "list"])
            name = homes.world.world
            #expect(there.contains(name))
        }
        let left = try LabShell().run(["ip", "netns", "list"])
        #expect(!left.contains(name.dropLast("world".count)), "\(left)")
    }

    @Test func `nothing is left behind when the lab is killed`() async throws {
        let result = try #require(
            await #expect(processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]) {
                let folder = NSTemporaryDirectory() + "parallax-lab-" + UUID().uuidString
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                let world = NamespaceWorld(
                    providers: [NamespaceTests.provider], hosts: NamespaceHomes.hosts, folder: folder)
                try world.startWarden()
                try world.build()
                let names = try LabShell().run(["ip", "netns", "list"]).split(separator: "\n")
                    .filter { $0.hasPrefix("parallax-\(getpid())x") }
                try FileHandle.standardOutput.write(
                    contentsOf: Data("\nlab \(getpid()) \(names.count) \(folder)\n".utf8))
                kill(getpid(), SIGKILL)
            })
        let output = String(decoding: result.standardOutputContent, as: UTF8.self)
        let words = try #require(output.split(separator: "\n").first { $0.hasPrefix("lab ") }, "\(output)")
            .split(separator: " ")
        #expect(words[2] == "3", "world, router and home were there: \(words)")
        var left = ""
        for _ in 0..<300 {
            left = try LabShell().run(["ip", "netns", "list"])
            if !left.contains("parallax-\(words[1])x") && !FileManager.default.fileExists(atPath: String(words[3])) {
                return
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("after half a minute there still was: \(left)")
    }
}

extension Session {
    /// Whether a step of the stage failed in the given way; `nil` is a step that worked.
    fileprivate func shows(_ stage: Stage, _ failure: String?) -> Bool {
        steps.contains { $0.stage == stage && $0.failure?.text == failure }
    }
}
