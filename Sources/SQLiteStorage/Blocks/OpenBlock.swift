import GRDB

/// The newest records, on their way to a block that will not grow any more.
///
/// Each commit must be on disk at once, but a block compresses well only from some hundred lines on. So a commit writes
/// what it brought as a small block, and when enough has gathered the small ones are replaced by one sealed block.
struct OpenBlock: Sendable {
    /// Lines of a sealed block, unless its bytes reach the other bound first.
    static let sealedCount = 1024
    static let sealedBytes = 4 << 20

    /// Sequence of the first record.
    private(set) var first: Int64
    private(set) var votes: [Vote] = []
    private var lines: [UInt8] = []
    /// How many of the votes are in small blocks on disk.
    private var written = 0

    /// The block after everything sealed and written.
    private init(first: Int64) {
        self.first = first
    }

    /// The records after `last` of a store that were not sealed; those whose lines are gone stay as they are.
    init(_ db: Database, sealed: Int64, last: Int64) throws {
        self.init(first: sealed + 1)
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT block.first, block.last, votes, lines FROM block JOIN vote_block USING (first)
                    LEFT JOIN line_block USING (first)
                WHERE block.first > ? ORDER BY block.first
                """, arguments: [sealed])
        while let row = try rows.next() {
            let stored = try StoredBlock(
                first: row[0], votes: row.bytes(2), lines: row.hasNull(atIndex: 3) ? nil : row.bytes(3))
            guard let bytes = stored.lines, stored.first == first + Int64(votes.count) else {
                self = OpenBlock(first: (row[1] as Int64) + 1)
                continue
            }
            votes += stored.votes
            lines += bytes
        }
        written = votes.count
        if votes.isEmpty { first = last + 1 }
    }

    /// `received` of one of its records; `nil` for a sequence outside.
    func received(of sequence: Int64) -> Int64? {
        sequence >= first && sequence < next ? votes[Int(sequence - first)].received : nil
    }

    /// The sequence that the next record gets.
    var next: Int64 { first + Int64(votes.count) }

    /// Adds a record; seals the block when it is full. Returns the last sealed sequence when it did.
    mutating func append(
        _ vote: Vote, line: ArraySlice<UInt8>, _ db: Database, _ compressor: BlockCompressor
    ) throws -> Int64? {
        votes.append(vote)
        lines.append(contentsOf: line)
        guard votes.count >= OpenBlock.sealedCount || lines.count >= OpenBlock.sealedBytes else { return nil }
        if written > 0 {
            try db.run("DELETE FROM line_block WHERE first >= ?", [first])
            try db.run("DELETE FROM vote_block WHERE first >= ?", [first])
            try db.run("DELETE FROM block WHERE first >= ?", [first])
        }
        try StoredBlock(first: first, votes: votes, lines: lines).insert(db, compressor)
        let last = next - 1
        first = last + 1
        votes.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
        written = 0
        return last
    }

    /// Writes what no block on disk has yet as a small block.
    mutating func flush(_ db: Database, _ compressor: BlockCompressor) throws {
        guard written < votes.count else { return }
        let fresh = Array(votes[written...])
        let length = fresh.reduce(0) { $0 + Int($1.length) }
        let block = StoredBlock(
            first: first + Int64(written), votes: fresh, lines: Array(lines[(lines.count - length)...]))
        try block.insert(db, compressor)
        written = votes.count
    }
}
