import Glibc
import ObservatoryModel
import SQLiteStorage
import Storage
import WireFormats

/// Makes a store such as an observatory has after thirty days, up to now: sessions, names and shares of networks, and
/// 2,000 incidents of which 40 go on.
enum StoreSeed {
    private static let days: Int64 = 30
    private static let incidents = 2_000
    private static let perBatch = 10_000

    static func run(path: String, sessions: Int) async throws {
        let now = Timestamp(seconds: Int64(time(nil)))
        // A little before now, since what was measured last is received some seconds later.
        let start = now.floored(to: .minutes(1)) - .days(days) - .minutes(2)
        let store = try SQLiteStore(path: path)
        let networks = shares(received: start)
        _ = try await store.commit(StoreBatch(records: networks))
        let gap = Double(days * 86_400_000) / Double(sessions)
        var source = SyntheticSessions(seed: 11, start: start, gapMilliseconds: gap)
        var done = 0
        let took = try await seconds {
            while done < sessions {
                let batch = source.batch(min(perBatch, sessions - done))
                done += batch.count
                _ = try await store.commit(StoreBatch(records: batch))
            }
            _ = try await store.commit(
                StoreBatch(revisions: SyntheticIncidents.entries(incidents, start: start, days: days)))
            try await store.close()
        }
        report("seeded", Double(sessions), "sessions")
        report("seeding", took, "s")
        report("size", Double(bytesOnDisk(path)) / 1_048_576, "MiB")
    }

    /// A name and a share of the users for every network, larger for lower numbers.
    private static func shares(received: Timestamp) -> [RecordEntry] {
        var writer = RecordWriter()
        return SyntheticPlaces.countries.enumerated().flatMap { number, country in
            (0..<SyntheticPlaces.networks).map { network in
                let record = Record.network(
                    NetworkShare(
                        received: received, country: country, asn: SyntheticPlaces.network(number, network),
                        name: "\(country) Network \(network + 1)", users: 0.28 / Double(network + 1),
                        source: "synthetic"))
                return RecordEntry(line: writer.line(record)[...], record: record)
            }
        }
    }
}
