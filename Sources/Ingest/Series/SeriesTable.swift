import Gazetteer
import ObservatoryModel

/// Tables (CSV) that become signals, told apart by the names of their columns alone.
enum SeriesTable {
    enum Kind: CaseIterable {
        case ooniObservations, ooniCounts, ooniDaily, ooniAggregation, censoredPlanet, torUsers, googleTraffic
        case connectivity, latency, radarShares, monitors, datedCount

        /// The columns that only this table has.
        var columns: [String] {
            switch self {
            case .ooniObservations: ["measurement_uid", "measurement_start_time", "probe_asn", "tcp_failure"]
            case .ooniCounts: ["measurement_uid", "test_name", "n_obs", "n_ok"]
            case .ooniDaily: ["date", "ok", "dns", "http", "tls", "error", "total"]
            case .ooniAggregation: ["measurement_start_day", "test_name", "probe_cc", "ok_count", "measurement_count"]
            case .censoredPlanet: ["date", "measurements", "anomalies", "ratio"]
            case .torUsers: ["date", "country", "users", "frac"]
            case .googleTraffic: ["date and time", "value"]
            case .connectivity: ["iso", "name_1", "connectivity"]
            case .latency: ["country_iso_three_char_code", "adm1_name", "time_local", "latency_indx"]
            case .radarShares: ["series", "key", "time_utc", "percent"]
            case .monitors: ["monitor", "time_utc", "status", "response_ms"]
            case .datedCount: ["date", "count"]
            }
        }

        /// `nil` when the first line is the header of no table that is known.
        init?(header: Substring) {
            let names = header.split(separator: ",", omittingEmptySubsequences: false)
                .map { $0.filter { $0 != "\"" && $0 != "\r" } }
            guard let kind = Self.allCases.first(where: { $0.columns.allSatisfy(names.contains) }) else { return nil }
            self = kind
        }
    }

    /// Reads a table whose kind the header tells.
    ///
    /// - Throws: when the header is of no table that is known, or the table needs a country and nothing names one.
    static func load(_ reader: InputReader, hints: SeriesHints) throws(InputRefusal) -> LoadedInput {
        let table = try CSVReader(reader)
        guard let kind = Kind(header: table.header.joined(separator: ",")[...]) else {
            throw InputRefusal(
                "“\(reader.name)” has no columns that are known here: \(table.header.prefix(8).joined(separator: ", "))."
            )
        }
        var loading = TableLoading(table: table, hints: hints)
        switch kind {
        case .ooniObservations: return try ObservationTable.load(table)
        case .ooniCounts: loading.readOONICounts()
        case .ooniDaily: try loading.readOONIDaily()
        case .ooniAggregation: loading.readOONIAggregation()
        case .censoredPlanet: try loading.readCensoredPlanet()
        case .torUsers: loading.readTorUsers()
        case .googleTraffic: try loading.readGoogleTraffic()
        case .connectivity: loading.readConnectivity()
        case .latency: loading.readLatency()
        case .radarShares: loading.readRadarShares()
        case .monitors: loading.readMonitors()
        case .datedCount: try loading.readDatedCount()
        }
        loading.result.problems += table.problems
        return loading.result
    }
}
