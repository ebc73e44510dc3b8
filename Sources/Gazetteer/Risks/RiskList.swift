package import ObservatoryModel

/// Countries in which taking part may harm a person, with what to tell them before they consent (DESIGN §5 rule 9).
///
/// A country is on the list when its law, or what its authorities have done, makes it plausible that a person is
/// punished for measuring, for asking for a forbidden site, or for publishing what is measured. There, targets marked
/// as risky and contrasts that send a forbidden name elsewhere are off until a person turns them on. The texts are
/// written from public knowledge; they are no legal advice, and say so.
package struct RiskList: Sendable {
    package struct Entry: Hashable, Sendable {
        package let country: CountryCode
        /// What is known of the country, in English: one or two sentences.
        package let text: String
    }

    /// In order of code.
    package let entries: [Entry]

    package static let standard = RiskList(table: riskTable)

    /// What a person reads before consenting wherever they are, in English.
    package static let general = """
        The probe asks for the home pages of well-known platforms from your line, as a browser would. Your Internet \
        provider, and whoever watches your line, can see that. Somebody may take offence at it or ask you why. If you \
        are not sure that you can answer them safely, do not take part. This is no legal advice.
        """

    /// What is known of a country; `nil` when it is not on the list, which does not mean that it is safe.
    package func entry(for country: CountryCode) -> Entry? {
        entries.first { $0.country == country }
    }

    /// Whether risky targets and contrasts are off there until a person turns them on. Also where the country is unknown.
    package func isCautious(in country: CountryCode) -> Bool {
        country == .unknown || entry(for: country) != nil
    }

    /// Reads lines of a code, a space and a text.
    init(table: String) {
        entries = table.split(separator: "\n").compactMap { line in
            guard let space = line.firstIndex(of: " "), let code = CountryCode(String(line[..<space])) else {
                return nil
            }
            return Entry(country: code, text: String(line[line.index(after: space)...]))
        }.sorted { $0.country < $1.country }
    }
}
