import Gazetteer
import ObservatoryModel

/// The country codes that a record may name.
enum KnownCountries {
    /// Whether the code is assigned in ISO 3166-1, or is `XK` (Kosovo) or `ZZ` (unknown, or the whole world).
    @inline(__always)
    static func contains(_ code: CountryCode) -> Bool {
        table[place(code)]
    }

    /// One place for each pair of letters.
    private static let table: [Bool] = {
        var table = [Bool](repeating: false, count: 26 * 26)
        for country in Gazetteer.standard.countries { table[place(country.code)] = true }
        for code in [CountryCode("XK"), CountryCode.unknown].compactMap(\.self) { table[place(code)] = true }
        return table
    }()

    @inline(__always)
    private static func place(_ code: CountryCode) -> Int {
        Int(code.packed >> 8 &- 65) * 26 + Int(code.packed & 0xff &- 65)
    }
}
