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
        var intake = Intake(first: state.last + 1, capacity: batch.records.count)
        var revisions = 0..<Int64(0)
        var flushed: [Int: Int64] = [:]
        try db.inTransaction(.immediate) {
            flushed = try flushRollUps(db, contributions: rollUpContributions)
            // By index: a record copied is some dozen references counted.
            for index in batch.records.indices {
                try accept(batch.records[index], at: index, &intake, db, &state)
            }
            try write(intake, db, &state)
            revisions = try append(batch.revisions, db, &state)
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
            for (index, vote) in intake.votes.enumerated() {
                rollUps.add(vote, sequence: intake.first + Int64(index))
            }
        }
        state.last = intake.next - 1
        return CommitOutcome(
            sequences: intake.first..<intake.next, duplicates: intake.duplicates, revisions: revisions)
    }

    /// What a batch has brought so far.
    private struct Intake {
        /// Sequence of the first record that is accepted.
        let first: Int64
        var votes: [Vote] = []
        var hashes: [UInt64] = []
        /// `received` by hash, for duplicates within the batch.
        var seen: [UInt64: Int64] = [:]
        var duplicates: [Int] = []
        var kinds: [RecordKind: Int64] = [:]
        var receivedTo = Int64.min
        /// The last sequence that was sealed meanwhile.
        var sealed: Int64?

        init(first: Int64, capacity: Int) {
            self.first = first
            votes.reserveCapacity(capacity)
            hashes.reserveCapacity(capacity)
            seen.reserveCapacity(capacity)
        }

        var next: Int64 { first + Int64(votes.count) }
    }

    private func accept(
        _ entry: RecordEntry, at index: Int, _ intake: inout Intake, _ db: Database, _ state: inout WriterState
    ) throws {
        precondition(!entry.line.isEmpty, "a record has a line")
        let hash = state.identities.hash(entry.record, line: entry.line)
        let received = entry.record.received.milliseconds
        if try isKnown(hash, received: received, intake.seen, db, &state) {
            intake.duplicates.append(index)
            return
        }
        let sequence = intake.next
        let vote = try state.vote(entry.record, line: entry.line, sequence: sequence, db)
        try state.apply(entry.record, sequence: sequence, db)
        intake.sealed = try state.open.append(vote, line: entry.line, db, state.compressor) ?? intake.sealed
        intake.seen[hash] = received
        intake.hashes.append(hash)
        intake.votes.append(vote)
        intake.kinds[vote.kind, default: 0] += 1
        intake.receivedTo = max(intake.receivedTo, received)
    }

    /// Writes what is not in sealed blocks yet, the ids, and the counters.
    private func write(_ intake: Intake, _ db: Database, _ state: inout WriterState) throws {
        try state.open.flush(db, state.compressor)
        try state.identities.append(intake.hashes, first: intake.first, receivedTo: intake.receivedTo, db)
        if let sealed = intake.sealed { try db.setCounter(Counter.sealed, to: sealed) }
        if !intake.votes.isEmpty { try db.setCounter(Counter.accepted, to: intake.next - 1) }
        for (kind, count) in intake.kinds { try db.addToCounter(Counter.accepted(kind), count) }
        try db.addToCounter(Counter.lines, Int64(intake.votes.count))
        try db.addToCounter(Counter.duplicates, Int64(intake.duplicates.count))
    }
}
