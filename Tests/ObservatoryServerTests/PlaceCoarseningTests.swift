import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import ObservatoryModel
import SQLiteStorage
import Storage
import Testing

@testable import ObservatoryServer

@Suite struct PlaceCoarseningTests {
    private static let day = Timestamp("2026-01-05T12:00:00Z")!

    private static func session(
        _ probe: Int, _ time: Timestamp = day, region: String? = "PK-GB", asn: UInt32 = 17557, country: String = "PK"
    ) -> Record {
        .session(
            Session(
                id: "s-\(probe)-\(time.milliseconds)", at: time, received: time, every: 600, probe: "p-\(probe)",
                country: CountryCode(country)!, region: region.flatMap { RegionCode($0) }, asn: ASN(asn),
                platform: PlatformID("x")!, target: "https://x.com/", outcome: .ok, steps: [], controls: []))
    }

    private static func place(_ record: Record) -> String {
        switch record {
        case .session(let value): "\(value.region?.text ?? "-") \(value.asn.number)"
        case .report(let value): "\(value.region?.text ?? "-") \(value.asn.number)"
        default: "other"
        }
    }

    private static func coarsened(_ record: Record, _ coarsening: inout PlaceCoarsening) -> String {
        var record = record
        let before = record
        let didChange = coarsening.coarsen(&record)
        #expect(didChange == (record != before))
        return place(record)
    }

    @Test func `a region needs five probes and a network three`() {
        var coarsening = PlaceCoarsening()
        let places = (1...6).map { Self.coarsened(Self.session($0), &coarsening) }
        #expect(places == ["- 0", "- 0", "- 17557", "- 17557", "PK-GB 17557", "PK-GB 17557"])
        // Once it is shared, it is so for everybody in it, and for nobody elsewhere.
        #expect(Self.coarsened(Self.session(1), &coarsening) == "PK-GB 17557")
        #expect(Self.coarsened(Self.session(1, asn: 23674), &coarsening) == "PK-GB 0")
        #expect(Self.coarsened(Self.session(1, region: "PK-SD"), &coarsening) == "- 17557")
        #expect(Self.coarsened(Self.session(1, region: nil, country: "IN"), &coarsening) == "- 0")
    }

    @Test func `one probe that sends often is one probe`() {
        var coarsening = PlaceCoarsening()
        for minute in 0..<50 {
            #expect(Self.coarsened(Self.session(1, Self.day + .minutes(Int64(minute))), &coarsening) == "- 0")
        }
    }

    @Test func `what was shared a week ago is not shared now`() {
        var coarsening = PlaceCoarsening()
        for probe in 1...5 { _ = Self.coarsened(Self.session(probe), &coarsening) }
        #expect(Self.coarsened(Self.session(1, Self.day + .days(6)), &coarsening) == "PK-GB 17557")
        #expect(Self.coarsened(Self.session(1, Self.day + .days(7)), &coarsening) == "- 0")
        // The newest sightings count, whoever was there first.
        for probe in 11...14 { _ = Self.coarsened(Self.session(probe, Self.day + .days(8)), &coarsening) }
        #expect(Self.coarsened(Self.session(15, Self.day + .days(9)), &coarsening) == "PK-GB 17557")
    }

    @Test func `a report is told by what probes share, and counts for nobody`() {
        var coarsening = PlaceCoarsening()
        func report(_ id: Int) -> Record {
            .report(
                UserReport(
                    id: "r-\(id)", at: Self.day, received: Self.day, country: CountryCode("PK")!,
                    region: RegionCode("PK-GB"), asn: ASN(17557), platform: PlatformID("x")!, problem: .slow))
        }
        for id in 1...9 { #expect(Self.coarsened(report(id), &coarsening) == "- 0") }
        for probe in 1...5 { _ = Self.coarsened(Self.session(probe), &coarsening) }
        #expect(Self.coarsened(report(10), &coarsening) == "PK-GB 17557")
    }

    @Test func `public data is left as it is`() {
        var coarsening = PlaceCoarsening()
        let (country, network) = (CountryCode("PK")!, ASN(17557))
        for record: Record in [
            .ooni(
                OONIVerdict(
                    id: "o", at: Self.day, received: Self.day, country: country, asn: network,
                    test: "web_connectivity", platform: nil, target: "https://example.org/", blocked: 0, down: 0, ok: 1)
            ),
            .signal(
                SignalBin(
                    id: "g", at: Self.day, step: 300, received: Self.day, source: "ioda.bgp", country: country,
                    region: RegionCode("PK-GB"), asn: network, value: 1)),
            .reports(
                ReportCount(
                    id: "c", at: Self.day, step: 300, received: Self.day, country: country,
                    region: RegionCode("PK-GB"), asn: network, platform: PlatformID("x")!, count: 9)),
            .network(
                NetworkShare(received: Self.day, country: country, asn: network, name: "N", users: 1, source: "s")),
        ] {
            var changed = record
            #expect(!coarsening.coarsen(&changed) && changed == record)
        }
    }

    @Test func `what is kept of it brings it back`() {
        var coarsening = PlaceCoarsening()
        var settings: [String: [UInt8]] = [:]
        for probe in 1...4 { _ = Self.coarsened(Self.session(probe), &coarsening) }
        settings.merge(coarsening.takeChanges()) { $1 }
        #expect(settings.keys.sorted() == ["shared-places.PK"])
        #expect(coarsening.takeChanges().isEmpty)
        // The same probes on the same day change nothing that is kept.
        for probe in 1...4 { _ = Self.coarsened(Self.session(probe), &coarsening) }
        #expect(coarsening.takeChanges().isEmpty)
        var resumed = PlaceCoarsening(settings: settings)
        #expect(resumed == coarsening)
        #expect(Self.coarsened(Self.session(5), &resumed) == "PK-GB 17557")
        // Torn or foreign text makes places known to fewer, never to more.
        let torn = ["shared-places.PK": Array("PK-GB 20458:1 20458 x:2 20458:zz\nnonsense 1:1\n\n".utf8)]
        var poor = PlaceCoarsening(settings: torn)
        #expect(Self.coarsened(Self.session(5), &poor) == "- 0")
    }

    @Test func `a probe that is forgotten counts for nobody`() {
        var coarsening = PlaceCoarsening()
        for probe in 1...3 { _ = Self.coarsened(Self.session(probe), &coarsening) }
        _ = coarsening.takeChanges()
        coarsening.forget(probe: "p-3")
        #expect(coarsening.takeChanges().keys.sorted() == ["shared-places.PK"])
        #expect(Self.coarsened(Self.session(1), &coarsening) == "- 0")
    }

    @Test func `the disk and detection have the coarse place only, over a restart too`() async throws {
        let site = try TestSite()
        let probes = (0..<5).map { _ in TestProbe() }
        let path = "/api/v1/measurements"
        let send = { @Sendable (client: any TestClientProtocol, probe: TestProbe, id: String) in
            guard case .session(var session) = probe.session(id, at: site.clock.now) else { return }
            session.region = RegionCode("PK-GB")
            let body = lines([.session(session)])
            let response = try await client.execute(
                uri: path, method: .post, headers: try probe.headers(body), body: ByteBuffer(bytes: body))
            #expect(response.status == .ok)
        }
        try await site.run { client in
            for index in 0..<4 { try await send(client, probes[index], "s-\(index)") }
        }
        var stored = try await site.store.records(from: 1, matching: .all, limit: 10).records
        #expect(stored.map(\.asn.number) == [0, 0, 17557, 17557])
        #expect(stored.allSatisfy { !String(decoding: $0.line, as: UTF8.self).contains("PK-GB") })
        #expect(!String(decoding: stored[0].line, as: UTF8.self).contains("17557"))
        let cells = await site.exhibits.live.cells(in: CountryCode("PK")!)
        #expect(cells.allSatisfy { $0.asn == nil || $0.asn == ASN(17557) })

        let restarted = try TestSite(over: site)
        _ = try await restarted.exhibits.live.rebuild()
        try await restarted.run { client in try await send(client, probes[4], "s-4") }
        stored = try await site.store.records(from: 1, matching: .all, limit: 10).records
        #expect(String(decoding: try #require(stored.last).line, as: UTF8.self).contains("PK-GB"))
    }
}
