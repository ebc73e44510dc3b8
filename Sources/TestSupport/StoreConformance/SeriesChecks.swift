import ObservatoryModel
import Storage

extension StoreConformance {
    private static let pk = SampleRecords.country("PK")
    private static let start = SampleRecords.start

    static let seriesChecks: [StoreConformance] = [
        StoreConformance("bins count sessions of a country and of a network") { store in
            _ = try await store.commit(
                StoreBatch(records: [
                    SampleRecords.session("1", seconds: 1), SampleRecords.session("2", seconds: 299, failed: true),
                    SampleRecords.session("3", seconds: 30, asn: 45595, failed: true, stage: .dns),
                    SampleRecords.session("4", seconds: 580, asn: 45595, failed: true, neutralsFail: true),
                ]))
            let country = try await store.series(
                SeriesQuery(
                    country: pk, platform: SampleRecords.x, from: start, to: start + .hours(1), step: .minutes(1)))
            try expectEqual(country.step, .minutes(5), "a country's finest step")
            try expectEqual(country.lines.count, 1, "lines")
            let bins = country.lines[0].bins
            try expectEqual(bins.map(\.start), [start, start + .minutes(5)], "bins")
            try expectEqual(bins.map(\.sessions), [3, 1], "sessions")
            try expectEqual(bins.map(\.failures), [2, 1], "failures")
            try expectEqual(bins.map(\.voided), [0, 1], "void ones")
            try expectEqual([bins[0].dns, bins[0].tls, bins[0].tcp], [1, 1, 0], "failed stages")
            let network = try await store.series(
                SeriesQuery(
                    country: pk, asn: ASN(45595), platform: SampleRecords.x, from: start, to: start + .hours(1),
                    step: .minutes(1)))
            try expectEqual(network.step, .minutes(10), "a network's finest step")
            try expectEqual(network.lines.first?.bins.map(\.sessions), [2], "sessions of the network")
        },
        StoreConformance("bins add up to any step, for each platform and for the world") { store in
            for batch in 0..<10 {
                let entries = (0..<300).map { (index: Int) -> RecordEntry in
                    SampleRecords.session(
                        "s-\(batch)-\(index)", seconds: Int64(batch * 1800 + index * 6),
                        cc: index % 3 == 0 ? "KE" : "PK",
                        asn: UInt32(index % 7), platform: index % 2 == 0 ? "x" : "youtube", failed: index % 5 == 0)
                }
                _ = try await store.commit(StoreBatch(records: entries))
            }
            for step in [Interval.minutes(1), .minutes(7), .minutes(15), .minutes(30), .hours(1), .hours(6)] {
                let series = try await store.series(
                    SeriesQuery(country: pk, from: start - .days(1), to: start + .days(1), step: step))
                try expectEqual(series.lines.map(\.platform.text), ["x", "youtube"], "platforms")
                let bins = series.lines.flatMap(\.bins)
                try expectEqual(bins.reduce(0) { $0 + $1.sessions }, 2000, "sessions at \(step)")
                try expectEqual(bins.reduce(0) { $0 + $1.failures }, 400, "failures at \(step)")
                for line in series.lines {
                    let starts = line.bins.map(\.start)
                    try expectEqual(starts, Array(Set(starts)).sorted(), "bins are in order, each once")
                    try expect(starts.allSatisfy { $0.floored(to: series.step) == $0 }, "bins lie on the step")
                }
            }
            let world = try await store.series(
                SeriesQuery(country: .unknown, from: start, to: start + .days(1), step: .hours(1)))
            try expectEqual(world.lines.flatMap(\.bins).reduce(0) { $0 + $1.sessions }, 3000, "the world")
            let part = try await store.series(
                SeriesQuery(country: pk, from: start + .hours(1), to: start + .hours(2), step: .hours(1)))
            try expectEqual(part.lines.flatMap(\.bins).map(\.start), [start + .hours(1), start + .hours(1)], "a part")
            try expectEqual(part.lines.flatMap(\.bins).reduce(0) { $0 + $1.sessions }, 400, "sessions of the part")
        },
        StoreConformance("the networks that measured a platform in a time are told") { store in
            _ = try await store.commit(
                StoreBatch(records: [
                    SampleRecords.session("1", seconds: 0, asn: 1), SampleRecords.session("2", seconds: 7200, asn: 2),
                    SampleRecords.session("3", seconds: 60, asn: 3, platform: "youtube"),
                    SampleRecords.session("4", seconds: 60, cc: "KE", asn: 4),
                    SampleRecords.session("5", seconds: 7260, asn: 1, platform: "youtube"),
                ]))
            let x = SampleRecords.x
            let youtube = SampleRecords.platform("youtube")
            func measured(
                _ platforms: [PlatformID], _ from: Int64, _ to: Int64, of networks: [UInt32] = [1, 2, 3, 4, 5]
            ) async throws -> [UInt32] {
                try await store.measuredNetworks(
                    of: networks.map { ASN($0) }, in: pk, on: platforms, from: start + .seconds(from),
                    to: start + .seconds(to)
                ).map(\.number).sorted()
            }
            try expectEqual(try await measured([x], 0, 3600), [1], "in the first hour")
            try expectEqual(try await measured([x, youtube], 0, 3600), [1, 3], "on either platform")
            try expectEqual(try await measured([x], 3600, 10_800), [2], "in the third hour")
            try expectEqual(try await measured([x], 0, 10_800), [1, 2], "in all hours")
            try expectEqual(try await measured([x], 0, 10_800, of: [2, 5]), [2], "of those asked for")
            try expectEqual(try await measured([youtube], 3600, 10_800, of: [1, 2, 3]), [1], "later")
            try expectEqual(try await measured([], 0, 10_800), [], "on no platform")
            try expectEqual(
                try await measured([SampleRecords.platform("never")], 0, 10_800), [], "on an unknown platform")
            try expectEqual(try await measured([x], 3600, 3600), [], "in no time")
        },
        StoreConformance("a late session lands in the bin of its own time") { store in
            _ = try await store.commit(StoreBatch(records: [SampleRecords.session("1", seconds: 7200)]))
            _ = try await store.commit(StoreBatch(records: [SampleRecords.session("2", seconds: 60, lag: 9000)]))
            let series = try await store.series(
                SeriesQuery(country: pk, from: start, to: start + .days(1), step: .minutes(5)))
            try expectEqual(
                series.lines.first?.bins.map(\.start), [start, start + .hours(2)], "an empty bin is absent")
        },
        StoreConformance("OONI weights and reports are counted, restated counts replace") { store in
            _ = try await store.commit(
                StoreBatch(records: [
                    SampleRecords.ooni("o-1", blocked: 0.75), SampleRecords.ooni("o-2", blocked: 0.5),
                    SampleRecords.report("r-1", seconds: 70), SampleRecords.reports("rc-1", count: 40),
                ]))
            _ = try await store.commit(StoreBatch(records: [SampleRecords.reports("rc-2", count: 42)]))
            let series = try await store.series(
                SeriesQuery(country: pk, from: start, to: start + .hours(1), step: .hours(1)))
            let bin = series.lines.first?.bins.first
            try expectEqual(bin?.ooni, 2, "measurements")
            try expectEqual(bin?.ooniBlocked, 1.25, "blocked")
            try expectEqual(bin?.ooniDown, 0.25, "down")
            try expectEqual(bin?.reports, 43, "reports")
            try expectEqual(bin?.sessions, 0, "sessions")
        },
        StoreConformance("a restated signal replaces its bin, and no value stays no value") { store in
            _ = try await store.commit(
                StoreBatch(records: [
                    SampleRecords.signal("g-1", value: 5873), SampleRecords.signal("g-2", value: nil, seconds: 300),
                    SampleRecords.signal("g-3", value: 10, asn: 17557),
                    SampleRecords.signal("g-4", value: 20, region: "PK-SD"),
                    SampleRecords.signal("g-5", value: 30, source: "radar.traffic"),
                ]))
            _ = try await store.commit(StoreBatch(records: [SampleRecords.signal("g-6", value: 5000)]))
            let query = SignalQuery(
                country: pk, asn: .unknown, source: "ioda.bgp", from: start, to: start + .hours(1))
            let series = try await store.signals(query)
            try expectEqual(series.map { $0.region?.text ?? "" }, ["", "PK-SD"], "a region has a series of its own")
            try expectEqual(series.first?.bins.map(\.value), [5000, nil], "values")
            let all = try await store.signals(SignalQuery(country: pk, from: start, to: start + .seconds(300)))
            try expectEqual(all.map(\.source), ["ioda.bgp", "ioda.bgp", "ioda.bgp", "radar.traffic"], "all sources")
            try expectEqual(try await store.allRecords().count, 6, "every line is kept")
        },
        StoreConformance("the newest session of each network and platform is known") { store in
            _ = try await store.commit(
                StoreBatch(records: [
                    SampleRecords.session("1", seconds: 600), SampleRecords.session("2", seconds: 60, lag: 900),
                    SampleRecords.session("3", seconds: 30, asn: 45595), SampleRecords.session("4", cc: "KE"),
                ]))
            let found = try await store.newestSessions(in: pk)
            try expectEqual(found.map(\.asn.number), [17557, 45595], "networks")
            try expectEqual(found.map(\.at), [start + .seconds(600), start + .seconds(30)], "times")
            try expectEqual(try await store.newestSessions(in: nil).count, 3, "all countries")
        },
        StoreConformance("a calendar event and a network share replace by key") { store in
            _ = try await store.commit(
                StoreBatch(records: [
                    SampleRecords.event("a", summary: "rally"), SampleRecords.event("b", summary: "exam", hour: 30),
                    SampleRecords.share(asn: 45595, users: 0.5), SampleRecords.share(asn: 17557, users: nil),
                ]))
            _ = try await store.commit(
                StoreBatch(records: [
                    SampleRecords.event("a", summary: "Online telethon"), SampleRecords.share(asn: 45595, users: 0.25),
                ]))
            let day = try await store.calendarEvents(in: pk, from: start, to: start + .days(1))
            try expectEqual(day.map(\.summary), ["Online telethon"], "events of the day")
            let all = try await store.calendarEvents(in: nil, from: start, to: start + .days(9))
            try expectEqual(all.map(\.uid), ["a", "b"], "all events")
            let shares = try await store.networkShares(in: pk)
            try expectEqual(shares.map(\.asn.number), [17557, 45595], "networks")
            try expectEqual(shares.map(\.users), [nil, 0.25], "shares")
        },
    ]
}
