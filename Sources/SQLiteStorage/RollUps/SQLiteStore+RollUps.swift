import GRDB
import ObservatoryModel
import Storage
import Synchronization

extension SQLiteStore {
    /// The sums of all votes that the bin tables do not have yet, made again from the votes.
    static func pendingRollUps(_ db: Database) throws -> PendingRollUps {
        var pending = PendingRollUps(base: try db.counter(Counter.rolledUp))
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT first, votes FROM block JOIN vote_block USING (first) WHERE first > ?1
                    OR first = (SELECT max(first) FROM block WHERE first <= ?1) ORDER BY first
                """, arguments: [pending.base])
        while let row = try rows.next() {
            let first: Int64 = row[0]
            for (index, vote) in try StoredBlock.votes(row.bytes(1), first: first).enumerated()
            where first + Int64(index) > pending.base { pending.add(vote) }
        }
        return pending
    }

    /// Writes the waiting sums into the bin tables when at least so many votes wait; the sequence they then hold up to.
    /// Part of a transaction; the caller clears `rollUps` once that has committed.
    func flushRollUps(_ db: Database, atLeast votes: Int) throws -> Int64? {
        var pending = rollUps.withLock { $0 }
        guard pending.votes >= votes else { return nil }
        // Another program may have written the same votes' sums.
        if try db.counter(Counter.rolledUp) != pending.base { pending = try SQLiteStore.pendingRollUps(db) }
        var cells: [(id: Int64, key: CellKey, cell: PendingRollUps.Cell)] = []
        for (key, cell) in pending.cells { cells.append((try SQLiteStore.cellID(key, cell.newest, db), key, cell)) }
        // In order of the tables' keys, so that each page is written once.
        cells.sort { $0.id < $1.id }
        for level in BinLevel.allCases {
            for (id, key, cell) in cells where level.step >= PendingRollUps.finest(key).step {
                for bin in PendingRollUps.folded(cell.bins, to: level.step) {
                    try SQLiteStore.add(bin, level: level, cell: id, db)
                }
            }
        }
        let last = try db.counter(Counter.accepted)
        try db.setCounter(Counter.rolledUp, to: last)
        return last
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

    private static func add(_ bin: MeasurementBin, level: BinLevel, cell: Int64, _ db: Database) throws {
        try db.run(
            """
            INSERT INTO bin VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
                sessions = sessions + excluded.sessions, failures = failures + excluded.failures,
                voided = voided + excluded.voided, dns = dns + excluded.dns, tcp = tcp + excluded.tcp,
                tls = tls + excluded.tls, quic = quic + excluded.quic, http = http + excluded.http,
                transfers = transfers + excluded.transfers, log_ratio = log_ratio + excluded.log_ratio,
                ooni = ooni + excluded.ooni, ooni_blocked = ooni_blocked + excluded.ooni_blocked,
                ooni_down = ooni_down + excluded.ooni_down, reports = reports + excluded.reports
            """,
            [
                level.rawValue, cell, bin.start.seconds, bin.sessions, bin.failures, bin.voided, bin.dns, bin.tcp,
                bin.tls, bin.quic, bin.http, bin.transfers, bin.logRatioSum, bin.ooni, bin.ooniBlocked, bin.ooniDown,
                bin.reports,
            ])
    }
}
