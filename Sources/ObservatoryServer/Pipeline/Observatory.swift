package import Logging
package import ObservatoryModel
package import Storage

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
    private let logger: Logger
    private var pipeline: Pipeline
    private var waiting: [Waiting] = []
    private var isDraining = false
    /// Decided but not on disk yet, because a commit failed; tried again with every batch.
    private var unsaved: [RevisionEntry] = []
    /// Verdict and attention by cell, to tell what changed.
    private var shown: [CellKey: CellFace] = [:]
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
    package init(
        store: any ObservatoryStore, hub: RevisionHub, metrics: ServerMetrics, logger: Logger, isExample: Bool = false
    ) {
        self.store = store
        pipeline = Pipeline()
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
    package func cells(in country: CountryCode?) -> [CellState] { pipeline.cells(in: country) }

    /// What detection asks of probes at the moment.
    package var cadenceRequests: [CadenceRequest] { pipeline.cadenceRequests }

    /// The greatest `received` so far.
    package var clock: Timestamp { pipeline.clock }

    // MARK: Start

    /// What a rebuild found.
    package struct Rebuild: Hashable, Sendable {
        package var records = 0
        /// Revisions that the store did not have: decided now from records that were stored just before the last stop,
        /// or imported.
        package var added = 0
        /// Revisions that detection would word otherwise today. What was published stays as it is.
        package var differing = 0
    }

    /// Runs the stored records through the pipeline, so that detection knows what it knew, and stores the revisions
    /// that are missing. Call once, before `accept`.
    ///
    /// - Throws: `StoreError`.
    package func rebuild() async throws -> Rebuild {
        var outcome = Rebuild()
        var published: [RevisionName: [UInt8]] = [:]
        var last: Int64 = 0
        while case let page = try await store.revisions(after: last, limit: 1_000), let newest = page.last {
            for stored in page { published[RevisionName(stored.revision)] = stored.line }
            last = newest.sequence
        }
        var next: Int64? = 1
        let reader = StoredRecordReader()
        while let sequence = next {
            let page = try await store.records(from: sequence, matching: .all, limit: 10_000)
            next = page.next
            var missing: [RevisionEntry] = []
            for stored in page.records {
                guard var record = reader.record(stored) else {
                    logger.warning("A stored record cannot be read", metadata: ["sequence": "\(stored.sequence)"])
                    continue
                }
                outcome.records += 1
                pipeline.settle(&record)
                for entry in pipeline.decide(record) {
                    switch published[RevisionName(entry.revision)] {
                    case nil: missing.append(entry)
                    case entry.line: break
                    default: outcome.differing += 1
                    }
                }
            }
            outcome.added += missing.count
            if !missing.isEmpty { _ = try await store.commit(StoreBatch(revisions: missing)) }
        }
        return outcome
    }

    private struct RevisionName: Hashable {
        var incident: String
        var revision: Int

        init(_ revision: IncidentRevision) {
            incident = revision.incident
            self.revision = revision.revision
        }
    }

    // MARK: The one writer

    private func drain() async {
        while !waiting.isEmpty {
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
        for (owner, batch) in batches.enumerated() {
            var intake = Intake()
            for var entry in batch.entries {
                pipeline.settle(&entry.record)
                entries.append(entry)
                owners.append(owner)
                intake.accepted += 1
            }
            intakes.append(intake)
        }
        do {
            let outcome = try await store.commit(StoreBatch(records: entries))
            storeFailure = nil
            for position in outcome.duplicates.reversed() {
                intakes[owners[position]].accepted -= 1
                intakes[owners[position]].duplicates += 1
                entries.remove(at: position)
            }
        } catch {
            storeFailure = "\(error)"
            logger.error("A batch could not be stored", metadata: ["error": "\(error)", "records": "\(entries.count)"])
            for batch in batches { batch.done.resume(throwing: error) }
            return
        }
        var decided: [RevisionEntry] = []
        for entry in entries { decided += pipeline.decide(entry.record) }
        await publish(decided)
        metrics.add(.recordsAccepted, intakes.reduce(0) { $0 + $1.accepted })
        metrics.add(.recordsDuplicate, intakes.reduce(0) { $0 + $1.duplicates })
        for (batch, intake) in zip(batches, intakes) { batch.done.resume(returning: intake) }
    }

    private func publish(_ decided: [RevisionEntry]) async {
        unsaved += decided
        guard !unsaved.isEmpty else { return }
        do {
            _ = try await store.commit(StoreBatch(revisions: unsaved))
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

    /// Tells the streams which cells changed their verdict or attention since the last call.
    package func publishChangedCells() {
        for cell in pipeline.cells(in: nil) {
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
