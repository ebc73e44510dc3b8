import Dashboard
import HTTPTypes
import Hummingbird
import ObservatoryModel
import Storage
import WireFormats

/// Takes in what probes measure and what people report.
struct CollectorEndpoints: Sendable {
    let observatory: Observatory
    let policy: PlacePolicy
    let limits: ServerConfiguration.Limits
    let metrics: ServerMetrics
    let status: ObservatoryStatus
    let clock: @Sendable () -> Timestamp
    let intake: MeasurementIntake
    let ledger = ReportLedger()
    let addresses: RateLimiter
    let probes: RateLimiter
    let networks: RateLimiter
    let reports: RateLimiter

    init(
        observatory: Observatory, policy: PlacePolicy, limits: ServerConfiguration.Limits, metrics: ServerMetrics,
        status: ObservatoryStatus, clock: @escaping @Sendable () -> Timestamp
    ) {
        self.observatory = observatory
        self.policy = policy
        self.limits = limits
        self.metrics = metrics
        self.status = status
        self.clock = clock
        intake = MeasurementIntake(limits: limits)
        addresses = RateLimiter(burst: limits.addressBurst, perMinute: Double(limits.addressPerMinute))
        probes = RateLimiter(burst: limits.probeBurst, perMinute: Double(limits.probePerMinute))
        networks = RateLimiter(burst: limits.networkBurst, perMinute: Double(limits.networkPerMinute))
        reports = RateLimiter(burst: limits.reportBurst, perMinute: Double(limits.reportPerMinute))
    }

    /// Makes the page that answers a browser's form.
    typealias FormPage =
        @Sendable (ReportPage.Outcome, CountryCode?, PlatformID?, Request, ServerContext) async throws -> Response

    func add(to table: inout RouteTable, page: @escaping FormPage) {
        table.add(
            Endpoint(
                method: .post, path: "/api/v1/measurements", operation: "sendMeasurements",
                summary: "A signed batch of native sessions. The answer comes once the batch is on disk.",
                body: .init(
                    about: "Native sessions, one a line; gzip or zstd are told by their first bytes.",
                    mediaTypes: ["application/x-ndjson"], schema: ["type": "string"]),
                answer: .init(
                    about: "What became of the lines, and what is asked of the probe next.",
                    mediaType: "application/json",
                    schema: [
                        "type": "object", "required": ["accepted", "duplicates", "rejected", "schedule"],
                        "properties": [
                            "accepted": ["type": "integer"], "duplicates": ["type": "integer"],
                            "rejected": [
                                "type": "array",
                                "items": [
                                    "type": "object",
                                    "properties": ["line": ["type": "integer"], "reason": ["type": "string"]],
                                ],
                            ], "schedule": ["type": "object"],
                        ],
                    ]),
                problems: [
                    .invalidBody, .signatureMissing, .signatureInvalid, .bodyTooLarge, .unsupportedEncoding,
                    .rateLimited, .storeUnavailable,
                ], handler: measurements))
        table.add(
            Endpoint(
                method: .post, path: "/api/v1/reports", operation: "sendReport",
                summary: "A person's report that a platform does not open or is slow.",
                body: .init(
                    about: "The report. Country and network come from the connection, and the address is dropped.",
                    mediaTypes: ["application/json", "application/x-www-form-urlencoded"],
                    schema: [
                        "type": "object", "required": ["platform"],
                        "properties": [
                            "platform": ["type": "string", "pattern": "^[a-z0-9.-]{1,64}$"],
                            "problem": ["enum": ["unreachable", "slow", "login", "other"]],
                            "region": ["type": "string"], "cc": ["type": "string"],
                        ],
                    ]),
                answer: .init(
                    about: "It was stored.", mediaType: "application/json",
                    schema: ["type": "object", "properties": ["accepted": ["const": 1]]]),
                problems: [
                    .invalidBody, .invalidParameter, .bodyTooLarge, .placeUnknown, .rateLimited, .alreadyReported,
                    .storeUnavailable,
                ],
                handler: { request, context, _ in try await report(request, context, page) }))
    }

    // MARK: Probes

    @Sendable private func measurements(
        _ request: Request, _ context: ServerContext, _: Arguments
    ) async throws -> Response {
        let now = clock()
        let address = policy.address(peer: context.peer, forwarded: request.headers[.xForwardedFor])
        try limit(addresses, 1, key: address?.quotaKey ?? "", at: now)
        if let encoding = request.headers[.contentEncoding]?.lowercased(),
            !["identity", "gzip", "zstd"].contains(encoding)
        {
            throw Problem(.unsupportedEncoding, "“\(encoding.prefix(40))” is not known; use gzip or zstd.")
        }
        let signature = try ProbeSignature(authorization: request.headers[.authorization])
        let buffer = try await request.body.collect(upTo: limits.bodyBytes)
        let body = Array(buffer.readableBytesView)
        try signature.check(path: request.uri.path, body: body)
        let batch = try intake.read(
            body, probe: signature.probe, standing: policy.standing(of: address), received: now)
        try limit(probes, batch.entries.count, key: signature.probe, at: now)
        if let place = batch.entries.first.map({ Place(country: $0.record.country ?? .unknown, asn: $0.record.asn) }) {
            try limit(networks, batch.entries.count, key: "\(place.country) \(place.asn)", at: now)
        }
        let outcome = try await stored(batch.entries)
        metrics.add(.batchesAccepted)
        if address?.isLoopback == true, outcome.accepted > 0 { status.noteOwnSession(at: now) }
        metrics.add(.recordsRejected, batch.rejected.count)
        return .json([
            "accepted": .int(outcome.accepted), "duplicates": .int(outcome.duplicates),
            "rejected": .array(
                batch.rejected.map { ["line": .int($0.line), "reason": .string($0.reason)] }),
            "schedule": await schedule(for: Set(batch.entries.compactMap(\.record.country)), at: now),
        ])
    }

    /// What detection asks of the probes of some countries, good for ten minutes.
    private func schedule(for countries: Set<CountryCode>, at now: Timestamp) async -> JSONValue {
        var platforms: [(String, JSONValue)] = []
        let requests = await observatory.cadenceRequests.filter { countries.contains($0.country) }
        for request in requests.sorted(by: { ($0.platform, $0.every) < ($1.platform, $1.every) })
        where !platforms.contains(where: { $0.0 == request.platform.text }) {
            platforms.append(
                (
                    request.platform.text,
                    [
                        "every": .int(Int(request.every)),
                        "contrasts": .array(request.contrasts.map { .string($0.rawValue) }),
                        "transfer": .bool(request.transfer),
                    ]
                ))
        }
        return [
            "until": .string((now + .minutes(10)).floored(to: .seconds(1)).description),
            "platforms": .object(platforms),
        ]
    }

    // MARK: People

    /// A browser that sent the form gets a page, a program gets JSON.
    private func report(
        _ request: Request, _ context: ServerContext, _ page: FormPage
    ) async throws -> Response {
        let isForm = request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") ?? false
        guard isForm, request.headers[.accept]?.contains("text/html") ?? false else {
            try await take(request, context)
            return .json(["accepted": 1])
        }
        do {
            try await take(request, context)
            return try await page(.accepted, nil, nil, request, context)
        } catch let problem as Problem {
            let outcome: ReportPage.Outcome
            switch problem.code {
            case .alreadyReported: outcome = .alreadyCounted
            case .rateLimited: outcome = .tooMany
            case .invalidParameter: outcome = .invalid(field: problem.parameter ?? "")
            default: throw problem
            }
            var response = try await page(outcome, nil, nil, request, context)
            response.status = problem.status
            return response
        }
    }

    /// Reads and stores a report.
    ///
    /// - Throws: `Problem`.
    private func take(_ request: Request, _ context: ServerContext) async throws {
        do {
            try await store(request, context)
            metrics.add(.reportsAccepted)
        } catch {
            metrics.add(.reportsRefused)
            throw error
        }
    }

    private func store(_ request: Request, _ context: ServerContext) async throws {
        let now = clock()
        let address = policy.address(peer: context.peer, forwarded: request.headers[.xForwardedFor])
        try limit(addresses, 1, key: address?.quotaKey ?? "", at: now)
        let buffer = try await request.body.collect(upTo: 8 << 10)
        let form = try ReportForm(Array(buffer.readableBytesView), contentType: request.headers[.contentType])
        let stated = Place(country: form.country ?? .unknown)
        guard let place = policy.standing(of: address).place(stated: stated), place.country != .unknown else {
            throw Problem(
                .placeUnknown, "Where this connection comes from is not known here, so the report cannot count.")
        }
        try limit(reports, 1, key: "\(place.country) \(place.asn)", at: now)
        let device = "\(address?.quotaKey ?? "")\n\(request.headers[.userAgent] ?? "")"
        guard ledger.note(device: device, platform: form.platform, at: now) else {
            throw Problem(
                .alreadyReported, "This device has reported \(form.platform) within the last six hours.",
                headers: [.retryAfter: "21600"])
        }
        var record = Record.report(
            UserReport(
                id: "r-" + hex((0..<12).map { _ in UInt8.random(in: 0...255) }), at: now.floored(to: .minutes(1)),
                received: now, country: place.country, region: form.region, asn: place.asn, platform: form.platform,
                problem: form.problem))
        record.setPlace(place)
        var writer = RecordWriter()
        _ = try await stored([RecordEntry(line: writer.line(record)[...], record: record)])
    }

    // MARK: Both

    private func stored(_ entries: [RecordEntry]) async throws -> Observatory.Intake {
        do {
            return try await observatory.accept(try await observatory.distinguished(entries))
        } catch is StoreError {
            throw Problem(
                .storeUnavailable, "Nothing was stored; please send it again later.", headers: [.retryAfter: "60"])
        }
    }

    private func limit(_ limiter: RateLimiter, _ cost: Int, key: String, at now: Timestamp) throws(Problem) {
        guard cost > 0, let wait = limiter.spend(cost, key: key, at: now) else { return }
        throw Problem(
            .rateLimited, "That is more than is taken here; try again in \(wait) seconds.",
            headers: [.retryAfter: String(wait)])
    }
}

extension Record {
    /// The network it speaks of; unknown for kinds without one.
    var asn: ASN {
        switch self {
        case .session(let value): value.asn
        case .report(let value): value.asn
        case .reports(let value): value.asn
        case .signal(let value): value.asn
        case .ooni(let value): value.asn
        case .network(let value): value.asn
        case .calendar, .heartbeat: .unknown
        }
    }
}

extension HTTPField.Name {
    static let xForwardedFor = HTTPField.Name("X-Forwarded-For")!
}
