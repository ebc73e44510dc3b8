import ObservatoryModel
import TestSupport
import Testing

@testable import Detection

/// What must not be claimed, or not so loudly.
@Suite struct DoubtTests {
    @Test func `one country alone cannot exclude that the platform is down`() throws {
        let alone = """
            platforms x
            PK 1001 fixed 10 0.5
            PK 1002 mobile 10 0.5
            length 28h

            """
        let plain = try Played(alone + "26h..28h PK * x tls:connection_reset hit=.95")
        #expect(plain.first(.suspected) != nil && plain.first(.confirmed) == nil, plain.story)
        let contrasted = try Played(
            alone + """
                26h..28h PK * x tls:connection_reset hit=.95
                26h10m..28h PK * x contrast:sni.neutral=ok
                """)
        #expect(contrasted.first(.confirmed) != nil, contrasted.story)
        let partly = try Played(
            alone + """
                PK 1003 fixed 8
                26h..28h PK 1001 x tls:connection_reset hit=.95
                26h..28h PK 1002 x tls:connection_reset hit=.95
                """)
        #expect(partly.first(.confirmed) != nil, "one network of the country still has the platform \(partly.story)")
    }

    @Test(arguments: ["tls:connection_reset", "tcp:generic_timeout_error"])
    func `one broken or lying probe never carries an incident`(effect: String) throws {
        let played = try Played(
            Played.pakistan + """
                length 40h
                20h..40h PK 1001 x \(effect) probes=1
                24h..40h PK 1001 x every:60 probes=1
                """)
        #expect(played.revisions.isEmpty, played.story)
    }

    @Test func `thirty new keys in one network carry no incident`() throws {
        // The network's own ten probes have been there for three days.
        var sybils = try DetectionScript(
            """
            platforms x
            PK 1001 datacentre 0
            PK 1001 fixed 30
            length 3d3h
            every 120
            heartbeats off
            3d..3d3h PK 1001 x tls:connection_reset
            0h..3d PK 1001 x silent
            """)
        sybils.networks.removeFirst()
        let liars = sybils.records(seed: 5).map { record -> Record in
            guard case .session(var session) = record else { return record }
            session.probe = "sybil-\(session.probe)"
            session.id = "sybil-\(session.id)"
            return .session(session)
        }
        #expect(liars.count > 2_000)
        let played = try Played(Played.pakistan + "length 3d3h", with: liars)
        #expect(played.first(.confirmed) == nil, played.story)
        #expect(played.revisions.isEmpty, played.story)
    }

    @Test func `sessions whose neutral controls all fail say nothing of the platform`() throws {
        // Half of one network's lines are down: dark at most, never blocked.
        let played = try Played(
            Played.pakistan + """
                length 28h
                26h..28h PK 1001 x void:generic_timeout_error probes=5
                """)
        #expect(played.revisions.allSatisfy { $0.verdict == .dark }, played.story)
    }

    @Test func `a network that is out while its probes can still deliver is dark until it is back`() throws {
        let played = try Played(
            Played.pakistan + """
                length 28h
                26h..28h PK 1001 x void:generic_timeout_error
                """)
        let standing = try #require(played.last, played.story)
        #expect(standing.verdict == .dark && standing.scope == .networks, played.story)
        #expect(standing.status == .confirmed, played.story)
        #expect(standing.networks.map(\.asn.number) == [1001], played.story)
        #expect(played.revisions.allSatisfy { $0.verdict == .dark }, played.story)
        let cell = played.engine.cells(in: CountryCode("PK")).first { $0.asn?.number == 1001 }
        #expect(cell?.verdict == .dark, played.story)
    }

    @Test func `a failed sibling does not void a vote, it widens it`() throws {
        let played = try Played(
            Played.pakistan + """
                length 27h
                26h..27h PK * x tcp:generic_timeout_error hit=.95
                26h..27h PK * x sibling
                """)
        let last = try #require(played.last, played.story)
        #expect(last.status == .confirmed && last.mechanism == ["ip.prefix_null_route"], played.story)
    }

    @Test func `a sign-in page in a network is neither a block nor darkness`() throws {
        let played = try Played(
            Played.pakistan + """
                length 30h
                26h..30h PK 1003 x void:ssl_invalid_hostname
                """)
        #expect(played.revisions.isEmpty, played.story)
    }

    @Test func `probes in data centres or of no known network name no network and confirm nothing alone`() throws {
        let played = try Played(
            """
            platforms x
            PK 0 fixed 6
            PK 1001 datacentre 6
            PK 1002 fixed 8 0.5
            PK 1003 fixed 8 0.5
            DE 2001 fixed 6
            FR 3001 fixed 6
            BR 4001 mobile 6
            length 29h
            26h..29h PK 0 x tls:connection_reset
            26h..29h PK datacentre x tls:connection_reset
            """)
        #expect(played.first(.confirmed) == nil, played.story)
        #expect(played.revisions.allSatisfy { $0.networks.isEmpty }, played.story)
        #expect(played.engine.cells(in: CountryCode("PK")).compactMap(\.asn?.number) == [1002, 1003])
    }

    @Test func `a platform that is down everywhere is one incident of the world, and no country's`() throws {
        let countries = ["PK", "DE", "FR", "BR", "IN", "ID"]
        let networks = countries.enumerated().map { "\($1) \(1000 + $0) fixed 8\n" }.joined()
        let failing = countries.map { "26h..28h \($0) * x http:500 hit=.95\n" }.joined()
        let played = try Played("platforms x\nlength 30h\n" + networks + failing)
        let world = played.revisions.filter { $0.country == .unknown }
        #expect(Set(world.map(\.incident)) == ["ZZ-20240108-1"], played.story)
        #expect(world.allSatisfy { $0.verdict == .platformDown && $0.scope == .global }, played.story)
        #expect(world.contains { $0.status == .confirmed } && world.last?.status == .restored, played.story)
        #expect(try abs(played.minutes(from: "28h", to: world.last?.end)) <= 15, played.story)
        for revision in played.revisions where revision.country != .unknown {
            #expect(revision.status != .confirmed, played.story)
        }
        for incident in played.incidents where !incident.hasPrefix("ZZ") {
            let last = played.revisions(of: incident).last
            #expect(last?.status == .retracted && last?.mergedInto == "ZZ-20240108-1", played.story)
            #expect(last?.reason == "platform-down", played.story)
        }
    }

    @Test func `a national suspicion that proves to be the world's is merged into it`() throws {
        // Pakistan's probes look more often, so that the suspicion is there before the other countries tell.
        let countries = ["PK", "DE", "FR", "BR", "IN", "ID"]
        let networks = countries.enumerated().map { "\($1) \(1000 + $0) fixed \($0 == 0 ? 20 : 5)\n" }.joined()
        let failing = countries.enumerated().map { index, country in
            "26h\(index == 0 ? 0 : 12)m..29h \(country) * x http:500\n"
        }.joined()
        let played = try Played(
            "platforms x\nlength 30h\n" + networks + failing + "25h50m..29h PK * x every:120\n")
        let national = played.revisions.filter { $0.country != .unknown }
        let world = played.revisions.filter { $0.country == .unknown }
        #expect(!national.isEmpty && !world.isEmpty, played.story)
        #expect(national.last?.status == .retracted && national.last?.mergedInto == world.first?.incident, played.story)
    }

    @Test func `a release of the probe that misbehaves in many countries is no block in any`() throws {
        let countries = ["PK", "DE", "FR", "BR", "IN", "ID"]
        let networks = countries.enumerated().map { "\($1) \(1000 + $0) fixed 12\n" }.joined()
        let failing = countries.map {
            """
            0h..30h \($0) * x software:parallax-probe/1.1 probes=4
            26h..30h \($0) * x http:500 probes=4 hit=.95

            """
        }.joined()
        let played = try Played("platforms x\nlength 30h\n" + networks + failing)
        #expect(played.first(.confirmed) == nil, played.story)
    }
}
