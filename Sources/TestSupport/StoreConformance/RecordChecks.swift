import ObservatoryModel
package import Storage

extension StoreConformance {
    private static let pk = SampleRecords.country("PK")

    static let recordChecks: [StoreConformance] = [
        StoreConformance("records come back byte for byte in order of arrival") { store in
            let batches = (0..<7).map { batch in
                (0..<350).map { (index: Int) -> RecordEntry in
                    SampleRecords.session("s-\(batch)-\(index)", seconds: Int64((index * 37) % 500))
                }
            }
            for batch in batches { _ = try await store.commit(StoreBatch(records: batch)) }
            let expected = batches.flatMap { $0 }
            let found = try await store.allRecords()
            try expectEqual(found.map(\.line), expected.map { Array($0.line) }, "lines")
            try expectEqual(found.map(\.sequence), Array(1...Int64(expected.count)), "sequences")
            try expectEqual(found.map(\.received), expected.map(\.record.received), "received")
            try expectEqual(found.map { $0.at as Timestamp? }, expected.map(\.record.at), "at")
        },
        StoreConformance("what the observatory settled outranks what the line says") { store in
            var entry = SampleRecords.session("s-1")
            let late = SampleRecords.start + .hours(2)
            entry.record.received = late
            _ = try await store.commit(StoreBatch(records: [entry]))
            let found = try await store.allRecords()
            try expectEqual(found.map(\.received), [late], "received")
            try expectEqual(found.map(\.line), [Array(entry.line)], "line")
        },
        StoreConformance("a known (kind, id) is left out and told, within a batch and across batches") { store in
            let first = try await store.commit(
                StoreBatch(records: [
                    SampleRecords.session("a"), SampleRecords.session("b"), SampleRecords.session("a", seconds: 9),
                    SampleRecords.report("a"),
                ]))
            try expectEqual(first.duplicates, [2], "duplicates within the batch")
            try expectEqual(first.sequences, 1..<4, "sequences")
            let batch = [SampleRecords.session("c"), SampleRecords.session("b", seconds: 60)]
            try expectEqual(try await store.duplicates(among: batch), [false, true], "asked beforehand")
            let second = try await store.commit(StoreBatch(records: batch))
            try expectEqual(second.duplicates, [1], "duplicates across batches")
            try expectEqual(second.sequences, 4..<5, "sequences go on without a gap")
            try expectEqual(try await store.counts().duplicates, 2, "counted duplicates")
        },
        StoreConformance("an id may come again after seven days and not before") { store in
            let week: Int64 = 7 * 86_400
            _ = try await store.commit(StoreBatch(records: [SampleRecords.session("a")]))
            let before = try await store.commit(
                StoreBatch(records: [SampleRecords.session("a", seconds: week - 1)]))
            try expectEqual(before.accepted, 0, "one second before the week is over")
            let after = try await store.commit(StoreBatch(records: [SampleRecords.session("a", seconds: week)]))
            try expectEqual(after.accepted, 1, "when the week is over")
            let again = try await store.commit(StoreBatch(records: [SampleRecords.session("a", seconds: week + 60)]))
            try expectEqual(again.accepted, 0, "a minute after it was accepted again")
        },
        StoreConformance("ids are recognised among many thousand others") { store in
            for batch in 0..<20 {
                let entries = (0..<500).map { SampleRecords.session("s-\(batch)-\($0)", seconds: Int64(batch)) }
                _ = try await store.commit(StoreBatch(records: entries))
            }
            let mixed = (0..<200).flatMap { index in
                [SampleRecords.session("s-\(index % 20)-\(index)"), SampleRecords.session("n-\(index)")]
            }
            let outcome = try await store.commit(StoreBatch(records: mixed))
            try expectEqual(outcome.duplicates, Array(stride(from: 0, to: 400, by: 2)), "duplicates")
        },
        StoreConformance("a batch of every kind may be sent again without effect") { store in
            let batch = StoreBatch(
                records: [
                    SampleRecords.session("s-1"), SampleRecords.report("r-1"), SampleRecords.reports("rc-1", count: 42),
                    SampleRecords.signal("g-1", value: 5873), SampleRecords.ooni("o-1", blocked: 0.75),
                    SampleRecords.event("uid-1", summary: "rally"), SampleRecords.share(asn: 17557, users: 0.25),
                    SampleRecords.heartbeat(seconds: 0),
                ], revisions: [SampleRecords.revision("PK-20240107-1", 1)])
            try expectEqual(try await store.commit(batch).accepted, 8, "first time")
            let again = try await store.commit(batch)
            try expectEqual(again.duplicates, Array(0..<8), "second time")
            try expect(again.revisions.isEmpty, "the revision is not written twice")
            try expectEqual(try await store.allRecords().count, 8, "records")
            let kinds = ["calendar", "heartbeat", "network", "ooni", "report", "reports", "session", "signal"]
            try expectEqual(try await store.counts().acceptedByKind.keys.sorted(), kinds, "kinds")
        },
        StoreConformance("records are read from any sequence on, in pages") { store in
            let entries = (0..<2500).map { SampleRecords.session("s-\($0)", seconds: Int64($0)) }
            _ = try await store.commit(StoreBatch(records: entries))
            let page = try await store.records(from: 1234, matching: .all, limit: 100)
            try expectEqual(page.records.map(\.sequence), Array(1234..<1334), "sequences of the page")
            try expectEqual(page.next, 1334, "next page")
            let last = try await store.records(from: 2499, matching: .all, limit: 100)
            try expectEqual(last.records.map(\.sequence), [2499, 2500], "last page")
            try expectEqual(last.next, nil, "end")
            let beyond = try await store.records(from: 2501, matching: .all, limit: 100)
            try expect(beyond.records.isEmpty && beyond.next == nil, "nothing after the end")
        },
        StoreConformance("records are filtered by time, country, platform and kind") { store in
            _ = try await store.commit(
                StoreBatch(records: [
                    SampleRecords.session("1", seconds: 0), SampleRecords.session("2", seconds: 60, cc: "KE"),
                    SampleRecords.session("3", seconds: 120, platform: "youtube"),
                    SampleRecords.signal("4", value: 1), SampleRecords.session("5", seconds: 600),
                ]))
            func found(_ filter: RecordFilter) async throws -> [Int64] {
                try await store.records(from: 1, matching: filter, limit: 100).records.map(\.sequence)
            }
            let start = SampleRecords.start
            try expectEqual(try await found(RecordFilter(countries: [pk])), [1, 3, 4, 5], "country")
            try expectEqual(try await found(RecordFilter(platforms: [SampleRecords.x])), [1, 2, 5], "platform")
            try expectEqual(try await found(RecordFilter(kinds: ["signal"])), [4], "kind")
            try expectEqual(
                try await found(RecordFilter(since: start + .seconds(64), until: start + .seconds(604))), [2, 3, 4],
                "since is inclusive, until is exclusive")
            let nowhere = RecordFilter(countries: [SampleRecords.country("VE")])
            try expectEqual(try await found(nowhere), [], "a country without records")
        },
        StoreConformance("votes tell what sessions and OONI measurements saw") { store in
            _ = try await store.commit(
                StoreBatch(records: [
                    SampleRecords.session("1", failed: true, stage: .dns), SampleRecords.report("r-1"),
                    SampleRecords.session("2", cc: "KE", asn: 12455, probe: "p-2"),
                    SampleRecords.session("3", failed: true, neutralsFail: true),
                    SampleRecords.ooni("o-1", blocked: 0.75),
                ]))
            let votes = try await store.votes(from: 1, matching: .all, limit: 100).votes
            try expectEqual(votes.map(\.sequence), [1, 3, 4, 5], "sequences")
            try expectEqual(votes.map(\.stage), [.dns, nil, .tls, .tls], "stages")
            try expectEqual(votes.map(\.failed), [true, false, true, true], "failed")
            try expectEqual(votes.map(\.voided), [false, false, true, false], "void")
            try expectEqual(votes.map(\.blocked), [nil, nil, nil, 0.75], "blocked")
            try expectEqual(votes.map(\.access), [.mobile, .mobile, .mobile, .unknown], "access")
            try expect(votes[0].probe == votes[2].probe && votes[0].probe != votes[1].probe, "probes")
            let page = try await store.votes(from: 3, matching: RecordFilter(countries: [pk]), limit: 1)
            try expectEqual(page.votes.map(\.sequence), [4], "page")
            try expectEqual(page.next, 5, "next page")
        },
        StoreConformance("a record is found by kind and id") { store in
            let entries = (0..<1500).map { SampleRecords.session("s-\($0)", seconds: Int64($0)) }
            _ = try await store.commit(StoreBatch(records: entries))
            let found = try await store.record(kind: "session", id: "s-700")
            try expectEqual(found?.line, Array(entries[700].line), "line")
            try expectEqual(try await store.record(kind: "report", id: "s-700"), nil, "another kind")
            try expectEqual(try await store.record(kind: "session", id: "s-9999"), nil, "an id that never came")
        },
        StoreConformance("sessions with contrasts are found among many without") { store in
            for batch in 0..<8 {
                let entries = (0..<600).map { (index: Int) -> RecordEntry in
                    let number = batch * 600 + index
                    let isContrasted = number == 700 || number == 4_000 || number == 4_001
                    return SampleRecords.session(
                        "s-\(number)", seconds: Int64(number), cc: number == 4_001 ? "KE" : "PK",
                        platform: index % 2 == 0 ? "x" : "youtube", failed: isContrasted || index % 10 == 0,
                        contrasts: isContrasted ? [Contrast(name: .neutralSNI, outcome: .ok)] : [])
                }
                _ = try await store.commit(StoreBatch(records: entries))
            }
            func found(_ platforms: Set<PlatformID>, until seconds: Int64) async throws -> [Int64] {
                try await store.measurements(
                    MeasurementQuery(
                        country: pk, platforms: platforms, kinds: ["session"], since: SampleRecords.start,
                        until: SampleRecords.start + .seconds(seconds), failed: true, contrasted: true)
                ).map(\.sequence)
            }
            let youtube = SampleRecords.platform("youtube")
            try expectEqual(try await found([], until: 5_000), [4_001, 701], "in all of the time, newest first")
            try expectEqual(try await found([SampleRecords.x, youtube], until: 4_000), [701], "before the last")
            try expectEqual(try await found([SampleRecords.x], until: 5_000), [4_001, 701], "on one platform")
            try expectEqual(try await found([youtube], until: 5_000), [], "on the other")
        },
        StoreConformance("the measurement list filters, orders and pages") { store in
            let entries = (0..<1200).map { (index: Int) -> RecordEntry in
                SampleRecords.session(
                    "s-\(index)", seconds: Int64(index), cc: index % 10 == 0 ? "KE" : "PK",
                    platform: index % 2 == 0 ? "x" : "youtube", failed: index % 3 == 0)
            }
            _ = try await store.commit(StoreBatch(records: entries + [SampleRecords.report("r-1")]))
            func found(_ query: MeasurementQuery) async throws -> [Int64] {
                try await store.measurements(query).map { $0.sequence - 1 }
            }
            let ke = SampleRecords.country("KE")
            let newest = try await found(MeasurementQuery(limit: 3))
            try expectEqual(newest, [1199, 1198, 1197], "newest first, no reports")
            let kenya = try await found(MeasurementQuery(country: ke, limit: 3, offset: 2))
            try expectEqual(kenya, [1170, 1160, 1150], "country with an offset")
            let oldest = try await found(MeasurementQuery(failed: true, newestFirst: false, limit: 3))
            try expectEqual(oldest, [0, 3, 6], "failed, oldest first")
            let target = MeasurementQuery(target: "https://youtube.example/", failed: false, limit: 2)
            try expectEqual(try await found(target), [1199, 1195], "target, worked")
            let until = SampleRecords.start + .seconds(100)
            let window = MeasurementQuery(since: SampleRecords.start + .seconds(98), until: until)
            try expectEqual(try await found(window), [99, 98], "since is inclusive, until is exclusive")
        },
    ]
}

extension ObservatoryStore {
    /// All records, page by page.
    package func allRecords() async throws -> [StoredRecord] {
        var all: [StoredRecord] = []
        var next: Int64? = 1
        while let from = next {
            let page = try await records(from: from, matching: .all, limit: 777)
            all += page.records
            next = page.next
        }
        return all
    }
}
