import GRDB
package import ObservatoryModel
package import Storage

extension SQLiteStore {
    package func alertCursor() async throws -> Int64? {
        try await reading { db in
            try Int64.fetchOne(db, sql: "SELECT value FROM counter WHERE name = ?", arguments: [Counter.alerted])
        }
    }

    package func enqueue(_ items: [AlertItem], upTo cursor: Int64) async throws {
        try await changing { db in
            for item in items {
                let since = try SQLiteStore.coalesce(item, db) ?? item.since
                try db.run(
                    """
                    INSERT OR IGNORE INTO alert_item
                        (subscription, incident, revision, correction, cc, status, since, approved, state)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting')
                    """,
                    [
                        item.subscription, item.incident, item.revision, item.correction ?? 0, item.country.packed,
                        item.status.rawValue, min(since, item.since).milliseconds, item.isApproved,
                    ])
            }
            try db.setCounter(Counter.alerted, to: cursor)
        }
    }

    /// Lets a newer revision take the place of an older one that waits.
    ///
    /// - Returns: Since when the older one waited; `nil` when none did.
    private static func coalesce(_ item: AlertItem, _ db: Database) throws -> Timestamp? {
        guard item.correction == nil else { return nil }
        let older = """
            subscription = ? AND incident = ? AND revision < ? AND correction = 0 AND state = 'waiting'
            """
        let arguments: StatementArguments = [item.subscription, item.incident, item.revision]
        let since = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT min(since) FROM alert_item WHERE \(older)"), arguments: arguments)
        guard let since else { return nil }
        try db.run("UPDATE alert_item SET state = 'coalesced' WHERE \(older)", arguments)
        return Timestamp(milliseconds: since)
    }

    package func waitingAlerts(recentSince since: Timestamp) async throws -> [WaitingAlerts] {
        try await reading { db in
            let rows = try Row.fetchAll(db.cachedStatement(sql: SQLiteStore.waitingSQL))
            var items: [String: [AlertItem]] = [:]
            for row in rows {
                let correction: Int64 = row[4]
                let item = AlertItem(
                    id: row[0], subscription: row[1], incident: row[2], revision: row[3],
                    correction: correction == 0 ? nil : correction, country: CountryCode(stored: row[5]),
                    status: IncidentStatus(rawValue: row[6]) ?? .suspected, since: Timestamp(milliseconds: row[7]),
                    isApproved: row[8],
                    lastTold: (row[9] as Int64?).map { Timestamp(milliseconds: $0) })
                items[item.subscription, default: []].append(item)
            }
            guard !items.isEmpty else { return [] }
            let subscriptions = try Row.fetchAll(
                db,
                sql: """
                    SELECT \(Subscription.columns) FROM subscription WHERE NOT removed AND NOT paused
                    ORDER BY created, id
                    """
            ).map { try Subscription($0) }
            return try subscriptions.compactMap { subscription in
                guard let waiting = items[subscription.id] else { return nil }
                let recent = try Int64.fetchAll(
                    db.cachedStatement(
                        sql: """
                            SELECT created FROM alert_message WHERE subscription = ? AND created > ? AND kind <> 'test'
                            ORDER BY created
                            """), arguments: [subscription.id, since.milliseconds])
                return WaitingAlerts(
                    subscription: subscription, items: waiting,
                    recent: recent.map { Timestamp(milliseconds: $0) })
            }
        }
    }

    /// What waits, each item with when its subscription was last told of the incident.
    static let waitingSQL = """
        SELECT id, subscription, incident, revision, correction, cc, status, since, approved,
            (SELECT max(created) FROM alert_item AS told JOIN alert_message ON alert_message.id = told.message
                WHERE told.subscription = item.subscription AND told.incident = item.incident)
        FROM alert_item AS item WHERE state = 'waiting' ORDER BY id
        """

    package func form(_ message: AlertMessage, from items: [Int64]) async throws -> Int64? {
        try await changing { db in
            for item in items {
                let state = try String.fetchOne(
                    db.cachedStatement(sql: "SELECT state FROM alert_item WHERE id = ?"), arguments: [item])
                guard state == "waiting" else { return nil }
            }
            for item in items {
                try db.run(
                    """
                    UPDATE alert_message SET state = 'superseded', body = x'', finished = ?2
                    WHERE state = 'pending' AND attempts > 0 AND kind = 'revision' AND id IN (
                        SELECT told.message FROM alert_item AS told JOIN alert_item AS item
                        ON item.subscription = told.subscription AND item.incident = told.incident
                        WHERE item.id = ?1 AND item.correction = 0)
                    """, [item, message.created.milliseconds])
            }
            let id = try SQLiteStore.insert(message, db)
            for item in items {
                try db.run("UPDATE alert_item SET state = 'formed', message = ? WHERE id = ?", [id, item])
            }
            return id
        }
    }

    package func drop(_ items: [Int64]) async throws {
        try await changing { db in
            for item in items {
                try db.run("UPDATE alert_item SET state = 'dropped' WHERE id = ? AND state = 'waiting'", [item])
            }
        }
    }

    package func add(_ message: AlertMessage) async throws {
        try await changing { db in _ = try SQLiteStore.insert(message, db) }
    }

    private static func insert(_ message: AlertMessage, _ db: Database) throws -> Int64 {
        try db.run(
            """
            INSERT INTO alert_message
                (key, subscription, kind, created, headers, body, attempts, due, state, failure, finished)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                message.key, message.subscription, message.kind.rawValue, message.created.milliseconds,
                message.headers.joined(separator: "\n"), message.body.blob, message.attempts,
                message.due.milliseconds, message.state.rawValue, message.failure, message.finished?.milliseconds,
            ])
        return db.lastInsertedRowID
    }

    // MARK: Sending

    private static let messageColumns =
        "id, key, subscription, kind, created, headers, attempts, due, state, failure, finished"

    private static func message(_ row: Row, body: [UInt8]) -> AlertMessage {
        AlertMessage(
            id: row[0], key: row[1], subscription: row[2], kind: .init(rawValue: row[3]) ?? .revision,
            created: Timestamp(milliseconds: row[4]),
            headers: (row[5] as String).split(separator: "\n").map(String.init), body: body, attempts: row[6],
            due: Timestamp(milliseconds: row[7]), state: .init(rawValue: row[8]) ?? .dead, failure: row[9],
            finished: (row[10] as Int64?).map { Timestamp(milliseconds: $0) })
    }

    package func dueMessages(at now: Timestamp, limit: Int) async throws -> [AlertMessage] {
        try await reading { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT \(SQLiteStore.messageColumns), body FROM alert_message
                    WHERE state = 'pending' AND due <= ?
                        AND NOT (SELECT paused OR removed FROM subscription WHERE id = alert_message.subscription)
                    ORDER BY due, id LIMIT ?
                    """)
            return try Row.fetchAll(statement, arguments: [now.milliseconds, limit]).map { row in
                SQLiteStore.message(row, body: try row.bytes(11))
            }
        }
    }

    package func beginAttempt(_ message: Int64, next: Timestamp) async throws -> Bool {
        try await changing { db in
            try db.run(
                "UPDATE alert_message SET attempts = attempts + 1, due = ?2 WHERE id = ?1 AND state = 'pending'",
                [message, next.milliseconds])
            return db.changesCount > 0
        }
    }

    package func endAttempt(
        _ message: Int64, _ state: AlertMessage.State, at now: Timestamp, due: Timestamp, failure: String?
    ) async throws {
        try await changing { db in
            let finished: Int64? = state == .pending ? nil : now.milliseconds
            try db.run(
                """
                UPDATE alert_message SET state = ?2, due = ?3, failure = ?4, finished = ?5,
                    body = CASE ?2 WHEN 'sent' THEN x'' ELSE body END
                WHERE id = ?1 AND state = 'pending'
                """, [message, state.rawValue, due.milliseconds, failure, finished])
        }
    }

    package func messages(
        of subscription: String?, in state: AlertMessage.State?, before: Int64?, limit: Int
    ) async throws -> [AlertMessage] {
        try await reading { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT \(SQLiteStore.messageColumns) FROM alert_message
                    WHERE id < ?1 AND (?2 IS NULL OR subscription = ?2) AND (?3 IS NULL OR state = ?3)
                    ORDER BY id DESC LIMIT ?4
                    """)
            return try Row.fetchAll(statement, arguments: [before ?? .max, subscription, state?.rawValue, limit]).map {
                SQLiteStore.message($0, body: [])
            }
        }
    }

    package func alertCounts() async throws -> AlertCounts {
        try await reading { db in
            let waiting =
                try Int.fetchOne(db, sql: "SELECT count(*) FROM alert_item WHERE state = 'waiting'") ?? 0
            var counts = AlertCounts(waiting: waiting)
            for row in try Row.fetchAll(db, sql: "SELECT state, count(*) FROM alert_message GROUP BY state") {
                if let state = AlertMessage.State(rawValue: row[0]) { counts.messages[state] = row[1] }
            }
            return counts
        }
    }
}
