import GRDB
import ObservatoryModel
package import Storage

extension SQLiteStore {
    /// Blocks that one page of records looks at, at most.
    private static let blocksPerPage = 4096
    /// Bytes of lines after which a page of records ends.
    private static let bytesPerPage = 32 << 20

    package func records(from sequence: Int64, matching filter: RecordFilter, limit: Int) async throws -> RecordPage {
        let limit = min(max(limit, 1), 100_000)
        return try await reading { db in
            let kinds = Set(filter.kinds.compactMap { RecordKind($0) })
            let platforms = try SQLiteStore.platformNumbers(db, filter.platforms)
            let countries = Set(filter.countries.map(\.packed))
            let since = filter.since?.milliseconds ?? .min
            let until = filter.until?.milliseconds ?? .max
            var reader = BlockReader(db)
            var records: [StoredRecord] = []
            var bytes = 0
            var seen = 0
            let rows = try Row.fetchCursor(db.cachedStatement(sql: SQLiteStore.blocksSQL), arguments: [sequence])
            while let row = try rows.next() {
                let header = try BlockHeader(row)
                if seen == SQLiteStore.blocksPerPage { return RecordPage(records: records, next: header.first) }
                seen += 1
                guard header.received.lowerBound < until, header.received.upperBound >= since,
                    countries.isEmpty || header.containsAny(of: countries)
                else { continue }
                let votes = try reader.votes(header.first)
                for (index, vote) in votes.enumerated() where header.first + Int64(index) >= sequence {
                    guard vote.length > 0, vote.received >= since, vote.received < until,
                        countries.isEmpty || countries.contains(vote.country),
                        filter.platforms.isEmpty || platforms.contains(vote.platform),
                        filter.kinds.isEmpty || kinds.contains(vote.kind)
                    else { continue }
                    guard records.count < limit, bytes < SQLiteStore.bytesPerPage else {
                        return RecordPage(records: records, next: header.first + Int64(index))
                    }
                    guard let record = try reader.record(at: index, of: header.first) else { break }
                    bytes += record.line.count
                    records.append(record)
                }
            }
            return RecordPage(records: records, next: nil)
        }
    }

    package func record(kind: String, id: String) async throws -> StoredRecord? {
        guard let kind = RecordKind(kind) else { return nil }
        let sequence = try await writing { db, state in
            try state.identities.sequence(of: state.identities.hash(kind, id: id), db)
        }
        guard let sequence else { return nil }
        return try await reading { db in
            var reader = BlockReader(db)
            let statement = try db.cachedStatement(sql: "SELECT max(first) FROM block WHERE first <= ?")
            guard let first = try Int64.fetchOne(statement, arguments: [sequence]),
                sequence - first < Int64(try reader.votes(first).count)
            else { return nil }
            return try reader.record(at: Int(sequence - first), of: first)
        }
    }

    package func measurements(_ query: MeasurementQuery) async throws -> [StoredRecord] {
        let hasher = try await reading { db in try WriterState.hasher(db) }
        return try await reading { db in
            let kinds = Set(query.kinds.compactMap { RecordKind($0) })
            let platforms = try SQLiteStore.platformNumbers(db, query.platform.map { [$0] } ?? [])
            let target = query.target.map { hasher.target($0) }
            let since = query.since?.milliseconds ?? .min
            let until = query.until?.milliseconds ?? .max
            var reader = BlockReader(db)
            var records: [StoredRecord] = []
            var skipped = 0
            let sql = query.newestFirst ? SQLiteStore.blocksBackwardsSQL : SQLiteStore.blocksSQL
            let rows = try Row.fetchCursor(
                db.cachedStatement(sql: sql), arguments: [query.newestFirst ? Int64.max : 0])
            while let row = try rows.next() {
                let header = try BlockHeader(row)
                guard header.at.lowerBound < until, header.at.upperBound >= since,
                    query.country.map({ header.containsAny(of: [$0.packed]) }) ?? true
                else { continue }
                let votes = try reader.votes(header.first)
                for position in 0..<votes.count {
                    let index = query.newestFirst ? votes.count - 1 - position : position
                    let vote = votes[index]
                    guard vote.length > 0, kinds.contains(vote.kind), vote.at >= since, vote.at < until,
                        query.country.map({ $0.packed == vote.country }) ?? true,
                        query.asn.map({ $0.number == vote.asn }) ?? true,
                        query.platform == nil || platforms.contains(vote.platform),
                        query.failed.map({ $0 == vote.flags.contains(.failed) }) ?? true,
                        target.map({ $0 == vote.target }) ?? true
                    else { continue }
                    guard skipped >= query.offset else {
                        skipped += 1
                        continue
                    }
                    guard let record = try reader.record(at: index, of: header.first) else { break }
                    records.append(record)
                    if records.count >= query.limit { return records }
                }
            }
            return records
        }
    }

    static let blocksSQL = """
        SELECT first, last, received_from, received_to, at_from, at_to, countries FROM block
        WHERE first >= coalesce((SELECT max(first) FROM block WHERE first <= ?), 0) ORDER BY first
        """
    static let blocksBackwardsSQL = """
        SELECT first, last, received_from, received_to, at_from, at_to, countries FROM block
        WHERE first <= ? ORDER BY first DESC
        """

    private static func platformNumbers(_ db: Database, _ platforms: Set<PlatformID>) throws -> Set<UInt32> {
        let statement = try db.cachedStatement(sql: "SELECT id FROM platform WHERE name = ?")
        return try Set(platforms.compactMap { try UInt32.fetchOne(statement, arguments: [$0.text]) })
    }
}

/// What is known of a block without opening it.
private struct BlockHeader {
    var first: Int64
    var received: ClosedRange<Int64>
    var at: ClosedRange<Int64>
    private var countries: [UInt16]

    init(_ row: Row) throws {
        first = row[0]
        guard (row[3] as Int64) >= row[2], (row[5] as Int64) >= row[4] else {
            throw DamagedBlock(table: "block", first: first)
        }
        received = row[2]...row[3]
        at = row[4]...row[5]
        var reader = ByteReader(try row.bytes(6))
        countries = []
        while let country = reader.number(UInt16.self) { countries.append(country) }
    }

    func containsAny(of wanted: Set<UInt16>) -> Bool {
        countries.contains { wanted.contains($0) }
    }
}

/// Opens blocks, and keeps the last one open.
private struct BlockReader {
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

    private mutating func platform(_ number: UInt32) throws -> PlatformID? {
        guard number != 0 else { return nil }
        if let known = names[number] { return known }
        let name = try SQLiteStore.platformNames(db, [number])[number]
        names[number] = .some(name)
        return name
    }
}
