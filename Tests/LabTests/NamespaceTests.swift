import Foundation
import NIOCore
import NIOPosix
import NetworkLab
import ObservatoryModel
import Probing
import Testing
import WireFormats

/// One censor of the namespace lab and the steps by which the probe sees it.
struct NamespaceMechanism: Sendable, CustomTestStringConvertible {
    var path: String
    /// Without these this machine cannot show it.
    var needs: Set<LabCapabilities.Part>
    var apply: @Sendable (NamespaceCensor) throws -> Void
    var stage: Stage
    var failure: String
    var check: @Sendable (Session) -> Bool = { _ in true }

    var testDescription: String { path }

    static let platform = LabWebHost(name: "platform.lab", address: "11.1.0.10")

    static let all: [NamespaceMechanism] = [
        .init(
            path: "tls.reset.sni", needs: [.filter, .reject], apply: { try $0.resetName("platform.lab") }, stage: .tls,
            failure: "connection_reset",
            check: { $0.contrast(.neutralSNI) == .ok && $0.contrast(.targetSNIElsewhere) == .failed }),
        .init(
            path: "tls.timeout.sni", needs: [.filter], apply: { try $0.dropName("platform.lab") }, stage: .tls,
            failure: "generic_timeout_error",
            check: { $0.contrast(.neutralSNI) == .ok && $0.contrast(.targetSNIElsewhere) == .failed }),
        .init(
            path: "tcp.refused", needs: [.reject], apply: { try $0.refuse(platform.address) }, stage: .tcp,
            failure: "connection_refused",
            check: { $0.contrast(.neutralSNI) == .failed && $0.contrast(.targetSNIElsewhere) == .ok }),
        .init(
            path: "tcp.timeout", needs: [], apply: { try $0.blackhole(platform.address) }, stage: .tcp,
            failure: "generic_timeout_error"),
        .init(
            path: "ip.unreachable", needs: [], apply: { try $0.unreachable(platform.address) }, stage: .tcp,
            failure: "host_unreachable"),
        .init(
            path: "dns.nxdomain", needs: [.names], apply: { try $0.lie(about: "platform.lab", answer: nil) },
            stage: .dns, failure: "dns_nxdomain_error",
            check: { $0.resolvers(failing: "dns_nxdomain_error") == [.isp] }),
        .init(
            path: "dns.injection.bogon", needs: [.names],
            apply: { try $0.lie(about: "platform.lab", answer: NamespaceWorld.bogon) }, stage: .dns,
            failure: "dns_bogon_error", check: { $0.failures(.tls) == ["ok"] }),
        .init(
            path: "dns.injection on path", needs: [.names, .copies], apply: { try $0.race() }, stage: .dns,
            failure: "any",
            check: { session in
                session.steps.contains { step in
                    step.resolver == .publicUDP
                        && Set(step.answers.flatMap(\.addresses)) == [NamespaceWorld.bogon, platform.address]
                }
            }),
    ]
}

/// What this machine can show.
private let capabilities = LabCapabilities.probe()

@Suite(.serialized, .enabled(if: capabilities.has(.namespaces), "namespaces need root on Linux"))
struct NamespaceTests {
    static let hosts = [
        NamespaceMechanism.platform, LabWebHost(name: "sibling.lab", address: "11.1.0.11"),
        LabWebHost(name: "neutral-one.lab", address: "11.1.0.20"),
        LabWebHost(name: "neutral-two.lab", address: "11.1.0.21"),
    ]

    /// Builds a world with one provider, runs the body in its home, and removes everything.
    static func withHome(
        _ body: (NamespaceWorld, NamespaceCensor, (_ transfer: Bool) async -> Session) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "parallax-lab-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let provider = LabProvider(index: 1, name: "fixed-one", isMobile: false)
        let world = NamespaceWorld(providers: [provider], hosts: hosts, folder: folder)
        defer { world.tearDown() }
        try world.build()
        let group = try await NamespaceLoop.group(in: world.home(provider))
        let judge = try CertificateJudge(pem: String(contentsOfFile: "\(folder)/ca.pem", encoding: .utf8))
        let environment = ProbeEnvironment(
            networkResolvers: [.init(InternetAddress("11.2.1.1")!, port: 53)],
            publicResolver: .init(InternetAddress(NamespaceWorld.publicResolver)!, port: 53), doh: nil, hasIPv6: false,
            judge: judge, helper: .init(InternetAddress(NamespaceWorld.helper)!, port: 443),
            limits: LoopbackWorld.limits, neutralName: "neutral-one.lab",
            now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) },
            userAgent: "parallax-probe/lab")
        let runner = SessionRunner(
            environment: environment, vantage: VantagePoint(probe: "p-0", software: "parallax-probe/lab"), group: group)
        let target = MeasurementTarget(
            platform: LoopbackWorld.platform, urls: [MeasuredURL(host: "platform.lab")],
            object: .file(MeasuredURL(host: "platform.lab", path: "/object")),
            siblings: [MeasuredURL(host: "sibling.lab")])
        let plan = SessionPlan(
            target: target, url: target.urls[0],
            neutrals: ["neutral-one.lab", "neutral-two.lab"].map {
                NeutralHost(
                    url: MeasuredURL(host: $0), operatorName: $0,
                    object: .file(MeasuredURL(host: $0, path: "/object")))
            }, sibling: target.siblings[0], every: 600, contrasts: [.neutralSNI, .targetSNIElsewhere])
        // The servers take a moment to start.
        for _ in 0..<40 {
            if await runner.run(plan, id: "warm-up").outcome == .ok { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        do {
            try await body(world, NamespaceCensor(world: world, provider: provider)) { transfer in
                var plan = plan
                plan.transfer = transfer
                return await runner.run(plan, id: "s-1")
            }
        } catch {
            try await group.shutdownGracefully()
            throw error
        }
        try await group.shutdownGracefully()
    }

    @Test func `a censor made of real tools is seen by the steps of its mechanism`() async throws {
        try await Self.withHome { _, censor, measure in
            for mechanism in NamespaceMechanism.all {
                let missing = mechanism.needs.filter { !capabilities.has($0) }
                guard missing.isEmpty else {
                    print("skipped \(mechanism.path): no \(missing.map(\.rawValue).joined(separator: ", "))")
                    continue
                }
                let before = await measure(false)
                #expect(before.outcome == .ok, "before \(mechanism.path): \(before)")
                try mechanism.apply(censor)
                try await Task.sleep(for: .milliseconds(300))
                var during = await measure(false)
                // An ICMP error that meets a socket while the kernel holds it is only remembered (tcp_v4_err), and the
                // connection then times out: rare, and no fault of the censor or the probe. Looked at again.
                for _ in 0..<2 where !during.shows(mechanism.stage, mechanism.failure) {
                    during = await measure(false)
                }
                if mechanism.failure != "any" {
                    #expect(during.outcome == .failed, "\(mechanism.path)")
                    #expect(
                        during.shows(mechanism.stage, mechanism.failure),
                        "\(mechanism.path): \(during.steps.map { "\($0.stage) \($0.failure?.text ?? "ok")" })")
                    #expect(during.controlOutcomes == [.ok, .ok, .ok], "\(mechanism.path)")
                }
                #expect(mechanism.check(during), "\(mechanism.path): \(during)")
                try censor.lift()
                try await Task.sleep(for: .milliseconds(300))
            }
        }
    }

    @Test func `a throttle by name and a slow line are told apart by the control`() async throws {
        guard capabilities.has(.marks), capabilities.has(.shaping), capabilities.has(.filter) else {
            print("skipped tls.throttle.sni: this machine has no marks or no token buckets")
            return
        }
        try await Self.withHome { _, censor, measure in
            func ratio(_ session: Session) throws -> (platform: Double, control: Double) {
                (
                    try #require(session.transfer?.kilobitsPerSecond),
                    try #require(session.controls.compactMap(\.transfer).first?.kilobitsPerSecond)
                )
            }
            try censor.throttleName("platform.lab", kilobits: 400)
            let throttled = try ratio(await measure(true))
            #expect(throttled.platform < 900 && throttled.control > 5 * throttled.platform, "\(throttled) kbit/s")
            try censor.lift()
            try censor.slowLine(kilobits: 1500)
            let slow = try ratio(await measure(true))
            #expect((0.5...2).contains(slow.platform / slow.control), "\(slow) kbit/s")
        }
    }

    @Test func `nothing is left behind`() async throws {
        try await Self.withHome { world, _, _ in
            let there = try LabShell().run(["ip", "netns", "list"])
            #expect(there.contains(world.world))
        }
        let left = try LabShell().run(["ip", "netns", "list"])
        #expect(!left.contains("parallax-\(getpid())-"), "\(left)")
    }
}

extension Session {
    /// Whether a step of the stage failed in the given way; `any` and successes are shown by every session.
    fileprivate func shows(_ stage: Stage, _ failure: String?) -> Bool {
        failure == "any" || steps.contains { $0.stage == stage && $0.failure?.text == failure }
    }
}
