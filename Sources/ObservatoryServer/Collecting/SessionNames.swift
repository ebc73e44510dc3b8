import ObservatoryModel
import Storage
import WireFormats

extension Observatory {
    /// The sessions of one probe under ids that no other probe has used.
    ///
    /// Records are told apart by kind and id alone. Our probes put their own name into their ids; another program's id
    /// that is known from another probe gets the name of its own probe before it, so that nobody can make another's
    /// sessions count as known by using their ids first.
    ///
    /// - Throws: `StoreError`.
    nonisolated func distinguished(_ entries: [RecordEntry]) async throws -> [RecordEntry] {
        var entries = entries
        var writer = RecordWriter()
        for (index, isKnown) in try await store.duplicates(among: entries).enumerated() where isKnown {
            guard case .session(var session) = entries[index].record,
                let known = try await store.record(kind: "session", id: session.id),
                case .session(let other)? = StoredRecordReader().record(known), other.probe != session.probe
            else { continue }
            session.id = session.probe + "." + session.id
            let record = Record.session(session)
            entries[index] = RecordEntry(line: writer.line(record)[...], record: record)
        }
        return entries
    }
}
