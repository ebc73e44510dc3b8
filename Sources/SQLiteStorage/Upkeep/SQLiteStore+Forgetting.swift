import GRDB
package import Storage

extension SQLiteStore {
    /// Blocks rewritten in one transaction, so that commits get in between.
    private static let rewritten = 64

    package func forget(probe: String) async throws -> ForgetOutcome {
        let known = try await reading { db in
            try Row.fetchOne(db, sql: "SELECT id, first FROM probe WHERE name = ?", arguments: [probe]).map {
                (number: $0[0] as UInt32, first: $0[1] as Int64)
            }
        }
        guard let known else { return ForgetOutcome(records: 0, votes: 0) }
        // What is deleted is overwritten with zeros, now and when the log is folded into the file.
        try await writing { db, _ in try db.execute(sql: "PRAGMA secure_delete = ON") }
        var outcome = ForgetOutcome(records: 0, votes: 0)
        var next: Int64? = known.first
        while let from = next {
            let piece = try await writing { db, state in
                var piece: (outcome: ForgetOutcome, next: Int64?) = (ForgetOutcome(records: 0, votes: 0), nil)
                try db.inTransaction(.immediate) {
                    piece = try self.forget(known.number, from: from, db, state.compressor)
                    try db.addToCounter(Counter.lines, -piece.outcome.records)
                    // The name goes with the last vote, in the same transaction.
                    if piece.next == nil { try db.run("DELETE FROM probe WHERE id = ?", [known.number]) }
                    return .commit
                }
                state = try WriterState(db, options: self.options)
                return piece
            }
            outcome.records += piece.outcome.records
            outcome.votes += piece.outcome.votes
            next = piece.next
        }
        try await writing { db, _ in
            try db.execute(sql: "PRAGMA secure_delete = OFF; PRAGMA wal_checkpoint(TRUNCATE)")
        }
        return outcome
    }

    private func forget(
        _ probe: UInt32, from sequence: Int64, _ db: Database, _ compressor: BlockCompressor
    ) throws -> (outcome: ForgetOutcome, next: Int64?) {
        var outcome = ForgetOutcome(records: 0, votes: 0)
        var changed = 0
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT first, votes FROM vote_block
                WHERE first >= coalesce((SELECT max(first) FROM vote_block WHERE first <= ?), 0) ORDER BY first
                """, arguments: [sequence])
        while let row = try rows.next() {
            let first: Int64 = row[0]
            if changed == SQLiteStore.rewritten { return (outcome, first) }
            let votes = try StoredBlock.votes(row.bytes(1), first: first)
            guard votes.contains(where: { $0.probe == probe }) else { continue }
            changed += 1
            let part = try rewrite(first, votes, without: probe, db, compressor)
            outcome.records += part.records
            outcome.votes += part.votes
        }
        return (outcome, nil)
    }

    /// Rewrites one block without the lines of a probe, its votes unlinked.
    private func rewrite(
        _ first: Int64, _ votes: [Vote], without probe: UInt32, _ db: Database, _ compressor: BlockCompressor
    ) throws -> ForgetOutcome {
        var outcome = ForgetOutcome(records: 0, votes: 0)
        let row = try Row.fetchOne(db, sql: "SELECT lines FROM line_block WHERE first = ?", arguments: [first])
        let lines = try row.map { try StoredBlock.lines($0.bytes(0), first: first, votes: votes) }
        var (kept, keptLines, start) = (votes, [UInt8](), 0)
        for (index, vote) in votes.enumerated() {
            let end = start + Int(vote.length)
            if vote.probe == probe {
                outcome.votes += 1
                if lines != nil, vote.length > 0 { outcome.records += 1 }
                kept[index].probe = 0
                kept[index].length = 0
            } else if let lines {
                keptLines += lines[start..<end]
            }
            start = end
        }
        try db.run(
            "UPDATE vote_block SET votes = ? WHERE first = ?", [compressor.compress(Vote.encoded(kept)).blob, first])
        if lines != nil {
            try db.run(
                "UPDATE line_block SET lines = ?, count = ? WHERE first = ?",
                [compressor.compress(keptLines).blob, kept.count { $0.length > 0 }, first])
        }
        return outcome
    }
}
