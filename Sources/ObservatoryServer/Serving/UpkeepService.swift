import Logging
import ObservatoryModel
import ServiceLifecycle
import Storage

/// Keeps snapshots of detection, so that a start is short, and deletes what is older than the operator keeps. Only lines
/// that a snapshot stands for are deleted, so that detection never has to know what is gone.
struct UpkeepService: Service {
    /// The name of the setting that marks a store into which recorded data was read (`replay --store`, `import`).
    static let archiveSetting = "holds-archive"

    let observatory: Observatory
    let keeping: ServerConfiguration.Keeping
    let readiness: Readiness
    let clock: @Sendable () -> Timestamp
    let logger: Logger

    /// Detection is held up by snapshots for at most this part of the time.
    private static let part = 50
    /// Between two pieces of deleting, so that commits get in between.
    private static let pause = Duration.milliseconds(50)

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !readiness.isReady { try await Task.sleep(for: .milliseconds(200)) }
            var hasToldOfArchive = false
            while !Task.isCancelled {
                let taking = await round(&hasToldOfArchive)
                try await Task.sleep(for: max(.seconds(60 * keeping.snapshotMinutes), taking * Self.part))
            }
        }
    }

    /// Takes a snapshot and deletes what is old.
    ///
    /// - Parameter hasToldOfArchive: Whether the log says already why nothing is deleted.
    /// - Returns: How long detection was held up.
    func round(_ hasToldOfArchive: inout Bool) async -> Duration {
        do {
            guard let snapshot = try await observatory.saveSnapshot() else { return .zero }
            logger.info(
                "Detection's state was kept",
                metadata: ["records": "\(snapshot.records)", "bytes": "\(snapshot.bytes)"])
            if keeping.keepsArchives, try await observatory.store.setting(Self.archiveSetting) != nil {
                if !hasToldOfArchive {
                    logger.notice(
                        "Recorded data was read into this store, so nothing in it is deleted by age (“keepArchives”)")
                    hasToldOfArchive = true
                }
                return snapshot.taking
            }
            var policy = keeping.policy
            policy.coveredThrough = snapshot.records
            while try await !observatory.store.applyRetention(policy, now: clock()).finished {
                try await Task.sleep(for: Self.pause)
            }
            return snapshot.taking
        } catch is CancellationError {
            return .zero
        } catch {
            logger.error("Upkeep of the store failed; it is tried again", metadata: ["error": "\(error)"])
            return .zero
        }
    }
}
