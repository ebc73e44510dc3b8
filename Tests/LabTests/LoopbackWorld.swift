import NIOCore
import NIOPosix
import NetworkLab
import ObservatoryModel
import Probing

/// The lab's usual Internet: a platform, its sibling, three neutral hosts; and one session in it.
struct LoopbackWorld {
    static let platform = PlatformID("x")!
    let lab: LoopbackLab

    /// Time limits that keep tests of silence short.
    static let limits = ProbeEnvironment.Limits(
        dns: .seconds(2), lateAnswers: .milliseconds(400), tcp: .seconds(2), tls: .seconds(3), quic: .seconds(2),
        http: .seconds(3), transfer: .milliseconds(1500), session: .seconds(20))

    static let hosts = [
        LabHost(name: "platform.lab", address: InternetAddress("127.66.1.1")!),
        LabHost(name: "sibling.lab", address: InternetAddress("127.66.1.2")!),
        LabHost(name: "neutral-one.lab", address: InternetAddress("127.66.2.1")!),
        LabHost(name: "neutral-two.lab", address: InternetAddress("127.66.2.2")!),
        LabHost(name: "neutral-three.lab", address: InternetAddress("127.66.2.3")!),
    ]

    /// Opens the lab, runs the body and closes it, whatever happens.
    static func with(
        rules: [CensorRule] = [], _ body: (LoopbackWorld) async throws -> Void
    ) async throws {
        await LabGate.shared.enter()
        defer { Task { await LabGate.shared.leave() } }
        try await beside(rules: rules, body)
    }

    /// The same beside another lab, without waiting for a turn.
    static func beside(
        rules: [CensorRule] = [], _ body: (LoopbackWorld) async throws -> Void
    ) async throws {
        let lab = try await LoopbackLab.start(hosts: hosts, group: MultiThreadedEventLoopGroup.singleton)
        do {
            try await lab.enforce(rules)
            try await body(LoopbackWorld(lab: lab))
        } catch {
            await lab.stop()
            throw error
        }
        await lab.stop()
    }

    /// One session on the platform.
    func session(
        secure: Bool = true, contrasts: [Contrast.Name] = [], transfer: Bool = false, number: Int = 1,
        change: (inout ProbeEnvironment) -> Void = { _ in }
    ) async -> Session {
        let time = Timestamp("2026-11-20T12:00:00Z")!
        var environment = lab.environment(limits: Self.limits) { time }
        // Certificates of the lab are valid around the real time.
        environment.now = { Timestamp(milliseconds: Int64(RealTime.seconds()) * 1000) }
        change(&environment)
        let runner = SessionRunner(
            environment: environment,
            vantage: VantagePoint(probe: "p-0123456789abcdef", software: "parallax-probe/lab"),
            group: MultiThreadedEventLoopGroup.singleton)
        let target = MeasurementTarget(
            platform: Self.platform, urls: [MeasuredURL(isSecure: secure, host: "platform.lab")],
            object: .file(MeasuredURL(isSecure: secure, host: "platform.lab", path: "/object")),
            siblings: [MeasuredURL(host: "sibling.lab")], speaksQUIC: true)
        let plan = SessionPlan(
            target: target, url: target.urls[0],
            neutrals: ["neutral-one.lab", "neutral-two.lab"].map {
                NeutralHost(
                    url: MeasuredURL(isSecure: secure, host: $0), operatorName: $0,
                    object: .file(MeasuredURL(isSecure: secure, host: $0, path: "/object")))
            }, sibling: target.siblings[0], every: 600, contrasts: contrasts, transfer: transfer)
        return await runner.run(plan, id: "s-\(number)")
    }
}

extension Session {
    /// The steps of one stage as `failure` texts, `ok` for those that worked.
    func failures(_ stage: Stage) -> [String] {
        steps.filter { $0.stage == stage }.map { $0.failure?.text ?? "ok" }
    }

    /// Outcomes of the controls in order, neutral ones first.
    var controlOutcomes: [Outcome] { controls.map(\.outcome) }
}
