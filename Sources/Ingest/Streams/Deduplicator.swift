package import ObservatoryModel

/// Tells records that were seen before, by kind and id, over the last seven days of `received` (CONTRACT §1).
///
/// `replay` and `serve` use the same one, so that both count a record once. Kinds that replace by key, and heartbeats,
/// are never duplicates. Memory grows with the records of seven days: about 50 bytes each.
package struct Deduplicator: Sendable {
    /// How long an id is remembered.
    package static let memory = Interval.days(7)

    /// When each id was received, by day, the newest day last; a day is forgotten as a whole, when all of it is too old.
    private var days: [(day: Int64, received: [UInt64: Timestamp])] = []

    package init() {}

    /// Takes a record in.
    ///
    /// - Returns: Whether it is new. Records come in order of `received`.
    package mutating func insert(_ record: Record) -> Bool {
        guard let id = record.id else { return true }
        let day = record.received.milliseconds / Interval.days(1).milliseconds
        while let oldest = days.first, oldest.day < day - 7 { days.removeFirst() }
        let hash = Self.hash(record.kind, id)
        for known in days {
            if let before = known.received[hash], record.received - before < Self.memory { return false }
        }
        if days.last?.day != day { days.append((day, [:])) }
        days[days.count - 1].received[hash] = record.received
        return true
    }

    /// 64 bits over kind and id by FNV-1a with a final mix: the same in every run, unlike Swift's own hashes. Two of a
    /// billion different records share one with a chance of about 3 %.
    private static func hash(_ kind: String, _ id: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in kind.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ 0xff) &* 0x100_0000_01b3
        for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash ^= hash >> 33
        hash &*= 0xff51_afd7_ed55_8ccd
        hash ^= hash >> 33
        return hash
    }
}
