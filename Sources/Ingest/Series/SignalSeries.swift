import Gazetteer
import ObservatoryModel

/// One series while it is read: what it is of, and its points so far.
struct SignalSeries {
    /// What tells a series from the others of a file.
    struct Key: Hashable {
        var source: String
        var country: CountryCode
        var region: RegionCode?
        var asn = ASN.unknown
        var platform: PlatformID?
    }

    struct Point {
        var at: Timestamp
        var value: Double?
        var line: Int
    }

    var key: Key
    var points: [Point] = []

    /// The distance in seconds between two points that occurs most; the smaller of equals.
    var step: Int32? {
        var counts: [Int64: Int] = [:]
        let times = points.map(\.at).sorted()
        for (left, right) in zip(times, times.dropFirst()) where right > left {
            let distance = (right - left).milliseconds / 1000
            // What is farther apart than a bin may be long is a gap.
            if distance <= longestStep { counts[distance, default: 0] += 1 }
        }
        let best = counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
        return best.flatMap { Int32(exactly: $0.key) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// The points as records; bins of `step` seconds that begin at the points' times.
    func records(step: Int32) -> [PlacedRecord] {
        var place = "\(key.source)/\(key.country)"
        if let region = key.region { place += "/\(region)" }
        if key.asn != .unknown { place += "/\(key.asn)" }
        return points.map { point in
            let bin = SignalBin(
                id: "\(place)/\(point.at)", at: point.at, step: step, received: point.at, source: key.source,
                country: key.country, region: key.region, asn: key.asn, platform: key.platform, value: point.value)
            return PlacedRecord(record: .signal(bin), line: point.line)
        }
    }
}

/// The series of a file, in order of first appearance.
struct SeriesCollection {
    private var series: [SignalSeries] = []
    private var indexes: [SignalSeries.Key: Int] = [:]

    mutating func add(_ key: SignalSeries.Key, at: Timestamp, value: Double?, line: Int) {
        let index: Int
        if let known = indexes[key] {
            index = known
        } else {
            index = series.count
            series.append(SignalSeries(key: key))
            indexes[key] = index
        }
        series[index].points.append(.init(at: at, value: value, line: line))
    }

    /// All points as records, each series with its own step.
    ///
    /// - Parameters:
    ///   - step: For a series of a single point.
    ///   - meansOfEqualTimes: Whether points of one time are parts of the same whole, to be averaged.
    func records(step: Int32, meansOfEqualTimes: Bool = false) -> [PlacedRecord] {
        series.flatMap { series in
            let series = meansOfEqualTimes ? series.averaged : series
            return series.records(step: series.step ?? step)
        }
    }
}

extension SignalSeries {
    /// With one point for each time: the mean of those that have a value.
    fileprivate var averaged: SignalSeries {
        var sums: [Timestamp: (sum: Double, count: Int, line: Int)] = [:]
        for point in points {
            var entry = sums[point.at] ?? (0, 0, point.line)
            if let value = point.value { (entry.sum, entry.count) = (entry.sum + value, entry.count + 1) }
            sums[point.at] = entry
        }
        var result = self
        result.points = sums.sorted { $0.key < $1.key }.map {
            Point(
                at: $0.key, value: $0.value.count > 0 ? $0.value.sum / Double($0.value.count) : nil, line: $0.value.line
            )
        }
        return result
    }
}

/// What a file's name may say when its content does not.
enum FileNameHints {
    /// A country: two capitals that stand alone in the name (`2023-KE-telegram`), or two small letters before the
    /// extension (`tor-data-cn.csv.gz`).
    static func country(_ name: String) -> CountryCode? {
        let base = name.split(separator: "/").last ?? ""
        let stem = base.prefix { $0 != "." }
        let parts = stem.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        for part in parts {
            if let code = CountryCode(String(part)), KnownCountries.contains(code) { return code }
        }
        guard parts.count > 1, let last = parts.last, last.utf8.count == 2, let code = CountryCode(anyCase: last),
            KnownCountries.contains(code)
        else { return nil }
        return code
    }

    /// Whether a word stands in the name between other characters than letters and digits.
    static func has(_ word: String, in name: String) -> Bool {
        let base = name.split(separator: "/").last ?? ""
        return base.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.contains { $0.lowercased() == word }
    }
}

/// Times as the tables of others write them.
enum SeriesTime {
    /// `2019-01-01 02:00:00.000`, `2023-07-01` or RFC 3339; without an offset it is read as UTC.
    static func utc(_ text: String) -> Timestamp? {
        let full = text.utf8.count == 10 ? text + " 00:00:00" : text
        return Array(full.utf8).withUnsafeBufferPointer { Timestamp(rfc3339: $0, assumingUTC: true) }
    }

    /// `20-Jul-2019 00:00:00`, read as UTC.
    static func dayMonthYear(_ text: String) -> Timestamp? {
        let parts = text.split { $0 == "-" || $0 == " " }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count == 4, let month = months.firstIndex(of: String(parts[1])) else { return nil }
        let number = month + 1
        return utc("\(parts[2])-\(number < 10 ? "0" : "")\(number)-\(parts[0]) \(parts[3])")
    }

    /// A clock's reading in a zone as a moment; in the hour that occurs twice, the first one.
    static func moment(local: Timestamp, in zone: ZoneHistory) -> Timestamp {
        // The offset before the reading, then the one at the moment that it leads to.
        let before = Interval.seconds(Int64(zone.kind(at: local - .hours(14)).offset))
        let guess = local - before
        let offset = Interval.seconds(Int64(zone.kind(at: guess).offset))
        let second = local - offset
        return zone.kind(at: second).offset == zone.kind(at: guess).offset ? second : guess
    }
}
