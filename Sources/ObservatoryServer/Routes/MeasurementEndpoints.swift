import Gazetteer
import HTTPTypes
import Hummingbird
import ObservatoryModel
import Storage
import WireFormats

/// `/api/v1/measurements` and `/api/v1/raw_measurement` in the shapes of OONI's public API (FORMATS §1.8).
struct MeasurementEndpoints: Sendable {
    let exhibits: Exhibits
    let site: String
    /// Base of OONI's public API, where the raw data of its measurements is.
    let ooni: String
    let clock: @Sendable () -> Timestamp
    let gate: QueryGate
    private let reader = StoredRecordReader()

    init(
        exhibits: Exhibits, site: String, ooni: String, clock: @escaping @Sendable () -> Timestamp, gate: QueryGate
    ) {
        self.exhibits = exhibits
        self.site = site
        self.ooni = ooni
        self.clock = clock
        self.gate = gate
    }

    /// The parameters that `measurements` and `aggregation` share.
    static let filters: [Endpoint.Parameter] = [
        .init(name: "probe_cc", form: .country, about: "the country"),
        .init(name: "probe_asn", form: .asn, about: "the network, with or without “AS”"),
        .init(
            name: "test_name", form: .word(30), about: "OONI's test name; “parallax_session” for native sessions"),
        .init(name: "input", form: .text(2048), about: "the exact URL"),
        .init(name: "domain", form: .text(253), about: "the exact host of the URL"),
        .init(
            name: "category_code", form: .choice(["COMT", "CULTR", "GRP", "MMED", "SRCH"]),
            about: "Citizen Lab's category, of platforms of the catalogue"),
        .init(name: "since", form: .time, about: "begin, inclusive; 30 days before the end by default"),
        .init(name: "until", form: .time, about: "end, exclusive; the end of the day by default"),
    ]

    func add(to table: inout RouteTable) {
        let flag = Endpoint.Form.choice(["true", "false"])
        table.add(
            Endpoint(
                path: "/api/v1/measurements", operation: "listMeasurements",
                summary: "Measurements in the shape of OONI's list, in order of arrival.",
                parameters: MeasurementEndpoints.filters + [
                    .init(name: "confirmed", form: flag, about: "whether a block page of the country was met"),
                    .init(name: "anomaly", form: flag, about: "whether it failed while controls worked"),
                    .init(name: "failure", form: flag, about: "whether it says nothing, as its controls failed too"),
                    .init(
                        name: "order_by", form: .choice(["measurement_start_time", "test_start_time"]),
                        about: "accepted; the order is that of arrival"),
                    .init(name: "order", form: .choice(["asc", "desc"]), about: "desc by default"),
                    .init(name: "limit", form: .integer(1...1000), about: "how many at most; 100 by default"),
                    .init(
                        name: "offset", form: .integer(0...MeasurementEndpoints.largestOffset),
                        about: "how many to pass over"),
                    .init(name: "format", form: .choice(["json", "csv"]), about: "json by default"),
                ],
                answer: .init(
                    about: "The measurements. Follow “next_url”; “count” and “pages” are -1 until the end is seen.",
                    mediaType: "application/json",
                    schema: ["$ref": "#/components/schemas/MeasurementList"], alternatives: ["text/csv"]),
                problems: [.rateLimited], handler: list))
        table.add(
            Endpoint(
                path: "/api/v1/raw_measurement", operation: "getRawMeasurement",
                summary: "One native session, without what could point to its probe.",
                parameters: [
                    .init(name: "measurement_uid", form: .text(128), required: true, about: "from the list")
                ],
                answer: .init(
                    about: "The session as the native stream has it.", mediaType: "application/json",
                    schema: [
                        "type": "object", "required": ["kind", "id", "at", "cc", "platform", "outcome"],
                        "properties": ["kind": ["const": "session"]],
                    ]),
                problems: [.notFound], handler: raw))
    }

    // MARK: The list

    /// What a request asks for that the store does not filter by.
    private struct Filter: Sendable {
        var test: String?
        var domain: String?
        var category: String?
        var confirmed: Bool?
        var anomaly: Bool?
        var failure: Bool?

        var isEmpty: Bool {
            test == nil && domain == nil && category == nil && confirmed == nil && anomaly == nil && failure == nil
        }

        func accepts(_ row: PublicMeasurement) -> Bool {
            let anomalous = row.standing == .anomaly || row.standing == .confirmed
            return (test.map { $0 == row.test } ?? true) && (domain.map { $0 == row.domain } ?? true)
                && (category.map { $0 == PublicMeasurement.category(of: row.platform) } ?? true)
                && (confirmed.map { $0 == (row.standing == .confirmed) } ?? true)
                && (anomaly.map { $0 == anomalous } ?? true)
                && (failure.map { $0 == (row.standing == .failure) } ?? true)
        }
    }

    private struct Page: Sendable {
        var rows: [PublicMeasurement] = []
        /// Whether there are more.
        var goesOn = false
        /// Whether the search was ended before it had seen all.
        var isCut = false
    }

    /// Measurements that a filter which the store does not know looks at, at most.
    private static let examined = 20_000

    /// How far into a list a page may begin; further in, a shorter time has to be asked for.
    private static let largestOffset = 100_000

    @Sendable private func list(_ request: Request, _: ServerContext, _ arguments: Arguments) async throws -> Response {
        let observatory = try await shown(arguments.country("probe_cc"))
        let now = observatory.isExample ? observatory.clock : clock()
        let window = try MeasurementWindow(arguments, now: now, longest: 180)
        let (limit, offset) = (arguments.integer("limit") ?? 100, arguments.integer("offset") ?? 0)
        var query = MeasurementQuery(
            country: arguments.country("probe_cc"), asn: arguments.asn("probe_asn"), target: arguments["input"],
            since: window.since, until: window.until, newestFirst: arguments["order"] != "asc")
        var filter = Filter(
            domain: arguments["domain"]?.lowercased(), category: arguments["category_code"],
            confirmed: arguments["confirmed"].map { $0 == "true" }, anomaly: arguments["anomaly"].map { $0 == "true" },
            failure: arguments["failure"].map { $0 == "true" })
        if let test = arguments["test_name"] {
            query.kinds = test == PublicMeasurement.sessionTest ? ["session"] : ["ooni"]
            if test != PublicMeasurement.sessionTest { filter.test = test }
        }
        if let domain = filter.domain {
            query.platforms = Set([PlatformCatalogue.standard.platform(ofHost: domain)].compactMap { $0 })
        }
        if filter.confirmed == true || filter.anomaly == true || filter.failure == true { query.failed = true }
        let (fixedQuery, fixedFilter) = (query, filter)
        let began = ContinuousClock.now
        let page =
            filter.isEmpty
            ? try await find(observatory, fixedQuery, limit: limit, offset: offset)
            : try await gate.run {
                try await find(observatory, fixedQuery, fixedFilter, limit: limit, offset: offset)
            }
        if request.wantsCSV(arguments) {
            return .cacheable(
                MeasurementEndpoints.table(page.rows.map { members($0) }), type: CSVTable.mediaType, maxAge: 30,
                for: request)
        }
        let isLast = offset + limit > MeasurementEndpoints.largestOffset
        let next = page.goesOn && !isLast ? request.nextAddress(site, "offset", String(offset + limit)) : nil
        let isEnd = !page.goesOn && !page.isCut
        let results = JSONValue.array(page.rows.map { .object(members($0)) })
        func document(_ elapsed: Double) -> JSONValue {
            var metadata: [(String, JSONValue)] = [
                ("count", .int(isEnd ? offset + page.rows.count : -1)),
                ("pages", .int(isEnd ? (offset + page.rows.count + limit - 1) / limit : -1)),
                ("current_page", .int(offset / limit + 1)), ("limit", .int(limit)), ("offset", .int(offset)),
                ("next_url", .optional(next)), ("query_time", .number(elapsed)),
            ]
            if !isEnd, next == nil { metadata.append(("x_cut", true)) }
            if observatory.isExample { metadata.append(("synthetic", true)) }
            return ["metadata": .object(metadata), "results": results]
        }
        var response = Response.cacheable(
            document((ContinuousClock.now - began).inSeconds).bytes, type: "application/json", maxAge: 30,
            tagged: document(0).bytes, for: request)
        if let next { response.headers[.link] = "<\(next)>; rel=\"next\"" }
        return response
    }

    /// A page that the store can find alone.
    private func find(
        _ observatory: Observatory, _ query: MeasurementQuery, limit: Int, offset: Int
    ) async throws -> Page {
        var query = query
        (query.limit, query.offset) = (limit + 1, offset)
        let stored = try await observatory.store.measurements(query)
        return Page(rows: stored.prefix(limit).compactMap(row), goesOn: stored.count > limit)
    }

    /// A page for which each measurement has to be looked at.
    private func find(
        _ observatory: Observatory, _ query: MeasurementQuery, _ filter: Filter, limit: Int, offset: Int
    ) async throws -> Page {
        var page = Page()
        var passed = 0
        var query = query
        query.limit = 2_000
        while query.offset < MeasurementEndpoints.examined {
            let stored = try await observatory.store.measurements(query)
            for record in stored {
                guard let row = row(record), filter.accepts(row) else { continue }
                passed += 1
                guard passed > offset else { continue }
                guard page.rows.count < limit else {
                    page.goesOn = true
                    return page
                }
                page.rows.append(row)
            }
            guard stored.count == query.limit else { return page }
            query.offset += stored.count
        }
        page.isCut = true
        return page
    }

    private func row(_ stored: StoredRecord) -> PublicMeasurement? {
        reader.record(stored).flatMap { PublicMeasurement(stored, $0) }
    }

    private func members(_ row: PublicMeasurement) -> [(String, JSONValue)] {
        let anomalous = row.standing == .anomaly || row.standing == .confirmed
        let start = row.at.description.dropLast()
        let fraction = start.contains(".") ? "000Z" : ".000000Z"
        let base = PublicMeasurement.sequence(of: row.uid) == nil ? ooni : site
        return [
            ("anomaly", .bool(anomalous)), ("confirmed", .bool(row.standing == .confirmed)),
            ("failure", .bool(row.standing == .failure)),
            ("input", row.input.isEmpty ? .null : .string(row.input)),
            ("measurement_start_time", .string(start + fraction)), ("measurement_uid", .string(row.uid)),
            (
                "measurement_url",
                .string("\(base)/api/v1/raw_measurement?measurement_uid=\(row.uid.percentEncoded)")
            ),
            ("probe_asn", .string("AS\(row.asn.number)")), ("probe_cc", .string(row.country.description)),
            ("report_id", ""), ("scores", ["blocking_general": .number(row.blocked)]),
            ("test_name", .string(row.test)), ("x_down", .number(row.down)), ("x_failure", .optional(row.failure)),
            ("x_platform", .optional(row.platform)), ("x_stage", .optional(row.stage?.text)),
        ]
    }

    /// The same columns as a table; `scores` becomes its one number.
    private static func table(_ rows: [[(String, JSONValue)]]) -> [UInt8] {
        var table = CSVTable(columns: [
            "anomaly", "confirmed", "failure", "input", "measurement_start_time", "measurement_uid", "measurement_url",
            "probe_asn", "probe_cc", "report_id", "blocking_general", "test_name", "x_down", "x_failure", "x_platform",
            "x_stage",
        ])
        for row in rows {
            table.append(
                row.map { name, value in
                    if case .object(let scores) = value, let first = scores.first { first.1 } else { value }
                })
        }
        return table.bytes
    }

    private func shown(_ country: CountryCode?) async throws -> Observatory {
        guard let country else { return try await exhibits.listed() }
        return try await exhibits.shown(for: country)
    }

    // MARK: One measurement

    @Sendable private func raw(_ request: Request, _: ServerContext, _ arguments: Arguments) async throws -> Response {
        let uid = arguments["measurement_uid"] ?? ""
        guard let sequence = PublicMeasurement.sequence(of: uid) else {
            throw Problem(
                .notFound, "This is no session of this observatory; raw data of OONI's tests is at \(ooni).")
        }
        for observatory in [exhibits.live, exhibits.example?.observatory].compactMap({ $0 }) {
            let page = try await observatory.store.records(from: sequence, matching: .all, limit: 1)
            guard let stored = page.records.first, stored.sequence == sequence, let record = reader.record(stored),
                case .session(var session) = record, PublicMeasurement(stored, record)?.uid == uid
            else { continue }
            (session.id, session.probe, session.software, session.region) = (uid, "withheld", "", nil)
            session.at = session.at.floored(to: .minutes(1))
            session.received = session.received.floored(to: .minutes(1))
            var writer = RecordWriter()
            let line = writer.line(.session(session))
            return .cacheable(line, type: "application/json", maxAge: 3600, for: request)
        }
        throw Problem(.notFound, "There is no session “\(uid)”, or its line is no longer kept.")
    }
}

/// The time that a query over measurements asks for.
struct MeasurementWindow: Sendable {
    var since: Timestamp
    var until: Timestamp

    /// - Parameters:
    ///   - now: The end is that of its UTC day by default, as OONI has it.
    ///   - longest: Days between the ends at most.
    /// - Throws: `Problem` with `invalid-parameter`.
    init(_ arguments: Arguments, now: Timestamp, longest: Int64) throws(Problem) {
        until = arguments.time("until") ?? now.floored(to: .days(1)) + .days(1)
        since = arguments.time("since") ?? until - .days(30)
        guard since < until, until - since <= .days(longest) else {
            throw Problem(
                .invalidParameter, "“since” must lie before “until”, by at most \(longest) days.", parameter: "since")
        }
    }
}

extension Duration {
    /// The length in seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

extension Request {
    /// The address of the same request with one parameter set to another value.
    func nextAddress(_ origin: String, _ name: String, _ value: String) -> String {
        let others = (uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("\(name)=") }
        return origin + uri.path + "?" + (others + ["\(name)=\(value)"]).joined(separator: "&")
    }
}

extension String {
    /// The text as a value in a query: every byte but the unreserved ones of RFC 3986 as `%XX`.
    var percentEncoded: String {
        var text = ""
        for byte in utf8 {
            if byte &- 97 < 26 || byte &- 65 < 26 || byte &- 48 < 10 || [45, 46, 95, 126].contains(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return text
    }
}
