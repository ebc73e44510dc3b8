package import ObservatoryModel

/// Where an observatory keeps what it was given and what it decided.
///
/// One pipeline writes; pages, feeds and exports read beside it without waiting for it. Every method throws `StoreError`,
/// or `CancellationError` when its task was cancelled. What a returned `commit` wrote survives `kill -9` and power
/// loss; a `commit` that threw wrote nothing.
package protocol ObservatoryStore: Sendable {
    // MARK: Writing

    /// Writes records, the revisions decided from them and settings in one transaction, and returns once it is on disk.
    ///
    /// Records with a known (kind, id) are left out and told; a revision that is there already is left out when its
    /// line is the same, so that a batch may be sent again after a crash.
    ///
    /// - Throws: `StoreError.conflictingRevision` when a revision is there with other content.
    func commit(_ batch: StoreBatch) async throws -> CommitOutcome

    /// Which of these records a `commit` would leave out as duplicates; one value per entry.
    ///
    /// Lets a pipeline decide from new records alone, before records and revisions are committed together.
    func duplicates(among entries: [RecordEntry]) async throws -> [Bool]

    // MARK: Records

    /// Records in order of arrival from `sequence` on (inclusive; the first record has sequence 1).
    ///
    /// - Parameter limit: At most so many records come back, 1...100,000. A page may be shorter and even empty while
    ///   `next` is not `nil`, so that a filter that matches rarely does not hold a reader for long.
    func records(from sequence: Int64, matching filter: RecordFilter, limit: Int) async throws -> RecordPage

    /// Votes in order of arrival from `sequence` on, those of forgotten probes and of deleted lines among them: what
    /// baselines are learned from again after a restart, longer back than lines are kept.
    ///
    /// - Parameter limit: As for `records`. Kinds other than `session` and `ooni` have no votes.
    func votes(from sequence: Int64, matching filter: RecordFilter, limit: Int) async throws -> VotePage

    /// The record that was accepted under this kind and id within the de-duplication window; `nil` when there is none.
    func record(kind: String, id: String) async throws -> StoredRecord?

    /// Measurements for the list that OONI's public API has.
    ///
    /// A query that matches rarely ends after some million measurements of the place and time asked for, with what was
    /// found in them, so that no query from outside holds a reader for long.
    func measurements(_ query: MeasurementQuery) async throws -> [StoredRecord]

    // MARK: Bins and facts

    /// Counts per bin of one country or network, from roll-ups kept at write time; never scans records.
    func series(_ query: SeriesQuery) async throws -> Series

    /// Third parties' series, the newest value of each bin.
    func signals(_ query: SignalQuery) async throws -> [SignalSeries]

    /// The newest session of each platform and network of a country; `nil` means of every country.
    func newestSessions(in country: CountryCode?) async throws -> [NewestSession]

    /// Those of a country's networks from which one of the platforms was measured in a half-open interval, widened to
    /// whole bins; from roll-ups, in one query.
    func measuredNetworks(
        of networks: [ASN], in country: CountryCode, on platforms: [PlatformID], from: Timestamp, to: Timestamp
    ) async throws -> Set<ASN>

    /// Calendar events of a country (`nil`: of all) that overlap the half-open interval, in order of `from`, then uid.
    func calendarEvents(in country: CountryCode?, from: Timestamp, to: Timestamp) async throws -> [CalendarEvent]

    /// What is known of a country's networks (`nil`: of all), in order of country and number.
    func networkShares(in country: CountryCode?) async throws -> [NetworkShare]

    // MARK: Incidents

    /// The latest revision of each incident that matches, newest incident first.
    func incidents(_ query: IncidentQuery) async throws -> IncidentPage

    /// All revisions of one incident, oldest first; empty when there is no such incident.
    func revisions(of incident: String) async throws -> [StoredRevision]

    /// Revisions of all incidents after a sequence (exclusive; 0 means from the start), in order of decision.
    func revisions(after sequence: Int64, limit: Int) async throws -> [StoredRevision]

    /// The newest revisions, newest first, of one country or of all: what a feed shows.
    func newestRevisions(in country: CountryCode?, limit: Int) async throws -> [StoredRevision]

    // MARK: Settings and upkeep

    /// A value kept by name: a snapshot of detection, the operator's consent. `nil` when nothing was set.
    func setting(_ name: String) async throws -> [UInt8]?

    /// The values whose names begin with a prefix, by name.
    func settings(withPrefix prefix: String) async throws -> [String: [UInt8]]

    /// What the health page shows.
    func counts() async throws -> StoreCounts

    /// Deletes what is older than the policy keeps, a bounded piece at a time; call again until `finished`.
    func applyRetention(_ policy: RetentionPolicy, now: Timestamp) async throws -> RetentionOutcome

    /// Deletes a probe's raw lines and unlinks its votes from it. Bins and published revisions stay.
    func forget(probe: String) async throws -> ForgetOutcome

    /// Writes out what is buffered and closes; every later call throws `StoreError.closed`.
    func close() async throws
}
