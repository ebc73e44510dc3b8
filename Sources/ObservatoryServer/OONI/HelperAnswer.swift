import FoundationEssentials

/// What a test helper saw of a URL and its addresses: OONI's control for web_connectivity (FORMATS §9).
package struct HelperAnswer: Hashable, Sendable {
    /// A step at one endpoint; `failure` is `nil` when it worked.
    package struct Endpoint: Hashable, Sendable {
        package var failure: String?

        package init(failure: String? = nil) {
            self.failure = failure
        }
    }

    /// The request for the page, redirects followed.
    package struct Page: Hashable, Sendable {
        package var failure: String?
        /// -1 when there is no page.
        package var status: Int
        /// -1 when there is no page.
        package var bodyLength: Int
        package var title: String
        /// First values by name.
        package var headers: [String: String]

        package init(
            failure: String? = nil, status: Int = -1, bodyLength: Int = -1, title: String = "",
            headers: [String: String] = [:]
        ) {
            self.failure = failure
            self.status = status
            self.bodyLength = bodyLength
            self.title = title
            self.headers = headers
        }
    }

    /// What is known of one address.
    package struct AddressInfo: Hashable, Sendable {
        /// 0 when not known.
        package var asn: Int
        /// 1 from the probe, 2 from the helper, 4 no public address, 8 valid for the name by its certificate.
        package var flags: Int

        package init(asn: Int, flags: Int) {
            self.asn = asn
            self.flags = flags
        }
    }

    /// `nil` when the look-up worked; an empty answer is no failure.
    package var dnsFailure: String?
    package var addresses: [String]
    /// By `address:port`.
    package var connects: [String: Endpoint]
    package var handshakes: [String: Endpoint]
    package var serverName: String
    package var page: Page
    package var info: [String: AddressInfo]

    package init(
        dnsFailure: String? = nil, addresses: [String] = [], connects: [String: Endpoint] = [:],
        handshakes: [String: Endpoint] = [:], serverName: String, page: Page = Page(),
        info: [String: AddressInfo] = [:]
    ) {
        self.dnsFailure = dnsFailure
        self.addresses = addresses
        self.connects = connects
        self.handshakes = handshakes
        self.serverName = serverName
        self.page = page
        self.info = info
    }

    /// The answer as a helper gives it, keys in order.
    package var json: JSONValue {
        [
            "tcp_connect": .object(
                connects.sorted { $0.key < $1.key }.map { name, endpoint in
                    (name, ["status": .bool(endpoint.failure == nil), "failure": .optional(endpoint.failure)])
                }),
            "tls_handshake": .object(
                handshakes.sorted { $0.key < $1.key }.map { name, endpoint in
                    (
                        name,
                        [
                            "server_name": .string(serverName), "status": .bool(endpoint.failure == nil),
                            "failure": .optional(endpoint.failure),
                        ]
                    )
                }),
            "quic_handshake": .object([]),
            "http_request": [
                "body_length": .int(page.bodyLength), "discovered_h3_endpoint": "",
                "failure": .optional(page.failure), "title": .string(page.title),
                "headers": .object(page.headers.sorted { $0.key < $1.key }.map { ($0, .string($1)) }),
                "status_code": .int(page.status),
            ],
            "http3_request": .null,
            "dns": [
                "failure": .optional(dnsFailure), "addrs": .array(addresses.map { .string($0) }),
            ],
            "ip_info": .object(
                info.sorted { $0.key < $1.key }.map { ($0, ["asn": .int($1.asn), "flags": .int($1.flags)]) }),
        ]
    }
}

extension HelperAnswer {
    /// Reads a helper's answer; what is missing counts as not measured.
    ///
    /// - Throws: When the bytes are not what a helper says.
    package init(json: [UInt8], host: String) throws {
        let body = try JSONDecoder().decode(Body.self, from: Data(json))
        self.init(
            dnsFailure: body.dns?.failure, addresses: body.dns?.addrs ?? [],
            connects: (body.tcp_connect ?? [:]).mapValues { Endpoint(failure: $0.failure) },
            handshakes: (body.tls_handshake ?? [:]).mapValues { Endpoint(failure: $0.failure) }, serverName: host,
            page: Page(
                failure: body.http_request.failure, status: body.http_request.status_code ?? -1,
                bodyLength: body.http_request.body_length ?? -1, title: body.http_request.title ?? "",
                headers: body.http_request.headers ?? [:]),
            info: (body.ip_info ?? [:]).mapValues { AddressInfo(asn: $0.asn ?? 0, flags: $0.flags ?? 0) })
    }

    /// The keys as they are written.
    private struct Body: Decodable {
        struct Step: Decodable { var failure: String? }
        struct Page: Decodable {
            var failure: String?
            var status_code: Int?
            var body_length: Int?
            var title: String?
            var headers: [String: String]?
        }
        struct Names: Decodable {
            var failure: String?
            var addrs: [String]?
        }
        struct Info: Decodable {
            var asn: Int?
            var flags: Int?
        }
        var tcp_connect: [String: Step]?
        var tls_handshake: [String: Step]?
        var http_request: Page
        var dns: Names?
        var ip_info: [String: Info]?
    }
}
