import GRDB
import ObservatoryModel
import Storage
import TestSupport
import Testing

@testable import SQLiteStorage

@Suite struct EditorialTests {
    @Test(arguments: StoreConformance.editorialChecks)
    func `the store conforms for what people decide`(check: StoreConformance) async throws {
        let folder = TemporaryFolder()
        try await check.run(folder.store())
    }

    @Test func `the schema itself refuses to edit or delete the log and corrections`() async throws {
        let folder = TemporaryFolder()
        let store = try folder.store()
        let entry = AuditEntry(at: SampleRecords.start, actor: "a", role: "editor", action: "test", subject: "b")
        _ = try await store.apply(
            .correct(
                Correction(
                    at: SampleRecords.start, incident: "PK-20240107-1", revision: 1,
                    country: SampleRecords.country("PK"), status: .confirmed, kind: .note, text: "c")), entry)
        for sql in [
            "UPDATE audit SET actor = 'x'", "DELETE FROM audit", "UPDATE correction SET text = 'x'",
            "DELETE FROM correction",
        ] {
            await #expect(throws: DatabaseError.self, "\(sql)") {
                try await store.pool.write { db in try db.execute(sql: sql) }
            }
        }
    }

    /// A file that the first migration alone made, with something in it.
    @Test func `a store of the version before is brought up to date and keeps what it held`() async throws {
        let folder = TemporaryFolder()
        do {
            let queue = try DatabaseQueue(path: folder.file)
            try await queue.writeWithoutTransaction { db in
                try db.execute(sql: Schema.migrations[0])
                try db.execute(
                    sql: "INSERT INTO setting VALUES (?, ?), ('consent', x'01')",
                    arguments: [WriterState.keyName, [UInt8](repeating: 7, count: 16).blob])
                try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = 1")
            }
            try queue.close()
        }
        let store = try folder.store()
        #expect(try await store.setting("consent") == [1])
        #expect(try await store.subscriptions() == [])
        let version = try await store.pool.read { db in try Int.fetchOne(db, sql: "PRAGMA user_version") }
        #expect(version == Schema.version)
    }

    @Test func `the queue is read by its indexes`() async throws {
        let folder = TemporaryFolder()
        let store = try folder.store()
        let plans = try await store.pool.read { db in
            try [
                SQLiteStore.waitingSQL,
                "SELECT id FROM alert_message WHERE state = 'pending' AND due <= 5 ORDER BY due, id LIMIT 9",
            ].map { sql in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }.joined(
                    separator: "\n")
            }
        }
        #expect(plans[0].contains("item USING INDEX alert_item_waiting"))
        #expect(!plans[0].contains("SCAN told") && !plans[0].contains("TEMP B-TREE"), "\(plans[0])")
        #expect(plans[1].contains("alert_message_due"))
    }
}
