package import ObservatoryModel
package import Storage
import WireFormats

/// Small records for checks of stores, around 7 January 2024, 13:00 UTC.
package enum SampleRecords {
    package static let start = Timestamp(seconds: 1_704_632_400)

    /// A session `seconds` after `start`, received four seconds later.
    package static func session(
        _ id: String, seconds: Int64 = 0, cc: String = "PK", asn: UInt32 = 17557, platform: String = "x",
        probe: String = "p-1", failed: Bool = false, stage: Stage = .tls, neutralsFail: Bool = false,
        lag: Int64 = 4, contrasts: [Contrast] = []
    ) -> RecordEntry {
        let at = start + .seconds(seconds)
        let session = Session(
            id: id, at: at, received: at + .seconds(lag), every: 600, probe: probe, software: "parallax-probe/1.0",
            country: country(cc), asn: ASN(asn), access: .mobile, platform: PlatformID(platform) ?? x,
            target: "https://\(platform).example/", outcome: failed ? .failed : .ok,
            steps: [Step(stage, failure: failed ? .connectionReset : nil, milliseconds: 81)],
            controls: [
                Control(role: .neutral, target: "https://www.example.org/", outcome: neutralsFail ? .failed : .ok),
                Control(role: .neutral, target: "https://www.example.net/", outcome: neutralsFail ? .failed : .ok),
            ], contrasts: contrasts)
        return entry(.session(session))
    }

    package static func signal(
        _ id: String, value: Double?, seconds: Int64 = 0, asn: UInt32 = 0, region: String? = nil,
        source: String = "ioda.bgp"
    ) -> RecordEntry {
        let at = start + .seconds(seconds)
        return entry(
            .signal(
                SignalBin(
                    id: id, at: at, step: 300, received: at + .seconds(400), source: source, country: country("PK"),
                    region: region.flatMap { RegionCode($0) }, asn: ASN(asn), value: value)))
    }

    package static func reports(_ id: String, count: Int64, seconds: Int64 = 0) -> RecordEntry {
        let at = start + .seconds(seconds)
        return entry(
            .reports(
                ReportCount(
                    id: id, at: at, step: 300, received: at + .seconds(310), country: country("PK"), platform: x,
                    count: count)))
    }

    package static func report(_ id: String, seconds: Int64 = 0) -> RecordEntry {
        let at = start + .seconds(seconds)
        return entry(
            .report(
                UserReport(
                    id: id, at: at, received: at, country: country("PK"), asn: ASN(45595), platform: x,
                    problem: .unreachable)))
    }

    package static func ooni(_ id: String, seconds: Int64 = 0, blocked: Double) -> RecordEntry {
        let at = start + .seconds(seconds)
        return entry(
            .ooni(
                OONIVerdict(
                    id: id, at: at, received: at, country: country("PK"), asn: ASN(17557), test: "web_connectivity",
                    platform: x, target: "https://twitter.com/", blocked: blocked, down: 0.125, ok: 0.875 - blocked,
                    stage: .tls, failure: .connectionReset)))
    }

    package static func event(_ uid: String, summary: String, hour: Int64 = 3) -> RecordEntry {
        entry(
            .calendar(
                CalendarEvent(
                    uid: uid, received: start, country: country("PK"), from: start + .hours(hour),
                    to: start + .hours(hour + 3), summary: summary, category: "rally")))
    }

    package static func share(asn: UInt32, users: Double?) -> RecordEntry {
        entry(
            .network(
                NetworkShare(
                    received: start, country: country("PK"), asn: ASN(asn), name: "Network \(asn)", users: users,
                    source: "test")))
    }

    package static func heartbeat(seconds: Int64) -> RecordEntry {
        entry(.heartbeat(Heartbeat(at: start + .seconds(seconds), received: start + .seconds(seconds))))
    }

    /// A record with its native line.
    package static func entry(_ record: Record) -> RecordEntry {
        var writer = RecordWriter()
        return RecordEntry(line: writer.line(record)[...], record: record)
    }

    /// A revision decided `minutes` after `start`, with its line.
    package static func revision(
        _ incident: String, _ number: Int, minutes: Int64 = 0, cc: String = "PK", platforms: [String] = ["x"],
        status: IncidentStatus = .suspected, end: Timestamp? = nil
    ) -> RevisionEntry {
        let decided = start + .minutes(minutes)
        let platforms = platforms.sorted().compactMap { PlatformID($0) }
        let revision = IncidentRevision(
            incident: incident, revision: number, decidedAt: decided, status: status, verdict: .blocked,
            country: country(cc), scope: .networks,
            networks: [IncidentRevision.Network(asn: ASN(17557), verdict: .blocked, evidence: 21.5)],
            platforms: platforms, mechanism: ["tls.reset.sni"], onset: start - .minutes(2),
            onsetLow: start - .minutes(4), onsetHigh: start, end: end,
            evidence: IncidentRevision.Evidence(probes: 21.5), posterior: 0.996, posteriorRaw: 0.991,
            falseAlarmsPerYear: 0.004,
            affectedShare: IncidentRevision.AffectedShare(low: 0.61, mid: 0.83, high: 0.96, uncovered: 0.12),
            sharesEstimated: false,
            sample: IncidentRevision.Sample(sessions: 412, probes: 57, networks: 9, from: start, to: decided),
            phases: [
                IncidentRevision.Phase(from: start - .minutes(2), to: end, verdict: .blocked, platforms: platforms)
            ], relatedCalendar: ["uid-1"], statement: "Suspected: “X” is blocked in Pakistan.",
            supersedes: number > 1 ? number - 1 : nil, rules: "1")
        var writer = RevisionWriter()
        return RevisionEntry(line: writer.line(revision), revision: revision)
    }

    package static let x = platform("x")

    package static func platform(_ text: String) -> PlatformID {
        guard let platform = PlatformID(text) else { preconditionFailure("“\(text)” is no platform id") }
        return platform
    }

    package static func country(_ text: String) -> CountryCode {
        guard let country = CountryCode(text) else { preconditionFailure("“\(text)” is no country code") }
        return country
    }
}
