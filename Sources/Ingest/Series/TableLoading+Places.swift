import Gazetteer
import ObservatoryModel

extension TableLoading {
    /// The IP Observatory's connectivity by province or county and hour; counties are averaged to their province.
    ///
    /// The column `time_e` is local time in spite of its name, `time_e_utc` is UTC.
    mutating func readConnectivity() {
        let (iso, name, value) = (table.column("iso"), table.column("name_1"), table.column("connectivity"))
        let utc = table.column("time_e_utc")
        let epoch = utc ?? table.column("time_e")
        var places = PlaceNames()
        var series = SeriesCollection()
        eachRow { (row) throws(RecordFault) in
            let (country, region) = try places.place(row.text(iso) ?? "", row.text(name) ?? "")
            guard let seconds = row.number(epoch), (631_238_400...4_102_444_800).contains(seconds) else {
                throw .field("time_e", needs: "seconds since 1970, from 1990 on", found: row.text(epoch) ?? "nothing")
            }
            var at = Timestamp(seconds: Int64(seconds))
            if utc == nil { at = SeriesTime.moment(local: at, in: Gazetteer.standard.mainZone(of: country)) }
            let key = SignalSeries.Key(source: "monash.connectivity", country: country, region: region)
            series.add(
                key, at: at, value: row.isEmpty(value) ? nil : try row.count(value, "connectivity"), line: row.line)
        }
        result.records = series.records(step: 3600, meansOfEqualTimes: true)
    }

    /// The IP Observatory's latency index by province; 100 is the long-run mean. Times are local, the offset stands
    /// beside them.
    mutating func readLatency() {
        let (iso, name) = (table.column("country_iso_three_char_code"), table.column("adm1_name"))
        let (time, offset, value) = (
            table.column("time_local"), table.column("timezone_offset"), table.column("latency_indx")
        )
        var places = PlaceNames()
        var series = SeriesCollection()
        eachRow { (row) throws(RecordFault) in
            let (country, region) = try places.place(row.text(iso) ?? "", row.text(name) ?? "")
            let local = try row.time(time, "time_local", SeriesTime.dayMonthYear)
            guard let hours = row.number(offset), (-14...14).contains(hours) else {
                throw .field("timezone_offset", needs: "hours", found: row.text(offset) ?? "nothing")
            }
            let at = local - Interval(milliseconds: Int64(hours * 3_600_000))
            let key = SignalSeries.Key(source: "monash.latency", country: country, region: region)
            series.add(
                key, at: at, value: row.isEmpty(value) ? nil : try row.count(value, "latency_indx"), line: row.line)
        }
        result.records = series.records(step: 10_800)
    }

    /// Shares of the world's HTTP traffic by country, and of devices world-wide (Cloudflare Radar).
    mutating func readRadarShares() {
        let (kind, name) = (table.column("series"), table.column("key"))
        let (time, value) = (table.column("time_utc"), table.column("percent"))
        var series = SeriesCollection()
        eachRow { (row) throws(RecordFault) in
            guard let kind = row.text(kind), let name = row.text(name) else { throw .missing("series or key") }
            let at = try row.time(time, "time_utc", SeriesTime.utc)
            let code = CountryCode(name).flatMap { KnownCountries.contains($0) ? $0 : nil }
            let source = "radar." + kind.replacing("_", with: "-") + (code == nil ? ".\(name)" : "")
            let key = SignalSeries.Key(source: source, country: code ?? .unknown)
            series.add(key, at: at, value: row.isEmpty(value) ? nil : try row.count(value, "percent"), line: row.line)
        }
        result.records = series.records(step: 3600)
    }

    /// An uptime monitor's results: 1 up, .5 degraded, 0 down, no value when it could not tell.
    mutating func readMonitors() {
        let (name, time, status) = (table.column("monitor"), table.column("time_utc"), table.column("status"))
        let country = hints.country ?? FileNameHints.country(table.name) ?? .unknown
        var series = SeriesCollection()
        eachRow { (row) throws(RecordFault) in
            guard let name = row.text(name) else { throw .missing("monitor") }
            let at = try row.time(time, "time_utc", SeriesTime.utc)
            let word = row.text(status) ?? ""
            let value: Double?
            switch word {
            case "up": value = 1
            case "degraded": value = 0.5
            case "down": value = 0
            case "unknown": value = nil
            default: throw .field("status", needs: "up, degraded, down or unknown", found: "“\(word)”")
            }
            series.add(
                SignalSeries.Key(source: "monitor.\(name)", country: country), at: at, value: value, line: row.line)
        }
        result.records = series.records(step: 3600)
    }

    /// OONI measurements as counts of observations by outcome; the country stands in the uid.
    ///
    /// The counts do not tell a platform's web from its endpoints, so the weight grows with the share that failed:
    /// all of it from one half on, its square below.
    mutating func readOONICounts() {
        let (uid, time) = (table.column("measurement_uid"), table.column("measurement_start_time"))
        let (test, asn, network) = (
            table.column("test_name"), table.column("probe_asn"), table.column("network_type")
        )
        let (all, ok) = (table.column("n_obs"), table.column("n_ok"))
        let layers: [(Stage, Int?)] = [
            (.dns, table.column("n_dns")), (.tcp, table.column("n_tcp")), (.tls, table.column("n_tls")),
            (.http, table.column("n_https")),
        ]
        var records: [PlacedRecord] = []
        eachRow { (row) throws(RecordFault) in
            guard let uid = row.text(uid), let test = row.text(test) else { throw .missing("measurement_uid") }
            let at = try row.time(time, "measurement_start_time", SeriesTime.utc)
            let parts = uid.split(separator: "_")
            let country = parts.count > 1 ? CountryCode(String(parts[1])) : nil
            let (whole, good) = (try row.count(all, "n_obs"), try row.count(ok, "n_ok"))
            guard whole > 0, good <= whole else { throw .field("n_obs", needs: "at least n_ok", found: "\(whole)") }
            let share = 1 - good / whole
            let counts = layers.map { ($0.0, row.number($0.1) ?? 0) }
            let worst = counts.max { $0.1 < $1.1 }.flatMap { $0.1 > 0 ? $0.0 : nil }
            let full = OONIWeights.failed(worst ?? .http, .genericTimeout)
            let weights = full.mixed(share >= 0.5 ? 1 : share * share, with: .works)
            records.append(
                PlacedRecord(
                    record: .ooni(
                        OONIVerdict(
                            id: uid, at: at, received: at, country: country ?? .unknown,
                            asn: row.text(asn).flatMap { parseASN($0) } ?? .unknown,
                            access: accessType(networkType: row.text(network) ?? ""), test: test,
                            platform: OONIPlatforms.platform(test: test, target: ""), target: "",
                            blocked: weights.blocked, down: weights.down, ok: weights.ok,
                            stage: share > 0 ? worst : nil)),
                    line: row.line))
        }
        result.records = records
    }
}

/// Finds countries and regions by the names and codes that others use.
private struct PlaceNames {
    private var known: [String: (CountryCode, RegionCode?)] = [:]

    /// - Throws: when the country is none; a region that is not found is left out.
    mutating func place(_ alpha3: String, _ region: String) throws(RecordFault) -> (CountryCode, RegionCode?) {
        let key = "\(alpha3)/\(region)"
        if let place = known[key] { return place }
        guard let country = Gazetteer.standard.countries.first(where: { $0.alpha3 == alpha3 }) else {
            throw .field("iso", needs: "an ISO 3166-1 alpha-3 code", found: "“\(alpha3)”")
        }
        let wanted = Self.folded(region)
        let regions = Gazetteer.standard.regions(of: country.code)
        let match =
            regions.first { Self.folded($0.name) == wanted } ?? regions.first { Self.folded($0.name).hasPrefix(wanted) }
        let place = (country.code, match?.code)
        known[key] = place
        return place
    }

    /// Letters without marks and case: `Anzoátegui` and `Anzoategui` are one.
    private static func folded(_ name: String) -> String {
        let plain: [Character: Character] = [
            "á": "a", "é": "e", "í": "i", "ó": "o", "ú": "u", "ñ": "n", "ü": "u", "à": "a", "è": "e", "ç": "c",
        ]
        return String(name.lowercased().map { plain[$0] ?? $0 }.filter { $0.isLetter })
    }
}
