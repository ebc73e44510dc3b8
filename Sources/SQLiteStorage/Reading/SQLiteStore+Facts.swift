import GRDB
package import ObservatoryModel
package import Storage

extension SQLiteStore {
    package func signals(_ query: SignalQuery) async throws -> [SignalSeries] {
        try await reading { db in
            let names = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT id, source, region, asn, platform FROM signal_series
                        WHERE cc = ?1 AND kind = ?2 AND (?3 IS NULL OR asn = ?3) AND (?4 IS NULL OR source = ?4)
                        ORDER BY source, region, asn, platform
                        """),
                arguments: [query.country.packed, RecordKind.signal.rawValue, query.asn?.number, query.source])
            let platforms = try SQLiteStore.platformNames(db, Set(names.map { $0[4] }))
            var series: [SignalSeries] = []
            for name in names {
                let rows = try Row.fetchCursor(
                    db.cachedStatement(sql: SQLiteStore.signalBinsSQL),
                    arguments: [name[0] as Int64, query.from.milliseconds, query.to.milliseconds])
                var bins: [SignalSeries.Bin] = []
                while let row = try rows.next() {
                    bins.append(
                        SignalSeries.Bin(at: Timestamp(milliseconds: row[0]), step: row[1], value: row[2]))
                }
                guard !bins.isEmpty else { continue }
                series.append(
                    SignalSeries(
                        source: name[1], country: query.country, region: RegionCode(name[2] as String),
                        asn: ASN(name[3]), platform: platforms[name[4]], bins: bins))
            }
            return series
        }
    }

    static let signalBinsSQL =
        "SELECT at, step, value FROM signal_bin WHERE series = ? AND at >= ? AND at < ? ORDER BY at"

    package func calendarEvents(
        in country: CountryCode?, from: Timestamp, to: Timestamp
    ) async throws -> [CalendarEvent] {
        try await reading { db in
            let rows = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT uid, received, cc, starts, ends, summary, category FROM calendar_event
                        WHERE starts < ?2 AND ends > ?1 AND (?3 IS NULL OR cc = ?3) ORDER BY starts, uid
                        """),
                arguments: [from.milliseconds, to.milliseconds, country?.packed])
            return rows.map { row in
                CalendarEvent(
                    uid: row[0], received: Timestamp(milliseconds: row[1]), country: CountryCode(stored: row[2]),
                    from: Timestamp(milliseconds: row[3]), to: Timestamp(milliseconds: row[4]), summary: row[5],
                    category: row[6])
            }
        }
    }

    package func networkShares(in country: CountryCode?) async throws -> [NetworkShare] {
        try await reading { db in
            let sql = "SELECT received, cc, asn, name, users, source FROM network_share"
            let rows =
                try country.map {
                    try Row.fetchAll(
                        db.cachedStatement(sql: sql + " WHERE cc = ? ORDER BY asn"), arguments: [$0.packed])
                } ?? Row.fetchAll(db.cachedStatement(sql: sql + " ORDER BY cc, asn"))
            return rows.map { row in
                NetworkShare(
                    received: Timestamp(milliseconds: row[0]), country: CountryCode(stored: row[1]), asn: ASN(row[2]),
                    name: row[3], users: row[4], source: row[5])
            }
        }
    }

    package func counts() async throws -> StoreCounts {
        try await reading { db in
            var byKind: [String: Int64] = [:]
            for kind in RecordKind.allCases {
                let count = try db.counter(Counter.accepted(kind))
                if count > 0 { byKind[kind.text] = count }
            }
            let times = try Row.fetchOne(
                db,
                sql: """
                    SELECT (SELECT max(received_to) FROM (SELECT received_to FROM block ORDER BY first DESC LIMIT 64)),
                        (SELECT received_from FROM block WHERE first = (SELECT min(first) FROM line_block))
                    """)
            let pages = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            let size = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0
            return StoreCounts(
                accepted: try db.counter(Counter.accepted),
                records: try db.counter(Counter.lines),
                acceptedByKind: byKind, duplicates: try db.counter(Counter.duplicates),
                incidents: try Int64.fetchOne(db, sql: "SELECT count(*) FROM incident") ?? 0,
                revisions: try Int64.fetchOne(db, sql: "SELECT count(*) FROM revision") ?? 0,
                newestReceived: (times?[0] as Int64?).map { Timestamp(milliseconds: $0) },
                oldestReceived: (times?[1] as Int64?).map { Timestamp(milliseconds: $0) },
                bytes: pages * size)
        }
    }
}
