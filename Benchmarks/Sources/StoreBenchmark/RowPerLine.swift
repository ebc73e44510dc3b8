import FoundationEssentials
import GRDB
import ObservatoryModel
import Storage

/// What the store is compared with: the same lines, a row each, with a unique id and an index on the place.
///
/// The plain way to keep records in SQLite, with the same durability, page cache and batches.
struct RowPerLine {
    private let pool: DatabasePool

    init(path: String) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA cache_size = -65536") }
        pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { db in
            try db.execute(
                sql: """
                    PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;
                    CREATE TABLE record (
                        sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL,
                        received INTEGER NOT NULL, cc INTEGER NOT NULL, asn INTEGER NOT NULL, platform TEXT NOT NULL,
                        line BLOB NOT NULL, UNIQUE (kind, id)
                    ) STRICT;
                    CREATE INDEX record_by_place ON record (cc, platform, asn, at);
                    """)
        }
    }

    func commit(_ entries: [RecordEntry]) throws {
        try pool.write { db in
            let statement = try db.cachedStatement(
                sql: """
                    INSERT INTO record (kind, id, at, received, cc, asn, platform, line)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                    """)
            for entry in entries {
                guard case .session(let session) = entry.record else { continue }
                statement.setUncheckedArguments([
                    "session", session.id, session.at.milliseconds, session.received.milliseconds,
                    session.country.packed, session.asn.number, session.platform.text, Data(entry.line),
                ])
                try statement.execute()
            }
        }
    }
}
