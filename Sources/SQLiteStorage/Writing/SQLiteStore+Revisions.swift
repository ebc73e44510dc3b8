import GRDB
import ObservatoryModel
import Storage

extension SQLiteStore {
    /// Appends revisions that are not there yet; their sequences. Part of a transaction.
    func append(_ revisions: [RevisionEntry], _ db: Database, _ state: inout WriterState) throws -> Range<Int64> {
        var range: Range<Int64>?
        for entry in revisions {
            let revision = entry.revision
            let known = try db.cachedStatement(sql: "SELECT line FROM revision WHERE incident = ? AND revision = ?")
            if let row = try Row.fetchOne(known, arguments: [revision.incident, revision.revision]) {
                guard try row.bytes(0) == entry.line else {
                    throw StoreError.conflictingRevision(incident: revision.incident, revision: revision.revision)
                }
                continue
            }
            try db.run(
                "INSERT INTO revision (incident, revision, cc, decided_at, line) VALUES (?, ?, ?, ?, ?)",
                [
                    revision.incident, revision.revision, revision.country.packed, revision.decidedAt.milliseconds,
                    entry.line.blob,
                ])
            let sequence = db.lastInsertedRowID
            try updateIncident(revision, sequence: sequence, db, &state)
            range = (range?.lowerBound ?? sequence)..<sequence + 1
        }
        return range ?? 0..<0
    }

    /// Makes a revision the latest of its incident, unless a later one is there.
    private func updateIncident(
        _ revision: IncidentRevision, sequence: Int64, _ db: Database, _ state: inout WriterState
    ) throws {
        try db.run(
            """
            INSERT INTO incident (first, id, latest, revision, cc, status, onset, ended)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET latest = excluded.latest, revision = excluded.revision,
                cc = excluded.cc, status = excluded.status, onset = excluded.onset, ended = excluded.ended
                WHERE excluded.revision > incident.revision
            """,
            [
                sequence, revision.incident, sequence, revision.revision, revision.country.packed,
                revision.status.rawValue, revision.onset.milliseconds, revision.end?.milliseconds,
            ])
        guard db.changesCount > 0 else { return }
        let statement = try db.cachedStatement(sql: "SELECT first FROM incident WHERE id = ?")
        guard let incident = try Int64.fetchOne(statement, arguments: [revision.incident]) else { return }
        try db.run("DELETE FROM incident_platform WHERE incident = ?", [incident])
        for platform in Set(revision.platforms) {
            try db.run(
                "INSERT INTO incident_platform (incident, platform) VALUES (?, ?)",
                [incident, try state.number(ofPlatform: platform.text, db)])
        }
    }
}
