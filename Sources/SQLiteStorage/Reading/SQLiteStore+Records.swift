import GRDB
import ObservatoryModel
package import Storage

extension SQLiteStore {
    /// Blocks that one page of records looks at, and that one list of measurements opens, at most.
    private static let blocksPerPage = 4096
    /// Bytes of lines after which a page of records ends.
    private static let bytesPerPage = 32 << 20

    package func records(from sequence: Int64, matching filter: RecordFilter, limit: Int) async throws -> RecordPage {
        try await reading { db in
            var reader = BlockReader(db)
            var records: [StoredRecord] = []
            var bytes = 0
            let next = try SQLiteStore.scan(db, &reader, from: sequence, filter) { reader, first, index, vote in
                guard vote.length > 0 else { return true }
                guard records.count < min(max(limit, 1), 100_000), bytes < SQLiteStore.bytesPerPage else {
                    return false
                }
                guard let record = try reader.record(at: index, of: first) else { return true }
                bytes += record.line.count
                records.append(record)
                return true
            }
            return RecordPage(records: records, next: next)
        }
    }

    package func votes(from sequence: Int64, matching filter: RecordFilter, limit: Int) async throws -> VotePage {
        try await reading { db in
            var reader = BlockReader(db)
            var votes: [StoredVote] = []
            let next = try SQLiteStore.scan(db, &reader, from: sequence, filter) { reader, first, index, vote in
                guard vote.kind == .session || vote.kind == .ooni else { return true }
                guard votes.count < min(max(limit, 1), 100_000) else { return false }
                votes.append(try vote.stored(sequence: first + Int64(index), platform: reader.platform(vote.platform)))
                return true
            }
            return VotePage(votes: votes, next: next)
        }
    }

    /// Hands the records that a filter lets pass to `take` until it declines one or enough blocks were looked at; the
    /// sequence to go on with, `nil` at the end.
    private static func scan(
        _ db: Database, _ reader: inout BlockReader, from sequence: Int64, _ filter: RecordFilter,
        take: (inout BlockReader, Int64, Int, Vote) throws -> Bool
    ) throws -> Int64? {
        let kinds = Set(filter.kinds.compactMap { RecordKind($0) })
        let platforms = try platformNumbers(db, filter.platforms)
        let countries = Set(filter.countries.map(\.packed))
        let since = filter.since?.milliseconds ?? .min
        let until = filter.until?.milliseconds ?? .max
        var seen = 0
        let rows = try Row.fetchCursor(db.cachedStatement(sql: blocksSQL), arguments: [sequence])
        while let row = try rows.next() {
            let header = try BlockHeader(row)
            if seen == blocksPerPage { return header.first }
            seen += 1
            guard header.received.lowerBound < until, header.received.upperBound >= since,
                countries.isEmpty || header.containsAny(of: countries)
            else { continue }
            for (index, vote) in try reader.votes(header.first).enumerated()
            where header.first + Int64(index) >= sequence {
                guard vote.received >= since, vote.received < until,
                    countries.isEmpty || countries.contains(vote.country),
                    filter.platforms.isEmpty || platforms.contains(vote.platform),
                    filter.kinds.isEmpty || kinds.contains(vote.kind)
                else { continue }
                if try !take(&reader, header.first, index, vote) { return header.first + Int64(index) }
            }
        }
        return nil
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
        guard query.limit > 0 else { return [] }
        let hasher = try await reading { db in try WriterState.hasher(db) }
        return try await reading { db in
            // Every vote of the time asked for is looked at, so nothing is hashed that can be compared.
            let kinds = query.kinds.compactMap { RecordKind($0)?.rawValue }
            let platforms = Array(try SQLiteStore.platformNumbers(db, query.platforms))
            if platforms.isEmpty, !query.platforms.isEmpty { return [] }
            let country = query.country?.packed
            let target = query.target.map { hasher.target($0) }
            let since = query.since?.milliseconds ?? .min
            let until = query.until?.milliseconds ?? .max
            var reader = BlockReader(db)
            var records: [StoredRecord] = []
            var (skipped, opened) = (0, 0)
            let sql = SQLiteStore.blocksByTimeSQL + (query.newestFirst ? " DESC" : "")
            let rows = try Row.fetchCursor(
                db.cachedStatement(sql: sql), arguments: [since, until, query.contrasted])
            while let row = try rows.next() {
                let first: Int64 = row[0]
                if let country {
                    // Where contrasts were not noted by country, all countries of the block come into question.
                    let listed = try row.bytes(query.contrasted && !row.hasNull(atIndex: 2) ? 2 : 1)
                    guard BlockHeader.countries(listed).contains(country) else { continue }
                }
                if opened == SQLiteStore.blocksPerPage { break }
                opened += 1
                let votes = try reader.votes(first)
                for position in 0..<votes.count {
                    let index = query.newestFirst ? votes.count - 1 - position : position
                    let vote = votes[index]
                    guard vote.length > 0, country == nil || country == vote.country, vote.at >= since, vote.at < until,
                        platforms.isEmpty || platforms.contains(vote.platform), kinds.contains(vote.kind.rawValue),
                        query.asn.map({ $0.number == vote.asn }) ?? true,
                        query.failed.map({ $0 == vote.flags.contains(.failed) }) ?? true,
                        !query.contrasted || !vote.flags.contains(.plain),
                        target.map({ $0 == vote.target }) ?? true
                    else { continue }
                    guard skipped >= query.offset else {
                        skipped += 1
                        continue
                    }
                    guard let record = try reader.record(at: index, of: first) else { break }
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
    /// Blocks that reach into an interval of `at`, and when so asked only those that may hold contrasts: a scan, since
    /// blocks overlap, but of one small row a thousand records.
    static let blocksByTimeSQL = """
        SELECT first, countries, contrasted FROM block
        WHERE at_to >= ?1 AND at_from < ?2 AND (NOT ?3 OR contrasted IS NULL OR contrasted <> x'') ORDER BY first
        """

    private static func platformNumbers(_ db: Database, _ platforms: Set<PlatformID>) throws -> Set<UInt32> {
        let statement = try db.cachedStatement(sql: "SELECT id FROM platform WHERE name = ?")
        return try Set(platforms.compactMap { try UInt32.fetchOne(statement, arguments: [$0.text]) })
    }
}
