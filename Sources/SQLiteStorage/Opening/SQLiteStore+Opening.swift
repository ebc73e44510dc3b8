import FoundationEssentials
import GRDB
import Glibc
import Storage

extension SQLiteStore {
    /// Opens the file, checks whose it is and of which version, and migrates it.
    static func openPool(_ path: String, _ options: Options) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "store"
        configuration.maximumReaderCount = options.readers
        let timeout = options.busyTimeout.components
        configuration.busyMode = .timeout(Double(timeout.seconds) + Double(timeout.attoseconds) / 1e18)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY")
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { db in
            // GRDB asks for NORMAL in WAL mode, which may lose the last commits with the power.
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000")
            try db.inTransaction(.immediate) {
                try migrate(db, path: path)
                return .commit
            }
        }
        return pool
    }

    private static func migrate(_ db: Database, path: String) throws {
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
        if !isEmpty && application != Schema.applicationID {
            throw StoreError.corrupt(path: path, reason: "it is another program's database")
        }
        if version > Schema.version {
            throw StoreError.newerSchema(path: path, found: version, supported: Schema.version)
        }
        for migration in Schema.migrations[version...] { try db.execute(sql: migration) }
        guard version < Schema.version else { return }
        if isEmpty {
            var generator = SystemRandomNumberGenerator()
            var key = ByteWriter()
            key.append(generator.next() as UInt64)
            key.append(generator.next() as UInt64)
            try db.execute(
                sql: "INSERT INTO setting VALUES (?, ?)", arguments: [WriterState.keyName, key.bytes.blob])
            try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
        }
        try db.execute(sql: "PRAGMA user_version = \(Schema.version)")
    }

    /// Errors of SQLite and of blobs in this module's words; others pass.
    static func mapping<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch { throw mapped(error, path) }
    }

    /// The same around a body that waits.
    static func mapping<Value>(_ path: String, _ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch { throw mapped(error, path) }
    }

    /// Whether the file system has no room left for a page; SQLite tells some of those cases as plain I/O errors.
    private static func isFull(_ path: String) -> Bool {
        var status = statvfs()
        return statvfs(path, &status) == 0 && status.f_bavail * status.f_bsize < 64 << 10
    }

    private static func mapped(_ error: any Error, _ path: String) -> any Error {
        switch error {
        case let damaged as DamagedBlock:
            return StoreError.corrupt(path: path, reason: "row \(damaged.first) of \(damaged.table) is damaged")
        case let error as DatabaseError:
            // The message alone: the whole description quotes the statement with its arguments.
            let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
            switch error.resultCode {
            case .SQLITE_FULL: return StoreError.diskFull(path: path)
            case .SQLITE_IOERR where isFull(path): return StoreError.diskFull(path: path)
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: return StoreError.corrupt(path: path, reason: reason)
            case .SQLITE_READONLY: return StoreError.readOnly(path: path)
            case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
                return StoreError.cannotOpen(path: path, reason: reason)
            case .SQLITE_BUSY, .SQLITE_LOCKED: return StoreError.busy(path: path)
            default: return StoreError.failed(path: path, reason: reason)
            }
        default: return error
        }
    }
}
