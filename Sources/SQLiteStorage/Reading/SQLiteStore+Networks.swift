import GRDB
package import ObservatoryModel
import Storage

extension SQLiteStore {
    package func measuredNetworks(
        of networks: [ASN], in country: CountryCode, on platforms: [PlatformID], from: Timestamp, to: Timestamp
    ) async throws -> Set<ASN> {
        guard !networks.isEmpty, from < to else { return [] }
        return try await consistently { db, pending in
            let find = try db.cachedStatement(sql: "SELECT id FROM platform WHERE name = ?")
            let numbers = try platforms.compactMap { try UInt32.fetchOne(find, arguments: [$0.text]) }
            guard !numbers.isEmpty else { return [] }
            let sql = SQLiteStore.networkChunksSQL(of: Set(networks).count, on: numbers.count)
            var measured: Set<ASN> = []
            for level in [BinLevel.fine(wholeCountry: false), .hour] {
                var arguments: StatementArguments = [
                    level.rawValue, BinChunk.number(of: from, level: level), BinChunk.number(of: to, level: level),
                    country.packed, from.floored(to: level.step).milliseconds,
                ]
                arguments += StatementArguments(Set(networks).map(\.number).sorted() + numbers)
                let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
                while let row = try rows.next() {
                    let asn = ASN(row[0])
                    guard !measured.contains(asn) else { continue }
                    let bins = try BinChunk.decoded(row.bytes(2), chunk: row[1], level: level, cell: row[3])
                    if holdsSession(bins, level.step, from, to) { measured.insert(asn) }
                }
            }
            let level = BinLevel.fine(wholeCountry: false)
            for asn in networks where !measured.contains(asn) {
                let isMeasured = numbers.contains { platform in
                    let key = CellKey(country: country.packed, asn: Int64(asn.number), platform: platform)
                    return holdsSession(pending[key]?.bins ?? [], level.step, from, to)
                }
                if isMeasured { measured.insert(asn) }
            }
            return measured
        }
    }

    /// The query of `measuredNetworks`: network, chunk, its bins and cell, by network.
    static func networkChunksSQL(of networks: Int, on platforms: Int) -> String {
        func marks(_ count: Int) -> String { Array(repeating: "?", count: count).joined(separator: ", ") }
        return """
            WITH wanted (level, first, last, cc, since) AS (SELECT ?, ?, ?, ?, ?)
            SELECT cell.asn, bin_chunk.chunk, bin_chunk.bins, cell.id
            FROM wanted CROSS JOIN cell ON cell.cc = wanted.cc AND cell.newest >= wanted.since
                AND cell.asn IN (\(marks(networks))) AND cell.platform IN (\(marks(platforms)))
            CROSS JOIN bin_chunk ON bin_chunk.level = wanted.level AND bin_chunk.cell = cell.id
                AND bin_chunk.chunk BETWEEN wanted.first AND wanted.last
            """
    }
}

/// Whether a bin with a session reaches into a half-open interval.
private func holdsSession(_ bins: [MeasurementBin], _ step: Interval, _ from: Timestamp, _ to: Timestamp) -> Bool {
    bins.contains { $0.sessions > 0 && $0.start + step > from && $0.start < to }
}
