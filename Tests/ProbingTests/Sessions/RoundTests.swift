import Glibc
import NIOCore
import NIOPosix
import NetworkLab
import ObservatoryModel
import Probing
import Testing
import WireFormats

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

    /// How long one round takes, and its sessions.
    private func round(under rules: [CensorRule]) async throws -> (seconds: Double, sessions: [Session]) {
        let group = MultiThreadedEventLoopGroup.singleton
        let lab = try await LoopbackLab.start(hosts: Self.hosts, group: group)
        try await lab.enforce(rules)
        // The lab's certificates are valid around the machine's time.
        let environment = lab.environment(limits: ProbeEnvironment.Limits()) { Timestamp(seconds: Int64(time(nil))) }
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

    @Test func `takes less than 90 seconds where every platform is met with silence`() async throws {
        // A third each: the resolver keeps silent, connections are dropped, names are dropped; and all of QUIC.
        let rules = Self.platforms.enumerated().map { index, name -> CensorRule in
            switch index % 3 {
            case 0: .dnsSilence(name: "\(name).lab")
            case 1: .connectionDropped(host: "\(name).lab")
            default: .nameDropped(name: "\(name).lab")
            }
        }
        let (seconds, sessions) = try await round(under: rules + [.quicDropped])
        print("a hostile round over \(sessions.count) platforms took \(seconds) s")
        #expect(sessions.count == Self.platforms.count && sessions.allSatisfy { $0.outcome == .failed })
        #expect(sessions.allSatisfy { $0.controls.allSatisfy { $0.outcome == .ok } })
        #expect(seconds < 90)
    }
}
