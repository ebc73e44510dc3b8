import GRDB
package import ObservatoryModel
package import Storage
import Synchronization

extension SQLiteStore {
    package func series(_ query: SeriesQuery) async throws -> Series {
        let wholeCountry = query.asn == nil
        let asn = query.asn.map { Int64($0.number) } ?? CellKey.wholeCountry
        let level = BinLevel.fine(wholeCountry: wholeCountry)
        return try await consistently { db, pending in
            // Widened to whole bins of the step that comes out when hours are among them, which is the widest.
            let widest = BinLevel.step(asked: query.step, wholeCountry: wholeCountry, holdsHours: true)
            let from = query.from.floored(to: widest)
            let to = (query.to + widest).floored(to: widest)
            var hours: [PlatformID: [MeasurementBin]] = [:]
            var fine: [PlatformID: [MeasurementBin]] = [:]
            for (number, platform) in try SQLiteStore.platforms(of: query, asn: asn, pending, db) {
                let key = CellKey(country: query.country.packed, asn: asn, platform: number)
                if let cell = try SQLiteStore.cellID(key, db) {
                    hours[platform] = try SQLiteStore.bins(of: cell, level: .hour, from: from, to: to, db)
                    fine[platform] = try SQLiteStore.bins(of: cell, level: level, from: from, to: to, db)
                }
                let counted = try SQLiteStore.countedReports(key, level, from: from, to: to, db)
                for bins in [pending[key]?.bins ?? [], PendingRollUps.folded(counted, to: level.step)] {
                    fine[platform] = PendingRollUps.merged(fine[platform] ?? [], bins)
                }
            }
            let holdsHours = hours.values.contains { $0.contains { $0.start < query.to && $0.start >= from } }
            let step = BinLevel.step(asked: query.step, wholeCountry: wholeCountry, holdsHours: holdsHours)
            var lines: [Series.Line] = []
            for platform in Set(hours.keys).union(fine.keys).sorted() {
                let bins = PendingRollUps.merged(hours[platform] ?? [], fine[platform] ?? [])
                    .filter { $0.start >= query.from.floored(to: step) }
                let folded = PendingRollUps.folded(bins, to: step).filter { $0.start < query.to }
                if !folded.isEmpty { lines.append(Series.Line(platform: platform, bins: folded)) }
            }
            return Series(step: step, lines: lines)
        }
    }

    private static func cellID(_ key: CellKey, _ db: Database) throws -> Int64? {
        let statement = try db.cachedStatement(sql: "SELECT id FROM cell WHERE cc = ? AND asn = ? AND platform = ?")
        return try Int64.fetchOne(statement, arguments: [key.country, key.asn, key.platform])
    }

    package func newestSessions(in country: CountryCode?) async throws -> [NewestSession] {
        struct Place: Hashable {
            var country: CountryCode
            var asn: ASN
            var platform: PlatformID
        }
        let newest = try await consistently { db, pending in
            var newest: [Place: Int64] = [:]
            let sql = """
                SELECT cc, asn, platform.name, newest FROM cell JOIN platform ON platform.id = cell.platform
                WHERE newest IS NOT NULL
                """
            let rows =
                try country.map {
                    try Row.fetchCursor(
                        db.cachedStatement(sql: sql + " AND cc = ?"), arguments: [$0.packed])
                } ?? Row.fetchCursor(db.cachedStatement(sql: sql))
            while let row = try rows.next() {
                guard let platform = PlatformID(row[2] as String) else { continue }
                newest[Place(country: CountryCode(stored: row[0]), asn: ASN(row[1]), platform: platform)] = row[3]
            }
            let names = try SQLiteStore.platformNames(db, Set(pending.cells.map(\.key.platform)))
            for (key, cell) in pending.cells {
                guard let at = cell.newest, country == nil || country?.packed == key.country,
                    let platform = names[key.platform]
                else { continue }
                let place = Place(
                    country: CountryCode(stored: key.country), asn: ASN(UInt32(key.asn)), platform: platform)
                newest[place] = max(newest[place] ?? at, at)
            }
            return newest
        }
        return newest.map { place, at in
            NewestSession(
                country: place.country, asn: place.asn, platform: place.platform, at: Timestamp(milliseconds: at))
        }.sorted { ($0.country, $0.asn, $0.platform) < ($1.country, $1.asn, $1.platform) }
    }

    /// Runs a read with the sums that wait in memory and a snapshot of the tables that lacks exactly those.
    func consistently<Value: Sendable>(
        _ body: @Sendable (Database, PendingRollUps) throws -> Value
    ) async throws -> Value {
        while true {
            let pending = rollUps.withLock { $0 }
            let value = try await reading { db -> Value? in
                // The sums may have been written out between the two looks; then neither is complete alone.
                guard try SQLiteStore.bases(db) == pending.bases else { return nil }
                return try body(db, pending)
            }
            if let value { return value }
            try await refreshRollUps()
        }
    }

    /// Catches up when another program wrote this one's waiting sums, or lets this one's writer finish.
    private func refreshRollUps() async throws {
        try await writing { db, _ in
            let bases = self.rollUps.withLock { $0.bases }
            guard try SQLiteStore.bases(db) != bases else { return }
            let pending = try SQLiteStore.pendingRollUps(db)
            self.rollUps.withLock { $0 = pending }
        }
    }

    /// The platforms that a query asks for and the store has ever seen there.
    private static func platforms(
        of query: SeriesQuery, asn: Int64, _ pending: PendingRollUps, _ db: Database
    ) throws -> [UInt32: PlatformID] {
        if let platform = query.platform {
            let statement = try db.cachedStatement(sql: "SELECT id FROM platform WHERE name = ?")
            guard let number = try UInt32.fetchOne(statement, arguments: [platform.text]) else { return [:] }
            return [number: platform]
        }
        let kept = try db.cachedStatement(sql: "SELECT platform FROM cell WHERE cc = ? AND asn = ?")
        let counted = try db.cachedStatement(
            sql: "SELECT DISTINCT platform FROM signal_series WHERE cc = ? AND kind = ? AND asn = ?")
        var numbers = try Set(UInt32.fetchAll(kept, arguments: [query.country.packed, asn]))
        numbers.formUnion(
            try UInt32.fetchAll(counted, arguments: [query.country.packed, RecordKind.reports.rawValue, max(asn, 0)]))
        for (key, _) in pending.cells where key.country == query.country.packed && key.asn == asn {
            numbers.insert(key.platform)
        }
        return try platformNames(db, numbers)
    }

    /// Names of platforms by number; those without a name are left out.
    static func platformNames(_ db: Database, _ numbers: Set<UInt32>) throws -> [UInt32: PlatformID] {
        var names: [UInt32: PlatformID] = [:]
        let statement = try db.cachedStatement(sql: "SELECT name FROM platform WHERE id = ?")
        for number in numbers {
            names[number] = try String.fetchOne(statement, arguments: [number]).flatMap { PlatformID($0) }
        }
        return names
    }

    /// Reports that others counted, by bin of the level: those of the country as a whole, or of one network.
    private static func countedReports(
        _ key: CellKey, _ level: BinLevel, from: Timestamp, to: Timestamp, _ db: Database
    ) throws -> [MeasurementBin] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT at, value FROM signal_bin WHERE series = (
                    SELECT id FROM signal_series
                    WHERE cc = ? AND kind = ? AND asn = ? AND source = '' AND region = '' AND platform = ?
                ) AND at >= ? AND at < ? AND value > 0 ORDER BY at
                """)
        let rows = try Row.fetchCursor(
            statement,
            arguments: [
                key.country, RecordKind.reports.rawValue, max(key.asn, 0), key.platform, from.milliseconds,
                to.milliseconds,
            ])
        var bins: [MeasurementBin] = []
        while let row = try rows.next() {
            var bin = MeasurementBin(start: Timestamp(milliseconds: row[0]).floored(to: level.step))
            bin.reports = Int64(row[1] as Double)
            bins.append(bin)
        }
        return bins
    }
}
