import GRDB

/// Some records in order of arrival, as they lie in the `block`, `vote_block` and `line_block` tables.
struct StoredBlock {
    /// Sequence of the first record.
    var first: Int64
    var votes: [Vote]
    /// The raw lines one after the other; `nil` when they were deleted.
    var lines: [UInt8]?

    init(first: Int64, votes: [Vote], lines: [UInt8]?) {
        self.first = first
        self.votes = votes
        self.lines = lines
    }

    /// From compressed blobs.
    init(first: Int64, votes: [UInt8], lines: [UInt8]?) throws {
        self.first = first
        self.votes = try StoredBlock.votes(votes, first: first)
        self.lines = try lines.map { try StoredBlock.lines($0, first: first, votes: self.votes) }
    }

    /// Votes from their compressed blob.
    static func votes(_ blob: [UInt8], first: Int64) throws -> [Vote] {
        guard let bytes = decompressedBlock(blob), let votes = Vote.decoded(bytes) else {
            throw DamagedBlock(table: "vote_block", first: first)
        }
        return votes
    }

    /// Lines from their compressed blob; as many bytes as the votes say.
    static func lines(_ blob: [UInt8], first: Int64, votes: [Vote]) throws -> [UInt8] {
        guard let bytes = decompressedBlock(blob), bytes.count == votes.reduce(0, { $0 + Int($1.length) }) else {
            throw DamagedBlock(table: "line_block", first: first)
        }
        return bytes
    }

    func insert(_ db: Database, _ compressor: BlockCompressor) throws {
        var received = (from: Int64.max, to: Int64.min)
        var at = (from: Int64.max, to: Int64.min)
        for vote in votes {
            received = (min(received.from, vote.received), max(received.to, vote.received))
            at = (min(at.from, vote.at), max(at.to, vote.at))
        }
        let contrasted = votes.filter { $0.kind == .session && !$0.flags.contains(.plain) }
        try db.run(
            "INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                first, first + Int64(votes.count) - 1, received.from, received.to, at.from, at.to,
                StoredBlock.countries(of: votes).blob, StoredBlock.countries(of: contrasted).blob,
            ])
        try db.run(
            "INSERT INTO vote_block VALUES (?, ?)", [first, compressor.compress(Vote.encoded(votes)).blob])
        if let lines {
            try db.run(
                "INSERT INTO line_block VALUES (?, ?, ?)",
                [first, votes.count { $0.length > 0 }, compressor.compress(lines).blob])
        }
    }

    /// Distinct countries of votes, 16 bits each, ascending.
    private static func countries(of votes: [Vote]) -> [UInt8] {
        var writer = ByteWriter()
        for country in Set(votes.map(\.country)).sorted() { writer.append(country) }
        return writer.bytes
    }
}
