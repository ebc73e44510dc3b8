import Logging
import ObservatoryModel
import ServiceLifecycle
import Storage
import Synchronization

/// Brings the observatory up to where it was, then lets time pass and plays or loads the example.
struct StartService: Service {
    let exhibits: Exhibits
    let readiness: Readiness
    let playsExample: Bool
    let clock: @Sendable () -> Timestamp
    let logger: Logger
    let milestone: @Sendable (ObservatoryApp.Milestone) -> Void
    /// Called when everything is there to be shown.
    let loaded: @Sendable () -> Void

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
                    try await ExampleService(
                        observatory: example.observatory, plays: playsExample, loaded: loaded
                    ).run()
                } else {
                    loaded()
                }
            }
            try await group.waitForAll()
        }
    }
}

/// Tells once that the server both listens and has everything to show, whichever comes last.
final class StartGate: Sendable {
    private let state = Mutex((port: Int?.none, isLoaded: false))
    private let open: @Sendable (_ port: Int) -> Void

    init(open: @escaping @Sendable (_ port: Int) -> Void) {
        self.open = open
    }

    /// Notes the port that the server listens on.
    func listening(on port: Int) {
        let isLoaded = state.withLock { state in
            state.port = port
            return state.isLoaded
        }
        if isLoaded { open(port) }
    }

    /// Notes that everything is there to be shown.
    @Sendable func loaded() {
        let port = state.withLock { state in
            state.isLoaded = true
            return state.port
        }
        if let port { open(port) }
    }
}
