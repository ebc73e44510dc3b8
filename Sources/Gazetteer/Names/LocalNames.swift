import ObservatoryModel

/// Names of countries, regions and platforms in one language, written for the observatory where iso-codes has none.
///
/// To add a language: a file beside `UrduNames.swift`, and its line in `LocalNames.all`. Without one, names of
/// countries still come from iso-codes (`LANGUAGES` in `scripts/make-gazetteer`) and all others stay in English.
struct LocalNames: Hashable, Sendable {
    var countries: [CountryCode: String] = [:]
    var regions: [RegionCode: String] = [:]
    var platforms: [PlatformID: String] = [:]

    /// The names of every language that has a file.
    static let all: [Language: LocalNames] = [.urdu: LocalNames(table: urduNames)]

    /// Reads `code name` lines; the shape of the code tells a country, a region and a platform apart.
    init(table: String) {
        for line in table.split(separator: "\n") {
            guard let space = line.firstIndex(of: " ") else { continue }
            let code = String(line[..<space])
            let name = String(line[line.index(after: space)...])
            if let country = CountryCode(code) {
                countries[country] = name
            } else if let region = RegionCode(code) {
                regions[region] = name
            } else if let platform = PlatformID(code) {
                platforms[platform] = name
            }
        }
    }
}
