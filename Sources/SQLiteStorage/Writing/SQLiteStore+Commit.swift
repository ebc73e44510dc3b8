import GRDB
import ObservatoryModel
package import Storage
import Synchronization

extension SQLiteStore {
    package func commit(_ batch: StoreBatch) async throws -> CommitOutcome {
        try await writing { db, state in
            try self.commit(batch, db, &state)
        }
    }

    package func duplicates(among entries: [RecordEntry]) async throws -> [Bool] {
        try await writing { db, state in
            var seen: [UInt64: Int64] = [:]
            return try entries.map { entry in
                let hash = state.identities.hash(entry.record, line: entry.line)
                if try self.isKnown(hash, received: entry.record.received.milliseconds, seen, db, &state) {
                    return true
                }
                seen[hash] = entry.record.received.milliseconds
                return false
            }
        }
    }

    /// Whether a record with this hash was accepted less than the window before `received`.
    private func isKnown(
        _ hash: UInt64, received: Int64, _ batch: [UInt64: Int64], _ db: Database, _ state: inout WriterState
    ) throws -> Bool {
        let before: Int64?
        if let inBatch = batch[hash] {
            before = inBatch
        } else if let sequence = try state.identities.sequence(of: hash, db) {
            before = try receivedTime(of: sequence, db, &state)
        } else {
            before = nil
        }
        guard let before else { return false }
        return received &- before < SQLiteStore.identityWindow.milliseconds
    }

    /// `received` of a record; `nil` when not even its vote is left, which is long after the window.
    private func receivedTime(of sequence: Int64, _ db: Database, _ state: inout WriterState) throws -> Int64? {
        if let time = state.open.received(of: sequence) ?? state.located?.received(of: sequence) { return time }
        let statement = try db.cachedStatement(
            sql: "SELECT first, votes FROM vote_block WHERE first <= ? ORDER BY first DESC LIMIT 1")
        guard let row = try Row.fetchOne(statement, arguments: [sequence]) else { return nil }
        let located = WriterState.Located(
            first: row[0], received: try StoredBlock.votes(row.bytes(1), first: row[0]).map(\.received))
        state.located = located
        return located.received(of: sequence)
    }

    private func commit(_ batch: StoreBatch, _ db: Database, _ state: inout WriterState) throws -> CommitOutcome {
        var fresh: [Vote] = []
        var outcome = CommitOutcome(sequences: 0..<0, duplicates: [], revisions: 0..<0)
        var flushed: [Int: Int64] = [:]
        try db.inTransaction(.immediate) {
            flushed = try flushRollUps(db, contributions: rollUpContributions)
            let first = state.last + 1
            var hashes: [UInt64] = []
            var seen: [UInt64: Int64] = [:]
            var receivedTo = Int64.min
            var kinds: [RecordKind: Int64] = [:]
            var sealed: Int64?
            hashes.reserveCapacity(batch.records.count)
            seen.reserveCapacity(batch.records.count)
            fresh.reserveCapacity(batch.records.count)
            for (index, entry) in batch.records.enumerated() {
                precondition(!entry.line.isEmpty, "a record has a line")
                let hash = state.identities.hash(entry.record, line: entry.line)
                let received = entry.record.received.milliseconds
                if try isKnown(hash, received: received, seen, db, &state) {
                    outcome.duplicates.append(index)
                    continue
                }
                seen[hash] = received
                let sequence = first + Int64(hashes.count)
                let vote = try state.vote(entry.record, line: entry.line, sequence: sequence, db)
                try state.apply(entry.record, sequence: sequence, db)
                hashes.append(hash)
                fresh.append(vote)
                kinds[vote.kind, default: 0] += 1
                receivedTo = max(receivedTo, received)
                sealed = try state.open.append(vote, line: entry.line, db, state.compressor) ?? sealed
            }
            try state.open.flush(db, state.compressor)
            try state.identities.append(hashes, first: first, receivedTo: receivedTo, db)
            if let sealed { try db.setCounter(Counter.sealed, to: sealed) }
            if !hashes.isEmpty { try db.setCounter(Counter.accepted, to: first + Int64(hashes.count) - 1) }
            for (kind, count) in kinds { try db.addToCounter(Counter.accepted(kind), count) }
            try db.addToCounter(Counter.lines, Int64(hashes.count))
            try db.addToCounter(Counter.duplicates, Int64(outcome.duplicates.count))
            outcome.sequences = first..<first + Int64(hashes.count)
            outcome.revisions = try append(batch.revisions, db, &state)
            for (name, value) in batch.settings.sorted(by: { $0.key < $1.key }) {
                precondition(!name.hasPrefix(WriterState.privatePrefix), "settings under “sqlite.” are the store's own")
                try db.run(
                    "INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                    [name, value.blob])
            }
            return .commit
        }
        clearRollUps(flushed)
        rollUps.withLock { rollUps in
            for (index, vote) in fresh.enumerated() { rollUps.add(vote, sequence: state.last + 1 + Int64(index)) }
        }
        state.last += Int64(fresh.count)
        return outcome
    }
}
