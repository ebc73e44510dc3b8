import FoundationEssentials
import GRDB
import ObservatoryModel
import Storage
import Synchronization

/// The embedded store: one SQLite file in WAL mode, one writing connection and a few reading ones.
///
/// A commit is one transaction with `synchronous=FULL`: when it returns, the write-ahead log with it was synced.
/// Readers see the last commit and never wait for a writer. Several programs may open one file; they write in turn.
package final class SQLiteStore: ObservatoryStore {
    /// What may be set when a store is opened. The defaults are for production; tests make them small.
    package struct Options: Sendable {
        /// zstd's level for blocks of lines.
        package var compressionLevel: Int32 = 1
        /// Votes whose sums wait in memory before they are written to the bin table.
        package var rollUpVotes = 250_000
        /// Ids that become one sorted run.
        package var identityRunLength = 1 << 20
        /// Reading connections.
        package var readers = 4
        /// How long a writer waits for another program's transaction.
        package var busyTimeout: Duration = .seconds(10)

        package init() {}
    }

    /// (kind, id) de-duplicates over so long (CONTRACT §1).
    static let identityWindow: Interval = .days(7)

    package let path: String
    let options: Options
    let pool: DatabasePool
    /// Only used on the writing connection's queue; `nil` until the first commit and after one that failed.
    let writer = Mutex<WriterState?>(nil)
    let rollUps: Mutex<PendingRollUps>
    let revisionCache = Mutex(RevisionCache())
    let isClosed = Mutex(false)

    /// Opens a store, making the file when there is none and bringing an older one up to date.
    ///
    /// - Throws: `StoreError`.
    package init(path: String, options: Options = Options()) throws {
        self.path = path
        self.options = options
        let (pool, pending) = try SQLiteStore.mapping(path) {
            let pool = try SQLiteStore.openPool(path, options)
            return (pool, try pool.writeWithoutTransaction { db in try SQLiteStore.pendingRollUps(db) })
        }
        self.pool = pool
        rollUps = Mutex(pending)
    }

    package func close() async throws {
        try checkOpen()
        // A store that was only read is left as it is.
        if writer.withLock({ $0 != nil }) {
            try await writing { db, _ in
                var flushed: [Int: Int64] = [:]
                try db.inTransaction(.immediate) {
                    flushed = try self.flushAllRollUps(db)
                    return .commit
                }
                self.clearRollUps(flushed)
            }
        }
        isClosed.withLock { $0 = true }
        try SQLiteStore.mapping(path) { try pool.close() }
    }

    package func setting(_ name: String) async throws -> [UInt8]? {
        try await reading { db in
            try Row.fetchOne(db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [name])?.bytes(0)
        }
    }

    package func settings(withPrefix prefix: String) async throws -> [String: [UInt8]] {
        try await reading { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT name, value FROM setting WHERE substr(name, 1, length(?1)) = ?1", arguments: [prefix])
            var settings: [String: [UInt8]] = [:]
            while let row = try rows.next() { settings[row[0]] = try row.bytes(1) }
            return settings
        }
    }

    /// Contributions to one slice of the sums, of three a vote, after which the slice is written out.
    var rollUpContributions: Int { max(1, options.rollUpVotes * 3 / PendingRollUps.sliceCount) }

    // MARK: Borders

    /// Runs a read on a reading connection, in one snapshot, with errors in this module's words.
    func reading<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws -> Value {
        try checkOpen()
        return try await SQLiteStore.mapping(path) { try await self.pool.read(body) }
    }

    /// Runs a write on the writing connection's queue. The body makes its own transaction and changes nothing in memory
    /// before that has succeeded, but for the writer's state, which is dropped when the body throws.
    func writing<Value: Sendable>(
        _ body: @Sendable (Database, inout WriterState) throws -> Value
    ) async throws -> Value {
        try checkOpen()
        return try await SQLiteStore.mapping(path) {
            try await self.pool.writeWithoutTransaction { db in
                try self.writer.withLock { state in
                    // Another program may have written since.
                    if let known = state, try db.counter(Counter.accepted) != known.last {
                        state = nil
                        let pending = try SQLiteStore.pendingRollUps(db)
                        self.rollUps.withLock { $0 = pending }
                    }
                    var current = try state ?? WriterState(db, options: self.options)
                    state = nil
                    let value = try body(db, &current)
                    state = current
                    return value
                }
            }
        }
    }

    private func checkOpen() throws {
        if isClosed.withLock({ $0 }) { throw StoreError.closed }
    }
}
