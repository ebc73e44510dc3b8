import GRDB
import ObservatoryModel
import Storage

/// What is known of a block without opening it.
struct BlockHeader {
    var first: Int64
    var received: ClosedRange<Int64>
    private var countries: [UInt16]

    init(_ row: Row) throws {
        first = row[0]
        guard (row[3] as Int64) >= row[2], (row[5] as Int64) >= row[4] else {
            throw DamagedBlock(table: "block", first: first)
        }
        received = row[2]...row[3]
        countries = BlockHeader.countries(try row.bytes(6))
    }

    func containsAny(of wanted: Set<UInt16>) -> Bool {
        countries.contains { wanted.contains($0) }
    }

    /// Countries as a block's row lists them.
    static func countries(_ bytes: [UInt8]) -> [UInt16] {
        var reader = ByteReader(bytes)
        var countries: [UInt16] = []
        while let country = reader.number(UInt16.self) { countries.append(country) }
        return countries
    }
}

/// Opens blocks, and keeps the last one open.
struct BlockReader {
    private let db: Database
    private var first: Int64 = -1
    private var votes: [Vote] = []
    private var names: [UInt32: PlatformID?] = [:]
    /// Lines and where each begins, once one was asked for.
    private var lines: (bytes: [UInt8], starts: [Int])?

    init(_ db: Database) {
        self.db = db
    }

    mutating func votes(_ first: Int64) throws -> [Vote] {
        if first == self.first { return votes }
        let statement = try db.cachedStatement(sql: "SELECT votes FROM vote_block WHERE first = ?")
        guard let row = try Row.fetchOne(statement, arguments: [first]) else {
            throw DamagedBlock(table: "vote_block", first: first)
        }
        votes = try StoredBlock.votes(row.bytes(0), first: first)
        self.first = first
        lines = nil
        return votes
    }

    /// One record of the block; `nil` when its line was deleted.
    mutating func record(at index: Int, of first: Int64) throws -> StoredRecord? {
        let vote = try votes(first)[index]
        if lines == nil {
            let statement = try db.cachedStatement(sql: "SELECT lines FROM line_block WHERE first = ?")
            guard let row = try Row.fetchOne(statement, arguments: [first]) else { return nil }
            var (starts, start) = ([Int](), 0)
            for vote in votes {
                starts.append(start)
                start += Int(vote.length)
            }
            lines = (try StoredBlock.lines(row.bytes(0), first: first, votes: votes), starts)
        }
        guard let lines, vote.length > 0 else { return nil }
        return StoredRecord(
            sequence: first + Int64(index), kind: vote.kind.text, at: Timestamp(milliseconds: vote.at),
            received: Timestamp(milliseconds: vote.received), country: CountryCode(stored: vote.country),
            asn: ASN(vote.asn), platform: try platform(vote.platform),
            line: Array(lines.bytes[lines.starts[index]..<lines.starts[index] + Int(vote.length)]))
    }

    /// The name of a platform; `nil` for none.
    mutating func platform(_ number: UInt32) throws -> PlatformID? {
        guard number != 0 else { return nil }
        if let known = names[number] { return known }
        let name = try SQLiteStore.platformNames(db, [number])[number]
        names[number] = .some(name)
        return name
    }
}
