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
    /// `nil` for a step that worked and was refused all the same; `any` where the session does not fail.
    var failure: String?
    var secure = true
    var check: @Sendable (Session) -> Bool = { _ in true }

    var testDescription: String { path }

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
            path: "tcp.refused", needs: [.reject], apply: { try $0.refuse(NamespaceHomes.platform.address) },
            stage: .tcp,
            failure: "connection_refused",
            check: { $0.contrast(.neutralSNI) == .failed && $0.contrast(.targetSNIElsewhere) == .ok }),
        .init(
            path: "tcp.timeout", needs: [], apply: { try $0.blackhole(NamespaceHomes.platform.address) }, stage: .tcp,
            failure: "generic_timeout_error"),
        .init(
            path: "ip.unreachable", needs: [], apply: { try $0.unreachable(NamespaceHomes.platform.address) },
            stage: .tcp,
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
            path: "http.blockpage", needs: [.redirection, .web],
            apply: { try $0.blockPage(NamespaceHomes.platform.address) }, stage: .http, failure: nil, secure: false,
            check: { $0.steps.contains { $0.stage == .http && $0.fingerprint == "lab.block-page" } }),
        .init(
            path: "quic.timeout", needs: [.filter], apply: { try $0.dropQUIC() }, stage: .quic, failure: "any",
            check: {
                $0.outcome == .ok && $0.failures(.quic) == ["generic_timeout_error"]
                    && $0.contrast(.neutralUDP443) == .failed
            }),
        .init(
            path: "dns.injection on path", needs: [.names, .copies], apply: { try $0.race() }, stage: .dns,
            failure: "any",
            check: { session in
                session.steps.contains { step in
                    step.resolver == .publicUDP
                        && Set(step.answers.flatMap(\.addresses)) == [
                            NamespaceWorld.bogon, NamespaceHomes.platform.address,
                        ]
                }
            }),
    ]
}

@Suite(.serialized, .enabled(if: capabilities.has(.namespaces) || isCI, "namespaces need root on Linux"))
struct NamespaceTests {
    static let provider = NamespaceHomes.providers[0]

    @Test(.enabled(if: isCI, "only where everything has to be there"))
    func `nothing of the lab is skipped where everything has to be there`() {
        #expect(capabilities.missing.isEmpty, "skipped: \(capabilities.missing.map(\.rawValue).sorted())")
    }

    @Test func `a censor made of real tools is seen by the steps of its mechanism`() async throws {
        try await NamespaceHomes.with([Self.provider]) { homes in
            let censor = homes.censor(Self.provider)
            for mechanism in NamespaceMechanism.all {
                let missing = mechanism.needs.filter { !capabilities.has($0) }
                guard missing.isEmpty else {
                    print("skipped \(mechanism.path): no \(missing.map(\.rawValue).joined(separator: ", "))")
                    continue
                }
                let before = try await homes.measure(Self.provider, secure: mechanism.secure)
                #expect(before.outcome == .ok, "before \(mechanism.path): \(before)")
                try mechanism.apply(censor)
                try await Task.sleep(for: .milliseconds(300))
                var during = try await homes.measure(Self.provider, secure: mechanism.secure)
                // An ICMP error that meets a socket while the kernel holds it is only remembered (tcp_v4_err), and the
                // connection then times out: rare, and no fault of the censor or the probe. Looked at again.
                for _ in 0..<2 where !during.shows(mechanism.stage, mechanism.failure) {
                    during = try await homes.measure(Self.provider, secure: mechanism.secure)
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
    /// Whether a step of the stage failed in the given way; `any` and successes are shown by every session.
    fileprivate func shows(_ stage: Stage, _ failure: String?) -> Bool {
        failure == "any" || steps.contains { $0.stage == stage && $0.failure?.text == failure }
    }
}
