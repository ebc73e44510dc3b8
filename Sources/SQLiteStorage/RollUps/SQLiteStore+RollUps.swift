import GRDB
import ObservatoryModel
import Storage
import Synchronization

extension SQLiteStore {
    /// The sums of all votes that the bin table does not have yet, made again from the votes.
    static func pendingRollUps(_ db: Database) throws -> PendingRollUps {
        var pending = PendingRollUps(bases: try bases(db))
        let oldest = pending.bases.min() ?? 0
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT first, votes FROM block JOIN vote_block USING (first) WHERE first > ?1
                    OR first = (SELECT max(first) FROM block WHERE first <= ?1) ORDER BY first
                """, arguments: [oldest])
        while let row = try rows.next() {
            let first: Int64 = row[0]
            for (index, vote) in try StoredBlock.votes(row.bytes(1), first: first).enumerated() {
                pending.add(vote, sequence: first + Int64(index))
            }
        }
        return pending
    }

    /// The last sequence in the bin table, by slice.
    static func bases(_ db: Database) throws -> [Int64] {
        let statement = try db.cachedStatement(sql: "SELECT sequence FROM rolled_up ORDER BY slice")
        let bases = try Int64.fetchAll(statement)
        guard bases.count == PendingRollUps.sliceCount else { throw DamagedBlock(table: "rolled_up", first: 0) }
        return bases
    }

    /// Writes slices of the waiting sums into the bin table: the largest one when its contributions have reached a
    /// bound, others when they are far beyond it. Part of a transaction; once that has committed the caller hands the
    /// result to `clearRollUps`.
    ///
    /// - Returns: The sequences that the slices, by number, now hold up to.
    func flushRollUps(_ db: Database, contributions bound: Int) throws -> [Int: Int64] {
        var pending = rollUps.withLock { $0 }
        let sizes = pending.slices.map(\.contributions)
        let largest = sizes.max() ?? 0
        let due = sizes.indices.filter { sizes[$0] >= bound * 2 || sizes[$0] >= bound && sizes[$0] == largest }
        guard !due.isEmpty else { return [:] }
        // Another program may have written the same votes' sums.
        if try SQLiteStore.bases(db) != pending.bases { pending = try SQLiteStore.pendingRollUps(db) }
        let last = try db.counter(Counter.accepted)
        for slice in due {
            var cells: [(id: Int64, key: CellKey, cell: PendingRollUps.Cell)] = []
            for (key, cell) in pending.slices[slice].cells {
                cells.append((try SQLiteStore.cellID(key, cell.newest, db), key, cell))
            }
            // In order of the table's keys, so that each page is written once.
            cells.sort { $0.id < $1.id }
            for (id, key, cell) in cells { try SQLiteStore.add(cell.bins, level: key.level, cell: id, db) }
            try db.run("UPDATE rolled_up SET sequence = ? WHERE slice = ?", [last, slice])
        }
        return Dictionary(uniqueKeysWithValues: due.map { ($0, last) })
    }

    /// Writes all waiting sums; otherwise as `flushRollUps`.
    func flushAllRollUps(_ db: Database) throws -> [Int: Int64] {
        try flushRollUps(db, contributions: 0)
    }

    /// Forgets the sums that a transaction has written.
    func clearRollUps(_ flushed: [Int: Int64]) {
        rollUps.withLock { rollUps in
            for (slice, base) in flushed { rollUps.clear(slice, base: base) }
        }
    }

    private static func cellID(_ key: CellKey, _ newest: Int64?, _ db: Database) throws -> Int64 {
        let arguments: StatementArguments = [key.country, key.asn, key.platform, newest]
        // max() of SQLite is NULL when one side is.
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO cell (cc, asn, platform, newest) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET
                    newest = max(coalesce(newest, excluded.newest), coalesce(excluded.newest, newest)) RETURNING id
                """)
        guard let id = try Int64.fetchOne(statement, arguments: arguments) else {
            throw DamagedBlock(table: "cell", first: 0)
        }
        return id
    }

    /// Adds bins of one level, oldest first, to what the table has of a cell.
    static func add(_ bins: [MeasurementBin], level: BinLevel, cell: Int64, _ db: Database) throws {
        var rest = bins[...]
        while let first = rest.first {
            let chunk = BinChunk.number(of: first.start, level: level)
            let fresh = rest.prefix { BinChunk.number(of: $0.start, level: level) == chunk }
            rest = rest.dropFirst(fresh.count)
            let statement = try db.cachedStatement(
                sql: "SELECT bins FROM bin_chunk WHERE level = ? AND cell = ? AND chunk = ?")
            let key: StatementArguments = [level.rawValue, cell, chunk]
            var merged = Array(fresh)
            if let row = try Row.fetchOne(statement, arguments: key) {
                merged = PendingRollUps.merged(
                    try BinChunk.decoded(row.bytes(0), chunk: chunk, level: level, cell: cell), merged)
            }
            try db.run(
                "INSERT INTO bin_chunk VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET bins = excluded.bins",
                key + [BinChunk.encoded(merged, chunk: chunk, level: level).blob])
        }
    }

    static let chunksSQL = """
        SELECT chunk, bins FROM bin_chunk WHERE level = ? AND cell = ? AND chunk >= ? AND chunk <= ? ORDER BY chunk
        """

    /// A cell's bins of one level that begin in a half-open interval, oldest first.
    static func bins(
        of cell: Int64, level: BinLevel, from: Timestamp, to: Timestamp, _ db: Database
    ) throws -> [MeasurementBin] {
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: chunksSQL),
            arguments: [
                level.rawValue, cell, BinChunk.number(of: from, level: level), BinChunk.number(of: to, level: level),
            ])
        var bins: [MeasurementBin] = []
        while let row = try rows.next() {
            for bin in try BinChunk.decoded(row.bytes(1), chunk: row[0], level: level, cell: cell)
            where bin.start >= from && bin.start < to { bins.append(bin) }
        }
        return bins
    }
}
