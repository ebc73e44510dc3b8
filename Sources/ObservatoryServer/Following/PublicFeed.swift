import Ingest
import ObservatoryModel
import Storage
import WireFormats

/// A public API of somebody else that is asked from time to time.
protocol PublicFeed: Sendable {
    /// The name that pages show: `OONI`.
    var name: String { get }
    /// The licence of what it gives.
    var licence: String { get }
    /// Seconds between two rounds when all goes well.
    var interval: Int { get }
    /// How old its newest record is at most while it is called fresh.
    var freshness: Interval { get }

    /// Asks for what is new of a country.
    ///
    /// - Parameter known: Whether a record with this id was taken before, so that it need not be fetched again.
    /// - Throws: `FetchFailure`.
    func fetch(
        _ country: CountryCode, from fetcher: Fetcher, now: Timestamp, known: @Sendable (String) async -> Bool
    ) async throws -> [Record]
}

/// Reads an answer with the same readers as files of that format; what cannot be read is left out.
func records(in answer: [UInt8], format: InputFormat) -> [Record] {
    guard
        let stream = try? RecordStream([InputSource(name: "answer", place: .bytes(answer))], format: format)
    else { return [] }
    var records: [Record] = []
    while let element = stream.next() {
        if case .record(let record) = element { records.append(record) }
    }
    return records
}

/// IODA's signals of a country: visible /24s, answering /24s and telescope sources, every five minutes.
struct IODAFeed: PublicFeed {
    /// `https://api.ioda.inetintel.cc.gatech.edu/v2`
    let base: String

    let name = "IODA"
    let licence = "academic and non-commercial use"
    let interval = 300
    /// IODA's own pipelines are up to an hour behind.
    let freshness = Interval.hours(2)

    func fetch(
        _ country: CountryCode, from fetcher: Fetcher, now: Timestamp, known: @Sendable (String) async -> Bool
    ) async throws -> [Record] {
        let from = (now - .hours(3)).floored(to: .minutes(5)).seconds
        let answer = try await fetcher.get("\(base)/signals/raw/country/\(country)?from=\(from)&until=\(now.seconds)")
        return records(in: answer, format: .ioda).filter { record in
            guard case .signal(let bin) = record else { return false }
            return bin.country == country && bin.at <= now
        }
    }
}

/// OONI's newest measurements of a country. What concerns a platform of the catalogue is read whole; of everything else
/// the list's own scores do, since it only says how the network fares.
struct OONIFeed: PublicFeed {
    /// `https://api.ooni.io`
    let base: String

    let name = "OONI"
    let licence = "CC BY-NC-SA 4.0"
    let interval = 600
    let freshness = Interval.hours(6)
    /// Whole measurements that one round fetches at most.
    private static let wholeBound = 25

    init(base: String) {
        self.base = base
    }

    func fetch(
        _ country: CountryCode, from fetcher: Fetcher, now: Timestamp, known: @Sendable (String) async -> Bool
    ) async throws -> [Record] {
        let since = (now - .hours(6)).floored(to: .seconds(1))
        let list = try await fetcher.get(
            "\(base)/api/v1/measurements?probe_cc=\(country)&since=\(since)&order_by=measurement_start_time&order=desc&limit=200"
        )
        var taken: [Record] = []
        var whole = 0
        for record in records(in: list, format: .ooni) {
            guard case .ooni(let verdict) = record, verdict.country == country, await !known(verdict.id) else {
                continue
            }
            guard verdict.platform != nil, whole < OONIFeed.wholeBound else {
                taken.append(record)
                continue
            }
            whole += 1
            let raw = try await fetcher.get("\(base)/api/v1/raw_measurement?measurement_uid=\(verdict.id)")
            let read = records(in: raw, format: .ooni).first { read in
                if case .ooni(let whole) = read { whole.country == country } else { false }
            }
            guard case .ooni(var better)? = read else {
                taken.append(record)
                continue
            }
            better.id = verdict.id
            taken.append(.ooni(better))
        }
        return taken.sorted { ($0.at ?? now) < ($1.at ?? now) }
    }
}
