import ObservatoryModel
import Testing

@testable import WireFormats

/// What one call writes.
private func written(_ body: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter()
    body(&json)
    return String(decoding: json.bytes, as: UTF8.self)
}

@Suite struct JSONWriterTests {
    @Test func `commas stand between and never around`() {
        let text = written { json in
            json.beginObject()
            json.key("a")
            json.beginArray()
            json.integer(1)
            json.null()
            json.bool(true)
            json.beginObject()
            json.endObject()
            json.endArray()
            json.key("b")
            json.string("c")
            json.endObject()
        }
        #expect(text == #"{"a":[1,null,true,{}],"b":"c"}"#)
    }

    @Test func `what would break a string or a script is escaped`() {
        #expect(
            written { $0.string("a\"b\\c\nd\re\tf\u{1}\u{1f}/é\u{2028}\u{2029}€") }
                == #""a\"b\\c\nd\re\tf\u0001\u001f/é\u2028\u2029€""#)
    }

    @Test(
        arguments: [
            (0.1, "0.1"), (1.0, "1"), (-0.25, "-0.25"), (1e21, "1e+21"), (1e-7, "1e-07"), (5873, "5873"), (-0.0, "0"),
            (9_007_199_254_740_992, "9007199254740992.0"), (.nan, "null"), (.infinity, "null"),
        ] as [(Double, String)])
    func `a number is the shortest that reads back`(_ value: Double, _ expected: String) {
        #expect(written { $0.number(value) } == expected)
        if value.isFinite { #expect(Double(expected) == value) }
    }

    @Test(
        arguments: [
            (0.99651, 4, "0.9965"), (18.6, 2, "18.6"), (0.005, 2, "0.01"), (-0.004, 2, "0"), (-1.26, 1, "-1.3"),
            (3, 2, "3"), (.nan, 2, "null"), (0.05, 4, "0.05"), (1.999, 2, "2"),
        ] as [(Double, Int, String)])
    func `a number is rounded to the digits asked for`(_ value: Double, _ decimals: Int, _ expected: String) {
        #expect(written { $0.number(value, decimals: decimals) } == expected)
    }

    @Test(arguments: [
        "2024-01-07T13:00:05Z", "1969-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z",
        "2024-02-29T00:00:00.050Z",
    ])
    func `a time is written as the model writes it`(_ text: String) throws {
        let time = try #require(Timestamp(text))
        #expect(written { $0.time(time) } == "\"\(text)\"")
        #expect(time.description == text)
    }

    @Test(arguments: [0, 7, -1, 10, 99, 100, 1_000_000, .max, .min] as [Int64])
    func `a whole number is written in full`(_ value: Int64) {
        #expect(written { $0.integer(value) } == String(value))
    }

    @Test(
        arguments: [(0.0041234, "0.00412"), (206.4, "206"), (1.23456, "1.23"), (0, "0"), (1e-20, "0")]
            as [(Double, String)])
    func `a number is rounded to significant digits`(_ value: Double, _ expected: String) {
        #expect(written { $0.number(value, significant: 3) } == expected)
    }
}
