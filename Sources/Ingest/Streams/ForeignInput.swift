package import ObservatoryModel

/// What files of others do not say of themselves.
package struct SeriesHints: Hashable, Sendable {
    /// The country, for series whose file does not name one.
    package var country: CountryCode?

    package init(country: CountryCode? = nil) {
        self.country = country
    }
}

/// Reading of formats other than the native one; they have no `received`, so it equals `at`.
enum ForeignInput {
    /// - Throws: when the input is no such thing at all.
    static func load(
        _ reader: InputReader, format: InputFormat, hints: SeriesHints
    ) throws(InputRefusal) -> LoadedInput {
        switch format {
        case .ooniObservations: try ObservationTable.load(try CSVReader(reader))
        case .ooni: try OONIInput.load(reader)
        case .ioda: try SeriesInput.loadIODA(reader, hints: hints)
        case .radar: try SeriesInput.loadRadar(reader, hints: hints)
        case .series: try SeriesInput.load(reader, hints: hints)
        case .auto, .native, .mrt:
            throw InputRefusal("“\(reader.name)” is in the format \(format.rawValue), which is not read here.")
        }
    }
}
