package import Logging
package import ObservatoryModel
package import Storage
import WireFormats

/// One store, the pipeline over it, and who listens: everything that comes in goes through here, one batch at a time.
///
/// A batch is acknowledged when its records are on disk. Revisions are decided after that and committed next; should
/// the process die in between, the rebuild at the next start decides them again from the records, byte for byte.
package actor Observatory {
    /// What became of a batch.
    package struct Intake: Hashable, Sendable {
        package var accepted = 0
        package var duplicates = 0
    }

    private struct Waiting {
        var entries: [RecordEntry]
        var done: CheckedContinuation<Intake, any Error>
    }

    package nonisolated let store: any ObservatoryStore
    package nonisolated let hub: RevisionHub
    /// Whether all that it holds is the synthetic example.
    package nonisolated let isExample: Bool
    private let metrics: ServerMetrics
    let logger: Logger
    var pipeline: Pipeline
    private nonisolated let knownCells = KnownCells()
    /// `nil` where places are told as they came: in the example.
    var coarsening: PlaceCoarsening?
    var numbering = RevisionNumbering()
    /// The last record that detection has seen, and the last revision on disk.
    var position: (record: Int64, revision: Int64) = (0, 0)
    /// What the snapshot in the store stands for, when it is known.
    var kept: (position: (record: Int64, revision: Int64), bytes: Int)?
    /// Whether detection knows what the store holds; before that, a snapshot would be of something half read.
    var isRebuilt = false
    private var waiting: [Waiting] = []
    private var isDraining = false
    /// Decided but not on disk yet, because a commit failed; tried again with every batch.
    private var unsaved: [RevisionEntry] = []
    /// Verdict and attention by cell, to tell what changed.
    private var shown: [CellKey: CellFace] = [:]
    private var chores: [Chore] = []
    /// Why the store last refused; `nil` while it works.
    package private(set) var storeFailure: String?

    private struct CellKey: Hashable {
        var country: CountryCode
        var asn: ASN?
        var platform: PlatformID
    }

    private struct CellFace: Hashable {
        var verdict: Verdict
        var attention: CellState.Attention
    }

    /// Records that one transaction takes at most.
    private static let transactionBound = 20_000

    /// An observatory over an empty store; `rebuild` makes it fit one that holds records.
    ///
    /// - Parameter coarsensPlaces: Whether regions and networks that too few probes share are taken from sessions and
    ///   reports before they are stored; only for records that were coarsened before, or that nobody sent.
    package init(
        store: any ObservatoryStore, hub: RevisionHub, metrics: ServerMetrics, logger: Logger, isExample: Bool = false,
        coarsensPlaces: Bool = true
    ) {
        self.store = store
        pipeline = Pipeline()
        coarsening = coarsensPlaces ? PlaceCoarsening() : nil
        self.hub = hub
        self.isExample = isExample
        self.metrics = metrics
        self.logger = logger
    }

    /// Takes records in and returns once they are on disk.
    ///
    /// - Throws: `StoreError` when they are not; they may then be sent again.
    package func accept(_ entries: [RecordEntry]) async throws -> Intake {
        guard !entries.isEmpty else { return Intake() }
        return try await withCheckedThrowingContinuation { continuation in
            waiting.append(Waiting(entries: entries, done: continuation))
            guard !isDraining else { return }
            isDraining = true
            Task { await self.drain() }
        }
    }

    /// The state of every platform in one country, or in all.
    package nonisolated func cells(in country: CountryCode?) async -> [CellState] {
        await toldCells().cells(in: country)
    }

    /// The state of every platform in every country as a whole, without the networks.
    package nonisolated func countryWideCells() async -> [CellState] { await toldCells().countryWide }

    private nonisolated func toldCells() async -> KnownCells.Told {
        if let told = knownCells.told { return told }
        return await countCells()
    }

    private func countCells() -> KnownCells.Told {
        knownCells.note(pipeline, counting: true)
        return knownCells.told ?? KnownCells.Told([])
    }

    /// What detection asks of probes at the moment.
    package var cadenceRequests: [CadenceRequest] { pipeline.cadenceRequests }

    /// The greatest `received` so far.
    package nonisolated var clock: Timestamp { knownCells.clock }

    /// Goes on with a pipeline that was kept.
    func resume(_ kept: Pipeline) {
        pipeline = kept
        knownCells.clear()
    }

    /// Lets readers see what the pipeline has come to.
    func showPipeline() { knownCells.note(pipeline) }

    // MARK: The one writer

    private func drain() async {
        while !waiting.isEmpty || !chores.isEmpty {
            // Between two batches, where detection has seen just what is on disk.
            while !chores.isEmpty { await carryOut(chores.removeFirst()) }
            guard !waiting.isEmpty else { continue }
            var batches: [Waiting] = []
            var size = 0
            while let next = waiting.first, batches.isEmpty || size + next.entries.count <= Observatory.transactionBound
            {
                size += next.entries.count
                batches.append(waiting.removeFirst())
            }
            await write(batches)
        }
        isDraining = false
    }

    private func write(_ batches: [Waiting]) async {
        var entries: [RecordEntry] = []
        var intakes: [Intake] = []
        var owners: [Int] = []
        // Becomes `coarsening` once the records are on disk, together with what it remembers of them.
        var coarsening = self.coarsening
        var writer = RecordWriter()
        for (owner, batch) in batches.enumerated() {
            var intake = Intake()
            for var entry in batch.entries {
                pipeline.settle(&entry.record)
                if coarsening?.coarsen(&entry.record) == true { entry.line = writer.line(entry.record)[...] }
                entries.append(entry)
                owners.append(owner)
                intake.accepted += 1
            }
            intakes.append(intake)
        }
        do {
            let settings = coarsening?.takeChanges() ?? [:]
            let outcome = try await store.commit(StoreBatch(records: entries, settings: settings))
            self.coarsening = coarsening
            position.record = max(position.record, outcome.sequences.upperBound - 1)
            storeFailure = nil
            for position in outcome.duplicates.reversed() {
                intakes[owners[position]].accepted -= 1
                intakes[owners[position]].duplicates += 1
                entries.remove(at: position)
            }
        } catch {
            storeFailure = "\(error)"
            logger.error("A batch could not be stored", metadata: ["error": "\(error)", "records": "\(entries.count)"])
            knownCells.note(pipeline)
            for batch in batches { batch.done.resume(throwing: error) }
            return
        }
        var decided: [RevisionEntry] = []
        for entry in entries { decided += pipeline.decide(entry.record).map(numbering.numbered) }
        // Before the revisions are told, so that whoever hears of one finds its cells.
        knownCells.note(pipeline)
        await publish(decided)
        metrics.add(.recordsAccepted, intakes.reduce(0) { $0 + $1.accepted })
        metrics.add(.recordsDuplicate, intakes.reduce(0) { $0 + $1.duplicates })
        for (batch, intake) in zip(batches, intakes) { batch.done.resume(returning: intake) }
    }

    private func publish(_ decided: [RevisionEntry]) async {
        unsaved += decided
        guard !unsaved.isEmpty else { return }
        do {
            let outcome = try await store.commit(StoreBatch(revisions: unsaved))
            position.revision = max(position.revision, outcome.revisions.upperBound - 1)
        } catch {
            storeFailure = "\(error)"
            logger.error("Revisions could not be stored yet", metadata: ["error": "\(error)"])
            return
        }
        for entry in unsaved {
            let line = isExample ? syntheticLine(entry.line) : entry.line
            hub.publish(name: "revision", country: entry.revision.country, data: String(decoding: line, as: UTF8.self))
        }
        metrics.add(.revisions, unsaved.count)
        unsaved = []
    }

    // MARK: Between batches

    /// What is done between two batches.
    private enum Chore {
        case snapshot(CheckedContinuation<SnapshotOutcome?, any Error>)
        case forgetting(probe: String, CheckedContinuation<ForgetOutcome, any Error>)
    }

    /// A snapshot that was taken.
    package struct SnapshotOutcome: Hashable, Sendable {
        /// The last record that it covers.
        package var records: Int64
        package var bytes: Int
        /// How long records waited for it, being written included.
        package var taking: Duration
    }

    /// Keeps what detection knows now, so that the next start has only the records after it to read.
    ///
    /// - Returns: `nil` when there is nothing to keep: before the rebuild, in the example, or while what was decided
    ///   cannot be stored.
    /// - Throws: `StoreError`.
    package func saveSnapshot() async throws -> SnapshotOutcome? {
        try await withCheckedThrowingContinuation { schedule(.snapshot($0)) }
    }

    /// Deletes a probe's raw lines, unlinks its votes from it, and drops it from what coarsening remembers.
    ///
    /// A snapshot is taken first, so that detection never has to know the lines again.
    ///
    /// - Throws: `StoreError`.
    package func forget(probe: String) async throws -> ForgetOutcome {
        try await withCheckedThrowingContinuation { schedule(.forgetting(probe: probe, $0)) }
    }

    private func schedule(_ chore: Chore) {
        chores.append(chore)
        guard !isDraining else { return }
        isDraining = true
        Task { await self.drain() }
    }

    private func carryOut(_ chore: Chore) async {
        switch chore {
        case .snapshot(let done):
            do { done.resume(returning: try await takeSnapshot()) } catch {
                storeFailure = "\(error)"
                done.resume(throwing: error)
            }
        case .forgetting(let probe, let done):
            do { done.resume(returning: try await drop(probe)) } catch { done.resume(throwing: error) }
        }
    }

    private func drop(_ probe: String) async throws -> ForgetOutcome {
        guard try await takeSnapshot() != nil || !isRebuilt else {
            throw StoreError.failed(path: "", reason: "what was decided before could not be stored")
        }
        var coarsening = self.coarsening
        coarsening?.forget(probe: probe)
        if let settings = coarsening?.takeChanges(), !settings.isEmpty {
            _ = try await store.commit(StoreBatch(settings: settings))
        }
        self.coarsening = coarsening
        return try await store.forget(probe: probe)
    }

    private func takeSnapshot() async throws -> SnapshotOutcome? {
        guard isRebuilt, !isExample else { return nil }
        // What was decided from the records that it covers must be on disk before it is.
        await publish([])
        guard unsaved.isEmpty else { return nil }
        let position = self.position
        if let kept, kept.position == position {
            return SnapshotOutcome(records: position.record, bytes: kept.bytes, taking: .zero)
        }
        let began = ContinuousClock.now
        // Large states take seconds to write, in which pages ask on.
        let bytes = try await Observatory.snapshot(
            of: pipeline, records: position.record, revisions: position.revision, offsets: numbering.offsets)
        _ = try await store.commit(StoreBatch(settings: [PipelineSnapshot.settingName: bytes]))
        kept = (position, bytes.count)
        let taking = ContinuousClock.now - began
        return SnapshotOutcome(records: position.record, bytes: bytes.count, taking: taking)
    }

    @concurrent private static func snapshot(
        of pipeline: Pipeline, records: Int64, revisions: Int64, offsets: [String: Int]
    ) async throws -> [UInt8] {
        try pipeline.snapshot(records: records, revisions: revisions, offsets: offsets)
            .bytes(rules: Pipeline.rulesVersion)
    }

    /// Tells the streams which cells changed their verdict or attention since the last call.
    package func publishChangedCells() {
        for cell in countCells().all {
            let key = CellKey(country: cell.country, asn: cell.asn, platform: cell.platform)
            let face = CellFace(verdict: cell.verdict, attention: cell.attention)
            guard shown[key] != face else { continue }
            let isNew = shown[key] == nil && face == CellFace(verdict: .insufficient, attention: .quiet)
            shown[key] = face
            if !isNew { hub.publish(name: "cell", country: cell.country, data: cell.json.text) }
        }
    }
}

/// A revision's line with the mark of the synthetic example in it.
func syntheticLine(_ line: [UInt8]) -> [UInt8] {
    let head = Array("{\"kind\":\"revision\",".utf8)
    guard line.starts(with: head) else { return line }
    return head + Array("\"synthetic\":true,".utf8) + line[head.count...]
}
