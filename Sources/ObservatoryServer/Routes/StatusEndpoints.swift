import HTTPTypes
import Hummingbird
import NIOCore
import ObservatoryModel
import Storage

/// What is known now and how it went: cells, series, and the stream of changes.
struct StatusEndpoints: Sendable {
    let exhibits: Exhibits
    let clock: @Sendable () -> Timestamp

    func add(to table: inout RouteTable) {
        table.add(
            Endpoint(
                path: "/api/v1/status", operation: "getStatus",
                summary: "Every platform and network cell of a country, as known now.",
                parameters: [
                    .init(name: "cc", form: .country, required: true, about: "the country"),
                    .init(name: "format", form: .choice(["json", "csv"]), about: "json by default"),
                ],
                answer: .init(
                    about: "The cells.", mediaType: "application/json",
                    schema: [
                        "type": "object", "required": ["cc", "at", "cells"],
                        "properties": [
                            "cc": ["type": "string"], "at": ["type": "string", "format": "date-time"],
                            "synthetic": ["type": "boolean"],
                            "cells": ["type": "array", "items": ["$ref": "#/components/schemas/Cell"]],
                            "networks": [
                                "type": "array",
                                "items": [
                                    "type": "object", "required": ["asn", "name"],
                                    "properties": [
                                        "asn": ["type": "integer"], "name": ["type": "string"],
                                        "users": ["type": ["number", "null"], "minimum": 0, "maximum": 1],
                                    ],
                                ],
                            ],
                        ],
                    ], alternatives: ["text/csv"]),
                handler: status))
        table.add(
            Endpoint(
                path: "/api/v1/series", operation: "getSeries", summary: "What was measured, per bin.",
                parameters: [
                    .init(name: "cc", form: .country, required: true, about: "the country"),
                    .init(name: "asn", form: .asn, about: "one network; the whole country without"),
                    .init(name: "platform", form: .platform, about: "one platform; all without"),
                    .init(
                        name: "metric", form: .choice(SeriesAnswer.metrics.map(\.name)),
                        about: "one column; all without"),
                    .init(name: "from", form: .time, about: "begin, inclusive; a day before the end by default"),
                    .init(name: "until", form: .time, about: "end, exclusive; now by default"),
                    .init(
                        name: "step", form: .integer(60...86_400),
                        about: "seconds of a bin, rounded up to what is kept; 600 by default"),
                    .init(name: "format", form: .choice(["json", "csv"]), about: "json by default"),
                ],
                answer: .init(
                    about: "The bins; one in which nothing was measured is absent.", mediaType: "application/json",
                    schema: [
                        "type": "object", "required": ["cc", "asn", "step", "series"],
                        "properties": [
                            "cc": ["type": "string"], "asn": ["type": ["integer", "null"]],
                            "synthetic": ["type": "boolean"], "step": ["type": "integer"],
                            "series": [
                                "type": "array",
                                "items": [
                                    "type": "object", "required": ["platform", "bins"],
                                    "properties": [
                                        "platform": ["type": "string"],
                                        "bins": ["type": "array", "items": ["$ref": "#/components/schemas/Bin"]],
                                    ],
                                ],
                            ],
                        ],
                    ], alternatives: ["text/csv"]),
                handler: series))
        table.add(
            Endpoint(
                path: "/api/v1/stream", operation: "openStream",
                summary: "Revisions and changes of cells as they come, as server-sent events.",
                parameters: [.init(name: "cc", form: .country, about: "one country; all without")],
                answer: .init(
                    about: "Events “revision” and “cell”, each with one line of JSON.", mediaType: "text/event-stream"),
                problems: [.rateLimited], isCacheable: false, handler: stream))
    }

    @Sendable private func status(
        _ request: Request, _: ServerContext, _ arguments: Arguments
    ) async throws -> Response {
        guard let country = arguments.country("cc") else { throw Problem(.invalidParameter, "“cc” is required.") }
        let observatory = try await exhibits.shown(for: country)
        if request.wantsCSV(arguments) {
            var table = CSVTable(columns: [
                "cc", "asn", "platform", "verdict", "attention", "evidence", "votes", "failures", "probes", "newest",
                "incident",
            ])
            for cell in await observatory.cells(in: country) {
                table.append([
                    .string(cell.country.description), cell.asn.map { .int(Int($0.number)) } ?? .null,
                    .string(cell.platform.text), .string(cell.verdict.rawValue), .string(cell.attention.rawValue),
                    .number((cell.evidence * 100).rounded() / 100), .int(cell.votes), .int(cell.failures),
                    .int(cell.probes), .optional(cell.newest), .optional(cell.incident),
                ])
            }
            return .cacheable(table.bytes, type: CSVTable.mediaType, maxAge: 10, for: request)
        }
        var members: [(String, JSONValue)] = [
            ("cc", .string(country.description)),
            ("at", .string((observatory.isExample ? observatory.clock : clock()).description)),
        ]
        if observatory.isExample { members.append(("synthetic", true)) }
        members.append(("cells", .array(await observatory.cells(in: country).map(\.json))))
        let networks = try await observatory.store.networkShares(in: country).map { share -> JSONValue in
            [
                "asn": .int(Int(share.asn.number)), "name": .string(share.name),
                "users": share.users.map { .number($0) } ?? .null,
            ]
        }
        members.append(("networks", .array(networks)))
        return .json(.object(members), maxAge: 10, for: request)
    }

    @Sendable private func series(
        _ request: Request, _: ServerContext, _ arguments: Arguments
    ) async throws -> Response {
        guard let country = arguments.country("cc") else { throw Problem(.invalidParameter, "“cc” is required.") }
        let observatory = try await exhibits.shown(for: country)
        let now = observatory.isExample ? observatory.clock : clock()
        let until = arguments.time("until") ?? now
        let from = arguments.time("from") ?? until - .days(1)
        guard from < until, until - from <= .days(366) else {
            throw Problem(
                .invalidParameter, "“from” must lie before “until”, by at most 366 days.", parameter: "from")
        }
        let step = Interval.seconds(Int64(arguments.integer("step") ?? 600))
        guard (until - from).milliseconds / step.milliseconds <= 20_000 else {
            throw Problem(.invalidParameter, "That is more than 20,000 bins; ask for a longer step.", parameter: "step")
        }
        let series = try await observatory.store.series(
            SeriesQuery(
                country: country, asn: arguments.asn("asn"), platform: arguments.platform("platform"), from: from,
                to: until, step: step))
        let answer = SeriesAnswer(
            series: series, country: country, asn: arguments.asn("asn"), metric: arguments["metric"],
            isSynthetic: observatory.isExample)
        return request.wantsCSV(arguments)
            ? .cacheable(answer.csv, type: CSVTable.mediaType, maxAge: 30, for: request)
            : .cacheable(answer.json, type: "application/json", maxAge: 30, for: request)
    }

    @Sendable private func stream(
        _ request: Request, _: ServerContext, _ arguments: Arguments
    ) async throws -> Response {
        let country = arguments.country("cc")
        let last = request.headers[.lastEventID].flatMap { UInt64($0) }
        let hub = exhibits.live.hub
        let headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-store", HTTPField.Name("X-Accel-Buffering")!: "no",
        ]
        guard request.method == .get else { return Response(status: .ok, headers: headers) }
        guard let subscription = hub.subscribe(after: last) else {
            throw Problem(
                .rateLimited, "Too many streams are open; ask /api/v1/incidents from time to time instead.",
                headers: [.retryAfter: "60"])
        }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                defer { hub.unsubscribe(subscription.id) }
                try await writer.write(ByteBuffer(string: ": open\nretry: 5000\n\n"))
                for await event in subscription.events
                where country == nil || event.country == country || event.name.isEmpty {
                    try await writer.write(event.wire)
                }
                try await writer.finish(nil)
            })
    }
}

extension HTTPField.Name {
    static let lastEventID = HTTPField.Name("Last-Event-ID")!
}
