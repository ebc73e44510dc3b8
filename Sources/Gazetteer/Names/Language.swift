/// A language that the observatory can speak, by its BCP 47 tag (`en`, `ur`).
package struct Language: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// In lower case.
    package let tag: String

    /// `nil` unless the tag is 2 to 35 letters, digits and hyphens, as BCP 47 has them.
    package init?(_ tag: String) {
        guard (2...35).contains(tag.utf8.count),
            tag.utf8.allSatisfy({ $0 | 0x20 &- 97 < 26 || $0 &- 48 < 10 || $0 == UInt8(ascii: "-") })
        else { return nil }
        self.tag = tag.lowercased()
    }

    private init(known tag: String) {
        self.tag = tag
    }

    /// The tag without script, region and variants: `ur` of `ur-PK`.
    package var base: Language {
        Language(known: String(tag.prefix { $0 != "-" }))
    }

    package var description: String { tag }
    package static func < (left: Language, right: Language) -> Bool { left.tag < right.tag }

    package static let english = Language(known: "en")
    package static let urdu = Language(known: "ur")
}
