import Dashboard
import Gazetteer
import ObservatoryModel

/// Invented figures in the shape of the case of 7 January 2024, on a clock that stands still.
enum SampleData {
    static let now = Timestamp("2024-01-07T13:40:00Z")!
    static let pakistan = CountryCode("PK")!
    static let usual = [
        "facebook", "google", "instagram", "signal", "telegram", "tiktok", "whatsapp", "wikipedia", "x", "youtube",
    ]
    .map { PlatformID($0)! }
    static let blocked = ["facebook", "instagram", "x", "youtube"].map { PlatformID($0)! }

    static func at(_ text: String) -> Timestamp { Timestamp(text)! }

    static let networks: [NetworkShare] = [
        (17557, "PTCL", 0.255), (45669, "Jazz", 0.21), (24499, "Telenor", 0.13), (59257, "Zong", 0.16),
        (9541, "Cybernet", 0.04), (38193, "Transworld", 0.05), (38264, "Wateen", 0.02), (9260, "Multinet", 0.015),
        (7590, "Comsats", 0.01), (23674, "Nayatel", 0.03), (45595, "PTCL Mobile", 0.06),
    ].map {
        NetworkShare(
            received: at("2024-01-01T00:00:00Z"), country: pakistan, asn: ASN($0.0), name: $0.1, users: $0.2,
            source: "invented")
    }

    static var cells: [CellState] {
        var cells: [CellState] = []
        for platform in usual {
            let isBlocked = blocked.contains(platform)
            cells.append(
                CellState(
                    country: pakistan, asn: nil, platform: platform,
                    verdict: isBlocked
                        ? .blocked
                        : platform.text == "tiktok" ? .slow : platform.text == "signal" ? .insufficient : .ok,
                    attention: isBlocked ? .confirmed : platform.text == "whatsapp" ? .watch : .quiet,
                    evidence: isBlocked ? 31 : 0, votes: platform.text == "signal" ? 2 : 118,
                    failures: isBlocked ? 97 : 3,
                    probes: 57, newest: now - .minutes(1), incident: isBlocked ? "PK-20240107-1" : nil))
            for (index, network) in networks.enumerated() where index < 9 {
                let hits = isBlocked && index != 5
                let thin = index > 6 || platform.text == "signal"
                cells.append(
                    CellState(
                        country: pakistan, asn: network.asn, platform: platform,
                        verdict: thin
                            ? .insufficient : hits ? .blocked : platform.text == "tiktok" && index < 2 ? .slow : .ok,
                        attention: hits && !thin ? .confirmed : .quiet, evidence: hits ? 14 : 0,
                        votes: thin ? 1 : 24 - index,
                        failures: hits && !thin ? 21 - index : 0, probes: 9,
                        newest: now - .minutes(Int64(2 + index * 9)),
                        incident: hits ? "PK-20240107-1" : nil))
            }
        }
        return cells
    }

    /// A deterministic flicker, so that charts are not straight lines.
    private static func flicker(_ index: Int) -> Int { (index * 7919 + 13) % 11 }

    static func timeline(
        _ platform: PlatformID, asn: ASN? = nil, from: Timestamp, step: Interval, count: Int, onset: Timestamp?
    )
        -> Timeline
    {
        let bins: [Timeline.Bin] = (0..<count).compactMap { index in
            let at = from + step * Int64(index)
            guard at < now, !(30...36).contains(index) else { return nil }
            let sessions = 20 + flicker(index)
            let failed =
                onset.map { at >= $0 } ?? false ? sessions * 4 / 5 + flicker(index + 3) / 4 : flicker(index) / 5
            return Timeline.Bin(at: at, sessions: sessions, failed: failed, expectedLow: 0, expectedHigh: 0.06)
        }
        return Timeline(platform: platform, asn: asn, step: step, bins: bins)
    }

    static func timelines(_ platforms: [PlatformID], range: TimeRange = .day) -> [Timeline] {
        let (from, _) = range.bounds(at: now)
        let step = range.step
        return platforms.map { platform in
            timeline(
                platform, from: from, step: step, count: 150,
                onset: blocked.contains(platform) ? at("2024-01-07T12:58:00Z") : nil)
        }
    }

    static let telethon = CalendarEvent(
        uid: "telethon", received: at("2024-01-05T00:00:00Z"), country: pakistan, from: at("2024-01-07T16:00:00Z"),
        to: at("2024-01-07T19:00:00Z"), summary: "Online fundraising telethon", category: "rally")

    static func revision(
        _ number: Int, id: String = "PK-20240107-1", at decided: String, status: IncidentStatus,
        platforms: [PlatformID], share: (Double, Double, Double, Double), posterior: Double, networks: Int,
        end: Timestamp? = nil, verdict: Verdict = .blocked, scope: ScopeKind = .national,
        onset: String = "2024-01-07T12:58:00Z",
        country: CountryCode = pakistan
    ) -> IncidentRevision {
        let onset = at(onset)
        return IncidentRevision(
            incident: id, revision: number, decidedAt: at(decided), status: status, verdict: verdict, country: country,
            scope: scope,
            networks: Self.networks.prefix(networks).map {
                .init(asn: $0.asn, verdict: verdict, evidence: 21.4 - $0.users! * 10, onset: onset + .minutes(3))
            }, platforms: platforms, mechanism: number > 1 ? ["tls.reset.sni"] : ["tls.reset"], onset: onset,
            onsetLow: onset - .minutes(4), onsetHigh: onset + .minutes(3), end: end,
            evidence: .init(probes: 18.6 + Double(number), reports: 4.1), posterior: posterior,
            posteriorRaw: posterior - 0.005,
            falseAlarmsPerYear: 0.004,
            affectedShare: .init(low: share.0, mid: share.1, high: share.2, uncovered: share.3), sharesEstimated: false,
            sample: .init(sessions: 412, probes: 57, networks: 9, from: onset - .minutes(2), to: at(decided)),
            phases: [
                .init(from: onset, to: onset + .minutes(12), verdict: .slow, platforms: platforms),
                .init(from: onset + .minutes(12), to: end, verdict: verdict, platforms: platforms),
            ], relatedCalendar: ["telethon"], relatedSimilar: ["PK-20231217-1"], rules: "2024.1")
    }

    static let revisions: [IncidentRevision] = [
        revision(
            1, at: "2024-01-07T13:02:00Z", status: .suspected, platforms: [PlatformID("x")!],
            share: (0.2, 0.46, 0.7, 0.12), posterior: 0.93, networks: 2),
        revision(
            2, at: "2024-01-07T13:04:00Z", status: .confirmed, platforms: [PlatformID("facebook")!, PlatformID("x")!],
            share: (0.55, 0.78, 0.9, 0.12), posterior: 0.991, networks: 4),
        revision(
            3, at: "2024-01-07T13:09:00Z", status: .confirmed, platforms: blocked, share: (0.61, 0.83, 0.96, 0.12),
            posterior: 0.9993, networks: 5),
    ]

    static let incident = ListedIncident(revisions[2], internetUsers: 87_000_000, isExample: true)

    static let earlier = ListedIncident(
        revision(
            9, id: "PK-20231217-1", at: "2023-12-17T23:10:00Z", status: .restored, platforms: blocked,
            share: (0.5, 0.72, 0.9, 0.15), posterior: 0.998, networks: 4, end: at("2023-12-17T22:40:00Z"),
            onset: "2023-12-17T14:05:00Z"), internetUsers: 87_000_000, isExample: true)

    static let kenya: ListedIncident = {
        var revision = Self.revision(
            4, id: "KE-20240106-1", at: "2024-01-06T09:00:00Z", status: .suspected,
            platforms: [PlatformID("telegram")!],
            share: (0.02, 0.05, 0.11, 0.4), posterior: 0.87, networks: 1, verdict: .slow, scope: .networks,
            onset: "2024-01-06T08:20:00Z", country: CountryCode("KE")!)
        revision.networks = [.init(asn: ASN(12455), verdict: .slow, evidence: 15)]
        revision.relatedCalendar = []
        return ListedIncident(revision)
    }()

    static let retracted: ListedIncident = {
        var revision = Self.revision(
            2, id: "FR-20240105-1", at: "2024-01-05T09:00:00Z", status: .retracted, platforms: [PlatformID("x")!],
            share: (0.3, 0.5, 0.7, 0.1), posterior: 0.4, networks: 0, end: at("2024-01-05T08:50:00Z"),
            onset: "2024-01-05T08:20:00Z", country: CountryCode("FR")!)
        revision.reason = "not-sustained"
        return ListedIncident(revision)
    }()

    static let observatory = ObservatoryState(
        origin: "https://observatory.example", vantagePoint: .offline(since: nil), holdsExample: true,
        newestRecord: now - .minutes(1), sessionsLastHour: 4812, probesLately: 212, networksLastDay: 71,
        countriesLastDay: nil, offers: Set(ObservatoryState.Offer.allCases),
        feeds: [
            FeedState(name: "OONI", condition: .fresh, newest: now - .minutes(14), licence: "CC BY-NC-SA 4.0"),
            FeedState(name: "IODA", condition: .failing, newest: nil),
        ], rules: "2024.1", reference: "2024-01", software: "parallax/1.0")

    static func context(_ location: SiteURL, language: Language = .english, isChosen: Bool = false) -> PageContext {
        PageContext(
            language: language, languageIsChosen: isChosen, now: now, location: location, observatory: observatory,
            networkNames: [ASN(17557): "PTCL", ASN(45669): "Jazz", ASN(12455): "JTL"])
    }
}
