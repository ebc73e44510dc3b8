import ObservatoryModel
import Storage

extension StoreConformance {
    private static let pk = SampleRecords.country("PK")

    static let incidentChecks: [StoreConformance] = [
        StoreConformance("a revision comes back as it was, line and value") { store in
            let entry = SampleRecords.revision(
                "PK-20240107-1", 1, platforms: ["x", "youtube"], end: SampleRecords.start + .hours(3))
            let outcome = try await store.commit(StoreBatch(revisions: [entry]))
            let found = try await store.revisions(of: "PK-20240107-1")
            try expectEqual(found.map(\.line), [entry.line], "line")
            try expectEqual(found.map(\.revision), [entry.revision], "value")
            try expectEqual(found.map(\.sequence), Array(outcome.revisions), "sequence")
            try expectEqual(try await store.revisions(of: "PK-20240107-2"), [], "an incident that is not there")
        },
        StoreConformance("a revision is never edited, and a batch that tries writes nothing") { store in
            let entry = SampleRecords.revision("PK-20240107-1", 1)
            _ = try await store.commit(StoreBatch(revisions: [entry]))
            var other = entry
            other.line.append(UInt8(ascii: " "))
            let batch = StoreBatch(
                records: [SampleRecords.session("s-1")],
                revisions: [SampleRecords.revision("PK-20240107-2", 1), other], settings: ["snapshot": [1]])
            do {
                _ = try await store.commit(batch)
                throw StoreFinding(description: "an edit was accepted")
            } catch StoreError.conflictingRevision(incident: "PK-20240107-1", revision: 1) {}
            try expectEqual(try await store.records(from: 1, matching: .all, limit: 9).records, [], "records")
            try expectEqual(try await store.revisions(after: 0, limit: 9).map(\.line), [entry.line], "revisions")
            try expectEqual(try await store.setting("snapshot"), nil, "settings")
            let retry = try await store.commit(StoreBatch(records: batch.records))
            try expectEqual(retry.sequences, 1..<2, "the record may come again")
        },
        StoreConformance("records, revisions and settings are written together") { store in
            _ = try await store.commit(
                StoreBatch(
                    records: [SampleRecords.session("s-1")], revisions: [SampleRecords.revision("PK-20240107-1", 1)],
                    settings: ["snapshot": [1, 2, 3], "consent": []]))
            _ = try await store.commit(StoreBatch(settings: ["snapshot": [4]]))
            try expectEqual(try await store.setting("snapshot"), [4], "a setting replaces")
            try expectEqual(try await store.setting("consent"), [], "an empty value is a value")
            try expectEqual(try await store.setting("nothing"), nil, "a setting that was never set")
            _ = try await store.commit(StoreBatch(settings: ["snap_1": [5], "snap_2": [6], "snapX": [7]]))
            let some = try await store.settings(withPrefix: "snap_")
            try expectEqual(some, ["snap_1": [5], "snap_2": [6]], "settings by the beginning of their names")
            try expectEqual(try await store.counts().revisions, 1, "revisions")
        },
        StoreConformance("the list shows the latest revision and filters by it") { store in
            let end = SampleRecords.start + .minutes(30)
            _ = try await store.commit(
                StoreBatch(revisions: [
                    SampleRecords.revision("PK-20240107-1", 1), SampleRecords.revision("KE-20240107-1", 1, cc: "KE"),
                    SampleRecords.revision("PK-20240107-1", 2, platforms: ["x", "youtube"], status: .confirmed),
                    SampleRecords.revision("PK-20240107-2", 1, platforms: ["tiktok"]),
                    SampleRecords.revision(
                        "KE-20240107-1", 2, cc: "KE", platforms: ["telegram"], status: .restored, end: end),
                ]))
            func found(_ query: IncidentQuery) async throws -> [String] {
                try await store.incidents(query).incidents.map { "\($0.revision.incident)/\($0.revision.revision)" }
            }
            let all = ["PK-20240107-2/1", "KE-20240107-1/2", "PK-20240107-1/2"]
            try expectEqual(try await found(IncidentQuery()), all, "newest incident first")
            let ofPakistan = ["PK-20240107-2/1", "PK-20240107-1/2"]
            try expectEqual(try await found(IncidentQuery(country: pk)), ofPakistan, "country")
            let youtube = IncidentQuery(platform: SampleRecords.platform("youtube"))
            try expectEqual(try await found(youtube), ["PK-20240107-1/2"], "platform")
            let left = IncidentQuery(country: SampleRecords.country("KE"), platform: SampleRecords.x)
            try expectEqual(try await found(left), [], "a platform that left the incident")
            let open = IncidentQuery(statuses: [.suspected, .confirmed, .restoring])
            try expectEqual(try await found(open), ofPakistan, "status")
            let after = IncidentQuery(since: end + .seconds(1))
            try expectEqual(try await found(after), ofPakistan, "over before since")
            try expectEqual(try await found(IncidentQuery(since: end)).count, 3, "over at since")
            let before = IncidentQuery(until: SampleRecords.start - .minutes(2))
            try expectEqual(try await found(before), [], "began at until")
            let counts = try await store.counts()
            try expectEqual([counts.incidents, counts.revisions], [3, 5], "counts")
        },
        StoreConformance("pages of incidents hold each once, whatever is decided in between") { store in
            for number in 1...23 {
                _ = try await store.commit(
                    StoreBatch(revisions: [SampleRecords.revision("PK-20240107-\(number)", 1)]))
            }
            for query in [
                IncidentQuery(limit: 5), IncidentQuery(country: pk, limit: 5),
                IncidentQuery(platform: SampleRecords.x, limit: 5), IncidentQuery(statuses: [.suspected], limit: 5),
            ] {
                var found: [String] = []
                var query = query
                repeat {
                    let page = try await store.incidents(query)
                    found += page.incidents.map(\.revision.incident)
                    query.cursor = page.next.flatMap { IncidentCursor($0.description) }
                    let revision = SampleRecords.revision("PK-20240107-\(found.count)", 1 + found.count)
                    _ = try await store.commit(StoreBatch(revisions: [revision]))
                } while query.cursor != nil
                try expectEqual(found, (1...23).reversed().map { "PK-20240107-\($0)" }, "\(query)")
            }
        },
        StoreConformance("feeds read revisions after a sequence and the newest ones") { store in
            for number in 1...6 {
                let entry = SampleRecords.revision("PK-20240107-1", number, cc: number == 4 ? "ZZ" : "PK")
                _ = try await store.commit(StoreBatch(revisions: [entry]))
            }
            let all = try await store.revisions(after: 0, limit: 100)
            try expectEqual(all.map(\.revision.revision), [1, 2, 3, 4, 5, 6], "all")
            let some = try await store.revisions(after: all[2].sequence, limit: 2)
            try expectEqual(some.map(\.revision.revision), [4, 5], "after the third")
            let newest = try await store.newestRevisions(in: nil, limit: 2)
            try expectEqual(newest.map(\.revision.revision), [6, 5], "newest")
            let ofCountry = try await store.newestRevisions(in: pk, limit: 3)
            try expectEqual(ofCountry.map(\.revision.revision), [6, 5, 3], "newest of the country")
        },
    ]
}
