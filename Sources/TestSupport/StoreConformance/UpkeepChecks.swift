import ObservatoryModel
import Storage

extension StoreConformance {
    private static let pk = SampleRecords.country("PK")
    private static let start = SampleRecords.start

    static let upkeepChecks: [StoreConformance] = [
        StoreConformance("forgetting deletes a probe's lines and leaves the others and the bins") { store in
            let entries = (0..<2300).map { (index: Int) -> RecordEntry in
                SampleRecords.session("s-\(index)", seconds: Int64(index), probe: "p-\(index % 3)")
            }
            for part in stride(from: 0, to: 2300, by: 460) {
                _ = try await store.commit(StoreBatch(records: Array(entries[part..<part + 460])))
            }
            let outcome = try await store.forget(probe: "p-1")
            try expectEqual(outcome, ForgetOutcome(records: 767, votes: 767), "outcome")
            let kept = entries.enumerated().filter { $0.offset % 3 != 1 }
            let found = try await store.allRecords()
            try expectEqual(found.map(\.line), kept.map { Array($0.element.line) }, "lines of the others")
            try expectEqual(found.map(\.sequence), kept.map { Int64($0.offset + 1) }, "their sequences")
            try expectEqual(try await store.counts().records, Int64(kept.count), "counted records")
            let votes = try await store.votes(from: 1, matching: .all, limit: 9999).votes
            try expectEqual(votes.map(\.sequence), Array(1...2300), "votes stay")
            try expectEqual(votes.map { $0.probe == 0 }, (0..<2300).map { $0 % 3 == 1 }, "unlinked from the probe")
            let series = try await store.series(
                SeriesQuery(country: pk, from: start, to: start + .days(1), step: .hours(1)))
            try expectEqual(series.lines.flatMap(\.bins).reduce(0) { $0 + $1.sessions }, 2300, "bins stay")
            try expectEqual(try await store.record(kind: "session", id: "s-1"), nil, "by id")
            let again = try await store.commit(StoreBatch(records: [entries[1]]))
            try expectEqual(again.accepted, 0, "a line that was forgotten is not taken again")
            let nobody = try await store.forget(probe: "p-9")
            try expectEqual(nobody, ForgetOutcome(records: 0, votes: 0), "a probe that never was")
            let later = (0..<1200).map { SampleRecords.session("n-\($0)", seconds: 3000 + Int64($0), probe: "p-2") }
            let more = try await store.commit(StoreBatch(records: later))
            try expectEqual(more.sequences, 2301..<3501, "the store goes on")
            let after = try await store.allRecords().prefix(found.count)
            try expectEqual(after.map(\.line), found.map(\.line), "what was forgotten does not come back")
        },
        StoreConformance("retention deletes lines, later votes, and bins by level, and keeps the rest") { store in
            let day: Int64 = 86_400
            for index in 0..<120 {
                let entries = (0..<40).map { (part: Int) -> RecordEntry in
                    SampleRecords.session("s-\(index)-\(part)", seconds: Int64(index) * day + Int64(part) * 60)
                }
                _ = try await store.commit(StoreBatch(records: entries))
            }
            _ = try await store.commit(StoreBatch(revisions: [SampleRecords.revision("PK-20240107-1", 1)]))
            let now = start + .days(119) + .hours(1)
            var deleted = RetentionOutcome(finished: false)
            for _ in 0..<100 where !deleted.finished {
                let piece = try await store.applyRetention(RetentionPolicy(), now: now)
                deleted.records += piece.records
                deleted.votes += piece.votes
                deleted.bins += piece.bins
                deleted.finished = piece.finished
            }
            try expect(deleted.finished, "retention comes to an end")
            let left = try await store.allRecords()
            let oldest = left.first?.received ?? .distantPast
            try expectEqual(try await store.counts().records, Int64(left.count), "counted records")
            // Whole blocks go, so that a block that straddles the bound is still there.
            try expect(oldest > now - .days(40), "lines of old blocks are gone, oldest is \(oldest)")
            let fresh = left.filter { $0.received >= now - .days(7) }
            try expectEqual(fresh.count, 7 * 40, "nothing younger than the policy is gone")
            func sessions(_ step: Interval, _ days: ClosedRange<Int64>) async throws -> (step: Interval, sum: Int64) {
                let query = SeriesQuery(
                    country: pk, from: start + .days(days.lowerBound), to: start + .days(days.upperBound), step: step)
                let series = try await store.series(query)
                return (series.step, series.lines.flatMap(\.bins).reduce(0) { $0 + $1.sessions })
            }
            let all = try await sessions(.hours(1), 0...120)
            try expectEqual(all.sum, 4800, "hours are kept for ever")
            let recent = try await sessions(.minutes(5), 31...120)
            try expectEqual(recent.sum, 89 * 40, "the last 90 days")
            try expectEqual(recent.step, .minutes(5), "their bins are fine")
            let old = try await sessions(.minutes(5), 0...120)
            try expectEqual(old.sum, 4800, "all days")
            try expectEqual(old.step, .hours(1), "where hours are left, hours come back")
            var short = RetentionPolicy()
            short.hourBins = .days(100)
            while try await !store.applyRetention(short, now: now).finished {}
            let left100 = try await sessions(.hours(1), 0...120)
            try expect((100 * 40...104 * 40).contains(left100.sum), "hours of 100 days, \(left100.sum) sessions")
            try expectEqual(try await store.counts().revisions, 1, "revisions are kept for ever")
            let next = try await store.commit(
                StoreBatch(records: [SampleRecords.session("n", seconds: 119 * day + 3600)]))
            try expectEqual(next.sequences, 4801..<4802, "sequences go on")
        },
        StoreConformance("retention leaves lines that a rebuild still needs") { store in
            for index in 0..<30 {
                let entries = (0..<200).map { (part: Int) -> RecordEntry in
                    SampleRecords.session("s-\(index)-\(part)", seconds: Int64(index) * 86_400 + Int64(part))
                }
                _ = try await store.commit(StoreBatch(records: entries))
            }
            var policy = RetentionPolicy(coveredThrough: 2_500)
            let now = start + .days(60)
            while try await !store.applyRetention(policy, now: now).finished {}
            let left = try await store.allRecords().map(\.sequence)
            try expect(left.count < 6_000, "what is covered goes")
            try expectEqual(left.suffix(3_500), Array(2_501...6_000), "what is not covered stays")
            policy.coveredThrough = nil
            while try await !store.applyRetention(policy, now: now).finished {}
            try expectEqual(try await store.allRecords(), [], "without a bound all goes")
        },
        StoreConformance("an empty store answers everything with nothing") { store in
            try expectEqual(try await store.records(from: 1, matching: .all, limit: 9).records, [], "records")
            try expectEqual(try await store.incidents(IncidentQuery()).incidents, [], "incidents")
            let series = try await store.series(
                SeriesQuery(country: pk, from: start, to: start + .days(1), step: .hours(1)))
            try expectEqual(series.lines, [], "series")
            try expectEqual(try await store.newestSessions(in: nil), [], "newest sessions")
            let counts = try await store.counts()
            try expectEqual([counts.accepted, counts.records, counts.duplicates], [0, 0, 0], "counts")
            try expectEqual(counts.newestReceived, nil, "newest record")
            let outcome = try await store.commit(StoreBatch())
            try expectEqual(outcome.accepted, 0, "an empty batch")
            try expect(try await store.applyRetention(RetentionPolicy(), now: start).finished, "retention")
        },
        StoreConformance("a closed store says so") { store in
            _ = try await store.commit(StoreBatch(records: [SampleRecords.session("s-1")]))
            try await store.close()
            do {
                _ = try await store.commit(StoreBatch(records: [SampleRecords.session("s-2")]))
                throw StoreFinding(description: "a closed store took a batch")
            } catch StoreError.closed {}
        },
    ]
}
