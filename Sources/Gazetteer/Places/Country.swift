package import ObservatoryModel

/// A country or territory of ISO 3166-1, or a user-assigned code that sources use (`XK`).
package struct Country: Hashable, Sendable {
    package let code: CountryCode
    /// ISO 3166-1 alpha-3.
    package let alpha3: String
    /// The short English name, without an article: `Netherlands`.
    package let name: String
    /// Whether the English name takes an article within a sentence: "in the Netherlands".
    package let takesArticle: Bool
    /// Names of tzdata, main zone first: the one of the capital. Empty for places where nobody lives.
    package let zones: [String]
    /// Names in other languages, by language; without those that iso-codes does not have.
    let translations: [Language: String]

    /// The English name as it stands after a preposition: `the Netherlands`.
    package var nameInSentence: String { takesArticle ? "the \(name)" : name }
}

/// A subdivision of ISO 3166-2.
package struct Region: Hashable, Sendable {
    package let code: RegionCode
    /// The name that ISO lists, in the Latin script.
    package let name: String
}

extension Country {
    /// The languages of the columns that follow the zones in `countryTable`.
    private static let columns = [Language.urdu]

    /// Every country, in order of code.
    static func all(in table: String) -> [Country] {
        rows(of: table).compactMap { row in
            guard row.count >= 4, let code = CountryCode(row[0]) else { return nil }
            var translations: [Language: String] = [:]
            for (language, name) in zip(columns, row.dropFirst(5)) where !name.isEmpty {
                translations[language] = name
            }
            return Country(
                code: code, alpha3: row[1], name: row[3], takesArticle: row[2] == "the",
                zones: row.count > 4 ? row[4].split(separator: " ").map(String.init) : [],
                translations: translations)
        }
    }
}

extension Region {
    /// Every region, in order of code.
    static func all(in table: String) -> [Region] {
        rows(of: table).compactMap { row in
            guard row.count == 2, let code = RegionCode(row[0]) else { return nil }
            return Region(code: code, name: row[1])
        }
    }
}
