import Foundation
import Hummingbird
import Logging
import NIOPosix
import NetworkLab
import ObservatoryModel
import SQLiteStorage
import ServiceLifecycle
import Storage
import Synchronization
import WireFormats

@testable import ObservatoryServer

/// The real observatory in this process: collector, store, detection, API and pages over loopback, on the lab's clock.
struct LabObservatory: Sendable {
    let port: Int
    private let observatory: Observatory
    private let clock: LabClock

    /// Reads it as anybody outside does.
    let reader: ObservatoryReader

    /// Starts it over the store in a folder, runs the body, and stops it.
    static func with(
        folder: String, clock: LabClock, _ body: (LabObservatory) async throws -> Void
    ) async throws {
        let store = try SQLiteStore(path: folder + "/store.sqlite")
        var configuration = ServerConfiguration()
        configuration.listen = ListenAddress(host: "127.0.0.1", port: 0)
        configuration.site = "https://observatory.example"
        configuration.addressFiles.countries4 = nil
        configuration.addressFiles.countries6 = nil
        configuration.followsOthers = false
        var logger = Logger(label: "lab")
        logger.logLevel = .critical
        let app = ObservatoryApp(
            configuration: configuration, store: store, logger: logger, clock: { clock.now })
        let (ports, announced) = AsyncStream.makeStream(of: Int.self)
        let parts = app.parts { if case .ready(let port) = $0 { announced.yield(port) } }
        // Without signals: they are the test runner's.
        let services = ServiceGroup(
            services: parts.services + [parts.application], gracefulShutdownSignals: [], logger: logger)
        let running = Task { try await services.run() }
        do {
            var ready = ports.makeAsyncIterator()
            guard let port = await ready.next(), let address = InternetAddress("127.0.0.1") else {
                throw CancellationError()
            }
            try await body(
                LabObservatory(
                    port: port, observatory: parts.exhibits.live, clock: clock,
                    reader: ObservatoryReader(
                        address: address, port: UInt16(port), group: MultiThreadedEventLoopGroup.singleton)))
        } catch {
            await services.triggerGracefulShutdown()
            _ = try? await running.value
            try? await store.close()
            throw error
        }
        await services.triggerGracefulShutdown()
        try await running.value
        try await store.close()
    }

    /// What the service for that does at every full minute of a real clock.
    func beat() async throws {
        let record = Record.heartbeat(Heartbeat(at: clock.now, received: clock.now))
        var writer = RecordWriter()
        _ = try await observatory.accept([RecordEntry(line: writer.line(record)[...], record: record)])
    }
}
