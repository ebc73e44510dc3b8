package import Ingest
import ObservatoryModel
package import Storage

/// Runs the pipeline over a stream of records by the records' own time, and keeps both in a store when there is one.
///
/// A store may hold the same records and revisions already, from a run that was cut short: they are left as they are,
/// and what is printed is the same either way.
package struct ReplayRun: Sendable {
    private let store: (any ObservatoryStore)?

    /// Records and revisions that one transaction takes.
    private static let transactionBound = 20_000

    package init(store: (any ObservatoryStore)?) {
        self.store = store
    }

    /// Reads the stream to its end.
    ///
    /// - Parameters:
    ///   - revision: Called with each revision the moment it is decided, before the next record is read.
    ///   - problem: Called with each line that could not be used.
    /// - Returns: The pipeline as it stands after the last record.
    /// - Throws: `StoreError`.
    @discardableResult
    package func run(
        _ stream: RecordStream, revision: (RevisionEntry) -> Void, problem: (IngestProblem) -> Void
    ) async throws -> Pipeline {
        var pipeline = Pipeline()
        var known = Deduplicator()
        var batch = StoreBatch()
        while let element = stream.next() {
            switch element {
            case .problem(let found): problem(found)
            case .record(var record):
                pipeline.settle(&record)
                guard known.insert(record) else { continue }
                for entry in pipeline.decide(record) {
                    revision(entry)
                    if store != nil { batch.revisions.append(entry) }
                }
                guard let store else { continue }
                batch.records.append(RecordEntry(line: stream.rawLine()[...], record: record))
                if batch.records.count >= ReplayRun.transactionBound {
                    _ = try await store.commit(batch)
                    batch = StoreBatch()
                }
            }
        }
        if let store {
            batch.settings[UpkeepService.archiveSetting] = []
            _ = try await store.commit(batch)
        }
        return pipeline
    }
}

/// Puts a stream of records into a store as it is.
package struct ImportRun: Sendable {
    private let store: any ObservatoryStore

    package init(store: any ObservatoryStore) {
        self.store = store
    }

    /// - Returns: How many records were new, and how many were there already.
    /// - Throws: `StoreError`.
    package func run(
        _ stream: RecordStream, problem: (IngestProblem) -> Void
    ) async throws -> (accepted: Int, duplicates: Int) {
        var total = (accepted: 0, duplicates: 0)
        var batch = StoreBatch()
        func commit() async throws {
            let outcome = try await store.commit(batch)
            total.accepted += outcome.accepted
            total.duplicates += outcome.duplicates.count
            batch = StoreBatch()
        }
        while let element = stream.next() {
            switch element {
            case .problem(let found): problem(found)
            case .record(var record):
                record.clampAt()
                batch.records.append(RecordEntry(line: stream.rawLine()[...], record: record))
                if batch.records.count >= 20_000 { try await commit() }
            }
        }
        batch.settings[UpkeepService.archiveSetting] = []
        try await commit()
        return total
    }
}
