import ObservatoryModel
import Testing

@Suite struct TimestampTests {
    struct Reading: Sendable, CustomTestStringConvertible {
        var text: String
        /// Milliseconds since the epoch; `nil` when the text is no time.
        var milliseconds: Int64?
        var testDescription: String { text }
    }

    @Test(arguments: [
        Reading(text: "1970-01-01T00:00:00Z", milliseconds: 0),
        Reading(text: "2024-01-07T13:00:05Z", milliseconds: 1_704_632_405_000),
        Reading(text: "2024-01-07T18:00:05.25+05:00", milliseconds: 1_704_632_405_250),
        Reading(text: "2024-01-07 13:00:05.123456789Z", milliseconds: 1_704_632_405_123),
        Reading(text: "1969-12-31T23:59:59.999Z", milliseconds: -1),
        Reading(text: "2016-12-31T23:59:60Z", milliseconds: 1_483_228_800_000),
        Reading(text: "2024-02-29T00:00:00Z", milliseconds: 1_709_164_800_000),
        Reading(text: "2023-02-29T00:00:00Z"), Reading(text: "2024-01-07T24:00:00Z"),
        Reading(text: "2024-01-07T13:00:05"), Reading(text: "2024-01-07T13:00:05.Z"),
        Reading(text: "2024-13-07T13:00:05Z"), Reading(text: "2024-01-07T13:00:05Zx"), Reading(text: ""),
    ])
    func `a time is read as RFC 3339 has it`(_ reading: Reading) {
        #expect(Timestamp(reading.text)?.milliseconds == reading.milliseconds)
    }

    @Test func `what is written reads back as the same moment`() {
        var generator = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: .min ... .max, using: &generator)
        print("seed \(seed)")
        var state = seed
        for _ in 0..<2_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let moment = Timestamp(milliseconds: Int64(state >> 20) % 253_402_300_799_999)
            #expect(Timestamp(moment.description) == moment)
        }
    }

    @Test func `moments before 1970 fall into the bin that holds them`() {
        #expect(Timestamp(milliseconds: -1).floored(to: .minutes(1)) == Timestamp(seconds: -60))
        #expect(Timestamp(seconds: -60).floored(to: .minutes(1)) == Timestamp(seconds: -60))
        #expect(Timestamp(seconds: 59).floored(to: .minutes(1)) == Timestamp(seconds: 0))
    }

    @Test func `places take their codes and nothing else`() {
        #expect(CountryCode("PK")?.description == "PK")
        #expect(CountryCode("pk") == nil)
        #expect(CountryCode("PAK") == nil)
        #expect(RegionCode("PK-SD")?.country == CountryCode("PK"))
        #expect(RegionCode("PK_SD") == nil)
        #expect(PlatformID("x.com") != nil)
        #expect(PlatformID("X") == nil)
        #expect(PlatformID(String(repeating: "a", count: 65)) == nil)
    }
}
