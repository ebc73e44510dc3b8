import FoundationEssentials

/// What a probe asks a test helper for (FORMATS §9).
package struct HelperRequest: Hashable, Sendable {
    package var url: String
    /// First values by name; of these a helper passes on `User-Agent`, `Accept` and `Accept-Language`.
    package var headers: [String: [String]]
    /// `address:port` that the probe means to measure.
    package var endpoints: [String]

    package init(url: String, headers: [String: [String]] = [:], endpoints: [String]) {
        self.url = url
        self.headers = headers
        self.endpoints = endpoints
    }

    /// The request as OONI's probes send it.
    package var json: JSONValue {
        [
            "http_request": .string(url),
            "http_request_headers": .object(
                headers.sorted { $0.key < $1.key }.map { ($0, .array($1.map { .string($0) })) }),
            "tcp_connect": .array(endpoints.map { .string($0) }), "x_quic_enabled": false,
        ]
    }

    /// Reads a request; absent lists are empty.
    ///
    /// - Throws: When the bytes are no request.
    package init(json: [UInt8]) throws {
        struct Body: Decodable {
            var http_request: String
            var http_request_headers: [String: [String]]?
            var tcp_connect: [String]?
        }
        let body = try JSONDecoder().decode(Body.self, from: Data(json))
        self.init(url: body.http_request, headers: body.http_request_headers ?? [:], endpoints: body.tcp_connect ?? [])
    }
}
