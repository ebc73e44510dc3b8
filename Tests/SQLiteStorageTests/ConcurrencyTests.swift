import GRDB
import ObservatoryModel
import Storage
import Synchronization
import TestSupport
import Testing

@testable import SQLiteStorage

@Suite struct ConcurrencyTests {
    /// How many sessions were acknowledged, shared between tasks.
    private final class Progress: Sendable {
        let acknowledged = Mutex(0)
    }

    /// Sums move from memory to the tables while readers add the two; a reader that caught them between would count a
    /// session twice or not at all.
    @Test func `a series read beside commits holds what was acknowledged, once`() async throws {
        let folder = TemporaryFolder()
        var options = SQLiteStore.Options.small
        options.rollUpVotes = 40
        let store = try folder.store(options)
        let progress = Progress()
        let perBatch = 4
        let batches = 1000
        let query = SeriesQuery(
            country: SampleRecords.country("PK"), platform: SampleRecords.x, from: SampleRecords.start,
            to: SampleRecords.start + .days(9), step: .hours(1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for batch in 0..<batches {
                    let entries = (0..<perBatch).map { index -> RecordEntry in
                        SampleRecords.session("s-\(batch)-\(index)", seconds: Int64(batch * 10 + index))
                    }
                    _ = try await store.commit(StoreBatch(records: entries))
                    progress.acknowledged.withLock { $0 += perBatch }
                }
            }
            for _ in 0..<3 {
                group.addTask {
                    var before = 0
                    while before < batches * perBatch {
                        before = progress.acknowledged.withLock { $0 }
                        let found = try await store.series(query).lines.flatMap(\.bins).reduce(0) { $0 + $1.sessions }
                        let after = progress.acknowledged.withLock { $0 }
                        #expect(Int(found) >= before && Int(found) <= after + perBatch, "\(before) \(found) \(after)")
                        #expect(Int(found) % perBatch == 0, "a batch is half counted")
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `a sealed block does not grow any more, whenever the store is opened`() async throws {
        let folder = TemporaryFolder()
        for round in 0..<8 {
            let store = try folder.store()
            for batch in 0..<5 {
                let entries = (0..<100).map { SampleRecords.session("s-\(round)-\(batch)-\($0)") }
                _ = try await store.commit(StoreBatch(records: entries))
            }
        }
        let store = try folder.store()
        let sizes = try await store.pool.read { db in
            try Int64.fetchAll(db, sql: "SELECT last - first + 1 FROM block ORDER BY first")
        }
        #expect(sizes.prefix(3) == [1024, 1024, 1024])
        #expect(sizes.dropFirst(3).allSatisfy { $0 <= 100 })
        #expect(sizes.reduce(0, +) == 4000)
    }

    @Test func `a block of long lines is sealed before it has many`() async throws {
        let folder = TemporaryFolder()
        let store = try folder.store()
        var entries: [RecordEntry] = []
        for index in 0..<12 {
            var entry = SampleRecords.session("s-\(index)")
            entry.line += [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20)
            entries.append(entry)
        }
        _ = try await store.commit(StoreBatch(records: entries))
        #expect(try await store.allRecords().map(\.line) == entries.map { Array($0.line) })
        let count = try await store.pool.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM block") }
        #expect(count == 3)
    }
}
