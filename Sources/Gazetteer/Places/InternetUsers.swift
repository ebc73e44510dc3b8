package import ObservatoryModel

/// How many people use the Internet in a country, as an estimate with its year and source.
package struct InternetUsers: Hashable, Sendable {
    /// People, to three figures.
    package let count: Double
    /// The year that the share of Internet users is of; the population may be newer.
    package let year: Int

    /// Who estimated it. In the public domain.
    package static let source = "CIA World Factbook"
}

extension Gazetteer {
    /// The estimated Internet users of a country; `nil` when the source has none, which is not zero.
    package func internetUsers(of country: CountryCode) -> InternetUsers? { estimatedUsers[country] }
}

/// The table, read once at first use.
private let estimatedUsers: [CountryCode: InternetUsers] = Dictionary(
    uniqueKeysWithValues: rows(of: internetUserTable).map { row in
        guard let code = CountryCode(row[0]), let count = Double(row[1]), let year = Int(row[2]) else {
            preconditionFailure("the table of Internet users has a row that does not read: \(row)")
        }
        return (code, InternetUsers(count: count, year: year))
    })
