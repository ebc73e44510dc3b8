import Gazetteer
import HTTPTypes
import Hummingbird
import ObservatoryModel
import Storage

/// `/api/v1/aggregation` in the shape of OONI's public API (FORMATS §1.8).
///
/// Votes are counted, which are kept for 90 days. Tests, inputs and domains stand in the lines alone, which are kept for
/// 7 days; queries for those read lines.
struct AggregationEndpoints: Sendable {
    let exhibits: Exhibits
    let clock: @Sendable () -> Timestamp
    let gate: QueryGate
    private let reader = StoredRecordReader()

    /// Votes, and lines, that one query reads at most.
    private let (voteBound, lineBound): (Int, Int)

    init(
        exhibits: Exhibits, clock: @escaping @Sendable () -> Timestamp, gate: QueryGate, voteBound: Int = 3_000_000,
        lineBound: Int = 200_000
    ) {
        self.exhibits = exhibits
        self.clock = clock
        self.gate = gate
        (self.voteBound, self.lineBound) = (voteBound, lineBound)
    }

    func add(to table: inout RouteTable) {
        let axis = Endpoint.Form.choice(Axis.allCases.map(\.rawValue))
        table.add(
            Endpoint(
                path: "/api/v1/aggregation", operation: "aggregateMeasurements",
                summary: "Counts of measurements in the shape of OONI's aggregation.",
                parameters: MeasurementEndpoints.filters + [
                    .init(name: "axis_x", form: axis, about: "what to count by"),
                    .init(name: "axis_y", form: axis, about: "what to count by as well; not without “axis_x”"),
                    .init(
                        name: "time_grain", form: .choice(["auto", "hour", "day", "week", "month"]),
                        about: "of “measurement_start_day”; by the length of the window by default"),
                    .init(name: "format", form: .choice(["JSON", "CSV", "json", "csv"]), about: "JSON by default"),
                ],
                answer: .init(
                    about: "An object without axes, else a list. The four counts add up to “measurement_count”.",
                    mediaType: "application/json", schema: ["$ref": "#/components/schemas/Aggregation"],
                    alternatives: ["text/csv"]),
                problems: [.rateLimited, .queryTooBroad], handler: aggregate))
    }

    // MARK: Axes and counts

    /// What can be counted by, in OONI's words.
    enum Axis: String, Sendable, CaseIterable {
        case day = "measurement_start_day"
        case country = "probe_cc"
        case asn = "probe_asn"
        case test = "test_name"
        case input
        case domain
        case category = "category_code"
        case blockingType = "blocking_type"
    }

    /// OONI's four counts.
    struct Counts: Sendable {
        var (anomaly, confirmed, failure, ok) = (0, 0, 0, 0)

        mutating func add(_ standing: PublicMeasurement.Standing) {
            switch standing {
            case .ok: ok += 1
            case .anomaly: anomaly += 1
            case .confirmed: confirmed += 1
            case .failure: failure += 1
            }
        }

        var members: [(String, JSONValue)] {
            [
                ("anomaly_count", .int(anomaly)), ("confirmed_count", .int(confirmed)),
                ("failure_count", .int(failure)), ("ok_count", .int(ok)),
                ("measurement_count", .int(anomaly + confirmed + failure + ok)),
            ]
        }
    }

    /// The length of the intervals that “measurement_start_day” is cut into.
    enum Grain: String, Sendable {
        case hour, day, week, month

        /// Those that suit a window, OONI's table; the first is what `auto` means.
        static func suiting(_ window: MeasurementWindow) -> [Grain] {
            let length = window.until - window.since
            return length <= .days(7)
                ? [.hour, .day] : length <= .days(31) ? [.day, .week] : [.day, .week, .month]
        }

        /// The interval's name: its first day, or its hour.
        func name(of moment: Timestamp) -> String {
            switch self {
            case .hour: return moment.floored(to: .hours(1)).description
            case .day: return moment.utcDate.description
            case .week:
                // 1970-01-01 was a Thursday; weeks begin on Monday.
                let day = moment.utcDate.daysSinceEpoch
                return CivilDate(daysSinceEpoch: day - ((day + 3) % 7 + 7) % 7).description
            case .month:
                let date = moment.utcDate
                return CivilDate(year: date.year, month: date.month, day: 1).description
            }
        }
    }

    /// Counts by the values of up to two axes.
    struct Tally: Sendable {
        struct Key: Hashable, Sendable {
            var first: String
            var second: String
        }

        let axes: [Axis]
        let grain: Grain
        private(set) var counts: [Key: Counts] = [:]
        var read = 0

        init(axes: [Axis], grain: Grain) {
            self.axes = axes
            self.grain = grain
        }

        mutating func add(_ standing: PublicMeasurement.Standing, value: (Axis) -> String) {
            let key = Key(
                first: axes.first.map(value) ?? "", second: axes.count > 1 ? value(axes[1]) : "")
            counts[key, default: Counts()].add(standing)
        }

        /// One row for each pair of values, in their order; the counts and then the axes.
        var rows: [[(String, JSONValue)]] {
            guard !axes.isEmpty else { return [(counts.first?.value ?? Counts()).members] }
            let order = counts.keys.sorted { left, right in
                left.first == right.first
                    ? Tally.precedes(left.second, right.second, axes.last)
                    : Tally.precedes(left.first, right.first, axes[0])
            }
            return order.map { key in
                let values = zip(axes, [key.first, key.second]).map { axis, text in
                    (axis.rawValue, axis == .asn ? JSONValue.int(Int(text) ?? 0) : .string(text))
                }
                return (counts[key] ?? Counts()).members + values
            }
        }

        private static func precedes(_ left: String, _ right: String, _ axis: Axis?) -> Bool {
            axis == .asn ? (Int(left) ?? 0) < (Int(right) ?? 0) : left < right
        }
    }

    // MARK: The answer

    /// The filters of a request.
    private struct Filter: Sendable {
        var asn: ASN?
        var test: String?
        var input: String?
        var domain: String?
        var category: String?
        var window: MeasurementWindow

        /// Whether the lines are needed to tell.
        var needsLines: Bool { domain != nil || input != nil || (test != nil && test != PublicMeasurement.sessionTest) }
    }

    @Sendable private func aggregate(
        _ request: Request, _: ServerContext, _ arguments: Arguments
    ) async throws -> Response {
        let country = arguments.country("probe_cc")
        let observatory = try await country == nil ? exhibits.listed() : exhibits.shown(for: country ?? .unknown)
        let now = observatory.isExample ? observatory.clock : clock()
        let window = try MeasurementWindow(arguments, now: now, longest: 366)
        let axes = [arguments["axis_x"], arguments["axis_y"]].compactMap { $0.flatMap { Axis(rawValue: $0) } }
        guard axes.count < 2 || axes[0] != axes[1], arguments["axis_y"] == nil || arguments["axis_x"] != nil else {
            throw Problem(
                .invalidParameter, "“axis_y” needs an “axis_x” that differs from it.", parameter: "axis_y")
        }
        let grain = try grain(arguments["time_grain"], window)
        let filter = Filter(
            asn: arguments.asn("probe_asn"), test: arguments["test_name"], input: arguments["input"],
            domain: arguments["domain"]?.lowercased(), category: arguments["category_code"], window: window)
        var records = RecordFilter(
            since: window.since, until: window.until + .days(7), countries: Set(country.map { [$0] } ?? []),
            kinds: ["session", "ooni"])
        if let test = filter.test { records.kinds = test == PublicMeasurement.sessionTest ? ["session"] : ["ooni"] }
        if let platform = filter.domain.flatMap({ PlatformCatalogue.standard.platform(ofHost: $0) }) {
            records.platforms = [platform]
        }
        let needsLines = filter.needsLines || !Set(axes).isDisjoint(with: [.test, .input, .domain])
        let (fixed, empty) = (records, Tally(axes: axes, grain: grain))
        let began = ContinuousClock.now
        let tally = try await gate.run {
            needsLines
                ? try await lines(observatory, fixed, filter, empty)
                : try await votes(observatory, fixed, filter, empty)
        }
        if request.wantsCSV(arguments) {
            var table = CSVTable(columns: Counts().members.map(\.0) + axes.map(\.rawValue))
            for row in tally.rows { table.append(row.map(\.1)) }
            return .cacheable(table.bytes, type: CSVTable.mediaType, maxAge: 60, for: request)
        }
        let rows = tally.rows.map { JSONValue.object($0) }
        func document(_ elapsed: Double) -> JSONValue {
            var members: [(String, JSONValue)] = [
                ("v", 0), ("dimension_count", .int(axes.count)),
                (
                    "db_stats",
                    [
                        "row_count": .int(tally.read), "bytes": 0, "total_row_count": .int(tally.read),
                        "elapsed_seconds": .number(elapsed),
                    ]
                ), ("result", axes.isEmpty ? rows[0] : .array(rows)),
            ]
            if observatory.isExample { members.append(("synthetic", true)) }
            return .object(members)
        }
        return .cacheable(
            document((ContinuousClock.now - began).inSeconds).bytes, type: "application/json", maxAge: 60,
            tagged: document(0).bytes, for: request)
    }

    private func grain(_ asked: String?, _ window: MeasurementWindow) throws(Problem) -> Grain {
        let suiting = Grain.suiting(window)
        guard let asked, asked != "auto" else { return suiting[0] }
        guard let grain = Grain(rawValue: asked), suiting.contains(grain) else {
            let words = suiting.map(\.rawValue).joined(separator: ", ")
            throw Problem(
                .invalidParameter, "“time_grain” must be one of auto, \(words) for a window of this length.",
                parameter: "time_grain")
        }
        return grain
    }

    private func tooBroad(_ bound: Int, _ what: String) -> Problem {
        Problem(
            .queryTooBroad, "That is more than \(bound) \(what); ask for one country, or a shorter time.")
    }

    // MARK: Counting

    private func votes(
        _ observatory: Observatory, _ records: RecordFilter, _ filter: Filter, _ empty: Tally
    ) async throws -> Tally {
        var tally = empty
        var next: Int64? = 1
        while let sequence = next {
            let page = try await observatory.store.votes(from: sequence, matching: records, limit: 100_000)
            next = page.next
            tally.read += page.votes.count
            guard tally.read <= voteBound else { throw tooBroad(voteBound, "measurements") }
            for vote in page.votes {
                guard vote.at >= filter.window.since, vote.at < filter.window.until,
                    filter.asn.map({ $0 == vote.asn }) ?? true,
                    filter.category.map({ $0 == PublicMeasurement.category(of: vote.platform) }) ?? true
                else { continue }
                let standing: PublicMeasurement.Standing =
                    if let blocked = vote.blocked {
                        PublicMeasurement.standing(blocked: Double(blocked))
                    } else {
                        vote.failed ? (vote.voided ? .failure : .anomaly) : .ok
                    }
                tally.add(standing) { axis in
                    switch axis {
                    case .day: empty.grain.name(of: vote.at)
                    case .country: vote.country.description
                    case .asn: String(vote.asn.number)
                    case .category: PublicMeasurement.category(of: vote.platform)
                    case .blockingType: PublicMeasurement.blockingType(standing, vote.stage)
                    case .test, .input, .domain: ""
                    }
                }
            }
        }
        return tally
    }

    private func lines(
        _ observatory: Observatory, _ records: RecordFilter, _ filter: Filter, _ empty: Tally
    ) async throws -> Tally {
        var tally = empty
        var next: Int64? = 1
        while let sequence = next {
            let page = try await observatory.store.records(from: sequence, matching: records, limit: 5_000)
            next = page.next
            tally.read += page.records.count
            guard tally.read <= lineBound else { throw tooBroad(lineBound, "lines") }
            for stored in page.records {
                guard stored.at >= filter.window.since, stored.at < filter.window.until,
                    filter.asn.map({ $0 == stored.asn }) ?? true, let record = reader.record(stored),
                    let row = PublicMeasurement(stored, record),
                    filter.test.map({ $0 == row.test }) ?? true, filter.input.map({ $0 == row.input }) ?? true,
                    filter.domain.map({ $0 == row.domain }) ?? true,
                    filter.category.map({ $0 == PublicMeasurement.category(of: row.platform) }) ?? true
                else { continue }
                tally.add(row.standing) { axis in
                    switch axis {
                    case .day: empty.grain.name(of: row.at)
                    case .country: row.country.description
                    case .asn: String(row.asn.number)
                    case .test: row.test
                    case .input: row.input
                    case .domain: row.domain
                    case .category: PublicMeasurement.category(of: row.platform)
                    case .blockingType: PublicMeasurement.blockingType(row.standing, row.stage)
                    }
                }
            }
        }
        return tally
    }
}
