import Logging
import ObservatoryModel
import ServiceLifecycle
import Storage

/// Brings the observatory up to where it was, then lets time pass and plays or loads the example.
struct StartService: Service {
    let exhibits: Exhibits
    let readiness: Readiness
    let playsExample: Bool
    let clock: @Sendable () -> Timestamp
    let logger: Logger
    let milestone: @Sendable (ObservatoryApp.Milestone) -> Void

    func run() async throws {
        let rebuilt = try await exhibits.live.rebuild()
        if rebuilt.differing > 0 {
            logger.notice(
                "Detection would say some published revisions otherwise today; they stay as they are",
                metadata: ["revisions": "\(rebuilt.differing)"])
        }
        readiness.isReady = true
        milestone(.rebuilt(rebuilt))
        do {
            try await live()
        } catch is CancellationError {
            // The server stops; what was accepted is on disk.
        }
    }

    /// Runs until the server stops.
    private func live() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await HeartbeatService(observatory: exhibits.live, clock: clock).run() }
            group.addTask {
                if let example = exhibits.example {
                    milestone(.loadingExample)
                    try await ExampleService(observatory: example.observatory, plays: playsExample) {
                        milestone(.ready)
                    }.run()
                } else {
                    milestone(.ready)
                }
            }
            try await group.waitForAll()
        }
    }
}
