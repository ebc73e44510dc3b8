import Foundation
import NIOPosix
import NetworkLab
import ObservatoryModel
import Probing
import Synchronization
import Testing
import WireFormats

@Suite struct `Delivery to a collector` {
    /// A runner in the lab whose only collectors are those at the ports.
    func runner(
        _ world: LoopbackWorld, folder: ProbeFolder, ports: [Int], every: Int32 = 600,
        report: @escaping @Sendable (ProbeRunner.Event) -> Void = { _ in }
    ) throws -> ProbeRunner {
        let environment = world.lab.environment(limits: LoopbackWorld.limits) {
            Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        }
        let key = try ProbeKey.loaded(from: folder)
        let group = MultiThreadedEventLoopGroup.singleton
        let sessions = SessionRunner(
            environment: environment, vantage: VantagePoint(probe: key.pseudonym, software: "parallax-probe/lab"),
            group: group)
        let target = MeasurementTarget(
            platform: LoopbackWorld.platform, urls: [MeasuredURL(host: "platform.lab")],
            siblings: [MeasuredURL(host: "sibling.lab")])
        return try ProbeRunner(
            setup: .init(
                runner: sessions, targets: [target],
                neutrals: ["neutral-one.lab", "neutral-two.lab"].map {
                    NeutralHost(url: MeasuredURL(host: $0), operatorName: $0)
                },
                collectors: ports.map {
                    Collector(
                        url: MeasuredURL(isSecure: false, host: "127.0.0.1", port: UInt16($0)),
                        environment: environment, key: key, group: group)
                }, folder: folder, budget: DataBudget(bytesPerDay: 50_000_000, at: environment.now())),
            report: report)
    }

    func withFolder(_ body: (ProbeFolder) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "parallax-lab-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(try ProbeFolder(root: path))
    }

    @Test func `is signed, and holds the session as it was measured`() async throws {
        try await LoopbackWorld.with { world in
            try await withFolder { folder in
                let collector = try await LabCollector()
                let sessions = try await runner(world, folder: folder, ports: [collector.port]).once()
                let (lines, bad) = collector.state.withLock { ($0.lines, $0.badSignatures) }
                let session = try #require(sessions.first)
                var writer = RecordWriter()
                #expect(sessions.count == 1 && session.outcome == .ok)
                #expect(lines == [session.id: String(decoding: writer.line(.session(session)), as: UTF8.self)])
                #expect(bad == 0)
                await collector.stop()
            }
        }
    }

    @Test func `survives a collector that is down, one that is full and an answer that is lost`() async throws {
        try await LoopbackWorld.with { world in
            try await withFolder { folder in
                // Nobody listens at the first address; nothing is lost meanwhile.
                let vacated = try await LabCollector()
                await vacated.stop()
                let first = try await runner(world, folder: folder, ports: [vacated.port]).once()
                #expect(first.count == 1)
                let collector = try await LabCollector()
                collector.state.withLock { $0.refusals = [503] }
                let second = try await runner(world, folder: folder, ports: [vacated.port, collector.port]).once()
                #expect(collector.state.withLock { $0.lines.isEmpty })
                collector.state.withLock { $0.losesAnswers = 1 }
                let third = try await runner(world, folder: folder, ports: [vacated.port, collector.port]).once()
                // Kept by the collector, and unknown to the probe, which sends it again.
                let fourth = try await runner(world, folder: folder, ports: [vacated.port, collector.port]).once()
                let state = collector.state.withLock { ($0.lines.keys.sorted(), $0.duplicates) }
                #expect(state.0 == (first + second + third + fourth).map(\.id).sorted(), "everything, once")
                #expect(state.1 > 0, "the collector saw a batch twice")
                #expect(try folder.names(in: "spool").isEmpty)
                await collector.stop()
            }
        }
    }

    @Test func `a batch that no collector will ever take does not hold up the others`() async throws {
        try await LoopbackWorld.with { world in
            try await withFolder { folder in
                let collector = try await LabCollector()
                collector.state.withLock { $0.refusals = [400] }
                let events = Mutex<[String]>([])
                let runner = try runner(world, folder: folder, ports: [collector.port]) { event in
                    if case .trouble(let text) = event { events.withLock { $0.append(text) } }
                }
                _ = await runner.once()
                #expect(events.withLock { $0.count } == 1)
                let second = await runner.once()
                #expect(collector.state.withLock { Array($0.lines.keys) } == second.map(\.id))
                await collector.stop()
            }
        }
    }

    @Test func `brings the observatory's wish back, and the probe follows it`() async throws {
        try await LoopbackWorld.with { world in
            try await withFolder { folder in
                let collector = try await LabCollector()
                let until = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) + .hours(1)
                collector.state.withLock {
                    $0.schedule = """
                        {"until":"\(until)","platforms":{"x":{"every":60,"contrasts":["sni.neutral","nonsense"],
                        "transfer":false},"bad id!":{},"y":{"every":1e300}}}
                        """
                }
                let receipts = Mutex<[Collector.Receipt]>([])
                let runner = try runner(world, folder: folder, ports: [collector.port]) { event in
                    if case .delivered(let receipt) = event { receipts.withLock { $0.append(receipt) } }
                }
                _ = await runner.once()
                let wish = receipts.withLock { $0.first?.schedule?.platforms[LoopbackWorld.platform] }
                #expect(wish == .init(every: 60, contrasts: [.neutralSNI], transfer: false))
                await collector.stop()
            }
        }
    }
}
