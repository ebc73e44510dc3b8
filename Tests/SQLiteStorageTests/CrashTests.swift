import FoundationEssentials
import Glibc
import ObservatoryModel
import Storage
import TestSupport
import Testing

@testable import SQLiteStorage

/// What was acknowledged is on disk, whatever ends the program.
@Suite struct CrashTests {
    private static let perBatch = 60

    @Test(arguments: 0..<6)
    func `what was acknowledged before kill -9 is found, and no batch is half there`(round: UInt64) async throws {
        let seed = UInt64.random(in: 0...UInt64(UInt32.max)) << 8 | round
        print("seed \(seed)")
        let folder = TemporaryFolder()
        let (path, acknowledgements) = (folder.file, folder.path + "/acknowledged")
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = path as String, acknowledgements = acknowledgements as String, seed = seed as UInt64] in
            try await CrashTests.commitUntilKilled(path, acknowledgements, seed: seed)
        }
        let acknowledged = try CrashTests.lines(of: acknowledgements).last.flatMap { Int($0) } ?? 0
        let store = try SQLiteStore(path: path, options: .small)
        let records = try await store.allRecords()
        #expect(records.count % CrashTests.perBatch == 0, "a batch is half there")
        #expect(records.count / CrashTests.perBatch >= acknowledged, "an acknowledged batch is lost")
        // One more batch may have been committed before its acknowledgement was written.
        #expect(records.count / CrashTests.perBatch <= acknowledged + 1)
        #expect(records.map(\.line) == records.indices.map { Array(CrashTests.entry($0).line) })
        let batches = records.count / CrashTests.perBatch
        #expect(try await store.revisions(after: 0, limit: 10_000).count == batches)
        let snapshot = try await store.setting("snapshot")
        #expect(snapshot == (batches == 0 ? nil : Array("\(batches)".utf8)))
        let series = try await store.series(
            SeriesQuery(
                country: SampleRecords.country("PK"), from: SampleRecords.start,
                to: SampleRecords.start + .days(30), step: .hours(1)))
        #expect(series.lines.flatMap(\.bins).reduce(0) { $0 + $1.sessions } == Int64(records.count))
        // Sending everything again changes nothing but what was not there.
        let again = try await store.commit(CrashTests.batch(max(batches, 1)))
        #expect(again.accepted == (batches == 0 ? CrashTests.perBatch : 0))
    }

    @Test func `a log that was torn anywhere loses whole batches from its end only`() async throws {
        let folder = TemporaryFolder()
        let store = try folder.store()
        for batch in 1...12 { _ = try await store.commit(CrashTests.batch(batch)) }
        let log = try Data(contentsOf: URL(filePath: folder.file + "-wal"))
        let file = try Data(contentsOf: URL(filePath: folder.file))
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        var counts: Set<Int> = []
        for _ in 0..<25 {
            let torn = TemporaryFolder()
            let length = Int.random(in: 0...log.count, using: &generator)
            try file.write(to: URL(filePath: torn.file))
            try log.prefix(length).write(to: URL(filePath: torn.file + "-wal"))
            let reopened = try torn.store()
            let records = try await reopened.allRecords()
            #expect(records.count % CrashTests.perBatch == 0, "log cut at \(length) of \(log.count)")
            #expect(records.map(\.line) == records.indices.map { Array(CrashTests.entry($0).line) })
            let next = records.count / CrashTests.perBatch + 1
            #expect(try await reopened.commit(CrashTests.batch(next)).accepted == CrashTests.perBatch)
            counts.insert(records.count)
        }
        #expect(counts.count > 3, "the cuts fell between batches")
    }

    @Test func `a store that was not closed answers as one that was`() async throws {
        let folder = TemporaryFolder()
        let store = try folder.store(SQLiteStore.Options())
        for batch in 1...30 { _ = try await store.commit(CrashTests.batch(batch)) }
        let query = SeriesQuery(
            country: SampleRecords.country("PK"), from: SampleRecords.start, to: SampleRecords.start + .days(1),
            step: .minutes(1))
        let before = try await store.series(query)
        let second = try folder.store(SQLiteStore.Options())
        #expect(try await second.series(query) == before)
        #expect(try await second.newestSessions(in: nil) == store.newestSessions(in: nil))
        #expect(try await second.commit(CrashTests.batch(30)).duplicates.count == CrashTests.perBatch)
    }

    @Test func `votes are in the bins before retention deletes them`() async throws {
        let folder = TemporaryFolder()
        let store = try folder.store(SQLiteStore.Options())
        for batch in 1...20 { _ = try await store.commit(CrashTests.batch(batch)) }
        let policy = RetentionPolicy(votes: .days(7))
        let now = SampleRecords.start + .days(20)
        while try await !store.applyRetention(policy, now: now).finished {}
        #expect(try await store.allRecords().isEmpty)
        // Opened again without a close, as after a crash.
        let series = try await folder.store().series(
            SeriesQuery(
                country: SampleRecords.country("PK"), from: SampleRecords.start, to: now, step: .hours(1)))
        #expect(series.lines.flatMap(\.bins).reduce(0) { $0 + $1.sessions } == Int64(20 * CrashTests.perBatch))
    }

    @Test func `two programs that write one file in turn lose and double nothing`() async throws {
        let folder = TemporaryFolder()
        let stores = [try folder.store(), try folder.store()]
        for batch in 1...40 {
            let outcome = try await stores[batch % 2].commit(CrashTests.batch(batch))
            #expect(outcome.accepted == CrashTests.perBatch)
            if batch > 1 {
                let again = try await stores[batch % 2].commit(CrashTests.batch(batch - 1))
                #expect(again.accepted == 0)
            }
        }
        let query = SeriesQuery(
            country: SampleRecords.country("PK"), from: SampleRecords.start, to: SampleRecords.start + .days(30),
            step: .hours(1))
        for store in stores { try await store.close() }
        let series = try await folder.store().series(query)
        #expect(series.lines.flatMap(\.bins).reduce(0) { $0 + $1.sessions } == Int64(40 * CrashTests.perBatch))
    }

    // MARK: What the batches hold

    private static func entry(_ index: Int) -> RecordEntry {
        SampleRecords.session("s-\(index)", seconds: Int64(index), failed: index % 4 == 0)
    }

    /// Batch 1, 2, 3 …: sessions, one revision, and a setting that tells the batch.
    private static func batch(_ number: Int) -> StoreBatch {
        StoreBatch(
            records: (0..<perBatch).map { entry((number - 1) * perBatch + $0) },
            revisions: [SampleRecords.revision("PK-20240107-1", number, minutes: Int64(number))],
            settings: ["snapshot": Array("\(number)".utf8)])
    }

    private static func commitUntilKilled(_ path: String, _ acknowledgements: String, seed: UInt64) async throws {
        let store = try SQLiteStore(path: path, options: .small)
        var generator = SeededGenerator(seed: seed)
        let delay = UInt32.random(in: 20_000...400_000, using: &generator)
        let descriptor = open(acknowledgements, O_CREAT | O_WRONLY | O_APPEND, 0o600)
        let killer = Thread(sleeping: delay)
        try killer.start()
        for number in 1...100_000 {
            _ = try await store.commit(batch(number))
            let line = Array("\(number)\n".utf8)
            _ = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        }
    }

    private static func lines(of path: String) throws -> [Substring] {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { return [] }
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
    }
}

/// A thread that kills its own program after a time, wherever the others are.
private struct Thread {
    let microseconds: UInt32

    init(sleeping microseconds: UInt32) {
        self.microseconds = microseconds
    }

    func start() throws {
        var thread = pthread_t()
        let argument = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
        argument.pointee = microseconds
        let status = pthread_create(
            &thread, nil,
            { argument in
                usleep(argument!.load(as: UInt32.self))
                kill(getpid(), SIGKILL)
                return nil
            }, argument)
        if status != 0 { throw StoreError.failed(path: "", reason: "no thread") }
    }
}

/// SplitMix64, so that a seed tells the whole run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
