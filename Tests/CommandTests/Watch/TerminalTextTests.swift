import Testing

@testable import parallax

@Suite struct TerminalTextTests {
    struct Hostile: Sendable, CustomTestStringConvertible {
        var what: String
        var text: String
        var safe: String
        var testDescription: String { what }
    }

    @Test(arguments: [
        Hostile(what: "an escape sequence", text: "a\u{1b}[31mb", safe: "a\u{fffd}[31mb"),
        Hostile(what: "a title", text: "\u{1b}]0;x\u{7}", safe: "\u{fffd}]0;x\u{fffd}"),
        Hostile(what: "an eight-bit sequence", text: "\u{9b}2J\u{9d}", safe: "\u{fffd}2J\u{fffd}"),
        Hostile(what: "line breaks", text: "a\r\nb\u{2028}c\td", safe: "a  b c d"),
        Hostile(what: "a bidirectional override", text: "a\u{202e}b\u{2066}c\u{200f}", safe: "abc"),
        Hostile(what: "tags", text: "a\u{e0041}\u{feff}", safe: "a"),
        Hostile(what: "private and unassigned characters", text: "\u{e000}\u{378}", safe: "\u{fffd}\u{fffd}"),
        Hostile(what: "a backspace and a delete", text: "a\u{8}b\u{7f}", safe: "a\u{fffd}b\u{fffd}"),
        Hostile(
            what: "a tower of marks", text: "e" + String(repeating: "\u{301}", count: 50),
            safe: "e" + String(repeating: "\u{301}", count: 4)),
        Hostile(what: "Urdu with its joiner", text: "نہیں\u{200c}ہے", safe: "نہیں\u{200c}ہے"),
    ]) func `what a terminal obeys does not come through`(_ hostile: Hostile) {
        #expect(TerminalText.safe(hostile.text) == hostile.safe)
    }

    @Test func `a text without end is cut`() {
        #expect(TerminalText.safe(String(repeating: "x", count: 100), bound: 10) == "xxxxxxxxxx…")
    }

    @Test(arguments: [
        ("Pakistan", 8), ("پاکستان", 7), ("ٹیلی کام", 8), ("e\u{301}", 1), ("नमस्ते", 4), ("日本語", 6), ("한국", 4),
        ("\u{1f1f5}\u{1f1f0}", 2), ("\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}", 2), ("▁▂█", 3), ("", 0),
    ]) func `a text has the width that terminals give it`(_ text: String, _ width: Int) {
        #expect(TerminalText.width(text) == width)
    }

    @Test func `a cut never splits a wide letter or a letter from its marks`() {
        #expect(TerminalText.clipped("日本語", to: 4) == "日…")
        #expect(TerminalText.clipped("日本語", to: 6) == "日本語")
        #expect(TerminalText.clipped("ae\u{301}iou", to: 3) == "ae\u{301}…")
        #expect(TerminalText.clipped("abc", to: 0) == "")
        #expect(TerminalText.fitted("日本", to: 7) == "日本   ")
        #expect(TerminalText.fitted("7", to: 3, atRight: true) == "  7")
    }

    @Test func `a sentence wraps at spaces, a long word anywhere, and a cut is told`() {
        #expect(TerminalText.wrapped("one two three", to: 7, bound: 9) == ["one two", "three"])
        #expect(TerminalText.wrapped("abcdefgh", to: 3, bound: 9) == ["abc", "def", "gh"])
        #expect(TerminalText.wrapped("one two three", to: 7, bound: 1) == ["one tw…"])
        #expect(TerminalText.wrapped("a b", to: 1, bound: 1) == ["…"])
        #expect(TerminalText.wrapped("", to: 7, bound: 3) == [])
    }

    @Test func `no line that is wrapped or cut is wider than was asked for`() {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var generator = Mixer(state: seed)
        let letters = Array("ab پا日한é\u{1f600} \u{1f1f5}\u{1f1f0}नि\u{200d}")
        for _ in 0..<500 {
            let text = String(
                (0..<Int.random(in: 0...60, using: &generator)).map { _ in letters.randomElement(using: &generator)! })
            let columns = Int.random(in: 3...30, using: &generator)
            #expect(TerminalText.width(TerminalText.clipped(text, to: columns)) <= columns)
            for line in TerminalText.wrapped(text, to: columns, bound: 5) {
                #expect(TerminalText.width(line) <= columns, "“\(text)” in \(columns)")
            }
        }
    }

    @Test func `ASCII terminals get ASCII alone, in as many columns for what tables hold`() {
        #expect(TerminalText.ascii("“a” – b… → ß") == "\"a\" - b. -> ?")
    }

    @Test func `the palette lets no control character of a text through`() {
        let palette = TerminalPalette(colours: .many, isUnicode: true)
        let text = palette.encoded(StyledLine("a\u{1b}[2Jb\u{9b}\n", .blocked))
        #expect(text == "\u{1b}[1;38;5;202ma\u{fffd}[2Jb\u{fffd} \u{1b}[0m")
    }

    @Test func `the environment decides on colours and letters`() {
        func palette(_ environment: [String: String]) -> TerminalPalette { TerminalPalette(environment: environment) }
        #expect(palette(["TERM": "xterm-256color", "LANG": "en_GB.UTF-8"]).colours == .many)
        #expect(palette(["TERM": "xterm", "LANG": "C.utf8"]) == TerminalPalette(colours: .sixteen, isUnicode: true))
        #expect(palette(["TERM": "xterm", "NO_COLOR": "1"]).colours == .none)
        #expect(palette(["TERM": "xterm", "NO_COLOR": ""]).colours == .sixteen)
        #expect(palette(["TERM": "dumb", "COLORTERM": "truecolor"]).colours == .none)
        #expect(palette([:]) == TerminalPalette(colours: .none, isUnicode: false))
        #expect(!palette(["TERM": "xterm", "LANG": "en_GB.UTF-8", "LC_ALL": "C"]).isUnicode)
    }
}

/// SplitMix64, so that a printed seed gives the same texts again.
private struct Mixer: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
