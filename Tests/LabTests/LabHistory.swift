import Foundation
import NIOPosix
import NetworkLab
import ObservatoryModel
import Probing

/// Two hours and a quarter of a world without a censor, measured once for all tests: what an observatory has to have
/// learned before it can tell what is unusual.
///
/// The store and the probes' folders are copied for each test, which goes on from there with the same keys.
actor LabHistory {
    static let shared = LabHistory()
    /// How much is measured, at one session each ten minutes and probe.
    static let minutes = 135

    private var made: Task<(folder: LabFolder, end: Timestamp), any Error>?

    /// A copy of the history, and the time at which it ends.
    func copy() async throws -> (folder: LabFolder, end: Timestamp) {
        if made == nil { made = Task { try await Self.make() } }
        guard let (folder, end) = try await made?.value else { throw CancellationError() }
        return (try LabFolder(copying: folder.path), end)
    }

    private static func make() async throws -> (folder: LabFolder, end: Timestamp) {
        let folder = try LabFolder()
        let clock = LabClock(LabClock.realMinute + .minutes(Int64(-minutes)))
        let lab = try await LoopbackLab.start(
            hosts: LoopbackWorld.hosts, group: MultiThreadedEventLoopGroup.singleton)
        do {
            let environment = lab.environment(limits: LoopbackWorld.limits) { clock.now }
            try await LabObservatory.with(folder: folder.path, clock: clock) { observatory in
                let crew = try LabCrew(folder: folder.path, port: observatory.port) { _ in
                    LabCrew.View(environment: environment)
                }
                for _ in 0..<minutes {
                    try await observatory.beat()
                    await crew.minute()
                    clock.advance(by: .minutes(1))
                }
            }
        } catch {
            await lab.stop()
            throw error
        }
        await lab.stop()
        return (folder, clock.now)
    }
}
