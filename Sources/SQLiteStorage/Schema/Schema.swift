/// The tables, and how older files become newer ones.
///
/// Migrations are append only: a released one is never edited, `MigrationTests` holds its result to a golden text.
enum Schema {
    /// `Prlx`, in the file's header, so that another program's database is not taken for a store.
    static let applicationID: Int32 = 0x5072_6c78

    /// How many migrations this program knows; kept in the file as `user_version`.
    static var version: Int { migrations.count }

    /// What to run for each version after the one before it, oldest first.
    static let migrations = [first, editorial, contrasted]

    /// Times are milliseconds since the epoch unless a column says otherwise; `cc` is `CountryCode.packed`.
    private static let first = """
        CREATE TABLE setting (name TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT;

        -- accepted, accepted.<kind>, duplicates, lines, sealed, coarsened
        CREATE TABLE counter (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE platform (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        INSERT INTO platform (id, name) VALUES (0, '');

        CREATE TABLE probe (
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,
            first INTEGER NOT NULL  -- sequence of its first record
        ) STRICT;

        -- A stretch of records in order of arrival, by the sequence of its first.
        CREATE TABLE block (
            first INTEGER PRIMARY KEY, last INTEGER NOT NULL CHECK (last >= first),
            received_from INTEGER NOT NULL, received_to INTEGER NOT NULL,
            at_from INTEGER NOT NULL, at_to INTEGER NOT NULL,
            countries BLOB NOT NULL  -- distinct cc, 16 bits each, ascending
        ) STRICT;
        CREATE TABLE vote_block (first INTEGER PRIMARY KEY REFERENCES block (first), votes BLOB NOT NULL) STRICT;
        CREATE TABLE line_block (
            first INTEGER PRIMARY KEY REFERENCES block (first), count INTEGER NOT NULL, lines BLOB NOT NULL
        ) STRICT;

        -- Hashes of (kind, id), 64 bits each: first those of each commit in order of sequence, later sorted runs.
        CREATE TABLE identity_recent (
            first INTEGER PRIMARY KEY, received_to INTEGER NOT NULL, hashes BLOB NOT NULL
        ) STRICT;
        CREATE TABLE identity_run (
            id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, received_to INTEGER NOT NULL,
            bits INTEGER NOT NULL,  -- a page holds the hashes with the same so many leading bits
            filter BLOB NOT NULL
        ) STRICT;
        CREATE TABLE identity_page (
            id INTEGER PRIMARY KEY,  -- run << 32 | leading bits
            run INTEGER NOT NULL REFERENCES identity_run (id), entries BLOB NOT NULL
        ) STRICT;

        CREATE TABLE cell (
            id INTEGER PRIMARY KEY, cc INTEGER NOT NULL,
            asn INTEGER NOT NULL,  -- -1 for the country as a whole
            platform INTEGER NOT NULL REFERENCES platform (id),
            newest INTEGER,  -- at of the newest session
            UNIQUE (cc, asn, platform)
        ) STRICT;
        -- The last sequence whose contribution is in bin_chunk, by slice of the cells.
        CREATE TABLE rolled_up (slice INTEGER PRIMARY KEY, sequence INTEGER NOT NULL) STRICT;
        WITH RECURSIVE slice (number) AS (VALUES (0) UNION ALL SELECT number + 1 FROM slice WHERE number < 15)
            INSERT INTO rolled_up SELECT number, 0 FROM slice;

        -- Stretches of bins of one cell, see BinChunk.
        CREATE TABLE bin_chunk (
            level INTEGER NOT NULL,  -- seconds of a bin
            cell INTEGER NOT NULL REFERENCES cell (id),
            chunk INTEGER NOT NULL,  -- start of its first bin / (level * 72)
            bins BLOB NOT NULL,
            PRIMARY KEY (level, cell, chunk)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE signal_series (
            id INTEGER PRIMARY KEY, kind INTEGER NOT NULL,  -- of signal or of reports
            source TEXT NOT NULL, cc INTEGER NOT NULL, region TEXT NOT NULL, asn INTEGER NOT NULL,
            platform INTEGER NOT NULL REFERENCES platform (id),
            UNIQUE (cc, kind, asn, source, region, platform)
        ) STRICT;
        CREATE TABLE signal_bin (
            series INTEGER NOT NULL REFERENCES signal_series (id), at INTEGER NOT NULL, step INTEGER NOT NULL,
            value REAL, sequence INTEGER NOT NULL,
            PRIMARY KEY (series, at)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE calendar_event (
            uid TEXT NOT NULL PRIMARY KEY, cc INTEGER NOT NULL, starts INTEGER NOT NULL, ends INTEGER NOT NULL,
            summary TEXT NOT NULL, category TEXT NOT NULL, received INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX calendar_event_by_time ON calendar_event (starts);
        CREATE TABLE network_share (
            cc INTEGER NOT NULL, asn INTEGER NOT NULL, name TEXT NOT NULL, users REAL, source TEXT NOT NULL,
            received INTEGER NOT NULL,
            PRIMARY KEY (cc, asn)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE revision (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, incident TEXT NOT NULL,
            revision INTEGER NOT NULL CHECK (revision > 0), cc INTEGER NOT NULL, decided_at INTEGER NOT NULL,
            line BLOB NOT NULL,
            UNIQUE (incident, revision)
        ) STRICT;
        CREATE INDEX revision_by_country ON revision (cc, sequence);
        CREATE TRIGGER revision_is_never_edited BEFORE UPDATE ON revision
            BEGIN SELECT RAISE(ABORT, 'revisions are never edited'); END;
        CREATE TRIGGER revision_is_never_deleted BEFORE DELETE ON revision
            BEGIN SELECT RAISE(ABORT, 'revisions are never deleted'); END;

        -- The latest revision of each incident, by the sequence of its first.
        CREATE TABLE incident (
            first INTEGER PRIMARY KEY REFERENCES revision (sequence), id TEXT NOT NULL UNIQUE,
            latest INTEGER NOT NULL UNIQUE REFERENCES revision (sequence), revision INTEGER NOT NULL,
            cc INTEGER NOT NULL, status TEXT NOT NULL, onset INTEGER NOT NULL, ended INTEGER
        ) STRICT;
        CREATE INDEX incident_by_country ON incident (cc, first);
        CREATE INDEX incident_by_status ON incident (status, first);
        CREATE TABLE incident_platform (
            incident INTEGER NOT NULL REFERENCES incident (first), platform INTEGER NOT NULL REFERENCES platform (id),
            PRIMARY KEY (platform, incident)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX incident_platform_by_incident ON incident_platform (incident);
        """

    /// Incidents' pages count contrasts; most blocks have none and need not be opened for that.
    private static let contrasted = """
        -- distinct cc with a session beside which contrasts ran, as `countries`; NULL where it was not noted
        ALTER TABLE block ADD COLUMN contrasted BLOB;
        """
}
