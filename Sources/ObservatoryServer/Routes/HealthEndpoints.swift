import HTTPTypes
import Hummingbird
import NIOCore
import ObservatoryModel
import Storage
import Synchronization

/// Whether the server may be sent work: `false` while it starts, and again while it stops.
package final class Readiness: Sendable {
    private let ready = Mutex(false)

    package init() {}

    package var isReady: Bool {
        get { ready.withLock { $0 } }
        set { ready.withLock { $0 = newValue } }
    }
}

/// `/health/live`, `/health/ready`, `/metrics`.
struct HealthEndpoints: Sendable {
    let observatory: Observatory
    let metrics: ServerMetrics
    let readiness: Readiness
    let clock: @Sendable () -> Timestamp

    func add(to table: inout RouteTable) {
        table.add(
            Endpoint(
                path: "/health/live", operation: "isLive", summary: "Whether the process runs.",
                answer: .init(about: "It does.", mediaType: "application/health+json"), isCacheable: false,
                handler: live))
        table.add(
            Endpoint(
                path: "/health/ready", operation: "isReady",
                summary: "Whether the server takes records and shows pages.",
                answer: .init(about: "It does.", mediaType: "application/health+json"), problems: [.notReady],
                isCacheable: false, handler: ready))
        table.add(
            Endpoint(
                path: "/metrics", operation: "getMetrics", summary: "Counters for Prometheus and its like.",
                answer: .init(
                    about: "The exposition.", mediaType: "text/plain", alternatives: ["application/openmetrics-text"]),
                isCacheable: false, handler: exposition)
        )
    }

    @Sendable private func live(_ request: Request, _: ServerContext, _: Arguments) async throws -> Response {
        health("pass", checks: [], status: .ok)
    }

    @Sendable private func ready(_ request: Request, _: ServerContext, _: Arguments) async throws -> Response {
        let failure = await observatory.storeFailure
        let age = (clock() - observatory.clock).inSeconds
        let isReady = readiness.isReady && failure == nil
        return health(
            isReady ? "pass" : "fail",
            checks: [
                ("store:writable", failure == nil, .optional(failure), nil),
                ("detection:clock", readiness.isReady, .number(max(0, age.rounded())), "s"),
            ], status: isReady ? .ok : .serviceUnavailable)
    }

    private func health(
        _ verdict: String, checks: [(name: String, isFine: Bool, value: JSONValue, unit: String?)],
        status: HTTPResponse.Status
    ) -> Response {
        var response = Response.json(
            [
                "status": .string(verdict), "version": .string(softwareVersion),
                "checks": .object(
                    checks.map { check in
                        (
                            check.name,
                            [
                                [
                                    "status": .string(check.isFine ? "pass" : "fail"), "observedValue": check.value,
                                    "observedUnit": .optional(check.unit),
                                ]
                            ]
                        )
                    }),
            ], status: status)
        response.headers[.contentType] = "application/health+json"
        return response
    }

    @Sendable private func exposition(_ request: Request, _: ServerContext, _: Arguments) async throws -> Response {
        let counts = try await observatory.store.counts()
        let streams = observatory.hub.counts
        let gauges: [ServerMetrics.Gauge] = [
            .init(name: "store_records", help: "Records in the store.", value: Double(counts.records)),
            .init(name: "store_incidents", help: "Incidents in the store.", value: Double(counts.incidents)),
            .init(name: "store_bytes", help: "Size of the store on disk.", value: Double(counts.bytes ?? 0)),
            .init(name: "streams_open", help: "Open event streams.", value: Double(streams.open)),
            .init(
                name: "streams_cut_off", help: "Streams that did not keep up and were ended.",
                value: Double(streams.cutOff)),
            .init(
                name: "clock_age_seconds", help: "How far detection's clock is behind the wall clock.",
                value: max(0, (clock() - observatory.clock).inSeconds)),
        ]
        let open = request.headers[.accept]?.contains("application/openmetrics-text") ?? false
        return Response(
            status: .ok,
            headers: [
                .contentType: open
                    ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                    : "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.exposition(gauges: gauges, open: open))))
    }
}
