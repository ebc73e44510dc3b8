import Foundation
import Ingest
import Logging
import ObservatoryModel
import SQLiteStorage
import Simulation
import Storage
import Testing
import WireFormats

@testable import ObservatoryServer

@Suite struct PipelineTests {
    /// A short national block: a few hundred thousand votes' worth would say nothing more about order and storage.
    static func records(seed: UInt64) throws -> [Record] {
        let scenario = try #require(Scenario.named("short"))
        print("seed \(seed)")
        return Array(ScenarioRun(scenario, seed: seed))
    }

    /// What `replay` prints of these records.
    static func replayed(_ records: [Record], store: (any ObservatoryStore)? = nil) async throws -> [[UInt8]] {
        let stream = try RecordStream(
            [InputSource(name: "test", place: .bytes(lines(records)))], format: .native)
        var printed: [[UInt8]] = []
        try await ReplayRun(store: store).run(stream, revision: { printed.append($0.line) }, problem: { _ in })
        return printed
    }

    /// An observatory that takes recorded streams, which hold what detection saw.
    static func observatory(_ store: any ObservatoryStore) -> Observatory {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return Observatory(
            store: store, hub: RevisionHub(), metrics: ServerMetrics(), logger: logger, coarsensPlaces: false)
    }

    static func entries(_ records: some Sequence<Record>) -> [RecordEntry] {
        var writer = RecordWriter()
        return records.map { RecordEntry(line: writer.line($0)[...], record: $0) }
    }

    static func stored(_ store: any ObservatoryStore) async throws -> [[UInt8]] {
        try await store.revisions(after: 0, limit: 1_000).map(\.line)
    }

    @Test func `the same input gives the same bytes, from a replay, a server, and a server that was restarted`()
        async throws
    {
        let records = try Self.records(seed: 11)
        let printed = try await Self.replayed(records)
        try #require(printed.count >= 3)
        #expect(try await Self.replayed(records) == printed)

        let folder = try TemporaryFolder()
        let whole = try SQLiteStore(path: folder.path + "/whole.sqlite")
        let server = Self.observatory(whole)
        for start in stride(from: 0, to: records.count, by: 997) {
            _ = try await server.accept(Self.entries(records[start..<min(start + 997, records.count)]))
        }
        #expect(try await Self.stored(whole) == printed)

        let broken = try SQLiteStore(path: folder.path + "/broken.sqlite")
        let middle = records.count * 2 / 3
        _ = try await Self.observatory(broken).accept(Self.entries(records[..<middle]))
        let restarted = Self.observatory(broken)
        let rebuilt = try await restarted.rebuild()
        #expect(rebuilt.added == 0 && rebuilt.differing == 0)
        // The last records before a crash may be sent again.
        _ = try await restarted.accept(Self.entries(records[(middle - 50)...]))
        #expect(try await Self.stored(broken) == printed)
    }

    @Test func `revisions that a crash kept from the disk are decided again at the start`() async throws {
        let records = try Self.records(seed: 12)
        let printed = try await Self.replayed(records)
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.path + "/store.sqlite")
        // As if the process had died each time between its two commits, or as `import` leaves it.
        for start in stride(from: 0, to: records.count, by: 5_000) {
            _ = try await store.commit(
                StoreBatch(records: Self.entries(records[start..<min(start + 5_000, records.count)])))
        }
        #expect(try await Self.stored(store).isEmpty)
        let rebuilt = try await Self.observatory(store).rebuild()
        #expect(rebuilt.added == printed.count)
        #expect(try await Self.stored(store) == printed)
    }

    @Test func `a replay into a store may be repeated, and a server on it shows the same`() async throws {
        let records = try Self.records(seed: 13)
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.path + "/store.sqlite")
        let printed = try await Self.replayed(records, store: store)
        let counts = try await store.counts()
        #expect(try await Self.replayed(records, store: store) == printed)
        #expect(try await store.counts().records == counts.records)
        let server = Self.observatory(store)
        let rebuilt = try await server.rebuild()
        #expect(rebuilt.added == 0 && rebuilt.differing == 0)
        #expect(try await Self.stored(store) == printed)
    }

    @Test func `what was decided before a record is read does not depend on it`() async throws {
        let records = try Self.records(seed: 14)
        let printed = try await Self.replayed(records)
        let half = try await Self.replayed(Array(records[..<(records.count / 2)]))
        #expect(Array(printed.prefix(half.count)) == half)
    }

    @Test func `records out of order and from the future are put in place`() {
        var pipeline = Pipeline()
        let noon = Timestamp("2026-01-05T12:00:00Z")!
        var late = Record.heartbeat(Heartbeat(at: noon + .hours(1), received: noon))
        pipeline.settle(&late)
        #expect(late.at == noon)
        var old = Record.heartbeat(Heartbeat(at: noon - .hours(2), received: noon - .hours(1)))
        pipeline.settle(&old)
        #expect(old.received == noon && old.at == noon - .hours(2))
        #expect(pipeline.clock == noon)
    }

    @Test func `an export gives back what was imported`() async throws {
        let records = Array(try Self.records(seed: 15).prefix(3_000))
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.path + "/store.sqlite")
        let bytes = lines(records)
        let stream = try RecordStream([InputSource(name: "test", place: .bytes(bytes))], format: .native)
        let outcome = try await ImportRun(store: store).run(stream, problem: { _ in })
        var exported: [UInt8] = []
        try await RecordExport(store: store, filter: .all).lines { exported += $0 }
        let unique = bytes.split(separator: 10).count - outcome.duplicates
        #expect(outcome.accepted == unique)
        if outcome.duplicates == 0 { #expect(exported == bytes) }
        var table: [UInt8] = []
        try await RecordExport(store: store, filter: .all).table { table += $0 }
        #expect(table.split(separator: 10).count == unique + 1)
    }
}
