import Gazetteer
import HTTPTypes
import Hummingbird
import ObservatoryModel
import Storage

/// What was measured here as series in the shape of IODA's `/signals/raw` (FORMATS §2), for programs that draw those.
///
/// Series of others are not in it: their terms ask to be cited, not copied.
struct SignalEndpoints: Sendable {
    let exhibits: Exhibits
    let clock: @Sendable () -> Timestamp

    /// One series that a place and platform has.
    private struct Source: Sendable {
        var name: String
        var units: String
        /// `nil` where the bin does not say.
        var value: @Sendable (MeasurementBin, Interval) -> JSONValue
    }

    private static let sources = [
        Source(name: "sessions", units: "sessions") { bin, _ in .int(Int(bin.sessions)) },
        Source(name: "failures", units: "failed sessions whose controls worked") { bin, _ in
            .int(Int(bin.failures - bin.voided))
        },
        Source(name: "failure-share", units: "share of sessions, 0 to 1") { bin, _ in
            bin.failureShare.map { .number($0) } ?? .null
        },
        Source(name: "log-speed-ratio", units: "ln of goodput against controls, 0 is equal") { bin, _ in
            bin.logSpeedRatio.map { .number($0) } ?? .null
        },
        Source(name: "reports", units: "user reports; null below the number that is shown") { bin, step in
            bin.shownReports(step: step).map { .int(Int($0)) } ?? .null
        },
    ]

    func add(to table: inout RouteTable) {
        table.add(
            Endpoint(
                path: "/api/v1/signals/datasources", operation: "listDatasources",
                summary: "The series that /api/v1/signals/raw has, in the shape of IODA's list.",
                answer: .init(
                    about: "Names and units.", mediaType: "application/json",
                    schema: ["$ref": "#/components/schemas/SignalAnswer"]),
                handler: datasources))
        table.add(
            Endpoint(
                path: "/api/v1/signals/raw/{type}/{code}", operation: "getRawSignals",
                summary: "Series of one place in the shape of IODA's raw signals; “subtype” is the platform.",
                parameters: [
                    .init(
                        name: "type", location: .path, form: .choice(["country", "asn", "geoasn"]), required: true,
                        about: "what the code is of"),
                    .init(
                        name: "code", location: .path, form: .text(13), required: true,
                        about: "PK, 17557, or 17557-PK"),
                    .init(name: "from", form: .unixTime, required: true, about: "begin in Unix seconds, inclusive"),
                    .init(name: "until", form: .unixTime, required: true, about: "end in Unix seconds, exclusive"),
                    .init(
                        name: "datasource", form: .choice(SignalEndpoints.sources.map(\.name)),
                        about: "one series; all without"),
                    .init(name: "sourceParams", form: .platform, about: "one platform; all without"),
                    .init(
                        name: "maxPoints", form: .integer(1...20_000),
                        about: "the step is lengthened until no series has more; 4,000 by default"),
                ],
                answer: .init(
                    about: "A list of places, each a list of series. Bin i begins at from + i × step; null is a gap.",
                    mediaType: "application/json", schema: ["$ref": "#/components/schemas/SignalAnswer"]),
                problems: [.notFound], handler: raw))
    }

    @Sendable private func datasources(_ request: Request, _: ServerContext, _: Arguments) async throws -> Response {
        .json(
            envelope(
                "datasources", requested: [],
                data: .array(
                    SignalEndpoints.sources.map {
                        ["datasource": .string($0.name), "name": .string($0.name), "units": .string($0.units)]
                    })), maxAge: 3600, for: request)
    }

    /// Where a series is of.
    private struct Entity: Sendable {
        var type: String
        var code: String
        var name: String
        var fqid: String
        var places: [(country: CountryCode, asn: ASN?)]
    }

    @Sendable private func raw(_ request: Request, _: ServerContext, _ arguments: Arguments) async throws -> Response {
        guard let from = arguments.integer("from").map({ Timestamp(seconds: Int64($0)) }),
            let until = arguments.integer("until").map({ Timestamp(seconds: Int64($0)) }), from < until,
            until - from <= .days(366)
        else {
            throw Problem(
                .invalidParameter, "“from” must lie before “until”, by at most 366 days.", parameter: "from")
        }
        let (entity, observatory) = try await entity(arguments["type"] ?? "", arguments["code"] ?? "")
        let longest = (until - from).milliseconds / Int64(arguments.integer("maxPoints") ?? 4_000)
        let step = Interval(milliseconds: max(300_000, (longest + 59_999) / 60_000 * 60_000))
        var lines: [PlatformID: [Timestamp: MeasurementBin]] = [:]
        var kept = step
        for place in entity.places {
            let series = try await observatory.store.series(
                SeriesQuery(
                    country: place.country, asn: place.asn, platform: arguments.platform("sourceParams"), from: from,
                    to: until, step: step))
            kept = max(kept, series.step)
            for line in series.lines {
                for bin in line.bins {
                    let start = bin.start.floored(to: kept)
                    lines[line.platform, default: [:]][start, default: MeasurementBin(start: start)].add(bin)
                }
            }
        }
        let sources = SignalEndpoints.sources.filter { source in
            arguments["datasource"].map { $0 == source.name } ?? true
        }
        let (begin, span) = (from.floored(to: kept), kept)
        let series = lines.sorted { $0.key < $1.key }.flatMap { platform, bins in
            sources.map { source -> JSONValue in
                let count = Int((until - begin).milliseconds + span.milliseconds - 1) / Int(span.milliseconds)
                let values = (0..<count).map { index in
                    bins[begin + span * Int64(index)].map { source.value($0, span) } ?? .null
                }
                return [
                    "entityType": .string(entity.type), "entityCode": .string(entity.code),
                    "entityName": .string(entity.name), "entityFqid": .string(entity.fqid),
                    "datasource": .string(source.name), "subtype": .string(platform.text),
                    "from": .int(Int(begin.seconds)), "until": .int(Int((begin + span * Int64(count)).seconds)),
                    "step": .int(Int(span.milliseconds / 1000)),
                    "nativeStep": .int(entity.places.first?.asn == nil ? 300 : 600),
                    "values": .array(values),
                ]
            }
        }
        var requested: [(String, JSONValue)] = [
            ("from", .int(Int(from.seconds))), ("until", .int(Int(until.seconds))),
            ("datasource", .optional(arguments["datasource"])), ("sourceParams", .optional(arguments["sourceParams"])),
            ("maxPoints", arguments.integer("maxPoints").map { .int($0) } ?? .null),
        ]
        if observatory.isExample { requested.append(("synthetic", true)) }
        return .json(
            envelope("signals", requested: requested, data: [.array(series)]), maxAge: 30, for: request)
    }

    /// - Throws: `Problem` with `not-found` for a code that is none of its type.
    private func entity(_ type: String, _ code: String) async throws -> (Entity, Observatory) {
        let parts = code.split(separator: "-", omittingEmptySubsequences: false)
        switch type {
        case "country":
            guard let country = CountryCode(anyCase: code) else { break }
            let name = Gazetteer.standard.country(country)?.name ?? country.description
            return (
                Entity(
                    type: type, code: country.description, name: name, fqid: "geo.\(country)",
                    places: [(country, nil)]), try await exhibits.shown(for: country)
            )
        case "geoasn":
            guard parts.count == 2, let asn = UInt32(parts[0]), let country = CountryCode(anyCase: parts[1]) else {
                break
            }
            return (
                Entity(
                    type: type, code: "\(asn)-\(country)", name: "AS\(asn)", fqid: "geoasn.\(asn)-\(country)",
                    places: [(country, ASN(asn))]), try await exhibits.shown(for: country)
            )
        case "asn":
            guard let asn = UInt32(code) else { break }
            let observatory = try await exhibits.listed()
            let seen = try await observatory.store.newestSessions(in: nil).filter { $0.asn == ASN(asn) }
            return (
                Entity(
                    type: type, code: "\(asn)", name: "AS\(asn)", fqid: "asn.\(asn)",
                    places: Set(seen.map(\.country)).sorted().map { ($0, ASN(asn)) }), observatory
            )
        default: break
        }
        throw Problem(.notFound, "“\(code)” is no \(type); codes look like PK, 17557 and 17557-PK.")
    }

    private func envelope(_ type: String, requested: [(String, JSONValue)], data: JSONValue) -> JSONValue {
        [
            "type": .string(type), "metadata": .object([]), "requestParameters": .object(requested), "error": .null,
            "perf": .null, "data": data,
            "copyright": "Measured by this observatory; series of others are not in it.",
        ]
    }
}
