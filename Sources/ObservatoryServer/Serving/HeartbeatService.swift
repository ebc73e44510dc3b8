package import ObservatoryModel
import ServiceLifecycle
import Storage
import WireFormats

/// Lets time pass: a heartbeat at every full minute, so that silence is evidence and bins are decided without records.
///
/// Also tells the streams which cells changed, and keeps idle streams open.
package struct HeartbeatService: Service {
    private let observatory: Observatory
    private let clock: @Sendable () -> Timestamp

    package init(observatory: Observatory, clock: @escaping @Sendable () -> Timestamp) {
        self.observatory = observatory
        self.clock = clock
    }

    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let now = clock()
                let next = now.floored(to: .minutes(1)) + .minutes(1)
                for _ in 0..<3 {
                    let left = (next - clock()).milliseconds
                    guard left > 20_000 else { break }
                    try await Task.sleep(for: .seconds(20))
                    observatory.hub.beat()
                }
                let left = (next - clock()).milliseconds
                if left > 0 { try await Task.sleep(for: .milliseconds(left)) }
                await beat()
            }
        }
    }

    private func beat() async {
        let now = clock()
        let record = Record.heartbeat(Heartbeat(at: now, received: now))
        var writer = RecordWriter()
        do {
            _ = try await observatory.accept([RecordEntry(line: writer.line(record)[...], record: record)])
            await observatory.publishChangedCells()
        } catch {
            // `accept` has logged why; without the heartbeat no bin is decided, which is right: nothing could be kept.
            observatory.hub.beat()
        }
    }
}
