import ObservatoryModel
import Probing
import WireFormats

/// The raw tables of a web_connectivity measurement, from the steps of a session (FORMATS §1.2).
struct OONITables {
    private var queries: [JSONValue] = []
    private var duplicates: [JSONValue] = []
    private var connects: [JSONValue] = []
    private var handshakes: [JSONValue] = []
    /// Newest first, as OONI has them.
    private var requests: [JSONValue] = []
    private var quic: [JSONValue] = []
    private var dnsFailure: String?
    private var httpFailure: String?
    /// Transaction ids by kind: 10001… the network's resolver, 20001… UDP, 30001… DoH, 50001… endpoints.
    private var transactions: [Int: Int] = [:]
    /// Milliseconds since the measurement began, from the durations of the steps.
    private var elapsed = 0.0

    private mutating func transaction(_ kind: Int) -> Int {
        transactions[kind, default: 0] += 1
        return kind * 10_000 + transactions[kind, default: 0]
    }

    /// Adds the steps of one URL.
    ///
    /// - Parameters:
    ///   - pages: One for each `http` step, or none at all.
    ///   - depth: How many redirects led here.
    mutating func add(_ steps: [Step], of url: MeasuredURL, pages: [PageResponse], depth: Int) {
        var pages = pages[...]
        let hasPages = !pages.isEmpty
        var transaction = 0
        var address: (ip: String, port: Int)?
        var tags: [String] = []
        let classic = Set(steps.filter { $0.stage == .dns && $0.resolver == .isp }.flatMap(OONITables.clientAddresses))
        for (index, step) in steps.enumerated() {
            switch step.stage {
            case .dns: add(lookup: step, host: url.host, depth: depth)
            case .tcp:
                guard let text = step.address, let parts = OONITables.parts(of: text) else { continue }
                transaction = self.transaction(5)
                address = parts
                // A connection that nothing follows although it worked was made to see whether it works.
                let next = steps.indices.contains(index + 1) ? steps[index + 1].stage : .dns
                let isFull = step.failure != nil || next == .tls || next == .http
                tags = ["depth=\(depth)", "fetch_body=\(isFull)"]
                if classic.contains(parts.ip) { tags.insert("classic", at: 0) }
                connects.append(
                    row(step, transaction, tags) {
                        [
                            ("ip", .string(parts.ip)), ("port", .int(parts.port)),
                            (
                                "status",
                                [
                                    "failure": .optional(step.failure), "success": .bool(step.failure == nil),
                                ]
                            ),
                        ]
                    })
            case .tls:
                guard let address else { continue }
                note(step, tags)
                handshakes.append(
                    row(step, transaction, tags) {
                        [
                            ("network", "tcp"), ("address", .string(OONITables.endpoint(address))),
                            ("cipher_suite", ""), ("failure", .optional(step.failure)), ("negotiated_protocol", ""),
                            ("no_tls_verify", false), ("peer_certificates", .null),
                            ("server_name", .string(step.sni ?? url.host)), ("tls_version", ""),
                            ("x_certificate_sha256", .array(step.chain.map { .string($0) })),
                        ]
                    })
            case .http:
                guard let address else { continue }
                note(step, tags)
                let page = hasPages ? pages.popFirst() ?? PageResponse(step) : PageResponse(step)
                requests.insert(
                    row(step, transaction, tags) {
                        [
                            ("network", "tcp"), ("address", .string(OONITables.endpoint(address))),
                            ("alpn", "http/1.1"), ("failure", .optional(step.failure)),
                            ("request", (depth > 0 ? url.scrubbed : url).requestJSON),
                            ("response", page.json), ("x_fingerprint", .optional(step.fingerprint)),
                        ]
                    }, at: 0)
            case .quic:
                quic.append(
                    row(step, self.transaction(6), ["depth=\(depth)"]) {
                        [
                            ("operation", step.sni == nil ? "version_negotiation" : "initial"),
                            ("address", .optional(step.address)), ("server_name", .optional(step.sni)),
                            ("failure", .optional(step.failure)),
                        ]
                    })
            case .transfer: break
            }
            if step.stage == .tcp { note(step, tags) }
        }
    }

    /// The tables, by the keys of `test_keys`.
    var json: [(String, JSONValue)] {
        [
            ("agent", "redirect"), ("client_resolver", "127.0.0.2"), ("retries", .null), ("socksproxy", .null),
            ("network_events", .null), ("x_dns_whoami", .null), ("x_doh", .null), ("x_do53", .null),
            ("x_dns_duplicate_responses", duplicates.isEmpty ? .null : .array(duplicates)),
            ("queries", .array(queries)), ("requests", .array(requests)), ("tcp_connect", .array(connects)),
            ("tls_handshakes", .array(handshakes)), ("x_quic", .array(quic)), ("x_conn_priority_log", .null),
        ]
    }

    /// The words for the first failure of each kind.
    func experimentFailures(isAccessible: Bool) -> [(String, JSONValue)] {
        [
            ("dns_experiment_failure", .optional(dnsFailure)),
            ("http_experiment_failure", isAccessible ? .null : .optional(httpFailure)),
        ]
    }

    private mutating func note(_ step: Step, _ tags: [String]) {
        guard tags.contains("classic"), httpFailure == nil else { return }
        httpFailure = step.failure?.text
    }

    /// A row with the members that all rows have. Times are reconstructed from durations.
    private mutating func row(
        _ step: Step, _ transaction: Int, _ tags: [String], _ members: () -> [(String, JSONValue)]
    ) -> JSONValue {
        let start = elapsed
        elapsed += step.milliseconds ?? 0
        return .object(
            members() + [
                ("t0", .number(start / 1000)), ("t", .number(elapsed / 1000)),
                ("tags", .array(tags.map { .string($0) })), ("transaction_id", .int(transaction)),
            ])
    }

    // MARK: Names

    private mutating func add(lookup step: Step, host: String, depth: Int) {
        let addresses = OONITables.clientAddresses(step)
        let failure = step.failure?.text
        let (kind, engine, tags): (Int, JSONValue, [String]) =
            switch step.resolver {
            // OONI's word for a program that asks the servers of resolv.conf by itself; part of the classic view.
            case .isp, nil: (1, "golang_net_resolver", ["classic", "depth=\(depth)"])
            case .publicUDP: (2, "udp", ["depth=\(depth)"])
            case .doh: (3, "doh", ["depth=\(depth)"])
            }
        if kind == 1, dnsFailure == nil { dnsFailure = failure }
        let transaction = transaction(kind)
        let groups: [(String, [String])] =
            kind == 1
            ? [("ANY", addresses)]
            : [
                ("A", addresses.filter { !$0.contains(":") }), ("AAAA", addresses.filter { $0.contains(":") }),
            ].filter { $0.0 == "A" || !$0.1.isEmpty }
        for (type, addresses) in groups {
            // A name that has addresses of the other family only is no failure of the look-up.
            let own = failure ?? (addresses.isEmpty ? "dns_no_answer" : nil)
            queries.append(query(step, transaction, host, type, engine, own, addresses, tags))
        }
        var families: Set<Bool> = []
        for answer in step.answers {
            let isFirst = answer.addresses.contains { families.insert($0.contains(":")).inserted }
            if isFirst { continue }
            var late = step
            late.milliseconds = 0
            duplicates.append(
                query(
                    late, transaction, host, "A", "udp", answer.addresses.isEmpty ? "dns_no_answer" : nil,
                    answer.addresses, tags))
        }
    }

    private mutating func query(
        _ step: Step, _ transaction: Int, _ host: String, _ type: String, _ engine: JSONValue, _ failure: String?,
        _ addresses: [String], _ tags: [String]
    ) -> JSONValue {
        row(step, transaction, tags) {
            [
                (
                    "answers",
                    addresses.isEmpty
                        ? .null
                        : .array(
                            addresses.map { address in
                                let isIPv6 = address.contains(":")
                                return .object([
                                    ("asn", 0), ("as_org_name", ""), ("answer_type", isIPv6 ? "AAAA" : "A"),
                                    (isIPv6 ? "ipv6" : "ipv4", .string(address)), ("ttl", .null),
                                ])
                            })
                ),
                ("engine", engine), ("failure", .optional(failure)), ("hostname", .string(host)),
                ("query_type", .string(type)), ("resolver_hostname", .null), ("resolver_port", .null),
                ("resolver_address", ""),
            ]
        }
    }

    /// The addresses that a client takes: those of the first answer of each family. A step lists those of later
    /// answers too.
    private static func clientAddresses(_ step: Step) -> [String] {
        guard !step.answers.isEmpty else { return step.addresses }
        var families: Set<Bool> = []
        var taken: [String] = []
        for answer in step.answers {
            let new = answer.addresses.filter { !families.contains($0.contains(":")) }
            taken += new
            families.formUnion(new.map { $0.contains(":") })
        }
        let disputed = Set(step.answers.flatMap(\.addresses))
        return taken + step.addresses.filter { !disputed.contains($0) }
    }

    /// The address and port of `1.2.3.4:443` or `[2001:db8::1]:443`.
    static func parts(of endpoint: String) -> (ip: String, port: Int)? {
        guard let colon = endpoint.lastIndex(of: ":"), let port = Int(endpoint[endpoint.index(after: colon)...])
        else { return nil }
        var address = endpoint[..<colon]
        if address.hasPrefix("["), address.hasSuffix("]") { address = address.dropFirst().dropLast() }
        return (String(address), port)
    }

    private static func endpoint(_ parts: (ip: String, port: Int)) -> String {
        parts.ip.contains(":") ? "[\(parts.ip)]:\(parts.port)" : "\(parts.ip):\(parts.port)"
    }
}

extension MeasuredURL {
    /// Without what a redirect may have put into it of whoever follows it.
    fileprivate var scrubbed: MeasuredURL { MeasuredURL(HTTPLocation.scrubbed(description)) ?? self }

    /// The `request` of a row.
    fileprivate var requestJSON: JSONValue {
        [
            "body": "", "body_is_truncated": false, "headers": .object([]), "headers_list": [], "method": "GET",
            "tor": ["exit_ip": .null, "exit_name": .null, "is_tor": false], "url": .string(description),
            "x_transport": "tcp",
        ]
    }
}

extension PageResponse {
    /// Headers of the connection rather than of the page, which any two servers share; OONI's rules would take one for a
    /// sign that two pages are the same.
    private static let ofConnection: Set<String> = [
        "connection", "content-length", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade",
    ]

    /// What a step says of a response, when the page itself was not kept.
    fileprivate init(_ step: Step) {
        self.init(
            status: step.status, headers: step.location.map { ["location": $0] } ?? [:], isTruncated: true,
            failure: step.failure)
    }

    /// The `response` of a row: status, the names of the headers, and of the body the title alone.
    fileprivate var json: JSONValue {
        var headers = headers.keys.filter { !Self.ofConnection.contains($0) }.sorted().map { name in
            (name, JSONValue.string(""))
        }
        if let location = self.headers["location"], let index = headers.firstIndex(where: { $0.0 == "location" }) {
            headers[index].1 = .string(HTTPLocation.scrubbed(location))
        }
        let title = PageTitle.text(in: body).map { "<title>\($0)</title>" } ?? ""
        return [
            "body": .string(title), "body_is_truncated": true, "code": .int(Int(status ?? 0)),
            "headers": .object(headers),
            "headers_list": .array(headers.map { .array([.string($0.0), $0.1]) }),
        ]
    }
}
