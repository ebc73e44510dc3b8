package import ObservatoryModel

/// A time zone's offsets from UTC between 2010 and 2037, from tzdata.
package struct ZoneHistory: Hashable, Sendable {
    /// One kind of time that a zone has had.
    package struct Kind: Hashable, Sendable {
        /// `PKT`; where tzdata has no letters, the offset: `+0530`.
        package let abbreviation: String
        /// Seconds to add to UTC.
        package let offset: Int32

        /// `UTC`, `UTC+5`, `UTC-3:30`.
        package var utcOffset: String {
            let minutes = abs(offset) / 60
            guard minutes != 0 else { return "UTC" }
            let remainder = minutes % 60
            let tail = remainder == 0 ? "" : remainder < 10 ? ":0\(remainder)" : ":\(remainder)"
            return "UTC\(offset < 0 ? "-" : "+")\(minutes / 60)\(tail)"
        }
    }

    /// The name of tzdata, `Asia/Karachi`.
    package let name: String
    let kinds: [Kind]
    /// Each change's second since 1970, oldest first; before the first one `kinds[0]` is in force.
    let changes: [Int64]
    /// For each change, the index of the kind that it brings.
    let kindAfter: [Int]

    /// The kind of time in force at a moment. What lies before 2010 or after 2037 gets the first or last one known.
    package func kind(at moment: Timestamp) -> Kind {
        // The number of changes at or before the moment, by bisection.
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= moment.seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? kinds[0] : kinds[kindAfter[low - 1]]
    }

    /// UTC itself.
    package static let utc = ZoneHistory(
        name: "UTC", kinds: [Kind(abbreviation: "UTC", offset: 0)], changes: [], kindAfter: [])
}

extension ZoneHistory {
    /// 2010-01-01T00:00:00Z, where the table begins.
    private static let start: Int64 = 1_262_304_000

    /// Every zone of a table, by name.
    static func all(in table: String) -> [String: ZoneHistory] {
        var zones: [String: ZoneHistory] = [:]
        for row in rows(of: table) where row.count >= 2 {
            let name = row[0]
            if row[1].hasPrefix("=") {
                guard let other = zones[String(row[1].dropFirst())] else { continue }
                zones[name] = ZoneHistory(
                    name: name, kinds: other.kinds, changes: other.changes, kindAfter: other.kindAfter)
            } else if let zone = ZoneHistory(name: name, kinds: row[1], changes: row.count > 2 ? row[2] : "") {
                zones[name] = zone
            }
        }
        return zones
    }

    private init?(name: String, kinds: String, changes: String) {
        self.name = name
        self.kinds = kinds.split(separator: ",").compactMap { kind in
            guard let colon = kind.lastIndex(of: ":"), let offset = Int32(kind[kind.index(after: colon)...]) else {
                return nil
            }
            return Kind(abbreviation: String(kind[..<colon]), offset: offset)
        }
        var at = Self.start
        var times: [Int64] = []
        var indices: [Int] = []
        for change in changes.split(separator: " ") {
            let parts = change.split(separator: ":")
            guard parts.count == 2, let minutes = Int64(parts[0], radix: 36), let index = Int(parts[1]),
                self.kinds.indices.contains(index)
            else { return nil }
            at += minutes * 60
            times.append(at)
            indices.append(index)
        }
        guard !self.kinds.isEmpty else { return nil }
        self.changes = times
        kindAfter = indices
    }
}
