import ObservatoryModel
import TestSupport
import Testing

@testable import Detection

/// How darkness, outages of platforms and claims that nobody looks at any more come to an end.
@Suite struct EndingTests {
    /// IODA's BGP count of Pakistan, every five minutes, six minutes late; it stands at a share of the usual in a stretch.
    private func routes(hours: Int64, from: Int64, to: Int64, at share: Double = 0.05, until: Int64? = nil) -> [Record]
    {
        var draws = SeededDraws(seed: 77)
        return stride(from: Int64(0), to: hours * 60, by: 5).compactMap { minute in
            let down = minute >= from && minute < to
            let value = 5_800 * (down ? share : 1) * draws.draw(0.999...1.001)
            if let until, minute >= until { return nil }
            let at = DetectionScript.start + .minutes(minute)
            return .signal(
                SignalBin(
                    id: "g-\(minute)", at: at, step: 300, received: at + .minutes(6), source: "ioda.bgp",
                    country: CountryCode("PK")!, value: value))
        }
    }

    @Test func `a blackout is over minutes after probes are heard again`() throws {
        let played = try Played(
            Played.pakistan + """
                length 31h
                26h..29h PK * x silent
                """, with: routes(hours: 31, from: 26 * 60, to: 29 * 60))
        #expect(played.first(.confirmed)?.verdict == .dark, played.story)
        let last = try #require(played.last, played.story)
        #expect(last.status == .restored && played.incidents.count == 1, played.story)
        #expect(try (0...8).contains(played.minutes(from: "29h", to: last.decidedAt)), played.story)
    }

    @Test func `a blackout in which one probe in eight is heard goes on`() throws {
        let played = try Played(
            Played.pakistan + """
                length 31h
                26h..31h PK * x silent
                """, with: routes(hours: 31, from: 26 * 60, to: 31 * 60) + stray(from: 28 * 60, to: 31 * 60))
        #expect(played.first(.confirmed)?.verdict == .dark, played.story)
        #expect(played.last?.status == .confirmed, played.story)
    }

    /// A probe in each of two networks of Pakistan that measured before and is heard all the time, though the country is dark.
    private func stray(from: Int64, to: Int64) -> [Record] {
        stride(from: Int64(0), to: to, by: 10).flatMap { minute in
            [UInt32(1001), 1003].compactMap { asn in
                guard minute < 26 * 60 || minute >= from else { return nil }
                let at = DetectionScript.start + .minutes(minute) + .seconds(Int64(asn % 50))
                return .session(
                    Session(
                        id: "s-\(asn)-\(minute)", at: at, received: at + .seconds(4), every: 600, probe: "stray-\(asn)",
                        country: CountryCode("PK")!, asn: ASN(asn), access: .fixed, platform: PlatformID("x")!,
                        outcome: .ok, steps: [Step(.http, status: 200)],
                        controls: [
                            Control(role: .neutral, target: "https://a.example/", outcome: .ok),
                            Control(role: .neutral, target: "https://b.example/", outcome: .ok),
                        ]))
            }
        }
    }

    @Test func `one bin of routes that says it as loudly as it may is the key that silence needs`() throws {
        let played = try Played(
            Played.pakistan + """
                length 28h
                26h..28h PK * x silent
                """, with: routes(hours: 28, from: 26 * 60 + 5, to: 28 * 60, until: 26 * 60 + 10))
        #expect(played.first(.suspected)?.verdict == .dark, played.story)
        #expect(played.first(.confirmed) == nil, "one bin is no second witness: \(played.story)")
    }

    @Test func `when a platform may be down for the world, probes of every country are asked to look more often`()
        throws
    {
        let script = """
            platforms x
            PK 1001 fixed 6 0.4
            DE 2001 fixed 6
            FR 3001 fixed 6
            BR 4001 mobile 6
            ZA 5001 mobile 6

            """
        let quiet = try Played(script + "length 26h10m")
        #expect(quiet.engine.cadenceRequests.isEmpty)
        let down = try Played(
            script + """
                length 26h8m
                26h..27h PK * x tls:connection_reset
                26h..27h DE * x tls:connection_reset
                26h..27h FR * x tls:connection_reset
                26h..27h BR * x tls:connection_reset
                26h..27h ZA * x tls:connection_reset
                """)
        #expect(down.revisions.allSatisfy { $0.verdict == .platformDown }, down.story)
        let asked = Set(down.engine.cadenceRequests.map(\.country.description))
        #expect(asked == ["PK", "DE", "FR", "BR", "ZA"], "\(asked)")
    }

    @Test func `a platform that fails at four attempts in ten for three hours is down once, until it works`() throws {
        let countries = ["PK", "DE", "FR", "BR"]
        let played = try Played(
            Played.pakistan + "length 32h\n"
                + countries.map { "26h..29h \($0) * x tls:connection_reset hit=.4\n26h..32h \($0) * x every:90" }
                .joined(separator: "\n"))
        let world = played.revisions.filter { $0.verdict == .platformDown }
        #expect(world.count { $0.status == .restored } == 1, played.story)
        let over = try #require(world.last, played.story)
        #expect(try (0...12).contains(played.minutes(from: "29h", to: over.decidedAt)), played.story)
    }

    @Test func `a block of which nothing is heard for three days is closed as no longer observed`() throws {
        let played = try Played(
            """
            platforms x
            PK 1001 fixed 6 0.4
            PK 1002 mobile 6 0.4
            DE 2001 fixed 6
            FR 3001 fixed 6
            BR 4001 mobile 6
            heartbeats off
            length 102h
            26h..28h PK * x tls:connection_reset
            28h..102h PK * x silent
            """)
        #expect(played.incidents.count == 1 && played.first(.confirmed) != nil, played.story)
        let last = try #require(played.last, played.story)
        #expect(last.status == .restored && last.reason == "no-longer-observed", played.story)
        #expect(try abs(played.minutes(from: "28h", to: last.end)) <= 12, played.story)
        #expect(try (71...73).contains(played.minutes(from: "28h", to: last.decidedAt) / 60), played.story)
    }
}
