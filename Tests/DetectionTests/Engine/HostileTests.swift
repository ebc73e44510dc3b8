import ObservatoryModel
import TestSupport
import Testing

@testable import Detection

/// Whatever comes in, nothing traps, and nothing that is no number is published.
@Suite struct HostileTests {
    private static let pakistan = CountryCode("PK")!
    private static let x = PlatformID("x")!

    private func check(_ revisions: [IncidentRevision]) {
        for revision in revisions {
            let numbers = [
                revision.posterior, revision.posteriorRaw, revision.falseAlarmsPerYear, revision.affectedShare.low,
                revision.affectedShare.mid, revision.affectedShare.high, revision.affectedShare.uncovered,
                revision.evidence.probes, revision.evidence.reports, revision.evidence.traffic,
            ]
            #expect(numbers.allSatisfy { $0.isFinite }, "\(numbers)")
        }
    }

    @Test(arguments: ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2024-01-07T00:00:00Z", "9999-01-01T00:00:00Z"])
    func `any time of arrival works, and any time before it`(_ text: String) throws {
        let now = try #require(Timestamp(text))
        var engine = DetectionEngine()
        var revisions: [IncidentRevision] = []
        for minute in Int64(0)..<40 {
            let received = now + .minutes(minute)
            for probe in 0..<6 {
                revisions += engine.consume(
                    .session(
                        Session(
                            id: "s", at: probe == 0 ? received - .days(36_500) : received,
                            received: received, every: 60, probe: "p\(probe)", country: Self.pakistan, asn: ASN(.max),
                            platform: Self.x, outcome: .failed)))
            }
            revisions += engine.consume(.heartbeat(Heartbeat(at: received, received: received)))
        }
        check(revisions)
        // Outside the years 69 to 3871 the clock stands still, and nothing is decided.
        #expect(revisions.isEmpty == (text < "0069" || text > "3871"))
    }

    @Test func `a jump of millennia in the clock decides and goes on`() throws {
        let played = try Played(
            Played.pakistan + """
                length 27h
                26h..28h PK * x tls:connection_reset hit=.95
                """)
        var engine = played.engine
        let later = engine.advance(to: Timestamp("9999-01-01T00:00:00Z")!)
        check(later)
        #expect(engine.cells(in: Self.pakistan).allSatisfy { $0.votes == 0 })
        // Time never runs backwards.
        #expect(engine.advance(to: DetectionScript.start).isEmpty)
        check(engine.consume(played.records[0]))
    }

    @Test(arguments: [Int32.min, -1, 0, 1, .max]) func `any interval between sessions works`(_ every: Int32) {
        var engine = DetectionEngine()
        for minute in Int64(0)..<60 {
            let at = DetectionScript.start + .minutes(minute)
            check(engine.consume(.heartbeat(Heartbeat(at: at, received: at))))
            for probe in 0..<4 where minute % 3 == 0 {
                check(
                    engine.consume(
                        .session(
                            Session(
                                id: "s", at: at, received: at, every: every, probe: "p\(probe)",
                                country: Self.pakistan, asn: ASN(1), platform: Self.x, outcome: .ok,
                                transfer: Transfer(bytes: .max, milliseconds: 1),
                                controls: [
                                    Control(
                                        role: .neutral, target: "", outcome: .ok,
                                        transfer: Transfer(bytes: .max, milliseconds: .max))
                                ]))))
            }
        }
    }

    @Test(arguments: [Int64.min, -1, 0, 1_000_000_000_000, .max])
    func `any count of reports works, and is no incident`(_ count: Int64) {
        var engine = DetectionEngine()
        for bin in Int64(0)..<300 {
            let at = DetectionScript.start + .minutes(bin * 5)
            for step in [Int32(300), 1, 0, -5, .max] {
                let revisions = engine.consume(
                    .reports(
                        ReportCount(
                            id: "n", at: at, step: step, received: at, country: Self.pakistan, platform: Self.x,
                            count: count)))
                #expect(revisions.isEmpty)
            }
        }
        #expect(engine.cells(in: nil).allSatisfy { $0.evidence.isFinite })
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, -1, 0, 1e308] as [Double])
    func `any value of a signal works`(_ value: Double) {
        var engine = DetectionEngine()
        for bin in Int64(0)..<600 {
            let at = DetectionScript.start + .minutes(bin * 5)
            for source in ["ioda.bgp", "anything", "google.youtube"] {
                check(
                    engine.consume(
                        .signal(
                            SignalBin(
                                id: "g", at: at, step: bin == 300 ? 60 : 300, received: at, source: source,
                                country: Self.pakistan, value: bin % 50 == 49 ? value : 100))))
            }
        }
    }

    @Test func `a probe that moves from country to country, and thousands of names, work`() {
        print("seed 8")
        var draws = SeededDraws(seed: 8)
        var engine = DetectionEngine()
        let codes = ["PK", "DE", "FR", "ZZ", "BR"].map { CountryCode($0)! }
        for index in Int64(0)..<5_000 {
            let at = DetectionScript.start + .seconds(index * 7)
            check(
                engine.consume(
                    .session(
                        Session(
                            id: "s", at: at, received: at, every: 60, probe: "p\(index % 7)",
                            software: "v\(index)", country: codes.randomElement(using: &draws)!,
                            region: RegionCode("PK-A\(index % 36 < 10 ? "\(index % 36)" : "B")"),
                            asn: ASN(UInt32.random(in: 0...50, using: &draws)), access: .mobile,
                            platform: PlatformID("p\(index % 20)")!,
                            outcome: draws.happens(0.5) ? .failed : .ok,
                            steps: [Step(.transfer, failure: Failure(""))]))))
        }
        #expect(engine.cells(in: nil).allSatisfy { $0.failures <= $0.votes })
    }

    @Test func `shares that sum to more than the country are scaled to it`() throws {
        let played = try Played(
            """
            platforms x
            PK 1001 fixed 8 0.9
            PK 1002 mobile 8 0.9
            DE 2001 fixed 6
            FR 3001 fixed 6
            BR 4001 mobile 6
            length 27h
            26h..28h PK * x tls:connection_reset
            """)
        check(played.revisions)
        #expect(played.last?.scope == .national && (played.last?.affectedShare.high ?? 2) <= 1, played.story)
    }
}
