import Gazetteer
import ObservatoryModel
import Testing

@testable import Dashboard

/// What a reader of a page gets to hear, in order, with a fixed clock and invented data.
@Suite struct SnapshotTests {
    func lines(_ html: String, from start: String, to end: String) -> [String] {
        let texts = HTMLChecker(html).texts
        guard let first = texts.firstIndex(of: start), let last = texts[first...].firstIndex(of: end) else {
            Issue.record("“\(start)” to “\(end)” is not in \(texts)")
            return []
        }
        return Array(texts[first..<last])
    }

    func html(_ page: Page, _ language: Language = .english) -> String {
        Dashboard.standard.html(page, in: SampleData.context(.home, language: language))
    }

    @Test func `the home page leads with how much goes on, and ranks it`() {
        let texts = lines(html(.home(SamplePage.home)), from: "Disrupted now", to: "Latest incidents")
        #expect(
            texts == [
                "Disrupted now", "Most people affected first.", "✕", "unreachable", "confirmed", "synthetic example",
                "Facebook, Instagram, X and YouTube unreachable for most users in Pakistan",
                "Since 7 January 2024, 17:58 (UTC+5), 42 minutes so far", "12:58 UTC", "People affected",
                "about 72 million (53 to 84 million)", "Share of users", "61–96% of users (12% not covered)",
                "How sure", "over 99.9%", "≈", "slow", "suspected", "Telegram slow on JTL (AS12455) in Kenya",
                "Since 6 January 2024, 11:20 (UTC+3), 1 day 5 hours so far", "08:20 UTC", "Share of users",
                "2–11% of users (40% not covered)", "How sure", "87%",
            ])
    }

    @Test func `a country without data is told as that`() {
        let page = CountryPage(country: CountryCode("TV")!, cells: [], networks: [], timelines: [], incidents: [])
        let texts = lines(html(.country(page)), from: "Tuvalu", to: "Data")
        #expect(
            texts == [
                "Tuvalu",
                "There is not enough data to say what can be reached here. That is not the same as all being well.",
                "Local time: 8 January 2024, 01:40 (UTC+12)", "Something does not work for me",
                "Now, platform by network",
                "Sessions of the last 30 minutes: failed / all, and the age of the newest. A question mark means too few to "
                    + "judge; it never means that all is well.", "No measurement has come from here yet.", "Regions",
                "No measurement of the last 30 minutes states a region, or too few probes share one. In which parts of Tuvalu "
                    + "something fails is then not known.", "Over time", "24 hours", "7 days", "30 days",
                "UTC+12, Tuvalu",
                "UTC", "Other dates", "From", "To (UTC+12, Tuvalu)", "Show",
                "Height: share of sessions that failed, 0–100%. Hatched: nothing measured. ▼ onset, ▽ end, ◆ calendar event. "
                    + "Clocks: UTC+12, Tuvalu.", "There are no measurements in this period.",
            ])
    }

    @Test func `an incident says who is affected, how it fails and what was measured`() {
        let texts = lines(html(.incident(SamplePage.incident)), from: "Who is affected", to: "How it went")
        #expect(
            texts == [
                "Who is affected",
                "At least 61%, most likely 83% and at most 96% of Internet users in Pakistan: on networks across the country.",
                "0%", "25%", "50%", "75%", "100%",
                "Solid: surely affected. Paler: perhaps. Line: most likely. Hatched: not covered. 12% of users are on networks "
                    + "that were not measured; what holds for them is not known.",
            ])
    }

    @Test func `an incident in Urdu keeps numbers in their order`() {
        let texts = lines(html(.incident(SamplePage.incident), .urdu), from: "کون متاثر ہے", to: "کیا ہوتا رہا")
        #expect(texts[1].unicodeScalars.filter { $0 == "\u{2066}" }.count == 3)
        #expect(texts[1].unicodeScalars.filter { $0 == "\u{2069}" }.count == 3)
    }

    @Test func `days of a form make a range that holds them whole`() {
        let range = TimeRange(range: nil, from: "2024-01-05", to: "2024-01-07")
        #expect(
            range
                == .custom(from: SampleData.at("2024-01-05T00:00:00Z"), to: SampleData.at("2024-01-08T00:00:00Z")))
        #expect(TimeRange(range: nil, from: "2024-01-07", to: "2024-01-05") == nil)
        #expect(TimeRange(range: nil, from: "2020-01-01", to: "2024-01-05") == nil)
        #expect(
            TimeRange(range: "1y", from: nil, to: nil) == nil && TimeRange(range: "7d", from: nil, to: nil) == .week)
    }

    @Test(arguments: [
        ("PK", "2024-01-07", "2024-01-06T19:00:00Z", "2024-01-07T19:00:00Z"),
        // The clocks go forward, and back again.
        ("DE", "2024-03-31", "2024-03-30T23:00:00Z", "2024-03-31T22:00:00Z"),
        ("DE", "2024-10-27", "2024-10-26T22:00:00Z", "2024-10-27T23:00:00Z"),
        ("BR", "2024-01-07", "2024-01-07T03:00:00Z", "2024-01-08T03:00:00Z"),
    ])
    func `a day of a form is a day by the country's clocks`(country: String, day: String, from: String, to: String) {
        let zone = Gazetteer.standard.mainZone(of: CountryCode(country)!)
        #expect(
            TimeRange(range: nil, from: day, to: day, zone: zone)
                == .custom(from: SampleData.at(from), to: SampleData.at(to)))
    }

    @Test func `a range has bins enough for a chart and not too many`() {
        for range in [
            TimeRange.day, .week, .month, .custom(from: SampleData.now - .hours(1), to: SampleData.now),
            .custom(from: SampleData.now - .days(366), to: SampleData.now),
        ] {
            let (from, to) = range.bounds(at: SampleData.now)
            let bins = (to - from).milliseconds / range.step.milliseconds
            #expect((24...370).contains(bins), "\(range): \(bins)")
        }
    }
}
