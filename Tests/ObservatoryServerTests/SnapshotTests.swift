import Logging
import ObservatoryModel
import SQLiteStorage
import Storage
import Synchronization
import Testing
import WireFormats

@testable import ObservatoryServer

@Suite struct SnapshotTests {
    /// A generator whose seed is printed, so that a failure can be seen again.
    private struct Dice: RandomNumberGenerator {
        private var state: UInt64

        init(_ seed: UInt64) {
            state = seed
            print("seed \(seed)")
        }

        /// splitmix64.
        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
            return mixed ^ mixed >> 31
        }
    }

    private static func setting(_ store: any ObservatoryStore) async throws -> [UInt8] {
        try #require(try await store.setting(PipelineSnapshot.settingName))
    }

    @Test(arguments: [UInt64.random(in: 1...1_000_000), 7])
    func `killed anywhere, a server goes on with the same bytes`(seed: UInt64) async throws {
        var dice = Dice(seed)
        let records = try PipelineTests.records(seed: seed)
        let printed = try await PipelineTests.replayed(records)
        try #require(printed.count >= 3)
        let folder = try TemporaryFolder()
        let store = FailingStore(try SQLiteStore(path: folder.path + "/store.sqlite"))
        var server = PipelineTests.observatory(store)
        _ = try await server.rebuild()
        var resumed = 0
        var start = 0
        while start < records.count {
            let end = min(records.count, start + Int.random(in: 1...10_000, using: &dice))
            // As if it died between the records and the revisions decided from them.
            store.refusesRevisions = Int.random(in: 0..<3, using: &dice) == 0
            _ = try await server.accept(PipelineTests.entries(records[start..<end]))
            if Int.random(in: 0..<3, using: &dice) == 0 { _ = try await server.saveSnapshot() }
            start = end
            guard store.refusesRevisions || Int.random(in: 0..<4, using: &dice) == 0 else { continue }
            store.refusesRevisions = false
            server = PipelineTests.observatory(store)
            let rebuilt = try await server.rebuild()
            #expect(rebuilt.differing == 0)
            #expect(rebuilt.covered + Int64(rebuilt.records) >= Int64(try await store.counts().records))
            if rebuilt.covered > 0 { resumed += 1 }
            // The last records before a crash may be sent again.
            start = max(0, start - Int.random(in: 0...20, using: &dice))
        }
        #expect(try await PipelineTests.stored(store) == printed)
        #expect(resumed > 0)
    }

    @Test func `a start reads the records after the snapshot only`() async throws {
        let records = try PipelineTests.records(seed: 31)
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.path + "/store.sqlite")
        let first = PipelineTests.observatory(store)
        #expect(try await first.saveSnapshot() == nil)
        _ = try await first.rebuild()
        let middle = records.count / 2
        _ = try await first.accept(PipelineTests.entries(records[..<middle]))
        let covered = try #require(try await first.saveSnapshot()).records
        // Records that a probe sent twice are in the stream, and once in the store.
        #expect(try await store.counts().records == covered && covered > 1_000)
        _ = try await first.accept(PipelineTests.entries(records[middle..<middle + 100]))
        let more = Int(try await store.counts().records - covered)
        #expect(more > 50)
        let second = PipelineTests.observatory(store)
        let rebuilt = try await second.rebuild()
        #expect(rebuilt == Observatory.Rebuild(records: more, covered: covered))
        // The same state, however it was reached.
        let bytes = try await Self.setting(store)
        let whole = PipelineTests.observatory(store)
        _ = try await store.commit(StoreBatch(settings: [PipelineSnapshot.settingName: []]))
        #expect(try await whole.rebuild().records == Int(covered) + more)
        #expect(try await Self.setting(store) == bytes)
    }

    @Test func `a snapshot that is torn or of other rules gives way to a full run`() async throws {
        var dice = Dice(.random(in: 1...1_000_000))
        let records = Array(try PipelineTests.records(seed: 32))
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.path + "/store.sqlite")
        let server = PipelineTests.observatory(store)
        _ = try await server.rebuild()
        _ = try await server.accept(PipelineTests.entries(records[..<2_000]))
        _ = try await server.saveSnapshot()
        let count = Int(try await store.counts().records)
        let whole = try await Self.setting(store)
        var spoiled = [[], Array(whole.dropLast()), Array(whole.prefix(Int.random(in: 1..<whole.count, using: &dice)))]
        for _ in 0..<3 {
            var flipped = whole
            flipped[Int.random(in: 0..<whole.count, using: &dice)] ^= UInt8.random(in: 1...255, using: &dice)
            spoiled.append(flipped)
        }
        let rules = "\"rules\":\"\(Pipeline.rulesVersion)\""
        let text = String(decoding: whole.prefix(2_000), as: UTF8.self)
        try #require(text.contains(rules))
        let other = text.replacing(rules, with: "\"rules\":\"1999.1-1\"")
        spoiled.append(Array(other.utf8) + whole.dropFirst(2_000))
        for bytes in spoiled {
            // A flipped byte may also fall where it changes nothing that is read; then it is no damage.
            if let read = try? PipelineSnapshot(bytes, rules: Pipeline.rulesVersion),
                read == (try PipelineSnapshot(whole, rules: Pipeline.rulesVersion))
            {
                continue
            }
            _ = try await store.commit(StoreBatch(settings: [PipelineSnapshot.settingName: bytes]))
            let rebuilt = try await PipelineTests.observatory(store).rebuild()
            #expect(rebuilt.covered == 0 && rebuilt.records == count && rebuilt.differing == 0)
            #expect(try await Self.setting(store) == whole)
        }
    }

    @Test func `what a snapshot covers may be deleted, and detection goes on as if it were there`() async throws {
        let records = try PipelineTests.records(seed: 33)
        let printed = try await PipelineTests.replayed(records)
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.path + "/store.sqlite")
        var server = PipelineTests.observatory(store)
        _ = try await server.rebuild()
        let middle = records.count * 2 / 3
        _ = try await server.accept(PipelineTests.entries(records[..<middle]))
        let covered = try await store.counts().records
        // Long after, so that everything is old; the service takes the snapshot itself.
        let later = try #require(records.last).received + .days(40)
        let readiness = Readiness()
        readiness.isReady = true
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let upkeep = UpkeepService(
            observatory: server, keeping: ServerConfiguration.Keeping(), readiness: readiness, clock: { later },
            logger: logger)
        var told = false
        _ = await upkeep.round(&told)
        #expect(try await store.counts().records == 0)
        server = PipelineTests.observatory(store)
        #expect(try await server.rebuild() == Observatory.Rebuild(covered: covered))
        _ = try await server.accept(PipelineTests.entries(records[middle...]))
        #expect(try await PipelineTests.stored(store) == printed)
    }

    @Test func `recorded data that was read into a store stays whatever its age`() async throws {
        let records = Array(try PipelineTests.records(seed: 34).prefix(1_500))
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.path + "/store.sqlite")
        _ = try await PipelineTests.replayed(records, store: store)
        let server = PipelineTests.observatory(store)
        _ = try await server.rebuild()
        let count = try await store.counts().records
        let later = try #require(records.last).received + .days(400)
        let readiness = Readiness()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        for keeps in [true, false] {
            var keeping = ServerConfiguration.Keeping()
            keeping.keepsArchives = keeps
            var told = false
            _ = await UpkeepService(
                observatory: server, keeping: keeping, readiness: readiness, clock: { later }, logger: logger
            ).round(&told)
            #expect(told == keeps)
            #expect(try await store.counts().records == (keeps ? count : 0))
        }
    }

    @Test func `revisions go on after what was published, when detection counts otherwise now`() async throws {
        let records = try PipelineTests.records(seed: 35)
        let printed = try await PipelineTests.replayed(records)
        try #require(printed.count >= 3)
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.path + "/store.sqlite")
        // As other rules might have published it: the same incident, in more revisions.
        var (published, middle) = ([RevisionEntry](), 0)
        var pipeline = Pipeline()
        while published.isEmpty {
            var record = records[middle]
            pipeline.settle(&record)
            published = pipeline.decide(record)
            middle += 1
        }
        let last = published[published.count - 1].revision
        var writer = RevisionWriter()
        for number in last.revision + 1...last.revision + 3 {
            var revision = last
            revision.revision = number
            published.append(RevisionEntry(line: writer.line(revision), revision: revision))
        }
        _ = try await store.commit(
            StoreBatch(records: PipelineTests.entries(records[..<middle]), revisions: published))
        let server = PipelineTests.observatory(store)
        _ = try await server.rebuild()
        _ = try await server.accept(PipelineTests.entries(records[middle...]))
        #expect(await server.storeFailure == nil)
        let numbers = try await store.revisions(of: last.incident).map(\.revision.revision)
        #expect(numbers == Array(1...numbers.count))
        #expect(numbers.count == printed.count + 3)
    }
}

/// A store that can be told to refuse revisions, as if the program died before they were written.
private final class FailingStore: ObservatoryStore {
    private let store: any ObservatoryStore
    private let refuses = Mutex(false)

    init(_ store: any ObservatoryStore) {
        self.store = store
    }

    var refusesRevisions: Bool {
        get { refuses.withLock { $0 } }
        set { refuses.withLock { $0 = newValue } }
    }

    func commit(_ batch: StoreBatch) async throws -> CommitOutcome {
        if refusesRevisions, !batch.revisions.isEmpty { throw StoreError.diskFull(path: "test") }
        return try await store.commit(batch)
    }

    func duplicates(among entries: [RecordEntry]) async throws -> [Bool] {
        try await store.duplicates(among: entries)
    }
    func records(from sequence: Int64, matching filter: RecordFilter, limit: Int) async throws -> RecordPage {
        try await store.records(from: sequence, matching: filter, limit: limit)
    }
    func votes(from sequence: Int64, matching filter: RecordFilter, limit: Int) async throws -> VotePage {
        try await store.votes(from: sequence, matching: filter, limit: limit)
    }
    func record(kind: String, id: String) async throws -> StoredRecord? { try await store.record(kind: kind, id: id) }
    func measurements(_ query: MeasurementQuery) async throws -> [StoredRecord] { try await store.measurements(query) }
    func series(_ query: SeriesQuery) async throws -> Series { try await store.series(query) }
    func signals(_ query: SignalQuery) async throws -> [SignalSeries] { try await store.signals(query) }
    func newestSessions(in country: CountryCode?) async throws -> [NewestSession] {
        try await store.newestSessions(in: country)
    }
    func measuredNetworks(
        of networks: [ASN], in country: CountryCode, on platforms: [PlatformID], from: Timestamp, to: Timestamp
    ) async throws -> Set<ASN> {
        try await store.measuredNetworks(of: networks, in: country, on: platforms, from: from, to: to)
    }
    func calendarEvents(in country: CountryCode?, from: Timestamp, to: Timestamp) async throws -> [CalendarEvent] {
        try await store.calendarEvents(in: country, from: from, to: to)
    }
    func networkShares(in country: CountryCode?) async throws -> [NetworkShare] {
        try await store.networkShares(in: country)
    }
    func incidents(_ query: IncidentQuery) async throws -> IncidentPage { try await store.incidents(query) }
    func revisions(of incident: String) async throws -> [StoredRevision] { try await store.revisions(of: incident) }
    func revisions(after sequence: Int64, limit: Int) async throws -> [StoredRevision] {
        try await store.revisions(after: sequence, limit: limit)
    }
    func newestRevisions(in country: CountryCode?, limit: Int) async throws -> [StoredRevision] {
        try await store.newestRevisions(in: country, limit: limit)
    }
    func setting(_ name: String) async throws -> [UInt8]? { try await store.setting(name) }
    func settings(withPrefix prefix: String) async throws -> [String: [UInt8]] {
        try await store.settings(withPrefix: prefix)
    }
    func counts() async throws -> StoreCounts { try await store.counts() }
    func applyRetention(_ policy: RetentionPolicy, now: Timestamp) async throws -> RetentionOutcome {
        try await store.applyRetention(policy, now: now)
    }
    func forget(probe: String) async throws -> ForgetOutcome { try await store.forget(probe: probe) }
    func close() async throws { try await store.close() }
}
