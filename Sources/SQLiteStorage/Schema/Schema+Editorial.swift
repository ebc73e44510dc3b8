extension Schema {
    /// What people decide and who is told: subscriptions with their queue, policies, contests, corrections, the log.
    ///
    /// Times are milliseconds since the epoch; lists of codes are parted by commas.
    static let editorial = """
        CREATE TABLE subscription (
            id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, created INTEGER NOT NULL,
            removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)), address TEXT NOT NULL,
            channel TEXT NOT NULL CHECK (channel IN ('webhook', 'mastodon', 'plain')),
            secret BLOB NOT NULL,  -- of a webhook, or the token; empty without one and after removal
            visibility TEXT NOT NULL, length INTEGER NOT NULL,  -- of mastodon
            public INTEGER NOT NULL CHECK (public IN (0, 1)), paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
            language TEXT NOT NULL, countries TEXT NOT NULL, networks TEXT NOT NULL, platforms TEXT NOT NULL,
            statuses TEXT NOT NULL, quiet_zone TEXT, quiet_from INTEGER, quiet_to INTEGER,
            gap INTEGER NOT NULL, per_hour INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE alert_message (
            id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE,
            subscription TEXT NOT NULL REFERENCES subscription (id), kind TEXT NOT NULL, created INTEGER NOT NULL,
            headers TEXT NOT NULL,  -- one a line
            body BLOB NOT NULL, attempts INTEGER NOT NULL, due INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'dead', 'superseded', 'removed')),
            failure TEXT, finished INTEGER
        ) STRICT;
        CREATE INDEX alert_message_due ON alert_message (state, due);
        CREATE INDEX alert_message_recent ON alert_message (subscription, created);

        CREATE TABLE alert_item (
            id INTEGER PRIMARY KEY AUTOINCREMENT, subscription TEXT NOT NULL REFERENCES subscription (id),
            incident TEXT NOT NULL, revision INTEGER NOT NULL,
            correction INTEGER NOT NULL,  -- 0 for a revision
            cc INTEGER NOT NULL, status TEXT NOT NULL, since INTEGER NOT NULL,
            approved INTEGER NOT NULL CHECK (approved IN (0, 1)),
            state TEXT NOT NULL CHECK (state IN ('waiting', 'formed', 'coalesced', 'rejected', 'dropped')),
            message INTEGER REFERENCES alert_message (id),
            UNIQUE (subscription, incident, revision, correction)
        ) STRICT;
        CREATE INDEX alert_item_waiting ON alert_item (state) WHERE state = 'waiting';
        CREATE INDEX alert_item_by_message ON alert_item (message) WHERE message IS NOT NULL;

        CREATE TABLE publication_policy (
            cc INTEGER PRIMARY KEY, gate TEXT NOT NULL, minutes INTEGER NOT NULL, reason TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE contest (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, incident TEXT NOT NULL,
            revision INTEGER NOT NULL, opened INTEGER NOT NULL, text TEXT NOT NULL, contact TEXT,
            closed INTEGER, outcome TEXT, answer TEXT, CHECK ((closed IS NULL) = (outcome IS NULL))
        ) STRICT;
        CREATE INDEX contest_by_incident ON contest (incident, sequence);
        CREATE INDEX contest_open ON contest (sequence) WHERE closed IS NULL;

        CREATE TABLE correction (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, incident TEXT NOT NULL,
            revision INTEGER NOT NULL, cc INTEGER NOT NULL, status TEXT NOT NULL, kind TEXT NOT NULL,
            text TEXT NOT NULL, contest TEXT REFERENCES contest (id)
        ) STRICT;
        CREATE INDEX correction_by_incident ON correction (incident, sequence);
        CREATE TRIGGER correction_is_never_edited BEFORE UPDATE ON correction
            BEGIN SELECT RAISE(ABORT, 'corrections are never edited'); END;
        CREATE TRIGGER correction_is_never_deleted BEFORE DELETE ON correction
            BEGIN SELECT RAISE(ABORT, 'corrections are never deleted'); END;

        CREATE TABLE audit (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL,
            action TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL
        ) STRICT;
        CREATE TRIGGER audit_is_never_edited BEFORE UPDATE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit log is never edited'); END;
        CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit log is never deleted from'); END;
        """
}
