package import ObservatoryModel

/// The detector: records in order of arrival in, incident revisions out.
///
/// A pure function of the records taken so far and the rules: nothing here reads a clock, a file or a random number, so
/// `serve` and `replay` say the same of the same input, byte for byte. Time is the greatest `received` taken; the bin
/// `[t, t + 60 s)` is decided when the first record at or after its end arrives, and everything decided then carries
/// `decidedAt` = t + 60 s (CONTRACT §1).
///
/// Records must come in order of `received` and without duplicates; `Ingest` sees to both.
package struct DetectionEngine: Sendable {
    let rules: DetectionRules
    /// `M` at the levels of suspicion and of `watch`.
    let suspectedM: Double
    let watchM: Double
    var countries: [CountryState] = []
    var countryIndex: [CountryCode: Int] = [:]
    /// Look-ups by country index, kept apart from the states so that a look-up never copies one.
    var networkIndex: [[UInt32: Int]] = []
    /// The platform that a country's last session was about: a probe sends a batch in the catalogue's order, so the next
    /// one is mostly the one after it.
    var lastPlatform: [Int] = []
    /// Who sent the last session.
    var lastProbe = 0
    var platformIndex: [[PlatformID: Int]] = []
    /// The tracks of all countries and platforms: connectivity of a country, blocked and slow of a platform.
    var tracks: [Track] = []
    /// Empty tracks that stand in for those that are lifted out.
    var hollow: [Track] = []
    var world: [WorldPlatform] = []
    var worldIndex: [PlatformID: Int] = [:]
    /// Connectivity of all countries, for the `dark` hypothesis' own reference.
    var worldConnectivity = WorldPlatform()
    var probes: [ProbeState] = []
    var probeIndex: [String: Int32] = [:]
    var incidents: [IncidentState] = []
    /// Indices of open incidents, in order of first revision.
    var openIncidents: [Int] = []
    /// How many incidents a (country, UTC date) has, for their ids.
    var incidentCounters: [String: Int] = [:]
    /// Buffers for the increments of one track's bin, empty between bins; kept for their capacity.
    var fusedBin = BinIncrements()
    /// Tracks with votes in the open bin, in order of their first.
    var touched: [TrackReference] = []
    /// Programs of probes, numbered from 1.
    var softwareNames: [String: UInt16] = [:]
    /// The last two heartbeats, minutes since the epoch: silence is evidence only while they come (§5).
    var heartbeats: (last: Int32, before: Int32) = (.min, .min)
    /// The minute that silence was last scored for.
    var silenceMinute: Int32 = .min
    /// Incidents that this bin retracted in favour of another.
    var retractedNow: [Int] = []
    /// Report bins that are filling.
    var reportsFilling: [SeriesPlace] = []
    /// The bin that is open, in minutes since the epoch; `nil` before the first record.
    var openMinute: Int32?
    /// The greatest `received` taken.
    package internal(set) var clock: Timestamp = .distantPast
    /// Grows whenever `cells` may answer otherwise than before: with each minute, since votes count when their bin is
    /// closed, and with each new platform and report.
    package internal(set) var cellsEdition = 0
    /// Series with votes in the last day or so, for the public budget.
    var activeSeries = 0
    var activeSeriesMinute: Int32 = .min

    /// An engine that has seen nothing.
    package init(rules: DetectionRules = DetectionRules()) {
        self.rules = rules
        suspectedM = exponential(rules.suspected)
        watchM = exponential(rules.watch)
    }

    /// Takes one record, after deciding every bin that it closes.
    ///
    /// - Returns: the revisions decided by the bins that this record closed, in order of decision.
    package mutating func consume(_ record: consuming Record) -> [IncidentRevision] {
        // Each kind says itself when it was received: asking the record would copy what it holds.
        let revisions: [IncidentRevision]
        switch consume record {
        case .session(let session):
            revisions = advance(to: session.received)
            take(session)
        case .ooni(let verdict):
            revisions = advance(to: verdict.received)
            take(verdict)
        case .report(let report):
            revisions = advance(to: report.received)
            take(report)
        case .reports(let count):
            revisions = advance(to: count.received)
            take(count)
        case .signal(let bin):
            revisions = advance(to: bin.received)
            take(bin)
        case .calendar(let event):
            revisions = advance(to: event.received)
            take(event)
        case .network(let share):
            revisions = advance(to: share.received)
            take(share)
        case .heartbeat(let beat):
            revisions = advance(to: beat.received)
            heartbeats = (now, heartbeats.last)
        }
        return revisions
    }

    /// Closes the bins that end at or before the given time, as a record received then would.
    package mutating func advance(to time: Timestamp) -> [IncidentRevision] {
        guard time > clock else { return [] }
        let minute = time.minute
        var revisions: [IncidentRevision] = []
        if let open = openMinute, minute > open {
            revisions = closeBins(from: open, before: minute)
        }
        clock = time
        if openMinute != minute { cellsEdition += 1 }
        openMinute = minute
        return revisions
    }

    private mutating func take(_ event: CalendarEvent) {
        let country = self.country(event.country)
        countries[country].calendar.removeAll { $0.uid == event.uid }
        countries[country].calendar.append(event)
    }

    private mutating func take(_ share: NetworkShare) {
        let country = self.country(share.country)
        let network = network(share.asn, in: country)
        countries[country].networks[network].users = share.users
        countries[country].networks[network].name = share.name
        countries[country].sharesMinute = .min
    }

    // MARK: Finding things

    /// The index of a country, made on first sight.
    mutating func country(_ code: CountryCode) -> Int {
        if let found = countryIndex[code] { return found }
        countries.append(
            CountryState(code: code, firstMinute: openMinute ?? 0, connectivity: tracks.count))
        tracks.append(Track(.dark))
        networkIndex.append([:])
        lastPlatform.append(-1)
        platformIndex.append([:])
        countryIndex[code] = countries.count - 1
        worldConnectivity.places.append(SeriesPlace(country: countries.count - 1, platform: -1))
        return countries.count - 1
    }

    /// The index of a platform within a country, made on first sight and made known to the world.
    mutating func platform(_ id: PlatformID, in country: Int) -> Int {
        let likely =
            lastPlatform[country] + 1 < countries[country].platforms.count ? lastPlatform[country] + 1 : 0
        if likely < countries[country].platforms.count, countries[country].platforms[likely].id == id {
            lastPlatform[country] = likely
            return likely
        }
        if let found = platformIndex[country][id] {
            lastPlatform[country] = found
            return found
        }
        let worldwide: Int
        if let found = worldIndex[id] {
            worldwide = found
        } else {
            world.append(WorldPlatform())
            worldwide = world.count - 1
            worldIndex[id] = worldwide
        }
        cellsEdition += 1
        countries[country].platforms.append(
            PlatformState(id: id, world: worldwide, firstTrack: tracks.count))
        tracks.append(Track(.blocked))
        tracks.append(Track(.slow))
        let index = countries[country].platforms.count - 1
        platformIndex[country][id] = index
        world[worldwide].places.append(SeriesPlace(country: country, platform: index))
        return index
    }

    /// The index of a network within a country, made on first sight.
    mutating func network(_ asn: ASN, in country: Int) -> Int {
        if let found = networkIndex[country][asn.number] { return found }
        countries[country].networks.append(NetworkState(asn: asn))
        countries[country].sharesMinute = .min
        let index = countries[country].networks.count - 1
        networkIndex[country][asn.number] = index
        return index
    }

    /// The minute that is open.
    var now: Int32 { openMinute ?? clock.minute }
}

/// Names a track: where it is kept, and what it is about.
struct TrackReference: Hashable, Sendable {
    /// Index into the engine's tracks.
    var index: Int
    var country: Int
    /// Index within the country; −1 for connectivity.
    var platform: Int
    var hypothesis: Hypothesis
}

extension DetectionEngine {
    /// The track of a hypothesis about a platform.
    func track(_ hypothesis: Hypothesis, of platform: Int, in country: Int) -> TrackReference {
        TrackReference(
            index: countries[country].platforms[platform].firstTrack + (hypothesis == .slow ? 1 : 0),
            country: country, platform: platform, hypothesis: hypothesis)
    }

    /// The track of connectivity itself.
    func darkness(of country: Int) -> TrackReference {
        TrackReference(
            index: countries[country].connectivity, country: country, platform: -1, hypothesis: .dark)
    }

    /// Runs a function on a track that is lifted out, so that the function may use the rest of the engine.
    mutating func lifting<Result>(
        _ reference: TrackReference, _ body: (inout DetectionEngine, inout Track) -> Result
    ) -> Result {
        var track = hollow.popLast() ?? Track(.blocked)
        swap(&track, &tracks[reference.index])
        let result = body(&self, &track)
        swap(&track, &tracks[reference.index])
        hollow.append(consume track)
        return result
    }

    /// Puts a family's score into the open bin of a track.
    mutating func append(_ score: FamilyScore, to reference: TrackReference) {
        if tracks[reference.index].enqueue(score) { touched.append(reference) }
    }
}

extension TrackReference: Snapshotted {
    static var blank: TrackReference {
        TrackReference(index: 0, country: 0, platform: 0, hypothesis: .blocked)
    }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&index)
        try coder.code(&country)
        try coder.code(&platform)
        try coder.code(&hypothesis)
    }
}
