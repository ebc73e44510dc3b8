import ObservatoryModel
import TestSupport
import Testing

@testable import Detection

/// What comes late, too often, or by a wrong clock.
@Suite struct LateTests {
    private func session(
        _ probe: Int, at: Interval, every: Int32
    ) -> Record {
        .session(
            Session(
                id: "l-\(probe)-\(at.milliseconds)", at: DetectionScript.start + at,
                received: DetectionScript.start + at, every: every, probe: "late-\(probe)",
                country: CountryCode("PK")!, asn: ASN(1001), access: .fixed, platform: PlatformID("x")!,
                outcome: .ok, steps: [Step(.http, status: 200)],
                controls: [Control(role: .neutral, target: "https://a.example/", outcome: .ok)]))
    }

    private func country(_ engine: DetectionEngine) -> CellState? {
        engine.cells(in: CountryCode("PK")).first { $0.asn == nil }
    }

    @Test func `at quiet cadence a probe has one vote in ten minutes, at a quicker one each session counts`() {
        func votes(every: Int32, apart: Int64) -> Int? {
            var engine = DetectionEngine()
            for index in Int64(0)..<20 {
                let at = Interval.minutes(index * apart)
                _ = engine.consume(session(1, at: at, every: every))
            }
            _ = engine.advance(to: DetectionScript.start + .minutes(20 * apart))
            return country(engine)?.votes
        }
        #expect(votes(every: 600, apart: 1) == 4, "twenty minutes hold four votes five minutes apart, never twenty")
        #expect(votes(every: 60, apart: 1) == 20)
        #expect(votes(every: 599, apart: 1) == 20)
    }

    @Test func `votes up to six hours old decide, older ones do not`() throws {
        // Nothing is heard from Pakistan for hours; then the backlog of the first half hour arrives.
        func play(delay: String) throws -> Played {
            try Played(
                Played.pakistan + """
                    length 35h
                    heartbeats off
                    26h..26h35m PK * x tls:connection_reset
                    26h..26h35m PK * x late:\(delay)
                    26h35m..35h PK * x silent
                    """)
        }
        let (fresh, stale) = (try play(delay: "4h"), try play(delay: "6h40m"))
        let first = try #require(fresh.revisions.first, fresh.story)
        #expect(try abs(fresh.minutes(from: "26h", to: first.onset)) <= 12, fresh.story)
        #expect(first.decidedAt >= DetectionScript.start + .hours(30))
        #expect(stale.revisions.isEmpty, stale.story)
    }

    @Test(arguments: ["-15m", "-2h", "3h"]) func `a probe whose clock is off neither hides a block nor begins one`(
        error: String
    ) throws {
        let quiet = try Played(
            Played.pakistan + """
                length 30h
                0h..30h PK 1001 x clock:\(error) probes=4
                """)
        #expect(quiet.revisions.isEmpty, quiet.story)
        let blocked = try Played(
            Played.pakistan + """
                length 27h30m
                0h..30h PK 1001 x clock:\(error) probes=4
                26h..30h PK * x tls:connection_reset hit=.95
                """)
        let last = try #require(blocked.last, blocked.story)
        #expect(last.status == .confirmed && last.scope == .national, blocked.story)
        #expect(try abs(blocked.minutes(from: "26h", to: last.onset)) <= 15, blocked.story)
    }

    @Test func `a probe whose clock stands at 1970 does not date an onset`() throws {
        let played = try Played(
            Played.pakistan + """
                length 27h
                0h..27h PK 1001 x clock:-19000d probes=1
                26h..27h PK * x tls:connection_reset hit=.95
                """)
        let last = try #require(played.last, played.story)
        #expect(try abs(played.minutes(from: "26h", to: last.onset)) <= 15, played.story)
        #expect(try abs(played.minutes(from: "26h", to: last.onsetLow)) <= 60, played.story)
    }

    @Test func `uploads that come an hour late after an outage do not begin a second incident`() throws {
        let played = try Played(
            Played.pakistan + """
                length 31h
                26h..28h PK * x tls:connection_reset hit=.95
                26h30m..27h30m PK 1002 x late:1h
                """)
        #expect(played.incidents.count == 1, played.story)
        #expect(played.last?.status == .restored, played.story)
    }

    @Test func `uploads after a blackout reopen their bins and date it`() throws {
        let played = try Played(
            Played.pakistan + """
                length 33h
                26h..30h PK * x void:generic_timeout_error
                26h..28h PK * x late:4h
                28h..29h PK * x late:2h
                29h..30h PK * x late:1h
                """)
        #expect(played.revisions.allSatisfy { $0.verdict == .dark }, played.story)
        #expect(played.incidents.count == 1, played.story)
        let last = try #require(played.last, played.story)
        #expect(try abs(played.minutes(from: "26h", to: last.onset)) <= 30, played.story)
        #expect(last.status == .restored, played.story)
        #expect(try abs(played.minutes(from: "30h", to: last.end)) <= 20, played.story)
    }
}
