import GRDB
package import ObservatoryModel
package import Storage
import Synchronization

extension SQLiteStore {
    /// Blocks, runs, or cells that one call of `applyRetention` works through, so that commits get in between.
    private static let piece = 256

    /// Counter with the cell that the next call goes on after.
    private static let bookmark = "coarsened"

    package func applyRetention(_ policy: RetentionPolicy, now: Timestamp) async throws -> RetentionOutcome {
        try await writing { db, state in
            var outcome = RetentionOutcome(finished: true)
            var flushed: [Int: Int64] = [:]
            let openFirst = state.open.first
            var touchedOpen = false
            try db.inTransaction(.immediate) {
                // Votes must be in the bins before they may go.
                flushed = try self.flushAllRollUps(db)
                let oldestLine = (now - max(policy.records, SQLiteStore.identityWindow)).milliseconds
                let lines = try SQLiteStore.deleteLines(
                    receivedBefore: oldestLine, through: policy.coveredThrough ?? .max, db)
                outcome.records = lines.records
                touchedOpen = lines.last.map { $0 >= openFirst } ?? false
                outcome.finished = lines.blocks < SQLiteStore.piece
                let oldestID = (now - SQLiteStore.identityWindow).milliseconds
                if try !SQLiteStore.deleteIdentities(receivedBefore: oldestID, db) { outcome.finished = false }
                let oldestVote = (now - max(policy.votes, policy.records)).milliseconds
                let votes = try SQLiteStore.deleteVotes(receivedBefore: oldestVote, sealed: openFirst, db)
                outcome.votes = votes.votes
                if votes.blocks == SQLiteStore.piece { outcome.finished = false }
                let bins = try SQLiteStore.coarsenBins(policy, now: now, db)
                outcome.bins += bins.changed
                if !bins.finished { outcome.finished = false }
                if let kept = policy.signals {
                    try db.run("DELETE FROM signal_bin WHERE at < ?", [(now - kept).milliseconds])
                    outcome.bins += Int64(db.changesCount)
                }
                return .commit
            }
            self.clearRollUps(flushed)
            if touchedOpen { state = try WriterState(db, options: self.options) }
            return outcome
        }
    }

    private static func deleteLines(
        receivedBefore time: Int64, through sequence: Int64, _ db: Database
    ) throws -> (blocks: Int, records: Int64, last: Int64?) {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT line_block.first, count FROM line_block JOIN block USING (first)
                WHERE received_to < ? AND last <= ? ORDER BY first LIMIT ?
                """, arguments: [time, sequence, piece])
        var records: Int64 = 0
        for row in rows {
            try db.run("DELETE FROM line_block WHERE first = ?", [row[0] as Int64])
            records += row[1]
        }
        try db.addToCounter(Counter.lines, -records)
        return (rows.count, records, rows.last?[0])
    }

    /// Deletes ids that can be met again without being duplicates. Runs in memory keep their filters until the store
    /// is opened again; they then find no page. Whether none is left.
    private static func deleteIdentities(receivedBefore time: Int64, _ db: Database) throws -> Bool {
        let runs = try Int64.fetchAll(
            db, sql: "SELECT id FROM identity_run WHERE received_to < ? LIMIT 4", arguments: [time])
        for run in runs {
            try db.run("DELETE FROM identity_page WHERE id >= ? AND id < ?", [run << 32, (run + 1) << 32])
            try db.run("DELETE FROM identity_run WHERE id = ?", [run])
        }
        try db.run("DELETE FROM identity_recent WHERE received_to < ?", [time])
        return runs.count < 4
    }

    private static func deleteVotes(
        receivedBefore time: Int64, sealed: Int64, _ db: Database
    ) throws -> (blocks: Int, votes: Int64) {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT first, last FROM block WHERE received_to < ?1 AND first < ?2
                    AND NOT EXISTS (SELECT 1 FROM line_block WHERE line_block.first = block.first)
                ORDER BY first LIMIT ?3
                """, arguments: [time, sealed, piece])
        var votes: Int64 = 0
        for row in rows {
            let first: Int64 = row[0]
            try db.run("DELETE FROM vote_block WHERE first = ?", [first])
            try db.run("DELETE FROM block WHERE first = ?", [first])
            votes += (row[1] as Int64) - first + 1
        }
        return (rows.count, votes)
    }

    /// Adds old fine bins up to hours and deletes old hours, some cells at a time.
    private static func coarsenBins(
        _ policy: RetentionPolicy, now: Timestamp, _ db: Database
    ) throws -> (changed: Int64, finished: Bool) {
        let start = try db.counter(bookmark)
        let cells = try Row.fetchAll(
            db, sql: "SELECT id, asn FROM cell WHERE id > ? ORDER BY id LIMIT ?", arguments: [start, piece])
        var changed: Int64 = 0
        for row in cells {
            let cell: Int64 = row[0]
            let level = BinLevel.fine(wholeCountry: (row[1] as Int64) == CellKey.wholeCountry)
            let old = try takeChunks(of: cell, level: level, before: now - policy.fineBins, db)
            changed += Int64(old.count)
            try add(PendingRollUps.folded(old, to: BinLevel.hour.step), level: .hour, cell: cell, db)
            if let kept = policy.hourBins {
                changed += Int64(try takeChunks(of: cell, level: .hour, before: now - kept, db).count)
            }
        }
        let finished = cells.count < piece
        try db.setCounter(bookmark, to: finished ? 0 : cells[cells.count - 1][0])
        return (changed, finished)
    }

    /// Deletes a cell's chunks that end before a time; the bins that were in them.
    private static func takeChunks(
        of cell: Int64, level: BinLevel, before time: Timestamp, _ db: Database
    ) throws -> [MeasurementBin] {
        let chunk = BinChunk.number(of: time, level: level)
        let rows = try Row.fetchAll(
            db.cachedStatement(sql: chunksSQL), arguments: [level.rawValue, cell, Int64.min, chunk - 1])
        guard !rows.isEmpty else { return [] }
        try db.run(
            "DELETE FROM bin_chunk WHERE level = ? AND cell = ? AND chunk < ?", [level.rawValue, cell, chunk])
        return try rows.flatMap { try BinChunk.decoded($0.bytes(1), chunk: $0[0], level: level, cell: cell) }
    }
}
