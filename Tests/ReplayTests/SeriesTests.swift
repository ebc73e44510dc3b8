import ObservatoryModel
import TestSupport
import Testing

/// Third parties' series of years without a known event, and of known ones.
@Suite struct SeriesTests {
    @Test(arguments: ["GE_2019-01_2025-01", "NL_2019-01_2025-01", "RU_2019-01_2024-06"])
    func `five years of seasons, holidays and clock changes confirm nothing about YouTube`(_ name: String) throws {
        guard let path = RecordedFile.path("data/google-youtube-traffic/youtube_traffic_\(name).csv.gz") else { return }
        let replayed = try Replayed(files: [path])
        #expect(replayed.records > 20_000)
        #expect(!replayed.revisions.contains { $0.status == .confirmed }, replayed.story)
        // A suspicion needs its explanation here; none is made today.
        #expect(replayed.revisions.isEmpty, replayed.story)
    }

    @Test func `five countries whose tests are always anomalous have no incident in a year`() throws {
        guard let path = RecordedFile.path("data/ooni-imap-aggregation/imap2024_daily_by_country_test.csv.gz") else {
            return
        }
        let replayed = try Replayed(files: [path])
        #expect(replayed.records == 14_637)
        #expect(replayed.revisions.isEmpty, replayed.story)
    }

    @Test func `Venezuela's power failure of July 2019 is dark, regional growing to national, and slow to recover`()
        throws
    {
        guard let path = RecordedFile.path("data/monash-ip-observatory/ven-2019-07-22_gif.csv.gz") else { return }
        let replayed = try Replayed(files: [path])
        let first = try #require(replayed.revisions.first, replayed.story)
        #expect(replayed.revisions.allSatisfy { $0.verdict == .dark && $0.country.description == "VE" }, replayed.story)
        // 22 July 2019, 16:41 local time, UTC−4. The series are smoothed: they begin to sink two hours earlier.
        let failure = try time("2019-07-22T20:41:00Z")
        #expect(first.decidedAt >= failure && first.decidedAt <= failure + .hours(8), replayed.story)
        #expect(first.onsetLow <= failure && first.onsetHigh >= failure - .hours(3), replayed.story)
        #expect(first.evidence.traffic + first.evidence.other >= 13.2 && first.evidence.probes == 0, replayed.story)
        #expect(first.scope == .regional && first.regions.count >= 5, replayed.story)
        #expect(replayed.revisions.contains { $0.scope == .national && $0.status == .suspected }, replayed.story)
        // Half of the users were back after a day.
        let last = try #require(replayed.revisions.last)
        let end = try #require(last.end, replayed.story)
        #expect(last.status == .restored, replayed.story)
        #expect(end >= failure + .hours(12) && end <= failure + .hours(48), replayed.story)
        #expect(replayed.incidents.count == 1, replayed.story)
    }

    @Test(arguments: ["pk", "ru", "tr"]) func `daily series of a country do not cry wolf`(
        _ country: String
    ) throws {
        let names = [
            "censoredplanet__http__http-data", "censoredplanet__https__https-data", "ooni__ooni-data", "tor__tor-data",
        ]
        let paths = names.compactMap { RecordedFile.path("data/acsac-censorship-events/\($0)-\(country).csv.gz") }
        guard paths.count == names.count else { return }
        let replayed = try Replayed(files: paths)
        #expect(replayed.records > 2_000)
        let confirmed = Set(replayed.revisions.filter { $0.status == .confirmed }.map(\.incident))
        #expect(confirmed.count <= 2, replayed.story)
    }
}
