import GRDB
import ObservatoryModel
import Storage
import TestSupport
import Testing

@testable import SQLiteStorage

/// Hot queries go by an index: no table that grows is scanned, nothing that grows is sorted.
@Suite struct QueryPlanTests {
    private func plan(_ sql: String, _ arguments: StatementArguments) async throws -> [String] {
        let folder = TemporaryFolder()
        let store = try folder.store(.eager)
        _ = try await store.commit(
            StoreBatch(
                records: (0..<200).map { SampleRecords.session("s-\($0)", seconds: Int64($0)) },
                revisions: [SampleRecords.revision("PK-20240107-1", 1)]))
        return try await store.pool.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments).map { $0["detail"] }
        }
    }

    @Test func `chunks of bins of a cell are one range of the primary key`() async throws {
        let plan = try await plan(SQLiteStore.chunksSQL, [300, 1, 0, 1])
        #expect(plan == ["SEARCH bin_chunk USING PRIMARY KEY (level=? AND cell=? AND chunk>? AND chunk<?)"])
    }

    @Test func `bins of a signal are one range of the primary key`() async throws {
        let plan = try await plan(SQLiteStore.signalBinsSQL, [1, 0, 1])
        #expect(plan == ["SEARCH signal_bin USING PRIMARY KEY (series=? AND at>? AND at<?)"])
    }

    @Test func `blocks are read by their first sequence`() async throws {
        let plan = try await plan(SQLiteStore.blocksSQL, [1])
        #expect(plan.contains { $0.contains("SEARCH block USING INTEGER PRIMARY KEY (rowid") })
        #expect(!plan.contains { $0.contains("SCAN") || $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    @Test(arguments: ["", " DESC"]) func `blocks of a time are read in order and not sorted`(order: String) async throws
    {
        let plan = try await plan(SQLiteStore.blocksByTimeSQL + order, [0, 1, true])
        #expect(plan == ["SCAN block"])
    }

    @Test func `what networks measured is looked up by cell, and their chunks by the primary key`() async throws {
        let plan = try await plan(
            SQLiteStore.networkChunksSQL(of: 2, on: 2), [600, 0, 1, 1, 0, 17557, 45595, 1, 2])
        #expect(
            plan.contains { $0.contains("SEARCH cell USING INDEX") && $0.contains("cc=? AND asn=? AND platform=?") })
        #expect(
            plan.contains {
                $0.contains("SEARCH bin_chunk USING PRIMARY KEY (level=? AND cell=? AND chunk>? AND chunk<?)")
            })
        #expect(!plan.contains { $0.contains("SCAN bin_chunk") || $0.contains("SCAN cell") }, "\(plan)")
    }

    @Test(arguments: [
        (IncidentQuery(), "SCAN incident"),
        (IncidentQuery(cursor: IncidentCursor(sequence: 5)), "SEARCH incident USING INTEGER PRIMARY KEY (rowid<?)"),
        (
            IncidentQuery(country: SampleRecords.country("PK")),
            "SEARCH incident USING INDEX incident_by_country (cc=?)"
        ),
        (
            IncidentQuery(platform: SampleRecords.x),
            "SEARCH incident_platform USING PRIMARY KEY (platform=?)"
        ),
    ])
    func `pages of incidents are read in order and never sorted`(query: IncidentQuery, expected: String) async throws {
        let (sql, arguments) = SQLiteStore.incidentsSQL(query, limit: 51)
        let plan = try await plan(sql, arguments)
        // Without a filter the scan is in order of the key and ends with the page.
        #expect(plan.contains { $0.hasPrefix(expected) }, "\(plan)")
        #expect(plan.contains { $0.contains("SEARCH revision USING INTEGER PRIMARY KEY") }, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }
}
