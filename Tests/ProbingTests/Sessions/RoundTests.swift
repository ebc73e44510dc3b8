import Glibc
import NIOCore
import NIOPosix
import NetworkLab
import ObservatoryModel
import Probing
import Testing

/// A round over as many platforms as the catalogue has, with the limits that probes have in the field.
@Suite struct RoundTests {
    private static let platforms = [
        "facebook", "google", "instagram", "messenger", "signal", "telegram", "tiktok", "whatsapp", "wikipedia", "x",
        "youtube",
    ]

    private static func host(_ name: String, _ address: String) -> LabHost {
        LabHost(name: name, address: InternetAddress(address)!)
    }

    private static let hosts =
        platforms.enumerated().map { host("\($1).lab", "127.66.1.\($0 + 1)") } + [
            host("sibling.lab", "127.66.3.1"), host("neutral-one.lab", "127.66.2.1"),
            host("neutral-two.lab", "127.66.2.2"),
        ]

    /// The limits that probes have in the field, or all of them so many times shorter.
    private static func limits(fraction: Int64 = 1) -> ProbeEnvironment.Limits {
        func part(_ limit: TimeAmount) -> TimeAmount { .nanoseconds(limit.nanoseconds / fraction) }
        let field = ProbeEnvironment.Limits()
        return ProbeEnvironment.Limits(
            dns: part(field.dns), lateAnswers: part(field.lateAnswers), tcp: part(field.tcp), tls: part(field.tls),
            quic: part(field.quic), http: part(field.http), transfer: part(field.transfer),
            session: part(field.session),
            end: part(field.end))
    }

    /// How long one round takes, and its sessions.
    private func round(
        under rules: [CensorRule], limits: ProbeEnvironment.Limits = limits()
    ) async throws -> (seconds: Double, sessions: [Session]) {
        let group = MultiThreadedEventLoopGroup.singleton
        let lab = try await LoopbackLab.start(hosts: Self.hosts, group: group)
        try await lab.enforce(rules)
        // The lab's certificates are valid around the machine's time.
        let environment = lab.environment(limits: limits) { Timestamp(seconds: Int64(time(nil))) }
        let result = try await withTemporaryFolder { folder in
            try await round(in: environment, folder: folder)
        }
        await lab.stop()
        return result
    }

    private func round(
        in environment: ProbeEnvironment, folder: ProbeFolder
    ) async throws -> (seconds: Double, sessions: [Session]) {
        let group = MultiThreadedEventLoopGroup.singleton
        let runner = try ProbeRunner(
            setup: ProbeRunner.Setup(
                runner: SessionRunner(
                    environment: environment,
                    vantage: VantagePoint(probe: "p-0123456789abcdef", software: "parallax-probe/lab"), group: group),
                targets: Self.platforms.map { name in
                    MeasurementTarget(
                        platform: PlatformID(name)!, urls: [MeasuredURL(host: "\(name).lab")],
                        object: .file(MeasuredURL(host: "\(name).lab", path: "/object")),
                        siblings: [MeasuredURL(host: "sibling.lab")], speaksQUIC: true)
                },
                neutrals: ["neutral-one.lab", "neutral-two.lab"].map {
                    NeutralHost(
                        url: MeasuredURL(host: $0), operatorName: $0,
                        object: .file(MeasuredURL(host: $0, path: "/object")))
                }, collectors: [], folder: folder,
                budget: DataBudget(bytesPerDay: 1_000_000_000, at: environment.now()), isOnline: { true })
        ) { _ in }
        let began = ContinuousClock.now
        let sessions = await runner.once(transfers: true)
        let took = (ContinuousClock.now - began).components
        return (Double(took.seconds) + Double(took.attoseconds) / 1e18, sessions)
    }

    @Test func `takes less than 30 seconds on a clean line, transfers and QUIC included`() async throws {
        let (seconds, sessions) = try await round(under: [])
        print("a clean round over \(sessions.count) platforms took \(seconds) s")
        #expect(sessions.count == Self.platforms.count && sessions.allSatisfy { $0.outcome == .ok })
        #expect(seconds < 30)
    }

    /// A line on which nothing that it touches ever ends by itself.
    struct Hostile: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var rules: [CensorRule]
        /// What the neutral hosts say.
        var controls: Outcome
    }

    private static let everyHost = (hosts.map(\.name) + ["doh.lab", "helper.lab"])

    static let hostile = [
        Hostile(
            testDescription: "silent look-ups, dropped connections and dropped names, a third of the platforms each",
            rules: platforms.enumerated().map { index, name -> CensorRule in
                switch index % 3 {
                case 0: .dnsSilence(name: "\(name).lab")
                case 1: .connectionDropped(host: "\(name).lab")
                default: .nameDropped(name: "\(name).lab")
                }
            } + [.quicDropped], controls: .ok),
        Hostile(
            testDescription: "no resolver ever answers, and DNS over HTTPS neither",
            rules: [.dnsSilence(name: "lab"), .nameDropped(name: "doh.lab"), .quicDropped], controls: .failed),
        Hostile(
            testDescription: "everything is dropped once its address is known",
            rules: everyHost.map { .connectionDropped(host: $0) } + [.quicDropped], controls: .failed),
        Hostile(
            testDescription: "every host sends a byte a second", rules: [.slowLine(bytesPerSecond: 1), .quicDropped],
            controls: .failed),
        Hostile(
            testDescription: "every platform sends a byte a second, and so does DNS over HTTPS",
            rules: (platforms + ["doh", "sibling"]).map { .throttle(name: "\($0).lab", bytesPerSecond: 1) }
                + [.quicDropped], controls: .ok),
        Hostile(
            testDescription: "pages come at once, and what is transferred a few bytes at a time",
            rules: [.slowLine(bytesPerSecond: 12_000)], controls: .ok),
    ]

    @Test(arguments: hostile)
    func `takes less than 90 seconds on a hostile line`(_ line: Hostile) async throws {
        // With an eighth of the field's limits there is an eighth of the time; PARALLAX_FIELD_LIMITS=1 gives both in full.
        let isField = getenv("PARALLAX_FIELD_LIMITS") != nil
        let fraction: Int64 = isField ? 1 : 8
        let (seconds, sessions) = try await round(under: line.rules, limits: Self.limits(fraction: fraction))
        print("a round where \(line.testDescription): \(seconds) s of \(90 / Double(fraction))")
        #expect(sessions.count == Self.platforms.count)
        #expect(seconds < 90 / Double(fraction))
        // Under an eighth of the limits a busy machine alone may fail what a slow line still carries.
        guard isField else { return }
        let neutrals = sessions.flatMap(\.controls).filter { $0.role == .neutral }
        #expect(neutrals.allSatisfy { $0.outcome == line.controls }, "\(neutrals.map(\.outcome))")
    }
}
