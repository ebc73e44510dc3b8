import Foundation
import NIOCore
import NIOPosix
import NetworkLab
import ObservatoryModel
import Probing

/// What this machine can show.
let capabilities = LabCapabilities.probe()
/// Whether nothing may be skipped.
let isCI = ProcessInfo.processInfo.environment["CI"] == "true"

/// A namespace world whose homes are measured from by threads of this process.
struct NamespaceHomes: Sendable {
    static let platform = LabCountry.platformHost
    static let hosts = [
        platform, LabCountry.siblingHost,
        LabWebHost(name: "neutral-one.lab", address: "11.1.0.20"),
        LabWebHost(name: "neutral-two.lab", address: "11.1.0.21"),
    ]
    /// The networks of `LabCrew.home`, whose lines are as fast as the machine.
    static let providers = LabCountry.home.map {
        LabProvider(index: $0.index, name: $0.name, isMobile: $0.isMobile)
    }

    let world: NamespaceWorld
    private let judge: CertificateJudge
    private let groups: [Int: MultiThreadedEventLoopGroup]

    /// Builds a world, runs the body, and removes everything.
    static func with(_ providers: [LabProvider], _ body: (NamespaceHomes) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "parallax-lab-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let world = NamespaceWorld(providers: providers, hosts: hosts, folder: folder)
        // A test run may be killed.
        try world.startWarden()
        defer { world.tearDown() }
        // Dozens of programs, one after the other; not on the threads that all tests share.
        try await NIOThreadPool.singleton.runIfActive { try world.build() }
        let quic = try await NamespaceQUIC.start(in: world)
        var groups: [Int: MultiThreadedEventLoopGroup] = [:]
        var failure: (any Error)?
        do {
            for provider in providers {
                groups[provider.index] = try await NamespaceLoop.group(in: world.home(provider))
            }
            let judge = try CertificateJudge(pem: String(contentsOfFile: "\(folder)/ca.pem", encoding: .utf8))
            let homes = NamespaceHomes(world: world, judge: judge, groups: groups)
            for provider in providers { try await homes.wait(for: provider) }
            try await body(homes)
        } catch {
            failure = error
        }
        for group in groups.values { try await group.shutdownGracefully() }
        await quic.stop()
        if let failure { throw failure }
    }

    func censor(_ provider: LabProvider) -> NamespaceCensor { NamespaceCensor(world: world, provider: provider) }

    /// The environment in a provider's home.
    func environment(_ provider: LabProvider, now: @escaping @Sendable () -> Timestamp) -> ProbeEnvironment {
        ProbeEnvironment(
            networkResolvers: [InternetAddress(provider.gateway)].compactMap { $0 }.map { .init($0, port: 53) },
            publicResolver: InternetAddress(NamespaceWorld.publicResolver).map { .init($0, port: 53) }, doh: nil,
            hasIPv6: false, judge: judge,
            helper: InternetAddress(NamespaceWorld.helper).map { .init($0, port: 443) }, limits: LoopbackWorld.limits,
            fingerprints: [
                BlockPageFingerprint(name: "lab.block-page", place: .body, text: NamespaceWorld.blockPageText)
            ], neutralName: "neutral-one.lab", now: now, userAgent: "parallax-probe/lab")
    }

    func view(_ provider: LabProvider, now: @escaping @Sendable () -> Timestamp) throws -> LabCrew.View {
        guard let group = groups[provider.index] else { throw CancellationError() }
        return LabCrew.View(environment: environment(provider, now: now), group: group)
    }

    /// One session in a provider's home.
    func measure(_ provider: LabProvider, secure: Bool = true, transfer: Bool = false) async throws -> Session {
        let view = try view(provider) { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
        let runner = SessionRunner(
            environment: view.environment, vantage: VantagePoint(probe: "p-0", software: "parallax-probe/lab"),
            group: view.group)
        let target = MeasurementTarget(
            platform: LoopbackWorld.platform, urls: [MeasuredURL(isSecure: secure, host: "platform.lab")],
            object: .file(MeasuredURL(isSecure: secure, host: "platform.lab", path: "/object")),
            siblings: [MeasuredURL(host: "sibling.lab")], speaksQUIC: true)
        let plan = SessionPlan(
            target: target, url: target.urls[0],
            neutrals: ["neutral-one.lab", "neutral-two.lab"].map {
                NeutralHost(
                    url: MeasuredURL(isSecure: secure, host: $0), operatorName: $0,
                    object: .file(MeasuredURL(isSecure: secure, host: $0, path: "/object")))
            }, sibling: target.siblings[0], every: 600,
            contrasts: [.neutralSNI, .targetSNIElsewhere, .neutralHost, .neutralUDP443], transfer: transfer)
        return await runner.run(plan, id: "s-1")
    }

    /// The servers take a moment to start.
    private func wait(for provider: LabProvider) async throws {
        for _ in 0..<100 {
            if try await measure(provider).outcome == .ok { return }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
