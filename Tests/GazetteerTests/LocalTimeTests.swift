import Gazetteer
import ObservatoryModel
import Testing

struct LocalTimeTests {
    private let gazetteer = Gazetteer.standard

    /// Expectations from `TZ=<zone> date -d <moment>` with tzdata 2025b.
    @Test(arguments: [
        ("2024-01-07T12:58:00Z", "PK", "2024-01-07 17:58 (UTC+5)"),
        ("2024-03-31T00:59:59Z", "GB", "2024-03-31 00:59 (UTC)"),
        ("2024-03-31T01:00:00Z", "GB", "2024-03-31 02:00 (UTC+1)"),
        ("2010-01-01T00:00:00Z", "RU", "2010-01-01 03:00 (UTC+3)"),
        ("2012-07-01T00:00:00Z", "RU", "2012-07-01 04:00 (UTC+4)"),
        ("2016-03-01T12:00:00Z", "VE", "2016-03-01 07:30 (UTC-4:30)"),
        ("2019-07-22T20:41:00Z", "VE", "2019-07-22 16:41 (UTC-4)"),
        ("2023-11-08T08:35:00Z", "KE", "2023-11-08 11:35 (UTC+3)"),
        ("2026-06-01T00:00:00Z", "NP", "2026-06-01 05:45 (UTC+5:45)"),
        ("2016-02-29T23:30:00Z", "KP", "2016-03-01 08:00 (UTC+8:30)"),
        ("2024-01-07T12:58:00Z", "ZZ", "2024-01-07 12:58 (UTC)"),
    ])
    func `a moment shows on the clocks of a country's capital`(moment: String, country: String, local: String) throws {
        let time = gazetteer.localTime(try #require(Timestamp(moment)), in: try #require(CountryCode(country)))
        #expect(time.description == local)
    }

    @Test func `the abbreviation goes with the season`() throws {
        let zone = try #require(gazetteer.zone(named: "America/New_York"))
        #expect(zone.kind(at: try #require(Timestamp("2024-07-01T00:00:00Z"))).abbreviation == "EDT")
        #expect(zone.kind(at: try #require(Timestamp("2024-12-01T00:00:00Z"))).abbreviation == "EST")
        #expect(zone.kind(at: .distantPast).abbreviation == "EST")
        #expect(zone.kind(at: .distantFuture).abbreviation == "EST")
    }
}
