import ObservatoryModel
import SQLiteStorage
import Storage

/// Sessions per second that are committed, against one row per line in the same SQLite.
enum CommitBenchmark {
    private static let perBatch = 5000

    static func run(sessions: Int, runs: Int) async throws {
        var source = SyntheticSessions(seed: 7, start: Timestamp(seconds: 1_704_632_400), gapMilliseconds: 3)
        let batches = (0..<sessions / perBatch).map { _ in source.batch(perBatch) }
        let bytes = batches.reduce(0) { $0 + $1.reduce(0) { $0 + $1.line.count } }
        report("line", Double(bytes) / Double(sessions), "bytes")
        var (ours, plain, sizes) = ([Double](), [Double](), (ours: 0.0, plain: 0.0))
        var (ourWork, plainWork) = ([Double](), [Double]())
        for run in 0...runs {
            let folder = try temporaryFolder()
            defer { remove(folder) }
            let store = try SQLiteStore(path: folder + "/store.sqlite")
            let before = processorSeconds()
            let time = try await seconds {
                for batch in batches { _ = try await store.commit(StoreBatch(records: batch)) }
                try await store.close()
            }
            sizes.ours = Double(bytesOnDisk(folder + "/store.sqlite"))
            let between = processorSeconds()
            let rows = try RowPerLine(path: folder + "/rows.sqlite")
            let plainTime = try await seconds { for batch in batches { try rows.commit(batch) } }
            sizes.plain = Double(bytesOnDisk(folder + "/rows.sqlite"))
            // The first run fills the caches and is not counted.
            if run > 0 {
                ours.append(time)
                plain.append(plainTime)
                ourWork.append(between - before)
                plainWork.append(processorSeconds() - between)
            }
        }
        report("commit", Double(sessions) / median(ours), "sessions/s")
        report("row per line", Double(sessions) / median(plain), "sessions/s")
        report("ratio", median(plain) / median(ours), "times")
        report("commit, processor time", median(ourWork) / Double(sessions) * 1e6, "µs/session")
        report("row per line, processor time", median(plainWork) / Double(sessions) * 1e6, "µs/session")
        report("size", sizes.ours / Double(sessions), "bytes/session")
        report("row per line size", sizes.plain / Double(sessions), "bytes/session")
    }
}
