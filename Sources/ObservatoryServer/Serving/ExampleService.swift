import Ingest
import ObservatoryModel
import ServiceLifecycle
import Simulation
import Storage
import WireFormats

/// Fills the example: the synthetic reconstruction of three evenings in Pakistan, through the same pipeline as real
/// records, into a store of its own.
struct ExampleService: Service {
    /// How many times faster than the clock the example is played.
    static let speed = 60.0
    /// The seed of the reconstruction; the same for everybody, so that all see the same example.
    static let seed: UInt64 = 20_240_107
    /// The evening that is played: from half an hour before the first networks fail, until it is over.
    private static let played = Timestamp(seconds: 1_704_630_600)..<Timestamp(seconds: 1_704_663_000)

    private let observatory: Observatory
    private let plays: Bool
    private let loaded: @Sendable () -> Void

    /// - Parameters:
    ///   - observatory: Over an empty store.
    ///   - plays: Whether the evening of 7 January is played at `speed`; else all three are there at once.
    ///   - loaded: Called when there is something to see.
    init(observatory: Observatory, plays: Bool, loaded: @escaping @Sendable () -> Void) {
        self.observatory = observatory
        self.plays = plays
        self.loaded = loaded
    }

    func run() async throws {
        guard let scenario = Scenario.named("pakistan") else { preconditionFailure("there is no scenario “pakistan”") }
        try await cancelWhenGracefulShutdown {
            var source = ScenarioRun(scenario, seed: ExampleService.seed)
            var batch: [RecordEntry] = []
            var writer = RecordWriter()
            var known = Deduplicator()
            var next = source.next()
            while let record = next, !plays || record.received < ExampleService.played.lowerBound {
                if known.insert(record) { batch.append(RecordEntry(line: writer.line(record)[...], record: record)) }
                if batch.count == 4_000 {
                    _ = try await observatory.accept(batch)
                    batch = []
                    try Task.checkCancellation()
                }
                next = source.next()
            }
            _ = try await observatory.accept(batch)
            loaded()
            if plays { try await play(from: next, &source) }
        }
    }

    /// Hands records over as their time comes, four times a second.
    private func play(from first: Record?, _ source: inout ScenarioRun) async throws {
        let clock = ContinuousClock()
        let began = clock.now
        var next = first
        var writer = RecordWriter()
        while let pending = next, pending.received < ExampleService.played.upperBound {
            let elapsed = (clock.now - began) * ExampleService.speed
            let due = ExampleService.played.lowerBound + Interval(milliseconds: elapsed.milliseconds)
            var batch: [RecordEntry] = []
            while let record = next, record.received <= due {
                batch.append(RecordEntry(line: writer.line(record)[...], record: record))
                next = source.next()
            }
            _ = try await observatory.accept(batch)
            if !batch.isEmpty { await observatory.publishChangedCells() }
            try await Task.sleep(for: .milliseconds(250))
        }
    }
}

extension Duration {
    /// Whole milliseconds.
    fileprivate var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
