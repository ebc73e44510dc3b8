import ObservatoryModel
import TestSupport
import Testing

@testable import Detection

/// When a revision is written, and when not (CONTRACT §1).
@Suite struct RevisionTests {
    private static let base: IncidentRevision = {
        let at = DetectionScript.start
        return IncidentRevision(
            incident: "PK-20240107-1", revision: 1, decidedAt: at, status: .confirmed, verdict: .blocked,
            country: CountryCode("PK")!, scope: .national,
            networks: [IncidentRevision.Network(asn: ASN(1001), verdict: .blocked, evidence: 20)],
            platforms: [PlatformID("x")!], mechanism: ["tls.reset.sni", "dns.nxdomain"], onset: at,
            onsetLow: at - .minutes(3), onsetHigh: at + .minutes(3), posterior: 0.9, posteriorRaw: 0.8,
            falseAlarmsPerYear: 0.1, affectedShare: .init(low: 0.5, mid: 0.7, high: 0.9, uncovered: 0.1),
            sharesEstimated: false, sample: .init(sessions: 9, probes: 5, networks: 1, from: at, to: at), phases: [],
            rules: DetectionRules.version)
    }()

    struct Change: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var isNews: Bool
        var apply: @Sendable (inout IncidentRevision) -> Void
    }

    private static let changes = [
        Change(testDescription: "status", isNews: true) { $0.status = .restoring },
        Change(testDescription: "verdict", isNews: true) { $0.verdict = .dark },
        Change(testDescription: "a platform more", isNews: true) { $0.platforms.append(PlatformID("youtube")!) },
        Change(testDescription: "scope", isNews: true) { $0.scope = .networks },
        Change(testDescription: "regions", isNews: true) { $0.regions = [RegionCode("PK-SD")!] },
        Change(testDescription: "access", isNews: true) { $0.access = .mobile },
        Change(testDescription: "a network more", isNews: true) {
            $0.networks.append(IncidentRevision.Network(asn: ASN(1002), verdict: .blocked, evidence: 5))
        },
        Change(testDescription: "a network is over", isNews: true) { $0.networks[0].end = DetectionScript.start },
        Change(testDescription: "mechanism", isNews: true) { $0.mechanism = ["tls.reset.sni"] },
        Change(testDescription: "end", isNews: true) { $0.end = DetectionScript.start },
        Change(testDescription: "the onset leaves its interval", isNews: true) {
            $0.onset = DetectionScript.start - .minutes(4)
        },
        Change(testDescription: "the middle of the share moves by .1", isNews: true) { $0.affectedShare.mid = 0.59 },
        Change(testDescription: "nothing", isNews: false) { _ in },
        Change(testDescription: "the onset moves within its interval", isNews: false) {
            $0.onset = DetectionScript.start + .minutes(3)
        },
        Change(testDescription: "the middle of the share moves by less", isNews: false) { $0.affectedShare.mid = 0.65 },
        Change(testDescription: "more evidence and sample", isNews: false) {
            $0.evidence.probes = 90
            $0.posterior = 0.99
            $0.sample.sessions = 500
            $0.networks[0].evidence = 80
        },
        Change(testDescription: "mechanisms in another order", isNews: false) { $0.mechanism.reverse() },
    ]

    @Test(arguments: changes) func `a change is news when CONTRACT names it`(_ change: Change) {
        var revision = Self.base
        change.apply(&revision)
        #expect(revision.isNews(after: Self.base) == change.isNews)
    }

    @Test func `a steady block of twelve hours is told in a few revisions`() throws {
        let played = try Played(
            Played.pakistan + """
                length 38h
                26h..38h PK * x tls:connection_reset hit=.9
                """)
        #expect(played.incidents.count == 1, played.story)
        #expect(played.last?.status == .confirmed, played.story)
        #expect(played.revisions.count <= 6, played.story)
    }

    @Test(arguments: [UInt64(1), 2]) func `a leaky block of twelve hours keeps its evidence to the end`(
        seed: UInt64
    ) throws {
        let played = try Played(
            Played.pakistan + """
                length 38h
                every 300
                26h..38h PK * x tls:connection_reset hit=.65
                """, seed: seed)
        #expect(played.incidents.count == 1, played.story)
        #expect(played.last?.status == .confirmed && played.last?.end == nil, played.story)
        let engine = played.engine
        let track = engine.tracks[engine.countries[engine.countryIndex[CountryCode("PK")!]!].platforms[0].firstTrack]
        #expect(track.lnM >= engine.rules.confirmed, "ln M is \(track.lnM)")
    }

    @Test func `an event in the calendar is told as timing, raises the posterior, and moves no decision`() throws {
        let script =
            Played.pakistan + """
                length 27h
                26h..28h PK * x tls:connection_reset hit=.95
                """
        let rally = Record.calendar(
            CalendarEvent(
                uid: "rally", received: DetectionScript.start + .hours(1), country: CountryCode("PK")!,
                from: DetectionScript.start + .hours(29), to: DetectionScript.start + .hours(31), summary: "Rally",
                category: "rally"))
        let (plain, dated) = (try Played(script), try Played(script, with: [rally]))
        #expect(plain.revisions.map(\.decidedAt) == dated.revisions.map(\.decidedAt))
        #expect(plain.revisions.map(\.status) == dated.revisions.map(\.status))
        #expect(dated.revisions.allSatisfy { $0.relatedCalendar == ["rally"] }, dated.story)
        #expect(plain.revisions.allSatisfy { $0.relatedCalendar.isEmpty })
        for (left, right) in zip(plain.revisions, dated.revisions) { #expect(left.posteriorRaw <= right.posteriorRaw) }
        // An update with the same uid replaces: the event is moved a week ahead, and no longer near.
        let moved = Record.calendar(
            CalendarEvent(
                uid: "rally", received: DetectionScript.start + .hours(2), country: CountryCode("PK")!,
                from: DetectionScript.start + .days(8), to: DetectionScript.start + .days(9), summary: "Rally",
                category: "rally"))
        let postponed = try Played(script, with: [rally, moved])
        #expect(postponed.revisions.allSatisfy { $0.relatedCalendar.isEmpty }, postponed.story)
    }
}
