import Gazetteer
import ObservatoryModel

/// Reads the rows of one table into signals; a row that cannot be read is reported and passed over.
struct TableLoading {
    let table: CSVReader
    let hints: SeriesHints
    var result = LoadedInput()

    init(table: CSVReader, hints: SeriesHints) {
        self.table = table
        self.hints = hints
    }

    /// Goes through all rows; what `body` throws is reported with the row's line.
    mutating func eachRow(_ body: (CSVReader) throws(RecordFault) -> Void) {
        while table.advance() {
            do throws(RecordFault) {
                try body(table)
            } catch {
                result.add(error, table.name, table.line)
            }
        }
    }

    /// The country that the caller or the file's name gives.
    ///
    /// - Throws: when neither does.
    func requiredCountry() throws(InputRefusal) -> CountryCode {
        if let country = hints.country ?? FileNameHints.country(table.name) { return country }
        throw InputRefusal(
            "“\(table.name)” does not say which country it is about. Put the code into its name, such as “traffic_PK.csv”."
        )
    }

    /// A share, or nothing when nothing was counted.
    private static func share(_ part: Double, of whole: Double) -> Double? {
        whole > 0 ? part / whole : nil
    }

    /// OONI's daily counts of one country, all sites together; columns `ok`, `total`, `date`.
    mutating func readOONIDaily() throws(InputRefusal) {
        let key = SignalSeries.Key(source: "ooni.ok-share.web_connectivity", country: try requiredCountry())
        let (date, ok, total) = (table.column("date"), table.column("ok"), table.column("total"))
        var series = SeriesCollection()
        eachRow { (row) throws(RecordFault) in
            let at = try row.time(date, "date", SeriesTime.utc)
            let (part, whole) = (try row.count(ok, "ok"), try row.count(total, "total"))
            series.add(key, at: at, value: Self.share(part, of: whole), line: row.line)
        }
        result.records = series.records(step: 86_400)
    }

    /// OONI's aggregation by day, country and test.
    mutating func readOONIAggregation() {
        let (day, test) = (table.column("measurement_start_day"), table.column("test_name"))
        let (country, ok, all) = (table.column("probe_cc"), table.column("ok_count"), table.column("measurement_count"))
        var series = SeriesCollection()
        eachRow { (row) throws(RecordFault) in
            guard let test = row.text(test) else { throw .missing("test_name") }
            let key = SignalSeries.Key(
                source: "ooni.ok-share.\(test)", country: try row.country(country, "probe_cc"),
                platform: OONIPlatforms.platform(test: test, target: ""))
            let at = try row.time(day, "measurement_start_day", SeriesTime.utc)
            let (part, whole) = (try row.count(ok, "ok_count"), try row.count(all, "measurement_count"))
            series.add(key, at: at, value: Self.share(part, of: whole), line: row.line)
        }
        result.records = series.records(step: 86_400)
    }

    /// Censored Planet's counts of a day: the share of measurements without an anomaly. The file's name tells the
    /// protocol.
    mutating func readCensoredPlanet() throws(InputRefusal) {
        let country = try requiredCountry()
        let kind = ["https", "http", "satellite"].first { FileNameHints.has($0, in: table.name) } ?? "all"
        let key = SignalSeries.Key(source: "censoredplanet.ok-share.\(kind)", country: country)
        let (date, all, bad) = (table.column("date"), table.column("measurements"), table.column("anomalies"))
        var series = SeriesCollection()
        eachRow { (row) throws(RecordFault) in
            let at = try row.time(date, "date", SeriesTime.utc)
            let (whole, part) = (try row.count(all, "measurements"), try row.count(bad, "anomalies"))
            series.add(key, at: at, value: Self.share(max(0, whole - part), of: whole), line: row.line)
        }
        result.records = series.records(step: 86_400)
    }

    /// Tor's estimate of users by day and country.
    mutating func readTorUsers() {
        let (date, country, users) = (table.column("date"), table.column("country"), table.column("users"))
        var series = SeriesCollection()
        eachRow { (row) throws(RecordFault) in
            let key = SignalSeries.Key(source: "tor.users", country: try row.country(country, "country"))
            let at = try row.time(date, "date", SeriesTime.utc)
            series.add(key, at: at, value: row.isEmpty(users) ? nil : try row.count(users, "users"), line: row.line)
        }
        result.records = series.records(step: 86_400)
    }

    /// Google's fraction of YouTube traffic, in the local time of whoever fetched it: Central European.
    mutating func readGoogleTraffic() throws(InputRefusal) {
        let key = SignalSeries.Key(
            source: "google.youtube", country: try requiredCountry(), platform: PlatformID("youtube"))
        let zone = Gazetteer.standard.zone(named: "Europe/Berlin") ?? .utc
        let (date, value) = (table.column("date and time"), table.column("value"))
        var series = SeriesCollection()
        eachRow { (row) throws(RecordFault) in
            let local = try row.time(date, "date and time", SeriesTime.utc)
            let at = SeriesTime.moment(local: local, in: zone)
            series.add(key, at: at, value: row.isEmpty(value) ? nil : try row.count(value, "value"), line: row.line)
        }
        result.records = series.records(step: 7200)
    }

    /// A count for each day, without a word about what is counted (GFWatch's blocked domains).
    mutating func readDatedCount() throws(InputRefusal) {
        let name = FileNameHints.has("gfwatch", in: table.name) ? "gfwatch.domains" : "count"
        let key = SignalSeries.Key(source: name, country: try requiredCountry())
        let (date, count) = (table.column("date"), table.column("count"))
        var series = SeriesCollection()
        eachRow { (row) throws(RecordFault) in
            let at = try row.time(date, "date", SeriesTime.utc)
            series.add(key, at: at, value: try row.count(count, "count"), line: row.line)
        }
        result.records = series.records(step: 86_400)
    }
}

extension CSVReader {
    /// A time in a cell, by one of the readers of `SeriesTime`.
    func time(
        _ column: Int?, _ name: String, _ read: (String) -> Timestamp?
    ) throws(RecordFault) -> Timestamp {
        let found = text(column)
        guard let found else { throw .missing(name) }
        guard let time = read(found), time >= earliest else {
            throw .field(name, needs: "a time from 1990 on", found: "“\(found)”")
        }
        return time
    }

    /// A number that is not negative.
    func count(_ column: Int?, _ name: String) throws(RecordFault) -> Double {
        guard let found = text(column) else { throw .missing(name) }
        guard let value = Double(found), value.isFinite, (0...1e18).contains(value) else {
            throw .field(name, needs: "a number from 0 to 1e18", found: "“\(found)”")
        }
        return value
    }

    /// A country code in capital or small letters.
    func country(_ column: Int?, _ name: String) throws(RecordFault) -> CountryCode {
        guard let found = text(column) else { throw .missing(name) }
        guard let code = CountryCode(anyCase: found), KnownCountries.contains(code) else {
            throw .field(name, needs: "an ISO 3166-1 alpha-2 code", found: "“\(found)”")
        }
        return code
    }
}
