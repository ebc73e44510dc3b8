import Logging
import ObservatoryModel
import Publishing
import SQLiteStorage
import Storage
import WireFormats

@testable import ObservatoryServer

/// The alert service over a store of its own, moved by hand.
struct AlertRig {
    let folder: TemporaryFolder
    let clock = ManualClock("2026-01-05T12:00:00Z")
    let metrics = ServerMetrics()
    private(set) var store: SQLiteStore

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.path + "/store.sqlite")
    }

    /// Lets go of the store without closing it, as a crash would, and opens it again.
    mutating func restart() throws {
        store = try SQLiteStore(path: folder.path + "/store.sqlite")
    }

    /// A service over the store as it is.
    var service: AlertService {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let clock = clock
        return AlertService(
            store: store, editorial: store,
            site: PublicationSite(
                origin: "https://observatory.example", name: "Parallax",
                since: CivilDate(year: 2024, month: 1, day: 1)),
            sender: AlertSender(destinations: DestinationGuard(listed: ["127.0.0.1"]), userAgent: "parallax/test"),
            readiness: Readiness(), metrics: metrics, clock: { clock.now }, logger: logger)
    }

    /// Runs a round.
    func tick() async throws { try await service.tick() }

    /// Runs a round every so often.
    func pass(_ time: Interval, step: Interval = .minutes(1)) async throws {
        let end = clock.now + time
        while clock.now < end {
            clock.now = min(end, clock.now + step)
            try await tick()
        }
    }

    /// Adds a subscription, and lets the service find where it begins.
    func subscribe(_ port: Int, _ change: (inout Subscription) -> Void = { _ in }) async throws {
        var subscription = Subscription(
            id: "sub-1", name: "Newsroom", created: clock.now, address: "http://127.0.0.1:\(port)/hook",
            channel: .webhook(secret: Array(0..<32)), gap: .seconds(0), perHour: 1_000)
        change(&subscription)
        _ = try await store.apply(.subscribe(subscription), AlertRig.entry(at: clock.now))
        try await tick()
    }

    /// Decides a revision now.
    func decide(
        _ incident: String, _ number: Int, _ status: IncidentStatus = .confirmed, country: String = "PK",
        platforms: [String] = ["x"]
    ) async throws {
        _ = try await store.commit(
            StoreBatch(revisions: [
                AlertRig.revision(
                    incident, number, status, at: clock.now, country: country, platforms: platforms)
            ]))
    }

    /// How many messages are in a state.
    func count(_ state: AlertMessage.State) async throws -> Int {
        try await store.alertCounts().messages[state] ?? 0
    }

    static func entry(at moment: Timestamp) -> AuditEntry {
        AuditEntry(at: moment, actor: "test", role: "operator", action: "test", subject: "test")
    }

    static func revision(
        _ incident: String, _ number: Int, _ status: IncidentStatus, at moment: Timestamp, country: String = "PK",
        platforms: [String] = ["x"], networks: [UInt32] = [17557]
    ) -> RevisionEntry {
        let platforms = platforms.compactMap { PlatformID($0) }
        let onset = moment - .minutes(10)
        let revision = IncidentRevision(
            incident: incident, revision: number, decidedAt: moment, status: status, verdict: .blocked,
            country: CountryCode(country)!, scope: .networks,
            networks: networks.map { IncidentRevision.Network(asn: ASN($0), verdict: .blocked, evidence: 20) },
            platforms: platforms, mechanism: ["tls.reset.sni"], onset: onset, onsetLow: onset - .minutes(2),
            onsetHigh: onset + .minutes(2), end: status == .restored ? moment : nil, posterior: 0.99,
            posteriorRaw: 0.98, falseAlarmsPerYear: 0.01,
            affectedShare: .init(low: 0.3, mid: 0.5, high: 0.7, uncovered: 0.1), sharesEstimated: false,
            sample: .init(sessions: 100, probes: 20, networks: 3, from: onset, to: moment),
            phases: [.init(from: onset, to: nil, verdict: .blocked, platforms: platforms)],
            statement: "A statement.", reason: status == .retracted ? "probe-fault" : nil,
            supersedes: number > 1 ? number - 1 : nil, rules: "1")
        var writer = RevisionWriter()
        return RevisionEntry(line: writer.line(revision), revision: revision)
    }
}
