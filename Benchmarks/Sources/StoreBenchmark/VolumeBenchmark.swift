import ObservatoryModel
import SQLiteStorage
import Storage

/// What pages ask of a store that holds thirty days of sessions and 2,000 incidents.
enum VolumeBenchmark {
    private static let start = Timestamp(seconds: 1_704_632_400)
    private static let days: Int64 = 30
    private static let incidents = 2000

    static func run(sessions: Int) async throws {
        let folder = try temporaryFolder()
        defer { remove(folder) }
        let path = folder + "/store.sqlite"
        var store = try SQLiteStore(path: path)
        let gap = Double(days * 86_400_000) / Double(sessions)
        var source = SyntheticSessions(seed: 11, start: start, gapMilliseconds: gap)
        var (done, written) = (0, 0.0)
        var (slowest, work) = (0.0, 0.0)
        while done < sessions {
            let batch = source.batch(min(10_000, sessions - done))
            done += batch.count
            let before = processorSeconds()
            let time = try await seconds { _ = try await store.commit(StoreBatch(records: batch)) }
            written += time
            work += processorSeconds() - before
            slowest = max(slowest, time)
        }
        report("volume commit", Double(sessions) / written, "sessions/s")
        report("volume commit, processor time", work / Double(sessions) * 1e6, "µs/session")
        report("slowest batch of 10,000", slowest * 1000, "ms")
        try await writeIncidents(to: store)
        let reopening = try await seconds {
            try await store.close()
            store = try SQLiteStore(path: path)
            _ = try await store.duplicates(among: source.batch(1))
        }
        report("close and open", reopening * 1000, "ms")
        report("volume size", Double(bytesOnDisk(path)) / Double(sessions), "bytes/session")
        try await measurePages(of: store)
        try await store.close()
    }

    private static func writeIncidents(to store: SQLiteStore) async throws {
        let entries = SyntheticIncidents.entries(incidents, start: start, days: days)
        let time = try await seconds { _ = try await store.commit(StoreBatch(revisions: entries)) }
        report("revisions", Double(entries.count) / time, "revisions/s")
    }

    private static func measurePages(of store: SQLiteStore) async throws {
        let now = start + .days(days)
        let countries = [0, 1, 3, 6, 26, 54].map { SyntheticPlaces.countries[$0] }
        let platform = PlatformID("x")
        try await measure("home") { index in
            let open = IncidentQuery(statuses: [.suspected, .confirmed, .restoring], limit: 50)
            _ = try await store.incidents(open)
            _ = try await store.incidents(IncidentQuery(limit: 20))
            _ = try await store.counts()
        }
        try await measure("country") { index in
            let country = countries[index % countries.count]
            _ = try await store.incidents(IncidentQuery(country: country, limit: 20))
            _ = try await store.newestSessions(in: country)
            _ = try await store.series(
                SeriesQuery(country: country, from: now - .days(1), to: now, step: .minutes(10)))
            _ = try await store.calendarEvents(in: country, from: now - .days(1), to: now + .days(7))
            _ = try await store.networkShares(in: country)
        }
        try await measure("incident") { index in
            _ = try await store.revisions(of: SyntheticIncidents.id(index * 37 % incidents, start: start, days: days))
        }
        for (name, step) in [("hours", Interval.hours(1)), ("ten minutes", .minutes(10)), ("minutes", .minutes(1))] {
            try await measure("series of 30 days in \(name)") { index in
                _ = try await store.series(
                    SeriesQuery(
                        country: countries[index % countries.count], platform: platform, from: start, to: now,
                        step: step))
            }
        }
        try await measure("series of a network, 30 days in ten minutes") { index in
            _ = try await store.series(
                SeriesQuery(
                    country: countries[0], asn: SyntheticPlaces.network(0, index % 5), platform: platform, from: start,
                    to: now, step: .minutes(10)))
        }
        try await measure("newest 100 measurements of a country") { index in
            _ = try await store.measurements(MeasurementQuery(country: countries[index % countries.count]))
        }
        try await measure("record by id (absent)") { index in
            _ = try await store.record(kind: "session", id: "s-\(index)")
        }
    }

    private static func measure(_ name: String, _ work: (Int) async throws -> Void) async throws {
        var times: [Double] = []
        for index in 0..<220 {
            let time = try await seconds { try await work(index) }
            // The first ones fill the caches.
            if index >= 20 { times.append(time * 1000) }
        }
        report("\(name) p50", percentile(times, 0.5), "ms")
        report("\(name) p99", percentile(times, 0.99), "ms")
    }
}
