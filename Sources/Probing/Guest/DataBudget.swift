package import ObservatoryModel

/// How much of the day's data the probe has used; the day is UTC's.
package struct DataBudget: Hashable, Sendable {
    /// Bytes that may be used in a day.
    package var bytesPerDay: Int64
    private var day: CivilDate
    private var used: Int64

    /// 50 MB, after issue and consent text.
    package static let usualBytesPerDay: Int64 = 50_000_000

    /// What a session is taken to cost when the cadence is set: two hand shakes of 5 kB, 16 kB of a page, and look-ups.
    /// A constant, so that the cadence never depends on how sessions end.
    package static let assumedSessionBytes: Int64 = 28_000

    package init(bytesPerDay: Int64, at time: Timestamp) {
        self.bytesPerDay = bytesPerDay
        day = time.utcDate
        used = 0
    }

    /// Continues from what a folder holds.
    package init(bytesPerDay: Int64, at time: Timestamp, folder: ProbeFolder) throws {
        self.init(bytesPerDay: bytesPerDay, at: time)
        guard let bytes = try folder.read("data-use") else { return }
        let fields = String(decoding: bytes, as: UTF8.self).split(whereSeparator: { $0 == " " || $0 == "\n" })
        if fields.count == 2, fields[0] == day.description, let known = Int64(fields[1]) { used = known }
    }

    package func save(in folder: ProbeFolder) throws {
        try folder.write(Array("\(day) \(used)\n".utf8), to: "data-use")
    }

    /// Counts bytes; a new day starts from nothing.
    package mutating func use(_ bytes: Int64, at time: Timestamp) {
        if time.utcDate != day {
            day = time.utcDate
            used = 0
        }
        used += bytes
    }

    /// Bytes that are left today.
    package func left(at time: Timestamp) -> Int64 {
        time.utcDate == day ? max(0, bytesPerDay - used) : bytesPerDay
    }

    /// Seconds between sessions on one platform, so that all of them fit into nine tenths of the budget; 600 at least.
    package func quietInterval(platforms: Int) -> Int32 {
        let sessions = max(1, bytesPerDay * 9 / 10 / Self.assumedSessionBytes)
        return Int32(clamping: max(600, (Int64(platforms) * 86_400 + sessions - 1) / sessions))
    }
}
