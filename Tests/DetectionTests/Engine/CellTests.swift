import ObservatoryModel
import TestSupport
import Testing

@testable import Detection

/// The state of cells, and what is asked of probes.
@Suite struct CellTests {
    private static let pakistan = CountryCode("PK")

    @Test func `an empty cell is insufficient, never ok`() throws {
        let played = try Played(
            Played.pakistan + """
                PK 1004 fixed 1
                length 30h
                heartbeats on
                28h..30h PK 1002 x silent
                """)
        let cells = played.engine.cells(in: Self.pakistan)
        func verdict(_ asn: UInt32) -> Verdict? { cells.first { $0.asn?.number == asn }?.verdict }
        #expect(verdict(1001) == .ok && verdict(1002) == .insufficient && verdict(1004) == .ok)
        #expect(cells.first { $0.asn?.number == 1002 }?.newest != nil, "its age is told")
        #expect(cells.first { $0.asn == nil }?.verdict == .ok)
        #expect(played.engine.cells(in: CountryCode("JP")).isEmpty)
        var later = played.engine
        _ = later.advance(to: DetectionScript.start + .hours(40))
        #expect(later.cells(in: nil).allSatisfy { $0.verdict == .insufficient && $0.votes == 0 })
    }

    @Test func `all countries' cells come by country in order of appearance, then by platform, the whole first`() throws
    {
        let played = try Played(
            """
            platforms x facebook
            DE 2002 fixed 3
            DE 2001 fixed 3
            PK 1001 fixed 3
            length 2h
            0h..1h PK * * silent
            """)
        let cells = played.engine.cells(in: nil)
        #expect(
            cells.map { "\($0.country) \($0.platform) \($0.asn == nil ? "whole" : "network")" } == [
                "DE facebook whole", "DE facebook network", "DE facebook network", "DE x whole", "DE x network",
                "DE x network", "PK facebook whole", "PK facebook network", "PK x whole", "PK x network",
            ])
        #expect(cells.count == 10)
    }

    @Test func `a suspicion asks for sessions every 90 s and contrasts, for that platform in that country only`() throws
    {
        let played = try Played(
            Played.pakistan + """
                length 26h20m
                26h..28h PK * x tls:connection_reset hit=.95
                """)
        let requests = played.engine.cadenceRequests
        #expect(requests.count == 1 && requests.first?.country == Self.pakistan)
        #expect(requests.first?.every == 90)
        #expect(requests.first?.contrasts.contains(.neutralSNI) == true)
        #expect(requests.first?.contrasts.contains(.pacedTransfer) == false)
        let cell = try #require(played.engine.cells(in: Self.pakistan).first { $0.asn == nil })
        #expect(cell.attention == .confirmed && cell.verdict == .blocked && cell.evidence >= 18.5)
        #expect(cell.failures > 0 && cell.failures <= cell.votes && cell.probes > 3)
    }

    @Test func `people's reports alone set a cell to reported, ask for cadence, and make no incident`() throws {
        var draws = SeededDraws(seed: 3)
        var reports: [Record] = []
        for minute in 0..<(30 * 60) {
            let burst = minute >= 26 * 60
            for index in 0..<(burst ? 20 : draws.happens(0.05) ? 1 : 0) {
                let at = DetectionScript.start + .minutes(Int64(minute)) + .seconds(Int64(index))
                reports.append(
                    .report(
                        UserReport(
                            id: "r-\(minute)-\(index)", at: at, received: at, country: CountryCode("PK")!,
                            platform: PlatformID("x")!, problem: .unreachable)))
            }
        }
        let played = try Played(Played.pakistan + "length 30h", with: reports)
        #expect(played.revisions.isEmpty, played.story)
        let cell = played.engine.cells(in: Self.pakistan).first { $0.asn == nil }
        #expect(cell?.attention == .reported || cell?.attention == .watch)
        #expect(played.engine.cadenceRequests.map(\.country) == [CountryCode("PK")!])

        let empty = Played(reports)
        #expect(empty.revisions.isEmpty, "nor without any probe: \(empty.story)")
        #expect(empty.engine.cells(in: Self.pakistan).first?.verdict == .insufficient)
    }

    @Test func `their edition grows whenever cells change`() throws {
        var others: [Record] = []
        for step in 0..<60 {
            let at = DetectionScript.start + .minutes(Int64(step) * 5)
            others.append(
                .reports(
                    ReportCount(
                        id: "c-\(step)", at: at, step: 300, received: at + .seconds(310),
                        country: CountryCode("PK")!, platform: PlatformID(step < 40 ? "x" : "youtube")!,
                        count: step < 30 ? 1 : 400)))
        }
        let script = """
            platforms x facebook
            PK 1001 fixed 6
            PK 1002 fixed 6
            DE 2001 fixed 6
            length 5h
            heartbeats on
            3h..5h PK 1001 x tls:connection_reset hit=.95
            """
        let records = try DetectionScript(script).records(seed: 5, with: others)
        var engine = DetectionEngine()
        var (edition, cells) = (engine.cellsEdition, engine.cells(in: nil))
        var (changes, wasReported) = (0, false)
        for record in records {
            _ = engine.consume(record)
            let now = engine.cells(in: nil)
            #expect(now == cells || engine.cellsEdition > edition)
            if now != cells { changes += 1 }
            wasReported = wasReported || now.contains { $0.attention == .reported }
            (edition, cells) = (engine.cellsEdition, now)
        }
        #expect(changes > 200 && edition < records.count)
        #expect(wasReported, "reports were among the changes")
    }
}
