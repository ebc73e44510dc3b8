import ObservatoryModel
import TestSupport
import Testing

@testable import Detection

/// Several things at once: what is said of one must not be said of the other.
@Suite struct MixedTests {
    private static let world = """
        platforms x tiktok
        transfers on
        every 60
        PK 64512 fixed 7 0.3
        PK 64513 fixed 4 0.2
        PK 64515 mobile 7 0.3
        PK 64516 mobile 4 0.2
        DE 64517 fixed 4
        KE 64518 fixed 4
        BR 64519 fixed 4

        """

    private func platforms(_ phase: IncidentRevision.Phase) -> String {
        phase.platforms.map(\.text).joined(separator: ",")
    }

    @Test(arguments: [UInt64(31), 32])
    func `a platform that is slow beside others that are blocked has a phase of its own`(seed: UInt64) throws {
        let played = try Played(
            Self.world + """
                length 8h
                5h..7h PK 64512 x tls:connection_reset
                5h..7h PK 64513 x tls:connection_reset
                5h..7h PK 64515 x tls:connection_reset
                5h..7h PK 64512 tiktok slow:80
                5h..7h PK 64515 tiktok slow:80
                """, seed: seed)
        #expect(played.incidents.count == 1, played.story)
        let standing = try #require(
            played.revisions.last { $0.decidedAt < DetectionScript.start + .hours(7) }, played.story)
        #expect(standing.verdict == .blocked && standing.platforms.count == 2, played.story)
        let open = standing.phases.filter { $0.to == nil }
        let slow = try #require(open.first { $0.verdict == .slow }, played.story)
        #expect(platforms(slow) == "tiktok" && slow.networks == [ASN(64512), ASN(64515)], played.story)
        let blocked = try #require(open.first { $0.verdict == .blocked }, played.story)
        #expect(
            platforms(blocked) == "x" && blocked.networks == [ASN(64512), ASN(64513), ASN(64515)], played.story)
        #expect(open.count == 2, played.story)
        #expect(
            played.last?.status == .restored && played.last?.phases.allSatisfy { $0.to != nil } == true, played.story)
    }

    @Test func `one network whose controls fail does not make another that sleeps dark`() throws {
        // At night nine probes of one network are switched off, while a few of another have a bad line.
        let played = try Played(
            """
            platforms x
            every 600
            PK 1001 fixed 9 0.4
            PK 1002 mobile 6 0.3
            PK 1003 fixed 6 0.3
            DE 2001 fixed 6
            FR 3001 fixed 6
            length 34h
            28h..33h PK 1001 * silent
            29h..29h50m PK 1002 * void:generic_timeout_error hit=.6
            """, seed: 33)
        #expect(played.revisions.allSatisfy { !$0.networks.contains { $0.asn == ASN(1001) } }, played.story)
    }

    @Test func `platforms that fail everywhere at once are one incident, and the same again within a day`() throws {
        let places = ["PK", "DE", "FR", "BR"].enumerated()
        let script =
            "platforms x tiktok youtube\nevery 300\nlength 36h\n"
            + places.map { "\($1) \($0 + 1)001 fixed 8\n" }.joined()
            + places.map { "26h..28h \($1) * x,tiktok http:generic_timeout_error\n" }.joined()
            + places.map { "32h..33h \($1) * x http:generic_timeout_error\n" }.joined()
        let played = try Played(script, seed: 34)
        #expect(Set(played.revisions.filter { $0.verdict == .platformDown }.map(\.incident)).count == 1, played.story)
        let first = try #require(
            played.revisions.last { $0.decidedAt < DetectionScript.start + .hours(28) }, played.story)
        #expect(platforms(first.phases[0]) == "tiktok,x" && first.scope == .global, played.story)
        #expect(played.last?.status == .restored, played.story)
        #expect(played.last?.phases.count ?? 0 >= 2, played.story)
    }

    @Test func `a country that only outside signals speak of is dark as a whole`() throws {
        let country = CountryCode("VE")!
        var signals: [Record] = []
        for (source, step) in [("ioda.bgp", Int64(5)), ("ioda.ping-slash24", 10)] {
            for bin in 0..<(72 * 60 / step) {
                let at = DetectionScript.start + .minutes(bin * step)
                let isDark = bin * step >= 60 * 60 && bin * step < 66 * 60
                signals.append(
                    .signal(
                        SignalBin(
                            id: "\(source)\(bin)", at: at, step: Int32(step * 60), received: at + .minutes(step),
                            source: source, country: country, asn: .unknown,
                            value: isDark ? 40 : 4000 + Double(bin % 5))))
            }
        }
        let played = try Played(
            "platforms x\nDE 2001 fixed 4\nFR 3001 fixed 4\nlength 72h\n", seed: 35, with: signals)
        let here = played.revisions.filter { $0.country == country }
        #expect(!here.isEmpty && here.allSatisfy { $0.verdict == .dark && $0.scope == .national }, played.story)
        #expect(here.allSatisfy { $0.affectedShare.uncovered == 1 && $0.affectedShare.low >= 0.5 }, played.story)
        #expect(here.last?.status == .restored, played.story)
    }

    @Test func `one network that was switched off during a block does not keep it open`() throws {
        let played = try Played(
            """
            platforms x
            every 120
            PK 1001 fixed 6 0.3
            PK 1002 mobile 6 0.3
            PK 1003 fixed 6 0.3
            DE 2001 fixed 5
            FR 3001 fixed 5
            BR 4001 fixed 5
            length 32h
            26h..28h PK * x tls:connection_reset
            27h..32h PK 1003 x silent
            """, seed: 36)
        #expect(played.last?.status == .restored, played.story)
        #expect(try abs(played.minutes(from: "28h", to: played.last?.end)) <= 10, played.story)
    }

    @Test func `transfers are asked for at a pace that data budgets last out`() throws {
        let played = try Played(
            Self.world + """
                length 5h20m
                5h..7h PK * x tls:connection_reset
                """, seed: 37)
        var engine = played.engine
        var asked = 0
        let start = engine.clock
        for minute in 1...60 {
            let time = start + .minutes(Int64(minute))
            _ = engine.consume(.heartbeat(Heartbeat(at: time, received: time)))
            if engine.cadenceRequests.contains(where: \.transfer) { asked += 1 }
        }
        #expect(asked == 4)
    }
}
