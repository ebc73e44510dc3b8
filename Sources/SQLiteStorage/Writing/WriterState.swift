import GRDB
import ObservatoryModel
import Storage

/// What the writing connection remembers between commits, so that a commit reads next to nothing.
///
/// Everything here can be read again from the file. After a transaction that failed it is thrown away, since it may
/// then speak of rows that were rolled back.
struct WriterState: Sendable {
    var identities: IdentityIndex
    var open: OpenBlock
    /// Sequence of the newest record.
    var last: Int64
    let compressor: BlockCompressor
    private let hasher: SipHash
    private var platforms: [String: UInt32] = [:]
    private var probes: [String: UInt32] = [:]
    private var series: [SeriesKey: Int64] = [:]

    /// Where the last duplicate's original lay; duplicates come in the order of their originals.
    var located: Located?

    /// `received` of the records of one block.
    struct Located: Sendable {
        var first: Int64
        var received: [Int64]

        func received(of sequence: Int64) -> Int64? {
            sequence >= first && sequence - first < Int64(received.count) ? received[Int(sequence - first)] : nil
        }
    }

    private struct SeriesKey: Hashable {
        var kind: RecordKind
        var source: String
        var country: CountryCode
        var region: RegionCode?
        var asn: ASN
        var platform: UInt32
    }

    /// Names remembered at most per table; strangers choose them.
    private static let remembered = 1 << 20

    init(_ db: Database, options: SQLiteStore.Options) throws {
        hasher = try WriterState.hasher(db)
        last = try db.counter(Counter.accepted)
        identities = try IdentityIndex(db, hasher: hasher, runLength: options.identityRunLength)
        open = try OpenBlock(db, sealed: db.counter(Counter.sealed), last: last)
        compressor = BlockCompressor(level: options.compressionLevel)
    }

    /// The store's secret key, made when the file was.
    static func hasher(_ db: Database) throws -> SipHash {
        guard let row = try Row.fetchOne(db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [keyName])
        else { throw DamagedBlock(table: "setting", first: 0) }
        var reader = ByteReader(try row.bytes(0))
        guard let key0 = reader.number(UInt64.self), let key1 = reader.number(UInt64.self), reader.isAtEnd else {
            throw DamagedBlock(table: "setting", first: 0)
        }
        return SipHash(key0: key0, key1: key1)
    }

    /// Settings whose name begins with this are the store's own.
    static let privatePrefix = "sqlite."
    static let keyName = privatePrefix + "identity-key"

    /// The vote of a record, with its names as numbers.
    mutating func vote(
        _ record: ObservatoryModel.Record, line: ArraySlice<UInt8>, sequence: Int64, _ db: Database
    ) throws -> Vote {
        var probe: UInt32 = 0
        if case .session(let session) = record, !session.probe.isEmpty {
            probe = try number(ofProbe: session.probe, sequence: sequence, db)
        }
        return Vote(
            record, platform: try record.platform.map { try number(ofPlatform: $0.text, db) } ?? 0, probe: probe,
            target: record.target.map { $0.isEmpty ? 0 : hasher.target($0) } ?? 0, length: line.count)
    }

    mutating func number(ofPlatform name: String, _ db: Database) throws -> UInt32 {
        if let known = platforms[name] { return known }
        if platforms.count >= WriterState.remembered { platforms.removeAll() }
        try db.run("INSERT INTO platform (name) VALUES (?) ON CONFLICT DO NOTHING", [name])
        let statement = try db.cachedStatement(sql: "SELECT id FROM platform WHERE name = ?")
        let number = try UInt32.fetchOne(statement, arguments: [name]) ?? 0
        platforms[name] = number
        return number
    }

    private mutating func number(ofProbe name: String, sequence: Int64, _ db: Database) throws -> UInt32 {
        if let known = probes[name] { return known }
        if probes.count >= WriterState.remembered { probes.removeAll() }
        try db.run("INSERT INTO probe (name, first) VALUES (?, ?) ON CONFLICT DO NOTHING", [name, sequence])
        let statement = try db.cachedStatement(sql: "SELECT id FROM probe WHERE name = ?")
        let number = try UInt32.fetchOne(statement, arguments: [name]) ?? 0
        probes[name] = number
        return number
    }

    /// Writes what a record says into the tables of facts and series, where it replaces what it restates.
    mutating func apply(_ record: ObservatoryModel.Record, sequence: Int64, _ db: Database) throws {
        switch record {
        case .session, .report, .ooni, .heartbeat:
            return
        case .signal(let bin):
            let platform = try bin.platform.map { try number(ofPlatform: $0.text, db) } ?? 0
            let key = SeriesKey(
                kind: .signal, source: bin.source, country: bin.country, region: bin.region, asn: bin.asn,
                platform: platform)
            try setBin(of: key, at: bin.at, step: bin.step, value: bin.value, sequence: sequence, db)
        case .reports(let count):
            let key = SeriesKey(
                kind: .reports, source: "", country: count.country, region: count.region, asn: count.asn,
                platform: try number(ofPlatform: count.platform.text, db))
            // No country has more people than that; the bound keeps sums of sums in range.
            let value = Double(min(max(count.count, 0), 10_000_000_000))
            try setBin(of: key, at: count.at, step: count.step, value: value, sequence: sequence, db)
        case .calendar(let event):
            try db.run(
                """
                INSERT INTO calendar_event VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET cc = excluded.cc, starts = excluded.starts, ends = excluded.ends,
                    summary = excluded.summary, category = excluded.category, received = excluded.received
                """,
                [
                    event.uid, event.country.packed, event.from.milliseconds, event.to.milliseconds, event.summary,
                    event.category, event.received.milliseconds,
                ])
        case .network(let share):
            try db.run(
                """
                INSERT INTO network_share VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET name = excluded.name, users = excluded.users,
                    source = excluded.source, received = excluded.received
                """,
                [
                    share.country.packed, share.asn.number, share.name, share.users, share.source,
                    share.received.milliseconds,
                ])
        }
    }

    private mutating func setBin(
        of key: SeriesKey, at: Timestamp, step: Int32, value: Double?, sequence: Int64, _ db: Database
    ) throws {
        try db.run(
            """
            INSERT INTO signal_bin VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
                step = excluded.step, value = excluded.value, sequence = excluded.sequence
            """,
            [try number(of: key, db), at.milliseconds, step, value, sequence])
    }

    private mutating func number(of key: SeriesKey, _ db: Database) throws -> Int64 {
        if let known = series[key] { return known }
        if series.count >= WriterState.remembered { series.removeAll() }
        let arguments: StatementArguments = [
            key.country.packed, key.kind.rawValue, key.asn.number, key.source, key.region?.text ?? "", key.platform,
        ]
        try db.run(
            """
            INSERT INTO signal_series (cc, kind, asn, source, region, platform) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
            """, arguments)
        let statement = try db.cachedStatement(
            sql: """
                SELECT id FROM signal_series
                WHERE cc = ? AND kind = ? AND asn = ? AND source = ? AND region = ? AND platform = ?
                """)
        let number = try Int64.fetchOne(statement, arguments: arguments) ?? 0
        series[key] = number
        return number
    }
}
