import GRDB
import ObservatoryModel
package import Storage

extension SQLiteStore: EditorialStore {
    package func apply(_ change: EditorialChange, _ entry: AuditEntry) async throws -> Bool {
        try await changing { db in
            guard try SQLiteStore.make(change, db) else { return false }
            try SQLiteStore.append(entry, db)
            return true
        }
    }

    package func log(_ entry: AuditEntry) async throws {
        try await changing { db in try SQLiteStore.append(entry, db) }
    }

    package func audit(before: Int64?, limit: Int) async throws -> [AuditEntry] {
        try await reading { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT sequence, at, actor, role, action, subject, detail FROM audit
                    WHERE sequence < ? ORDER BY sequence DESC LIMIT ?
                    """)
            return try Row.fetchAll(statement, arguments: [before ?? .max, limit]).map { row in
                AuditEntry(
                    sequence: row[0], at: Timestamp(milliseconds: row[1]), actor: row[2], role: row[3],
                    action: row[4], subject: row[5], detail: row[6])
            }
        }
    }

    package func policies() async throws -> [PublicationPolicy] {
        try await reading { db in
            try Row.fetchAll(
                db, sql: "SELECT cc, gate, minutes, reason, at FROM publication_policy ORDER BY cc"
            ).map { row in
                PublicationPolicy(
                    country: CountryCode(stored: row[0]), gate: .init(rawValue: row[1]) ?? .hold, minutes: row[2],
                    reason: row[3], at: Timestamp(milliseconds: row[4]))
            }
        }
    }

    package func contests(of incident: String?, isOpen: Bool?, limit: Int) async throws -> [Contest] {
        try await reading { db in
            let state = isOpen.map { $0 ? " AND closed IS NULL" : " AND closed IS NOT NULL" } ?? ""
            let statement = try db.cachedStatement(
                sql: """
                    \(SQLiteStore.contestSQL) WHERE (?1 IS NULL OR incident = ?1)\(state)
                    ORDER BY sequence DESC LIMIT ?2
                    """)
            return try Row.fetchAll(statement, arguments: [incident, limit]).map(SQLiteStore.contest)
        }
    }

    package func contest(_ id: String) async throws -> Contest? {
        try await reading { db in
            try Row.fetchOne(db, sql: "\(SQLiteStore.contestSQL) WHERE id = ?", arguments: [id]).map(
                SQLiteStore.contest)
        }
    }

    private static let contestSQL =
        "SELECT id, incident, revision, opened, text, contact, closed, outcome, answer FROM contest"

    private static func contest(_ row: Row) -> Contest {
        Contest(
            id: row[0], incident: row[1], revision: row[2], opened: Timestamp(milliseconds: row[3]), text: row[4],
            contact: row[5], closed: (row[6] as Int64?).map { Timestamp(milliseconds: $0) },
            outcome: (row[7] as String?).flatMap { .init(rawValue: $0) }, answer: row[8])
    }

    package func corrections(of incident: String?, before: Int64?, limit: Int) async throws -> [Correction] {
        try await reading { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT sequence, at, incident, revision, cc, status, kind, text, contest FROM correction
                    WHERE sequence < ?1 AND (?2 IS NULL OR incident = ?2) ORDER BY sequence DESC LIMIT ?3
                    """)
            return try Row.fetchAll(statement, arguments: [before ?? .max, incident, limit]).map { row in
                Correction(
                    sequence: row[0], at: Timestamp(milliseconds: row[1]), incident: row[2], revision: row[3],
                    country: CountryCode(stored: row[4]), status: .init(rawValue: row[5]) ?? .suspected,
                    kind: .init(rawValue: row[6]) ?? .note, text: row[7], contest: row[8])
            }
        }
    }

    package func subscriptions() async throws -> [Subscription] {
        try await reading { db in
            try Row.fetchAll(
                db, sql: "SELECT \(Subscription.columns) FROM subscription WHERE NOT removed ORDER BY created, id"
            ).map { try Subscription($0) }
        }
    }

    // MARK: Changes

    /// Runs a write in a transaction of its own.
    func changing<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws -> Value {
        try await writing { db, _ in
            var value: Value?
            try db.inTransaction(.immediate) {
                value = try body(db)
                return .commit
            }
            guard let value else { preconditionFailure("a transaction that did not throw has a value") }
            return value
        }
    }

    private static func append(_ entry: AuditEntry, _ db: Database) throws {
        try db.run(
            "INSERT INTO audit (at, actor, role, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?)",
            [entry.at.milliseconds, entry.actor, entry.role, entry.action, entry.subject, entry.detail])
    }

    /// Makes a change; `false` when there is nothing to change.
    private static func make(_ change: EditorialChange, _ db: Database) throws -> Bool {
        switch change {
        case .subscribe(let subscription):
            let marks = Array(repeating: "?", count: 20).joined(separator: ", ")
            try db.run(
                "INSERT INTO subscription (\(Subscription.columns)) VALUES (\(marks))", subscription.arguments)
        case .pause(let id, let isPaused):
            try db.run(
                "UPDATE subscription SET paused = ?2 WHERE id = ?1 AND NOT removed AND paused <> ?2",
                [id, isPaused])
            guard db.changesCount > 0 else { return false }
            if isPaused { try dropWaiting(of: id, db) }
            return true
        case .unsubscribe(let id):
            try db.run(
                "UPDATE subscription SET removed = 1, secret = x'' WHERE id = ? AND NOT removed", [id])
            guard db.changesCount > 0 else { return false }
            try dropWaiting(of: id, db)
            try db.run(
                "UPDATE alert_message SET state = 'removed', body = x'' WHERE subscription = ? AND state IN ('pending', 'dead')",
                [id])
            return true
        case .setPolicy(let policy):
            try db.run(
                "INSERT OR REPLACE INTO publication_policy (cc, gate, minutes, reason, at) VALUES (?, ?, ?, ?, ?)",
                [
                    policy.country.packed, policy.gate.rawValue, policy.minutes, policy.reason,
                    policy.at.milliseconds,
                ])
        case .approve(let incident, let revision):
            try db.run("UPDATE alert_item SET approved = 1 WHERE \(publicItem) AND approved = 0", [incident, revision])
        case .reject(let incident, let revision):
            try db.run("UPDATE alert_item SET state = 'rejected' WHERE \(publicItem)", [incident, revision])
        case .resend(let message, let due):
            try db.run(
                """
                UPDATE alert_message SET state = 'pending', attempts = 0, due = ?2, finished = NULL
                WHERE id = ?1 AND state = 'dead'
                """, [message, due.milliseconds])
        case .contest(let contest, let most):
            try db.run(
                """
                INSERT INTO contest (id, incident, revision, opened, text, contact) SELECT ?1, ?2, ?3, ?4, ?5, ?6
                WHERE (SELECT count(*) FROM contest WHERE incident = ?2 AND closed IS NULL) < ?7
                """,
                [
                    contest.id, contest.incident, contest.revision, contest.opened.milliseconds, contest.text,
                    contest.contact, most,
                ])
        case .close(let contest, let at, let outcome, let answer, let correction):
            try db.run(
                """
                UPDATE contest SET closed = ?2, outcome = ?3, answer = ?4, contact = NULL
                WHERE id = ?1 AND closed IS NULL
                """, [contest, at.milliseconds, outcome.rawValue, answer])
            guard db.changesCount > 0 else { return false }
            if let correction { try append(correction, db) }
            return true
        case .correct(let correction):
            try append(correction, db)
            return true
        }
        return db.changesCount > 0
    }

    /// Waiting items of public subscriptions that tell of one revision.
    private static let publicItem = """
        incident = ? AND revision = ? AND state = 'waiting'
        AND (SELECT public FROM subscription WHERE id = alert_item.subscription)
        """

    private static func dropWaiting(of subscription: String, _ db: Database) throws {
        try db.run(
            "UPDATE alert_item SET state = 'dropped' WHERE subscription = ? AND state = 'waiting'", [subscription])
    }

    /// Logs a correction and queues it for whoever was told of the incident.
    private static func append(_ correction: Correction, _ db: Database) throws {
        try db.run(
            """
            INSERT INTO correction (at, incident, revision, cc, status, kind, text, contest)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                correction.at.milliseconds, correction.incident, correction.revision, correction.country.packed,
                correction.status.rawValue, correction.kind.rawValue, correction.text, correction.contest,
            ])
        let sequence = db.lastInsertedRowID
        let told = try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT alert_item.subscription FROM alert_item
                JOIN subscription ON subscription.id = alert_item.subscription
                WHERE alert_item.incident = ? AND message IS NOT NULL AND NOT removed AND NOT paused
                ORDER BY alert_item.subscription
                """, arguments: [correction.incident])
        for subscription in told {
            try db.run(
                """
                INSERT INTO alert_item (subscription, incident, revision, correction, cc, status, since, approved, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, 0, 'waiting')
                """,
                [
                    subscription, correction.incident, correction.revision, sequence, correction.country.packed,
                    correction.status.rawValue, correction.at.milliseconds,
                ])
        }
    }
}
