import FoundationEssentials
import Gazetteer
import ObservatoryModel
import Testing

@testable import ObservatoryServer

@Suite struct PieceTests {
    @Test func `a bucket gives back with time, and no more than it holds`() {
        let limiter = RateLimiter(burst: 2, perMinute: 1)
        let start = Timestamp(seconds: 1_000)
        #expect(limiter.spend(1, key: "a", at: start) == nil)
        #expect(limiter.spend(1, key: "a", at: start) == nil)
        #expect(limiter.spend(1, key: "a", at: start) == 60)
        #expect(limiter.spend(1, key: "b", at: start) == nil)
        #expect(limiter.spend(1, key: "a", at: start + .minutes(1)) == nil)
        #expect(limiter.spend(2, key: "a", at: start + .hours(1)) == nil)
        #expect(limiter.spend(1, key: "a", at: start + .hours(1)) == 60)
        // A clock that goes back gives nothing.
        #expect(limiter.spend(1, key: "a", at: start) == 60)
    }

    @Test func `a flood of fresh keys shares one bucket`() {
        let limiter = RateLimiter(burst: 1, perMinute: 1, capacity: 2)
        let now = Timestamp(seconds: 1_000)
        #expect(limiter.spend(1, key: "a", at: now) == nil)
        #expect(limiter.spend(1, key: "b", at: now) == nil)
        #expect(limiter.spend(1, key: "c", at: now) == nil)
        #expect(limiter.spend(1, key: "d", at: now) != nil)
        #expect(limiter.spend(1, key: "e", at: now + .minutes(2)) == nil)
    }

    @Test func `the place policy derives, trusts loopback alone, and refuses the rest`() throws {
        let table = AddressTable(
            countries4: Array("3405803776,3405804031,PK\n".utf8),
            networks4: Array("203.0.113.0/25\t17557\n".utf8))
        let policy = PlacePolicy(lookup: table, trustNetwork: true)
        let (first, second) = (
            try #require(InternetAddress("203.0.113.9")), try #require(InternetAddress("203.0.113.200"))
        )
        let stated = try #require(Place("PK:45595"))
        #expect(policy.standing(of: first).place(stated: stated) == Place("PK:17557"))
        #expect(policy.standing(of: second).place(stated: stated) == stated)
        #expect(policy.standing(of: second).place(stated: try #require(Place("KE:33771"))) == Place("PK:0"))
        let strict = PlacePolicy(lookup: table)
        #expect(strict.standing(of: second).place(stated: stated) == Place("PK:0"))
        #expect(strict.standing(of: InternetAddress("198.51.100.1")).place(stated: stated) == nil)
        #expect(strict.standing(of: nil).place(stated: stated) == nil)
        for loopback in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            #expect(strict.standing(of: InternetAddress(loopback)).place(stated: stated) == stated)
        }
        let own = PlacePolicy(lookup: table, ownPlace: Place("KE:33771"))
        #expect(own.standing(of: InternetAddress("127.0.0.1")).place(stated: stated) == Place("KE:33771"))
    }

    struct BadFile: Sendable, CustomTestStringConvertible {
        var content: String
        var mention: String
        var testDescription: String { content }
    }

    @Test(arguments: [
        BadFile(content: "{\"listn\":\"127.0.0.1:80\"}", mention: "“listn”"),
        BadFile(content: "{\"listen\":\"8080\"}", mention: "“HOST:PORT”"),
        BadFile(content: "{\"listen\":\"127.0.0.1:99999\"}", mention: "“listen”"),
        BadFile(content: "{\"countries\":[\"PK\",\"Kenya\"]}", mention: "“countries”"),
        BadFile(content: "{\"maxBodyBytes\":0}", mention: "“maxBodyBytes”"),
        BadFile(content: "{\"site\":\"https://a.example/\"}", mention: "“site”"),
        BadFile(content: "listen: 8080", mention: "not a JSON object"),
        BadFile(content: "", mention: "not a JSON object"),
    ])
    func `a slip in the configuration is quoted`(_ bad: BadFile) throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/parallax.json"
        try bad.content.write(toFile: path, atomically: true, encoding: .utf8)
        let failure = #expect(throws: ServerConfiguration.Failure.self) { try ServerConfiguration(file: path) }
        #expect(failure?.description.contains(bad.mention) == true)
    }

    @Test func `a configuration is taken over key by key`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/parallax.json"
        let text = """
            {"listen": "[::1]:9000", "store": "sqlite:/tmp/a.sqlite", "countries": ["KE", "PK"], "follow": false,
             "place": "KE:33771", "maxBodyBytes": 1000, "example": false, "heldSince": "2025-03-01"}
            """
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let configuration = try ServerConfiguration(file: path)
        #expect(configuration.listen == ListenAddress(host: "::1", port: 9000))
        #expect(configuration.siteURL == "http://[::1]:9000")
        #expect(configuration.store.path == "/tmp/a.sqlite")
        #expect(configuration.countries.map(\.description) == ["KE", "PK"])
        #expect(!configuration.followsOthers && !configuration.showsExample)
        #expect(configuration.limits.bodyBytes == 1000)
        #expect(configuration.limits.batchLines == ServerConfiguration.Limits().batchLines)
        #expect(configuration.heldSince == CivilDate(year: 2025, month: 3, day: 1))
    }

    @Test func `a slow reader is cut off, and a returning one gets what it missed`() async {
        let hub = RevisionHub()
        let country = CountryCode("PK")!
        let slow = hub.subscribe(after: nil)
        for index in 1...2_000 { hub.publish(name: "revision", country: country, data: "\(index)") }
        #expect(hub.counts.open == 0 && hub.counts.cutOff == 1)
        var received = 0
        if let slow { for await _ in slow.events { received += 1 } }
        #expect(received > 0 && received < 2_000)
        let back = hub.subscribe(after: 1_990)
        hub.close()
        var ids: [UInt64] = []
        if let back { for await event in back.events { ids.append(event.id) } }
        #expect(ids == Array(1_991...2_000))
        #expect(hub.subscribe(after: nil) == nil)
    }

    @Test func `streams have a bound`() {
        let hub = RevisionHub(subscriberBound: 1)
        let first = hub.subscribe(after: nil)
        #expect(first != nil && hub.subscribe(after: nil) == nil)
        hub.unsubscribe(first!.id)
        #expect(hub.subscribe(after: nil) != nil)
    }

    @Test func `dates of HTTP and RSS are right around leap days and before 1970`() {
        #expect(HTTPDate.text(Timestamp("2024-02-29T08:05:09Z")!) == "Thu, 29 Feb 2024 08:05:09 GMT")
        #expect(HTTPDate.text(Timestamp("1994-11-06T08:49:37Z")!) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.text(Timestamp("1969-12-31T23:59:59Z")!) == "Wed, 31 Dec 1969 23:59:59 GMT")
    }

    @Test func `the mark of the example goes into the line, and only there`() {
        let line = Array("{\"kind\":\"revision\",\"incident\":\"PK-20240107-1\"}".utf8)
        #expect(
            String(decoding: syntheticLine(line), as: UTF8.self)
                == "{\"kind\":\"revision\",\"synthetic\":true,\"incident\":\"PK-20240107-1\"}")
    }
}
