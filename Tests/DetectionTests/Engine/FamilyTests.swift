import ObservatoryModel
import TestSupport
import Testing

@testable import Detection

/// Evidence beside probes: OONI, silence, third-party signals, and several families together.
@Suite struct FamilyTests {
    /// Measurements of one network, one every quarter of an hour or so.
    private func ooni(
        _ asn: UInt32, from: Int64, to: Int64, blocked: Double, every: Int64 = 20, seed: UInt64, country: String = "PK"
    ) -> [Record] {
        var draws = SeededDraws(seed: seed)
        return stride(from: from * 60, to: to * 60, by: Int(every)).map { minute in
            let bad = draws.happens(blocked)
            let at = DetectionScript.start + .minutes(minute)
            return .ooni(
                OONIVerdict(
                    id: "o-\(country)-\(asn)-\(minute)", at: at, received: at + .minutes(3),
                    country: CountryCode(country)!,
                    asn: ASN(asn), test: "telegram", platform: PlatformID("x"), target: "x", blocked: bad ? 0.9 : 0,
                    down: 0.05, ok: bad ? 0.05 : 0.95, stage: bad ? .tcp : nil, failure: bad ? .genericTimeout : nil))
        }
    }

    private func heartbeats(hours: Int64) -> [Record] {
        (0..<(hours * 60)).map {
            let at = DetectionScript.start + .minutes($0)
            return .heartbeat(Heartbeat(at: at, received: at))
        }
    }

    private func sorted(_ records: [Record]) -> [Record] {
        records.enumerated().sorted { ($0.element.received, $0.offset) < ($1.element.received, $1.offset) }
            .map(\.element)
    }

    @Test(arguments: [UInt64(1), 2]) func `OONI's measurements alone find a network's block and its end`(seed: UInt64)
        throws
    {
        print("seed \(seed)")
        var records: [Record] = []
        for (index, asn) in [UInt32(1001), 1002, 1003].enumerated() {
            let blocked = asn == 1001
            records += ooni(asn, from: 0, to: 72, blocked: 0.01, seed: seed + UInt64(index))
            records += ooni(asn, from: 72, to: 120, blocked: blocked ? 0.95 : 0.01, seed: seed + 10 + UInt64(index))
            records += ooni(asn, from: 120, to: 150, blocked: 0.01, seed: seed + 20 + UInt64(index))
        }
        let played = Played(sorted(records))
        #expect(played.incidents.count == 1, played.story)
        let first = try #require(played.revisions.first, played.story)
        #expect(first.networks.map(\.asn.number) == [1001] && first.evidence.probes == 0, played.story)
        #expect(first.evidence.ooni >= 13.2 && first.mechanism == ["tcp.timeout"], played.story)
        #expect(try played.minutes(from: "72h", to: first.decidedAt) <= 8 * 60, played.story)
        #expect(first.sample.probes == 0, "a measurement is no probe of ours")
        #expect(played.last?.status == .restored, played.story)
        #expect(try abs(played.minutes(from: "120h", to: played.last?.end)) <= 4 * 60, played.story)
    }

    @Test func `a burst of OONI measurements from one network is one observer, not fifty`() throws {
        var records: [Record] = []
        for asn in [UInt32(1001), 1002] { records += ooni(asn, from: 0, to: 72, blocked: 0.01, seed: UInt64(asn)) }
        // Fifty failing measurements within half an hour.
        for second in 0..<50 {
            let at = DetectionScript.start + .hours(72) + .seconds(Int64(second) * 36)
            records.append(
                .ooni(
                    OONIVerdict(
                        id: "b-\(second)", at: at, received: at, country: CountryCode("PK")!, asn: ASN(1001),
                        test: "telegram", platform: PlatformID("x"), target: "x", blocked: 1, down: 0, ok: 0)))
        }
        let played = Played(sorted(records + ooni(1002, from: 72, to: 75, blocked: 0.01, seed: 9)))
        #expect(played.revisions.isEmpty, played.story)
    }

    /// IODA's BGP count of a country, every five minutes; it falls to a twentieth.
    private func routes(hours: Int64, from: Int64? = nil, to: Int64 = .max) -> [Record] {
        var draws = SeededDraws(seed: 77)
        return stride(from: Int64(0), to: hours * 60, by: 5).map { minute in
            let down = from.map { minute >= $0 * 60 && minute < to } ?? false
            let at = DetectionScript.start + .minutes(minute)
            return .signal(
                SignalBin(
                    id: "g-\(minute)", at: at, step: 300, received: at + .minutes(6), source: "ioda.bgp",
                    country: CountryCode("PK")!, value: (down ? 290 : 5_800) * draws.draw(0.999...1.001)))
        }
    }

    @Test func `a country that falls silent, and vanishes from BGP, is dark`() throws {
        let played = try Played(
            Played.pakistan + """
                length 30h
                26h..30h PK * x silent
                """, with: routes(hours: 30, from: 26))
        #expect(played.incidents.count == 1, played.story)
        let first = try #require(played.revisions.first, played.story)
        #expect(first.verdict == .dark, played.story)
        #expect(try played.minutes(from: "26h", to: first.decidedAt) <= 40, played.story)
        let last = try #require(played.last)
        #expect(last.status == .confirmed && last.scope == .national, played.story)
        #expect(try abs(played.minutes(from: "26h", to: last.onset)) <= 25, played.story)
    }

    @Test func `silence without an outside key is no blackout`() throws {
        let played = try Played(
            Played.pakistan + """
                length 32h
                26h..32h PK * x silent
                """, with: routes(hours: 32))
        #expect(played.revisions.isEmpty, played.story)
    }

    @Test func `mobile lines that fall silent alone are no darkness without another key`() throws {
        let played = try Played(
            Played.pakistan + """
                length 29h
                26h..29h PK mobile * silent
                """)
        #expect(played.revisions.isEmpty, played.story)
    }

    @Test func `silence without heartbeats says nothing`() throws {
        let quiet = try Played(
            Played.pakistan + """
                length 30h
                heartbeats off
                26h..30h PK * x silent
                """, with: routes(hours: 30))
        #expect(quiet.revisions.isEmpty, quiet.story)
        let track = quiet.engine.tracks[
            quiet.engine.countries[quiet.engine.countryIndex[CountryCode("PK")!]!].connectivity]
        #expect(!track.familiesSeen.contains(.silence))
    }

    @Test func `silence everywhere at once is our own fault`() throws {
        let played = try Played(
            Played.pakistan + """
                length 30h
                26h..28h PK * x silent
                26h..28h DE * x silent
                26h..28h FR * x silent
                26h..28h BR * x silent
                """, with: routes(hours: 30))
        #expect(played.revisions.isEmpty, played.story)
    }

    @Test func `reports and probes together confirm with two keys sooner than probes alone`() throws {
        let script =
            Played.pakistan + """
                length 28h
                26h..28h PK * x tls:connection_reset hit=.6
                """
        var draws = SeededDraws(seed: 5)
        var reports: [Record] = []
        for minute in 0..<(28 * 60) {
            let at = DetectionScript.start + .minutes(Int64(minute))
            for index in 0..<(minute >= 26 * 60 ? 6 : draws.happens(0.05) ? 1 : 0) {
                reports.append(
                    .report(
                        UserReport(
                            id: "r-\(minute)-\(index)", at: at, received: at, country: CountryCode("PK")!,
                            platform: PlatformID("x")!, problem: .unreachable)))
            }
        }
        let (alone, both) = (try Played(script), try Played(script, with: reports))
        let (late, soon) = (try #require(alone.first(.confirmed)), try #require(both.first(.confirmed), both.story))
        #expect(soon.decidedAt <= late.decidedAt, both.story)
        #expect((both.last?.evidence.reports ?? 0) > 2, both.story)
    }
}
