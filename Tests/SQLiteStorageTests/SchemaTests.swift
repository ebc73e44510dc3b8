import FoundationEssentials
import GRDB
import ObservatoryModel
import Storage
import TestSupport
import Testing

@testable import SQLiteStorage

@Suite struct SchemaTests {
    /// A released migration is never edited: its text is held to a hash here. A new one adds a line and a test that
    /// brings a file of the version before up to date.
    @Test func `released migrations are what they were`() {
        let hasher = SipHash(key0: 1, key1: 2)
        let hashes = Schema.migrations.map { String(hasher.hash(tag: 0, $0.utf8), radix: 16) }
        #expect(hashes == ["c5371262026e0004", "ea322a864224b67a", "449835506ee387a0"])
    }

    @Test func `contrasts in a file from before they were noted are still found`() async throws {
        let folder = TemporaryFolder()
        let contrast = Contrast(name: .neutralSNI, outcome: .ok)
        let store = try folder.store()
        _ = try await store.commit(
            StoreBatch(
                records: (0..<20).map {
                    SampleRecords.session(
                        "s-\($0)", seconds: Int64($0), failed: true, contrasts: $0 == 7 ? [contrast] : [])
                }))
        try await store.close()
        // As version 2 left it.
        try await DatabaseQueue(path: folder.file).write { db in
            try db.execute(sql: "ALTER TABLE block DROP COLUMN contrasted; PRAGMA user_version = 2")
        }
        let later = try folder.store()
        let found = try await later.measurements(
            MeasurementQuery(country: SampleRecords.country("PK"), failed: true, contrasted: true))
        #expect(found.map(\.sequence) == [8])
        try await later.close()
        let version = try await DatabaseQueue(path: folder.file).read {
            try Int.fetchOne($0, sql: "PRAGMA user_version")
        }
        #expect(version == Schema.version)
    }

    @Test func `a new file gets every migration and says so`() async throws {
        let folder = TemporaryFolder()
        try await folder.store().close()
        let (version, application, problems) = try await DatabaseQueue(path: folder.file).read { db in
            (
                try Int.fetchOne(db, sql: "PRAGMA user_version"), try Int32.fetchOne(db, sql: "PRAGMA application_id"),
                try String.fetchAll(db, sql: "PRAGMA integrity_check")
            )
        }
        #expect(version == Schema.version)
        #expect(application == Schema.applicationID)
        #expect(problems == ["ok"])
    }

    @Test func `a commit waits for the disk`() async throws {
        let folder = TemporaryFolder()
        let store = try folder.store()
        let (mode, synchronous) = try await store.pool.writeWithoutTransaction { db in
            (try String.fetchOne(db, sql: "PRAGMA journal_mode"), try Int.fetchOne(db, sql: "PRAGMA synchronous"))
        }
        #expect(mode == "wal")
        #expect(synchronous == 2, "FULL")
    }

    @Test func `the schema itself refuses to edit or delete a revision`() async throws {
        let folder = TemporaryFolder()
        let store = try folder.store()
        _ = try await store.commit(StoreBatch(revisions: [SampleRecords.revision("PK-20240107-1", 1)]))
        for sql in ["UPDATE revision SET line = x'00'", "DELETE FROM revision"] {
            await #expect(throws: DatabaseError.self) {
                try await store.pool.write { db in try db.execute(sql: sql) }
            }
        }
    }

    @Test func `after everything the foreign keys hold and the tables are whole`() async throws {
        let folder = TemporaryFolder()
        let store = try folder.store()
        for day in 0..<30 {
            let entries = (0..<300).map { index -> RecordEntry in
                SampleRecords.session(
                    "s-\(day)-\(index)", seconds: Int64(day * 86_400 + index), probe: "p-\(index % 5)")
            }
            _ = try await store.commit(
                StoreBatch(records: entries, revisions: [SampleRecords.revision("PK-20240107-1", day + 1)]))
        }
        _ = try await store.forget(probe: "p-3")
        let now = SampleRecords.start + .days(30)
        while try await !store.applyRetention(RetentionPolicy(votes: .days(14)), now: now).finished {}
        let problems = try await store.pool.read { db in
            try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").count
                + String.fetchAll(db, sql: "PRAGMA integrity_check").count { $0 != "ok" }
        }
        #expect(problems == 0)
        let oldest = try await store.pool.read { db in
            try Int64.fetchOne(db, sql: "SELECT min(received_to) FROM identity_run") ?? .max
        }
        #expect(oldest >= (now - .days(7)).milliseconds, "ids are kept for the window")
    }

    @Test func `a forgotten line is not in the file any more`() async throws {
        let folder = TemporaryFolder()
        let store = try folder.store()
        // A line that zstd cannot shorten stands in the file as it is.
        var entry = SampleRecords.session("s-1", probe: "p-1")
        var generator = SeededGenerator(seed: 5)
        let noise = (0..<600).map { _ in UInt8.random(in: 32...126, using: &generator) }
        entry.line += noise
        _ = try await store.commit(StoreBatch(records: [SampleRecords.session("s-0", probe: "p-2"), entry]))
        _ = try await store.forget(probe: "p-1")
        let kept = try await store.records(from: 1, matching: .all, limit: 9).records
        #expect(kept.map(\.sequence) == [1])
        try await store.close()
        let bytes = try Data(contentsOf: URL(filePath: folder.file))
        #expect(bytes.firstRange(of: Data(noise[100..<130])) == nil)
        #expect(bytes.firstRange(of: Data("p-1".utf8)) == nil)
    }
}
