package import ObservatoryModel

/// What the observatory knows of places, networks and platforms apart from measurements.
///
/// Countries and regions come from iso-codes, zones from tzdata, by way of tables that `scripts/make-gazetteer` writes;
/// platforms, controls and risks are written by hand in this target.
package struct Gazetteer: Sendable {
    /// Every country, in order of code.
    package let countries: [Country]
    /// The platforms that the observatory tests, and why.
    package let platforms: PlatformCatalogue
    /// Hosts that tell a network's trouble from a platform's.
    package let controls: ControlPool
    /// Where taking part may harm a person, and why.
    package let risks: RiskList
    private let countryIndex: [CountryCode: Int]
    /// In order of code.
    private let regions: [Region]
    private let zones: [String: ZoneHistory]
    private let localNames: [Language: LocalNames]

    /// The gazetteer of this release, read from its tables at first use.
    package static let standard = Gazetteer()

    private init() {
        countries = Country.all(in: countryTable)
        regions = Region.all(in: regionTable)
        zones = ZoneHistory.all(in: zoneTable)
        platforms = .standard
        controls = .standard
        risks = .standard
        countryIndex = Dictionary(uniqueKeysWithValues: countries.enumerated().map { ($1.code, $0) })
        localNames = LocalNames.all
    }

    /// The country of a code; `nil` for codes that are not assigned, so also for `ZZ`.
    package func country(_ code: CountryCode) -> Country? {
        countryIndex[code].map { countries[$0] }
    }

    /// The short name in a language, in English when that one is missing, and the code itself when there is no country.
    package func name(of code: CountryCode, in language: Language = .english) -> String {
        guard let country = country(code) else { return code.description }
        guard language.base != .english else { return country.name }
        return localNames[language.base]?.countries[code] ?? country.translations[language.base] ?? country.name
    }

    /// The name as it stands within a sentence; in English with its article: `the Netherlands`.
    package func nameInSentence(of code: CountryCode, in language: Language = .english) -> String {
        guard language.base == .english, let country = country(code) else { return name(of: code, in: language) }
        return country.nameInSentence
    }

    /// The regions of a country, in order of code; empty for countries without any.
    package func regions(of country: CountryCode) -> [Region] {
        let prefix = "\(country)-"
        return Array(regions[firstRegion(notBefore: prefix)...].prefix { $0.code.text.hasPrefix(prefix) })
    }

    /// The region of a code; `nil` when ISO 3166-2 does not have it.
    package func region(_ code: RegionCode) -> Region? {
        let index = firstRegion(notBefore: code.text)
        return index < regions.count && regions[index].code == code ? regions[index] : nil
    }

    /// The name in a language, in the Latin script when that one is missing, and the code itself when unknown.
    package func name(of code: RegionCode, in language: Language = .english) -> String {
        localNames[language.base]?.regions[code] ?? region(code)?.name ?? code.text
    }

    /// The name in a language, in English when that one is missing, and the id itself outside the catalogue.
    package func name(of platform: PlatformID, in language: Language = .english) -> String {
        localNames[language.base]?.platforms[platform] ?? platforms[platform]?.name ?? platform.text
    }

    /// The zone of a name of tzdata; `nil` when the table does not have it.
    package func zone(named name: String) -> ZoneHistory? { zones[name] }

    /// The main zone of a country, that of its capital; UTC for places without one and for unknown countries.
    package func mainZone(of code: CountryCode) -> ZoneHistory {
        country(code)?.zones.first.flatMap { zones[$0] } ?? .utc
    }

    /// A moment on the clocks of a country's main zone.
    package func localTime(_ moment: Timestamp, in country: CountryCode) -> LocalTime {
        LocalTime(moment, in: mainZone(of: country))
    }

    /// Whether all clocks of a country show the same at a moment.
    package func keepsOneTime(_ code: CountryCode, at moment: Timestamp) -> Bool {
        let offsets = country(code)?.zones.compactMap { zones[$0]?.kind(at: moment).offset } ?? []
        return Set(offsets).count <= 1
    }

    private func firstRegion(notBefore text: String) -> Int {
        var (low, high) = (0, regions.count)
        while low < high {
            let middle = (low + high) / 2
            if regions[middle].code.text < text { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
