import Dashboard
import ObservatoryModel
import Storage

/// What pages show of the last hours and need on every request, read from the store now and then: how much comes in,
/// what regions saw, and what was usual before.
actor RecentActivity {
    /// How much came in lately.
    struct Counts: Sendable {
        /// Sessions of the last hour.
        var sessions: Int
        /// Networks and countries with a session in the last day.
        var networks: Int
        var countries: Int
    }

    /// What a band is drawn from: bins by platform, oldest first, and the incidents among them.
    struct History: Sendable {
        var bins: [PlatformID: [Timeline.Bin]]
        var incidents: [IncidentRevision]
    }

    private struct HistoryName: Hashable {
        var country: CountryCode
        var asn: ASN?
        var platform: PlatformID?
        var from: Timestamp
        var to: Timestamp
        var step: Interval
    }

    let observatory: Observatory
    private var counts: (at: Timestamp, value: Counts)?
    private var regions: [CountryCode: (at: Timestamp, value: [RegionTally])] = [:]
    private var histories: [HistoryName: History] = [:]
    /// By incident.
    var countedContrasts: [String: CountedContrasts] = [:]
    /// What is being read anew; meanwhile everybody else is told what was read last.
    private var isCounting = false
    private var countriesInReading: Set<CountryCode> = []

    /// How long counts are shown before they are read again. The example's clock may run faster than ours; then they are
    /// read more often.
    private static let freshness = Interval.seconds(30)
    /// Sessions that regions are counted from at most: a country with more in half an hour is told by its newest.
    private static let mostSessions = 4_000
    /// Histories that are kept at a time; one of a week in steps of ten minutes is about half a megabyte.
    private static let mostHistories = 32

    init(_ observatory: Observatory) {
        self.observatory = observatory
    }

    /// - Throws: `StoreError`.
    func counts(at now: Timestamp) async throws -> Counts {
        if let counts, isCounting || isFresh(counts.at, at: now) { return counts.value }
        isCounting = true
        defer { isCounting = false }
        // `ZZ` is the world.
        let hour = try await observatory.store.series(
            SeriesQuery(country: .unknown, from: now - .hours(1), to: now, step: .minutes(5)))
        let newest = try await observatory.store.newestSessions(in: nil).filter { $0.at > now - .days(1) }
        let value = Counts(
            sessions: hour.lines.reduce(0) { $0 + $1.bins.reduce(0) { $0 + Int($1.sessions) } },
            networks: Set(newest.map(\.asn)).subtracting([.unknown]).count,
            countries: Set(newest.map(\.country)).subtracting([.unknown]).count)
        counts = (now, value)
        return value
    }

    /// What sessions of the last half hour saw, by the region that they state. Regions which too few probes share were
    /// taken out of them before they were stored.
    ///
    /// - Throws: `StoreError`.
    func regions(of country: CountryCode, at now: Timestamp) async throws -> [RegionTally] {
        if let known = regions[country], countriesInReading.contains(country) || isFresh(known.at, at: now) {
            return known.value
        }
        countriesInReading.insert(country)
        defer { countriesInReading.remove(country) }
        let stored = try await observatory.store.measurements(
            MeasurementQuery(
                country: country, kinds: ["session"], since: now - .minutes(30), until: now + .minutes(1),
                limit: RecentActivity.mostSessions))
        let reader = StoredRecordReader()
        var tallies: [RegionCode: [PlatformID: RegionTally.Count]] = [:]
        for record in stored {
            guard case .session(let session)? = reader.record(record), let region = session.region else { continue }
            let failed = session.outcome == .failed
            // It speaks about the line, not about the platform.
            if failed && session.neutralsFailed { continue }
            tallies[region, default: [:]][
                session.platform, default: .init(platform: session.platform, sessions: 0, failed: 0)
            ].sessions += 1
            if failed { tallies[region]?[session.platform]?.failed += 1 }
        }
        let value = tallies.map { RegionTally(region: $0, counts: Array($1.values)) }
        if regions.count > 300 { regions = [:] }
        regions[country] = (now, value)
        return value
    }

    /// What lies before and in an interval of a country or network.
    ///
    /// - Parameters:
    ///   - platform: `nil` for every platform.
    ///   - from: Beginning of the look back; whole hours are kept longest.
    /// - Throws: `StoreError`.
    func history(
        country: CountryCode, asn: ASN?, platform: PlatformID?, from: Timestamp, to: Timestamp, step: Interval
    ) async throws -> History {
        let name = HistoryName(
            country: country, asn: asn, platform: platform, from: from.floored(to: .hours(1)),
            to: to.floored(to: .hours(1)), step: step)
        if let known = histories[name] { return known }
        let series = try await observatory.store.series(
            SeriesQuery(country: country, asn: asn, platform: platform, from: name.from, to: name.to, step: step))
        let incidents = try await observatory.store.incidents(
            IncidentQuery(country: country, platform: platform, since: name.from, until: to, limit: 200))
        let value = History(
            bins: Dictionary(
                series.lines.map { ($0.platform, $0.bins.map(\.shown)) }, uniquingKeysWith: { first, _ in first }),
            incidents: incidents.incidents.map(\.revision).filter { $0.status != .retracted })
        if histories.count >= RecentActivity.mostHistories { histories = [:] }
        histories[name] = value
        return value
    }

    private func isFresh(_ moment: Timestamp, at now: Timestamp) -> Bool {
        now >= moment && now - moment < RecentActivity.freshness
    }
}

extension MeasurementBin {
    /// The bin as charts show it: sessions that say something of the platform, and those of them that failed.
    var shown: Timeline.Bin {
        Timeline.Bin(at: start, sessions: Int(sessions - voided), failed: Int(failures - voided))
    }
}
