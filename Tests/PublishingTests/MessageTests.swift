import Foundation  // lists a folder
import Gazetteer
import ObservatoryModel
import Publishing
import Testing

struct MessageTests {
    private let catalogue = MessageCatalogue.standard

    @Test func `every language has every message, with the same values and the forms it needs`() throws {
        let english = catalogue.languages[0]
        #expect(english.language == .english && english.isReviewed)
        for messages in catalogue.languages {
            #expect(messages.keys == english.keys, "\(messages.language)")
            for key in english.keys {
                #expect(messages.missingForms(in: key).isEmpty, "\(messages.language): \(key)")
                // A language need not choose by a count that another one chooses by, but may know no value of its own.
                #expect(messages.names(in: key).isSubset(of: english.names(in: key)), "\(messages.language): \(key)")
            }
        }
    }

    @Test func `a language is one file, whose name alone puts it into the catalogue`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/Publishing/Languages")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        #expect(files.count == catalogue.languages.count, "\(files.sorted())")
        for file in files {
            let source = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            let tags = source.matches(of: /@language (\S+)/).map { String($0.1) }
            #expect(tags.count == 1 && Language(tags[0]).flatMap { catalogue[$0] } != nil, "\(file): \(tags)")
        }
    }

    @Test func `every mechanism has words in every language`() {
        for messages in catalogue.languages {
            for path in MechanismWords.paths {
                #expect(messages.has("mechanism.\(path)"), "\(messages.language): \(path)")
            }
        }
        let english = catalogue.languages[0]
        #expect(
            MechanismWords.words(for: "tls.reset.novel", in: english) == "connections reset while encryption is set up")
        #expect(MechanismWords.words(for: "carrier.pigeon", in: english) == "carrier.pigeon")
    }

    @Test func `Urdu runs from right to left and is not reviewed`() throws {
        let urdu = try #require(catalogue[.urdu])
        #expect(urdu.direction == .rightToLeft && !urdu.isReviewed && urdu.autonym == "اردو")
    }

    @Test(arguments: [
        ("ur", "ur"), ("ur-PK,ur;q=0.9,en;q=0.5", "ur"), ("en-GB,ur;q=0.9", "en"), ("de, ur;q=0.3", "ur"), ("", "en"),
        ("de", "en"), ("*", "en"), ("ur;q=0", "en"), ("en;q=0.2, ur;q=0.8", "ur"), ("ur;q=nan", "en"),
        (";;,,q=1", "en"),
    ])
    func `the language asked for is found`(header: String, tag: String) {
        #expect(catalogue.preferred(acceptLanguage: header).language.tag == tag)
    }

    @Test func `numbers, lists and lengths of time read as people write them`() {
        let english = catalogue.languages[0]
        #expect(
            [0, 7, 999, 1000, 1_234_567, -12_345].map(english.number) == [
                "0", "7", "999", "1,000", "1,234,567", "-12,345",
            ])
        #expect(english.number(0.05, decimals: 1) == "0.1")
        #expect(english.number(1234.5678, decimals: 2) == "1,234.57")
        #expect(english.number(-0.001, decimals: 2) == "0.00")
        #expect(english.number(.nan, decimals: 0) == "–")
        #expect(english.list([]) == "" && english.list(["a"]) == "a" && english.list(["a", "b"]) == "a and b")
        #expect(english.list(["a", "b", "c", "d"]) == "a, b, c and d")
        #expect(english.duration(.seconds(5)) == "1 minute")
        #expect(english.duration(.minutes(513)) == "8 hours 33 minutes")
        #expect(english.duration(.hours(53)) == "2 days 5 hours")
        #expect(english.duration(.hours(24)) == "1 day")
        #expect(catalogue[.urdu]?.list(["ا", "ب", "پ"]) == "ا، ب اور پ")
    }

    @Test func `a moment reads as people write it`() throws {
        let time = Gazetteer.standard.localTime(moment("2024-01-07T12:58:00Z"), in: country("PK"))
        #expect(catalogue.languages[0].moment(time) == "7 January 2024, 17:58 (UTC+5)")
        #expect(catalogue[.urdu]?.moment(time) == "7 جنوری 2024، 17:58 (UTC+5)")
    }

    @Test(arguments: [
        (PluralRule.oneOther, [0: "other", 1: "one", 2: "other", 11: "other", -1: "one"]),
        (.zeroOneOther, [0: "one", 1: "one", 2: "other"]),
        (.other, [0: "other", 1: "other"]),
        (.eastSlavic, [1: "one", 21: "one", 11: "many", 2: "few", 12: "many", 24: "few", 5: "many", 111: "many"]),
        (.arabic, [0: "zero", 1: "one", 2: "two", 3: "few", 110: "few", 11: "many", 100: "other", 102: "other"]),
    ])
    func `plural rules follow CLDR`(rule: PluralRule, expected: [Int: String]) {
        for (count, category) in expected {
            #expect(rule.category(of: count).rawValue == category, "\(count)")
        }
    }

    private let head = "@language en\n@autonym English\n@direction ltr\n@reviewed yes\n@plural one-other\n"

    @Test func `choices nest, and exact counts go first`() throws {
        let messages = try Messages(
            catalogue: head + """
                a = {n, plural, =0 {none of {kind}} one {# {kind, select, big {ox} other {mouse}}} other {#
                 {kind}}}.
                """)
        #expect(messages.text("a", ["n": 0, "kind": "big"]) == "none of big.")
        #expect(messages.text("a", ["n": 1, "kind": "big"]) == "1 ox.")
        #expect(messages.text("a", ["n": 1, "kind": "x"]) == "1 mouse.")
        #expect(messages.text("a", ["n": 1200, "kind": "big"]) == "1,200 big.")
        #expect(messages.text("a", ["n": 2]) == "2 ⟦kind⟧.")
        #expect(messages.text("b") == "⟦b⟧")
        #expect(messages.names(in: "a") == ["n", "kind"])
    }

    @Test(arguments: [
        ("a = {", MessageError.malformed(key: "a", place: "")), ("a = }", .unbalanced(key: "a")),
        ("a = {n, plural, one {x}}", .missingOther(key: "a", name: "n")),
        ("a = {n, choice, x}", .malformed(key: "a", place: "n")),
        ("a = {n, plural, other {x}", .unbalanced(key: "a")),
        ("a = {n, plural, odd {x} other {y}}", .malformed(key: "a", place: "n")),
        ("a = 1\na = 2", .duplicate(key: "a")), ("what is this", .badLine(number: 6)),
    ])
    func `a bad catalogue says what is wrong`(lines: String, error: MessageError) {
        #expect(throws: error) { try Messages(catalogue: head + lines) }
    }

    @Test func `a catalogue needs its head`() {
        #expect(throws: MessageError.badHead(name: "language")) { try Messages(catalogue: "a = b") }
        #expect(throws: MessageError.badHead(name: "plural")) {
            try Messages(catalogue: "@language en\n@autonym English\n@direction ltr\n@reviewed yes\n")
        }
        #expect(throws: MessageError.badHead(name: "language")) { try MessageCatalogue(catalogues: []) }
    }
}
