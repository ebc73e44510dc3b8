import GRDB
import ObservatoryModel

/// Finds the sequence that a (kind, id) was accepted under, for de-duplication.
///
/// A table with one row per id would touch a random page of its tree for every record and bound the whole store by
/// that. Instead each commit appends its hashes in one row; a million of them later become one sorted run, and an
/// in-memory filter per run keeps look-ups of new ids off the disk. 12 bytes a record on disk, about 40 in memory for
/// the newest million and 1.5 for the others.
struct IdentityIndex: Sendable {
    private struct Run: Sendable {
        var id: Int64
        var first: Int64
        var bits: Int
        var filter: IdentityFilter
    }

    /// Hashes since the last run, with their newest sequence.
    private var recent: [UInt64: Int64] = [:]
    /// Oldest first.
    private var runs: [Run] = []
    /// How many recent hashes become a run.
    private let runLength: Int
    private let hasher: SipHash

    /// Reads the index of a store; what it found damaged is thrown as `DamagedBlock`.
    init(_ db: Database, hasher: SipHash, runLength: Int) throws {
        self.hasher = hasher
        self.runLength = runLength
        let rows = try Row.fetchCursor(db, sql: "SELECT id, first, bits, filter FROM identity_run ORDER BY id")
        while let row = try rows.next() {
            var reader = ByteReader(try row.bytes(3))
            var words: [UInt64] = []
            while let word = reader.number(UInt64.self) { words.append(word) }
            guard let filter = IdentityFilter(words: words), reader.isAtEnd else {
                throw DamagedBlock(table: "identity_run", first: row[0])
            }
            runs.append(Run(id: row[0], first: row[1], bits: row[2], filter: filter))
        }
        let recents = try Row.fetchCursor(db, sql: "SELECT first, hashes FROM identity_recent ORDER BY first")
        while let row = try recents.next() {
            var reader = ByteReader(try row.bytes(1))
            var sequence: Int64 = row[0]
            while let hash = reader.number(UInt64.self) {
                recent[hash] = sequence
                sequence += 1
            }
            guard reader.isAtEnd else { throw DamagedBlock(table: "identity_recent", first: row[0]) }
        }
    }

    /// What a record is recognised by: its kind and id, or the whole line and its time for kinds without an id, so that
    /// a batch sent again after a crash is recognised as a whole.
    func hash(_ record: ObservatoryModel.Record, line: ArraySlice<UInt8>) -> UInt64 {
        let kind = RecordKind(record)
        if let id = record.id { return hash(kind, id: id) }
        let time = UInt64(bitPattern: record.received.milliseconds)
        return hasher.hash(tag: kind.rawValue, line) ^ (time &* 0x9e37_79b9_7f4a_7c15)
    }

    func hash(_ kind: RecordKind, id: String) -> UInt64 {
        hasher.hash(tag: kind.rawValue, id.utf8)
    }

    /// The newest sequence accepted under a hash; `nil` when there is none.
    func sequence(of hash: UInt64, _ db: Database) throws -> Int64? {
        if let sequence = recent[hash] { return sequence }
        for run in runs.reversed() where run.filter.mayContain(hash) {
            let page = run.id << 32 | IdentityRun.page(of: hash, bits: run.bits)
            let statement = try db.cachedStatement(sql: "SELECT entries FROM identity_page WHERE id = ?")
            guard let row = try Row.fetchOne(statement, arguments: [page]) else { continue }
            if let sequence = IdentityRun.sequence(of: hash, inPage: try row.bytes(0), first: run.first) {
                return sequence
            }
        }
        return nil
    }

    /// Keeps the hashes of newly accepted records, which have the sequences from `first` on.
    mutating func append(_ hashes: [UInt64], first: Int64, receivedTo: Int64, _ db: Database) throws {
        guard !hashes.isEmpty else { return }
        var writer = ByteWriter(capacity: hashes.count * 8)
        for (index, hash) in hashes.enumerated() {
            writer.append(hash)
            recent[hash] = first + Int64(index)
        }
        try db.run("INSERT INTO identity_recent VALUES (?, ?, ?)", [first, receivedTo, writer.bytes.blob])
        if recent.count >= runLength { try makeRun(db) }
    }

    private mutating func makeRun(_ db: Database) throws {
        var entries = recent.map { IdentityRun.Entry(hash: $0.key, sequence: $0.value) }
        entries.sort { $0.hash < $1.hash }
        var filter = IdentityFilter(count: entries.count)
        var (first, last) = (Int64.max, Int64.min)
        for entry in entries {
            filter.insert(entry.hash)
            first = min(first, entry.sequence)
            last = max(last, entry.sequence)
        }
        let bits = IdentityRun.bits(count: entries.count)
        let receivedTo = try Int64.fetchOne(db, sql: "SELECT max(received_to) FROM identity_recent") ?? 0
        var writer = ByteWriter(capacity: filter.words.count * 8)
        for word in filter.words { writer.append(word) }
        try db.execute(
            sql: "INSERT INTO identity_run (first, last, received_to, bits, filter) VALUES (?, ?, ?, ?, ?)",
            arguments: [first, last, receivedTo, bits, writer.bytes.blob])
        let id = db.lastInsertedRowID
        var start = 0
        while start < entries.count {
            let page = IdentityRun.page(of: entries[start].hash, bits: bits)
            var end = start + 1
            while end < entries.count, IdentityRun.page(of: entries[end].hash, bits: bits) == page { end += 1 }
            try db.run(
                "INSERT INTO identity_page VALUES (?, ?, ?)",
                [id << 32 | page, id, IdentityRun.encoded(entries[start..<end], first: first).blob])
            start = end
        }
        try db.execute(sql: "DELETE FROM identity_recent")
        recent.removeAll(keepingCapacity: true)
        runs.append(Run(id: id, first: first, bits: bits, filter: filter))
    }
}

/// A blob that is not what this program writes; told as `StoreError.corrupt` at the border of the module.
struct DamagedBlock: Error {
    var table: String
    var first: Int64
}
