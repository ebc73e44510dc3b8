import FoundationEssentials
import GRDB
import Glibc
import ObservatoryModel
import Storage
import TestSupport
import Testing

@testable import SQLiteStorage

@Suite struct StoreErrorTests {
    private static func entries(_ count: Int, from first: Int = 0) -> [RecordEntry] {
        (first..<first + count).map { SampleRecords.session("s-\($0)", seconds: Int64($0)) }
    }

    @Test func `a full disk is told, nothing is half written, and the store goes on when there is room`() async throws {
        let folder = TemporaryFolder()
        let store = try folder.store()
        _ = try await store.commit(StoreBatch(records: StoreErrorTests.entries(100)))
        try await store.pool.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages + 1)")
        }
        let large = StoreBatch(
            records: StoreErrorTests.entries(3000, from: 100), revisions: [SampleRecords.revision("PK-20240107-1", 1)],
            settings: ["snapshot": [1]])
        await #expect(throws: StoreError.diskFull(path: folder.file)) { try await store.commit(large) }
        #expect(try await store.allRecords().count == 100)
        #expect(try await store.revisions(after: 0, limit: 9).isEmpty)
        #expect(try await store.setting("snapshot") == nil)
        try await store.pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA max_page_count = 1000000")
        }
        #expect(try await store.commit(large).sequences == 101..<3101)
        #expect(try await store.allRecords().count == 3100)
    }

    /// Opt-in: `PARALLAX_SMALL_DISK` names a folder on a file system of a few MB, for example a tmpfs.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["PARALLAX_SMALL_DISK"] != nil))
    func `on a disk that is really full what was acknowledged stays, and more fits once there is room`() async throws {
        let disk = try #require(ProcessInfo.processInfo.environment["PARALLAX_SMALL_DISK"])
        let path = "\(disk)/store-\(UInt64.random(in: .min ... .max)).sqlite"
        let filler = "\(disk)/filler"
        defer { for file in [path, path + "-wal", path + "-shm", filler] { unlink(file) } }
        #expect(FileManager.default.createFile(atPath: filler, contents: Data(count: 2 << 20)))
        let store = try SQLiteStore(path: path)
        var acknowledged = 0
        while true {
            let batch = StoreBatch(records: StoreErrorTests.entries(2000, from: acknowledged))
            do { acknowledged += try await store.commit(batch).accepted } catch {
                #expect(error as? StoreError == .diskFull(path: path))
                break
            }
        }
        #expect(acknowledged > 0)
        #expect(try await store.allRecords().count == acknowledged)
        unlink(filler)
        let more = StoreBatch(records: StoreErrorTests.entries(2000, from: acknowledged))
        #expect(try await store.commit(more).accepted == 2000)
        try await store.close()
        #expect(try await SQLiteStore(path: path).allRecords().count == acknowledged + 2000)
    }

    @Test func `a file that is no database is told`() throws {
        let folder = TemporaryFolder()
        try Data("{\"kind\":\"session\"}\n".utf8 + [UInt8](repeating: 65, count: 5000)).write(
            to: URL(filePath: folder.file))
        #expect { try folder.store() } throws: { error in
            if case StoreError.corrupt = error { true } else { false }
        }
    }

    @Test func `another program's database is told and left as it is`() throws {
        let folder = TemporaryFolder()
        try DatabaseQueue(path: folder.file).write { db in try db.execute(sql: "CREATE TABLE note (text TEXT)") }
        #expect(throws: StoreError.corrupt(path: folder.file, reason: "it is another program's database")) {
            try folder.store()
        }
        let tables = try DatabaseQueue(path: folder.file).read { db in
            try String.fetchAll(db, sql: "SELECT name FROM sqlite_master")
        }
        #expect(tables == ["note"])
    }

    @Test func `a store of a newer version is told and left as it is`() async throws {
        let folder = TemporaryFolder()
        try await folder.store().close()
        try await DatabaseQueue(path: folder.file).write { db in try db.execute(sql: "PRAGMA user_version = 99") }
        #expect(throws: StoreError.newerSchema(path: folder.file, found: 99, supported: Schema.version)) {
            try folder.store()
        }
    }

    @Test func `a damaged block is told by the records in it, and the others are read`() async throws {
        let folder = TemporaryFolder()
        let store = try folder.store()
        _ = try await store.commit(StoreBatch(records: StoreErrorTests.entries(2500)))
        try await store.pool.write { db in
            try db.execute(
                sql: "UPDATE line_block SET lines = CAST(substr(lines, 1, 500) || x'ff' || substr(lines, 502) AS BLOB) "
                    + "WHERE first = 1025")
        }
        #expect(try await store.records(from: 1, matching: .all, limit: 1024).records.count == 1024)
        await #expect(
            throws: StoreError.corrupt(path: folder.file, reason: "row 1025 of line_block is damaged")
        ) { try await store.records(from: 1025, matching: .all, limit: 1) }
        #expect(try await store.records(from: 2049, matching: .all, limit: 1000).records.count == 452)
    }

    @Test func `a torn file is told`() async throws {
        let folder = TemporaryFolder()
        let store = try folder.store()
        for batch in 0..<5 {
            _ = try await store.commit(StoreBatch(records: StoreErrorTests.entries(2000, from: batch * 2000)))
        }
        try await store.close()
        let size = try #require(try FileManager.default.attributesOfItem(atPath: folder.file)[.size] as? UInt64)
        #expect(truncate(folder.file, Int(size / 2) / 4096 * 4096) == 0)
        await #expect {
            let torn = try folder.store()
            _ = try await torn.allRecords()
        } throws: { error in
            if case StoreError.corrupt = error { true } else { false }
        }
    }

    @Test func `a folder that is not there is told`() {
        let path = "/nowhere/at/all/store.sqlite"
        #expect { try SQLiteStore(path: path) } throws: { error in
            if case StoreError.cannotOpen(path, _) = error { true } else { false }
        }
    }

    /// In a program of its own, since root may write everywhere and has to become somebody else first.
    @Test func `a file that may not be written is told`() async throws {
        let folder = TemporaryFolder()
        let store = try folder.store()
        _ = try await store.commit(StoreBatch(records: StoreErrorTests.entries(10)))
        try await store.close()
        chmod(folder.file, 0o444)
        chmod(folder.path, 0o555)
        let path = folder.file
        await #expect(processExitsWith: .success) { [path = path as String] in
            if geteuid() == 0 { try #require(setuid(65534) == 0) }
            do {
                _ = try SQLiteStore(path: path)
                exit(3)
            } catch StoreError.readOnly(path) {
            } catch StoreError.cannotOpen(path, _) {
            }
        }
        chmod(folder.path, 0o755)
    }

    @Test func `errors name the file and no statement`() {
        let errors: [StoreError] = [
            .diskFull(path: "a"), .corrupt(path: "a", reason: "r"), .newerSchema(path: "a", found: 2, supported: 1),
            .readOnly(path: "a"), .cannotOpen(path: "a", reason: "r"), .busy(path: "a"),
            .failed(path: "a", reason: "r"),
        ]
        for error in errors { #expect(error.description.contains("“a”")) }
    }
}
