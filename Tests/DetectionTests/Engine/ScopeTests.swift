import ObservatoryModel
import TestSupport
import Testing

@testable import Detection

/// How widely a claim reaches, and what it names.
@Suite struct ScopeTests {
    @Test(arguments: [UInt64(1), 2])
    func `a block on one network names that network`(seed: UInt64) throws {
        let played = try Played(
            Played.pakistan + """
                length 28h
                26h..28h PK 1002 x tls:connection_reset hit=.95
                """, seed: seed)
        #expect(played.incidents.count == 1, played.story)
        let standing = try #require(try played.standing(at: "27h30m"), played.story)
        #expect(standing.status == .confirmed && standing.scope == .networks, played.story)
        #expect(standing.networks.filter { $0.end == nil }.map(\.asn.number) == [1002], played.story)
        #expect(standing.affectedShare.low <= 0.36 && standing.affectedShare.high >= 0.34, played.story)
    }

    private static let regions = """
        platforms x
        PK 1001 fixed 8 0.3 PK-PB
        PK 1001 fixed 8 0.3 PK-SD
        PK 1002 fixed 8 0.3 PK-PB
        PK 1002 fixed 8 0.3 PK-SD
        DE 2001 fixed 6
        FR 3001 fixed 6
        BR 4001 mobile 6

        """

    @Test func `a block in one province of all networks is regional`() throws {
        let played = try Played(
            Self.regions + """
                length 28h
                26h..28h PK PK-SD x tls:connection_reset hit=.95
                """)
        #expect(played.incidents.count == 1, played.story)
        let standing = try #require(try played.standing(at: "27h30m"), played.story)
        #expect(standing.status == .confirmed && standing.scope == .regional, played.story)
        #expect(standing.regions.map(\.text) == ["PK-SD"], played.story)
        #expect(standing.affectedShare.high < 0.75, "half of the users live elsewhere")
    }

    private static let accesses = """
        platforms x
        PK 1001 fixed 8 0.25
        PK 1001 mobile 8 0.25
        PK 1002 fixed 8 0.25
        PK 1002 mobile 8 0.25
        DE 2001 fixed 6
        FR 3001 fixed 6
        BR 4001 mobile 6

        """

    @Test func `a block on mobile lines only is said to be one`() throws {
        let played = try Played(
            Self.accesses + """
                length 28h
                26h..28h PK mobile x tls:connection_reset hit=.95
                """)
        #expect(played.incidents.count == 1, played.story)
        let standing = try #require(try played.standing(at: "27h30m"), played.story)
        #expect(standing.status == .confirmed && standing.scope == .access, played.story)
        #expect(standing.access == .mobile, played.story)
    }

    @Test func `five platforms blocked together are one incident`() throws {
        let played = try Played(
            """
            platforms facebook instagram tiktok x youtube wikipedia
            PK 1001 fixed 6 0.4
            PK 1002 mobile 6 0.4
            DE 2001 fixed 5
            FR 3001 fixed 5
            BR 4001 mobile 5
            length 28h
            26h..28h PK * facebook,instagram,tiktok,x,youtube tls:connection_reset hit=.95
            """)
        #expect(played.incidents.count == 1, played.story)
        let standing = try #require(try played.standing(at: "27h"), played.story)
        #expect(standing.status == .confirmed)
        #expect(standing.platforms.map(\.text) == ["facebook", "instagram", "tiktok", "x", "youtube"], played.story)
        let cells = played.engine.cells(in: CountryCode("PK")).filter { $0.asn == nil }
        for cell in cells {
            #expect(cell.verdict == (cell.platform.text == "wikipedia" ? .ok : .blocked))
            #expect((cell.incident == nil) == (cell.platform.text == "wikipedia"))
        }
    }

    @Test func `without user shares national needs three networks, and shares are said to be estimates`() throws {
        func play(_ networks: Int) throws -> Played {
            let here = (1...networks).map { "PK \(1000 + $0) fixed 8\n" }.joined()
            return try Played(
                "platforms x\n" + here + """
                    DE 2001 fixed 6
                    FR 3001 fixed 6
                    BR 4001 mobile 6
                    length 27h30m
                    26h..28h PK * x tls:connection_reset hit=.95
                    """)
        }
        let (four, two) = (try play(4), try play(2))
        let wide = try #require(four.last, four.story)
        #expect(wide.status == .confirmed && wide.scope == .national && wide.sharesEstimated, four.story)
        let narrow = try #require(two.last, two.story)
        #expect(narrow.status == .confirmed && narrow.scope == .networks && narrow.sharesEstimated, two.story)
    }

    @Test func `a country whose networks were not measured is covered in part, and that is said`() throws {
        let played = try Played(
            Played.pakistan + """
                PK 1009 fixed 0 0.05
                length 27h
                26h..28h PK * x tls:connection_reset hit=.95
                """)
        let last = try #require(played.last, played.story)
        #expect(abs(last.affectedShare.uncovered - 0.05) < 0.011, "\(last.affectedShare)")
    }

    @Test func `a staged block grows by revisions of one incident`() throws {
        let played = try Played(
            Played.pakistan + """
                length 29h
                26h..29h PK 1001 x tls:connection_reset hit=.95
                26h40m..29h PK 1002 x tls:connection_reset hit=.95
                27h20m..29h PK 1003 x tls:connection_reset hit=.95
                """)
        #expect(played.incidents.count == 1, played.story)
        let last = try #require(played.last, played.story)
        #expect(last.networks.map(\.asn.number) == [1001, 1002, 1003] && last.scope == .national, played.story)
        for (network, onset) in zip(last.networks, ["26h", "26h40m", "27h20m"]) {
            #expect(try abs(played.minutes(from: onset, to: network.onset)) <= 15, played.story)
        }
        #expect(played.revisions.first?.scope == .networks, played.story)
    }

    @Test func `a network that gets the platform back first leaves the claim first`() throws {
        let played = try Played(
            Played.pakistan + """
                length 30h
                26h..28h PK 1001 x tls:connection_reset hit=.95
                26h..29h PK 1002 x tls:connection_reset hit=.95
                26h..29h PK 1003 x tls:connection_reset hit=.95
                """)
        let standing = try #require(try played.standing(at: "28h45m"), played.story)
        #expect(standing.status == .confirmed, played.story)
        #expect(standing.networks.filter { $0.end == nil }.map(\.asn.number) == [1002, 1003], played.story)
        let first = try #require(standing.networks.first { $0.asn.number == 1001 })
        #expect(try abs(played.minutes(from: "28h", to: first.end)) <= 12, played.story)
        #expect(played.last?.status == .restored, played.story)
    }

    @Test func `slow, then blocked, then dark is one incident`() throws {
        let played = try Played(
            Played.pakistan + """
                transfers on
                every 300
                length 32h
                26h..28h PK * x slow:20
                28h..30h PK * x tls:connection_reset hit=.95
                28h..30h PK 1002 x void:generic_timeout_error
                """)
        #expect(played.incidents.count == 1, played.story)
        let verdicts = Set(played.revisions.map(\.verdict))
        #expect(verdicts.contains(.slow) && verdicts.contains(.blocked), played.story)
        #expect(played.last?.status == .restored, played.story)
        let phases = try #require(played.last?.phases)
        #expect(phases.first?.verdict == .slow && phases.count >= 2, played.story)
    }
}
