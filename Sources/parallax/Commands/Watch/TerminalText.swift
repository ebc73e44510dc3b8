/// Text from elsewhere, made fit for a terminal, and its width there.
enum TerminalText {
    /// Marks that one letter may carry; more than Urdu, Vietnamese or Thai need, and too few to spill over other lines.
    private static let markBound = 4

    /// The text without anything that a terminal obeys and without what reorders or hides letters: escape sequences
    /// and other controls, bidirectional overrides, tags, private characters.
    ///
    /// Line breaks and tabs become spaces. The joiners that Urdu and Persian are written with stay.
    ///
    /// - Parameter bound: Letters kept at most.
    static func safe(_ text: String, bound: Int = 2_000) -> String {
        var kept = String.UnicodeScalarView()
        var (count, marks) = (0, 0)
        for scalar in text.unicodeScalars {
            guard count < bound else {
                kept.append("…")
                break
            }
            switch scalar.properties.generalCategory {
            case .control where "\t\n\r\u{b}\u{c}\u{85}".unicodeScalars.contains(scalar), .lineSeparator,
                .paragraphSeparator:
                kept.append(" ")
                count += 1
            case .control, .surrogate, .privateUse, .unassigned:
                kept.append("\u{fffd}")
                count += 1
            case .format:
                if scalar == "\u{200c}" || scalar == "\u{200d}" { kept.append(scalar) }
                count += 1
            case .nonspacingMark, .enclosingMark:
                marks += 1
                count += 1
                if marks <= markBound { kept.append(scalar) }
            default:
                marks = 0
                kept.append(scalar)
                count += 1
            }
        }
        return String(kept)
    }

    /// The same text in ASCII, for terminals that know no other letters.
    static func ascii(_ text: String) -> String {
        var plain = ""
        for character in text {
            switch character {
            case _ where character.isASCII: plain.append(character)
            case "“", "”": plain += "\""
            case "‘", "’": plain += "'"
            case "–", "—", "·": plain += "-"
            // One column, as the letter that it stands for, so that tables keep their shape.
            case "…": plain += "."
            case "→": plain += "->"
            case "×": plain += "x"
            default: plain += "?"
            }
        }
        return plain
    }

    /// How many columns the text takes.
    static func width(_ text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + width(of: $1) }
    }

    /// The text cut to some columns, with an ellipsis when something was cut.
    static func clipped(_ text: String, to columns: Int) -> String {
        guard width(text) > columns else { return text }
        var (kept, used) = ("", 0)
        for character in text {
            let next = width(of: character)
            guard used + next <= columns - 1 else { break }
            kept.append(character)
            used += next
        }
        return columns > 0 ? kept + "…" : ""
    }

    /// The text in exactly so many columns.
    static func fitted(_ text: String, to columns: Int, atRight: Bool = false) -> String {
        let text = clipped(text, to: columns)
        let space = String(repeating: " ", count: max(0, columns - width(text)))
        return atRight ? space + text : text + space
    }

    /// The text in lines of at most so many columns, broken at spaces where there are some.
    ///
    /// - Parameter bound: Lines at most; the last one ends with an ellipsis when text is left over.
    static func wrapped(_ text: String, to columns: Int, bound: Int) -> [String] {
        guard columns > 0, bound > 0 else { return [] }
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            var rest = String(word)
            if !line.isEmpty {
                if width(line) + 1 + width(rest) <= columns {
                    line += " " + rest
                    continue
                }
                lines.append(line)
                line = ""
            }
            while width(rest) > columns {
                let head = prefix(of: rest, columns)
                lines.append(head)
                rest = String(rest.dropFirst(head.count))
            }
            line = rest
        }
        if !line.isEmpty { lines.append(line) }
        guard lines.count > bound else { return lines }
        let last = lines[bound - 1]
        return lines[..<(bound - 1)] + [width(last) < columns ? last + "…" : clipped(last + " ", to: columns)]
    }

    /// The longest beginning that fits, at least one letter.
    private static func prefix(of text: String, _ columns: Int) -> String {
        var (kept, used) = ("", 0)
        for character in text {
            let next = width(of: character)
            guard kept.isEmpty || used + next <= columns else { break }
            kept.append(character)
            used += next
        }
        return kept
    }

    private static func width(of character: Character) -> Int {
        if character.isASCII { return 1 }
        let sum = character.unicodeScalars.reduce(0) { $0 + width(of: $1) }
        // A flag or a family is several wide scalars that are drawn as one picture.
        let isPicture = character.unicodeScalars.first?.properties.isEmojiPresentation ?? false
        return isPicture ? min(sum, 2) : sum
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        if scalar.value < 0x1100 { return 1 }
        // Vowels and finals of Hangul syllables that are written in pieces join the letter before.
        if (0x1160...0x11ff).contains(scalar.value) { return 0 }
        if scalar.properties.isEmojiPresentation { return 2 }
        return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    /// Blocks whose letters take two columns (East Asian Width W and F, Unicode 16), pictures apart.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115f, 0x2329...0x232a, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff,
        0xa000...0xa4cf, 0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19, 0xfe30...0xfe6f,
        0xff00...0xff60, 0xffe0...0xffe6, 0x16fe0...0x18aff, 0x1b000...0x1b2ff, 0x1f200...0x1f2ff,
        0x20000...0x3fffd,
    ]
}
