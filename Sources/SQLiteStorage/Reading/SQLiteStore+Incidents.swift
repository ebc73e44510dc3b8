import GRDB
package import ObservatoryModel
package import Storage
import Synchronization

extension SQLiteStore {
    package func incidents(_ query: IncidentQuery) async throws -> IncidentPage {
        let limit = min(max(query.limit, 1), 1000)
        return try await reading { db in
            let (sql, arguments) = SQLiteStore.incidentsSQL(query, limit: limit + 1)
            let rows = try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
            return IncidentPage(
                incidents: try rows.prefix(limit).map { try self.revision($0) },
                next: rows.count > limit ? IncidentCursor(sequence: rows[limit - 1][3]) : nil)
        }
    }

    package func revisions(of incident: String) async throws -> [StoredRevision] {
        try await reading { db in
            let statement = try db.cachedStatement(
                sql: "SELECT sequence, line FROM revision WHERE incident = ? ORDER BY revision")
            return try Row.fetchAll(statement, arguments: [incident]).map { try self.revision($0) }
        }
    }

    package func revisions(after sequence: Int64, limit: Int) async throws -> [StoredRevision] {
        try await reading { db in
            let statement = try db.cachedStatement(
                sql: "SELECT sequence, line FROM revision WHERE sequence > ? ORDER BY sequence LIMIT ?")
            return try Row.fetchAll(statement, arguments: [sequence, max(limit, 1)]).map { try self.revision($0) }
        }
    }

    package func newestRevisions(in country: CountryCode?, limit: Int) async throws -> [StoredRevision] {
        try await reading { db in
            let rows =
                try country.map {
                    try Row.fetchAll(
                        db.cachedStatement(
                            sql: "SELECT sequence, line FROM revision WHERE cc = ? ORDER BY sequence DESC LIMIT ?"),
                        arguments: [$0.packed, max(limit, 1)])
                }
                ?? Row.fetchAll(
                    db.cachedStatement(sql: "SELECT sequence, line FROM revision ORDER BY sequence DESC LIMIT ?"),
                    arguments: [max(limit, 1)])
            return try rows.map { try self.revision($0) }
        }
    }

    /// The query of `incidents`: sequence and line of the latest revision, incident, sequence of the first revision.
    static func incidentsSQL(_ query: IncidentQuery, limit: Int) -> (sql: String, arguments: StatementArguments) {
        var conditions: [String] = []
        var arguments = StatementArguments()
        func require(_ condition: String, _ values: [(any DatabaseValueConvertible)?]) {
            conditions.append(condition)
            arguments += StatementArguments(values)
        }
        var source = "incident"
        if let platform = query.platform {
            source = "incident_platform CROSS JOIN incident ON incident.first = incident_platform.incident"
            require(
                "incident_platform.platform = (SELECT id FROM platform WHERE name = ?)", [platform.text])
        }
        let order = query.platform == nil ? "incident.first" : "incident_platform.incident"
        if let cursor = query.cursor { require("\(order) < ?", [cursor.sequence]) }
        if let country = query.country { require("incident.cc = ?", [country.packed]) }
        if !query.statuses.isEmpty {
            let marks = query.statuses.map { _ in "?" }.joined(separator: ", ")
            require("incident.status IN (\(marks))", query.statuses.map(\.rawValue).sorted())
        }
        if let since = query.since { require("(ended IS NULL OR ended >= ?)", [since.milliseconds]) }
        if let until = query.until { require("onset < ?", [until.milliseconds]) }
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        arguments += [limit]
        return (
            """
            SELECT revision.sequence, revision.line, incident.id, incident.first
            FROM \(source) CROSS JOIN revision ON revision.sequence = incident.latest
            \(filter) ORDER BY \(order) DESC LIMIT ?
            """, arguments
        )
    }

    /// A revision from its sequence and line. Revisions never change, so what was read once is kept.
    private func revision(_ row: Row) throws -> StoredRevision {
        let sequence: Int64 = row[0]
        if let known = revisionCache.withLock({ $0[sequence] }) { return known }
        let line = try row.bytes(1)
        let stored = StoredRevision(sequence: sequence, revision: try RevisionReader.revision(line), line: line)
        revisionCache.withLock { $0[sequence] = stored }
        return stored
    }
}

/// Revisions that were read lately, by sequence; a bounded two-generation cache.
struct RevisionCache {
    private static let generation = 4096
    private var young: [Int64: StoredRevision] = [:]
    private var old: [Int64: StoredRevision] = [:]

    init() {}

    subscript(sequence: Int64) -> StoredRevision? {
        mutating get {
            if let found = young[sequence] { return found }
            guard let found = old[sequence] else { return nil }
            self[sequence] = found
            return found
        }
        set {
            if young.count >= RevisionCache.generation {
                old = young
                young = [:]
            }
            young[sequence] = newValue
        }
    }
}
