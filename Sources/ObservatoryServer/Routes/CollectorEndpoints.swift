import HTTPTypes
import Hummingbird
import ObservatoryModel
import Storage
import WireFormats

/// Takes in what probes measure; `ReportEndpoints` takes in what people report.
struct CollectorEndpoints: Sendable {
    let observatory: Observatory
    let policy: PlacePolicy
    let limits: ServerConfiguration.Limits
    /// Networks that asked not to be measured.
    let optedOut: Set<ASN>
    let metrics: ServerMetrics
    let status: ObservatoryStatus
    let clock: @Sendable () -> Timestamp
    let intake: MeasurementIntake
    let addresses: RateLimiter
    let probes: RateLimiter
    let networks: RateLimiter
    let reports: ReportEndpoints

    init(
        observatory: Observatory, policy: PlacePolicy, limits: ServerConfiguration.Limits,
        optedOut: Set<ASN> = [], metrics: ServerMetrics,
        status: ObservatoryStatus, clock: @escaping @Sendable () -> Timestamp
    ) {
        self.observatory = observatory
        self.policy = policy
        self.limits = limits
        self.optedOut = optedOut
        self.metrics = metrics
        self.status = status
        self.clock = clock
        intake = MeasurementIntake(limits: limits, optedOut: optedOut)
        addresses = RateLimiter(burst: limits.addressBurst, perMinute: Double(limits.addressPerMinute))
        probes = RateLimiter(burst: limits.probeBurst, perMinute: Double(limits.probePerMinute))
        networks = RateLimiter(burst: limits.networkBurst, perMinute: Double(limits.networkPerMinute))
        reports = ReportEndpoints(
            observatory: observatory, policy: policy, metrics: metrics, clock: clock, addresses: addresses,
            gate: ReportGate(limits: limits))
    }

    func add(to table: inout RouteTable, page: @escaping ReportEndpoints.FormPage) {
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
        reports.add(to: &table, page: page)
    }

    // MARK: Probes

    @Sendable private func measurements(
        _ request: Request, _ context: ServerContext, _: Arguments
    ) async throws -> Response {
        let now = clock()
        let address = policy.address(peer: context.peer, forwarded: request.headers[.xForwardedFor])
        try addresses.charge(1, key: address?.quotaKey ?? "", at: now)
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
        try probes.charge(batch.entries.count, key: signature.probe, at: now)
        if let place = batch.entries.first.map({ Place(country: $0.record.country ?? .unknown, asn: $0.record.asn) }) {
            try networks.charge(batch.entries.count, key: "\(place.country) \(place.asn)", at: now)
        }
        let outcome = try await stored(batch.entries)
        metrics.add(.batchesAccepted)
        if address?.isLoopback == true, outcome.accepted > 0 { status.noteOwnSession(at: now) }
        metrics.add(.recordsRejected, batch.rejected.count)
        return .json([
            "accepted": .int(outcome.accepted), "duplicates": .int(outcome.duplicates),
            "rejected": .array(
                batch.rejected.map { ["line": .int($0.line), "reason": .string($0.reason)] }),
            "schedule": batch.isOptedOut
                ? Self.pause(from: now)
                : await schedule(for: Set(batch.entries.compactMap(\.record.country)), at: now),
        ])
    }

    /// Asks a probe in a network that opted out to measure nothing for a day.
    private static func pause(from now: Timestamp) -> JSONValue {
        [
            "until": .string((now + .hours(24)).floored(to: .seconds(1)).description), "platforms": .object([]),
            "optedOut": .bool(true),
        ]
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

    private func stored(_ entries: [RecordEntry]) async throws -> Observatory.Intake {
        do {
            return try await observatory.accept(try await observatory.distinguished(entries))
        } catch is StoreError {
            throw Problem.storeUnavailable
        }
    }
}

extension Problem {
    /// Nothing was stored, and may be sent again.
    static let storeUnavailable = Problem(
        .storeUnavailable, "Nothing was stored; please send it again later.", headers: [.retryAfter: "60"])
}

extension RateLimiter {
    /// Takes `cost` tokens of a key; a cost of 0 takes none.
    ///
    /// - Throws: `Problem` with `rate-limited` and how long to wait.
    func charge(_ cost: Int, key: String, at now: Timestamp) throws(Problem) {
        guard cost > 0, let wait = spend(cost, key: key, at: now) else { return }
        throw Problem(
            .rateLimited, "That is more than is taken here; try again in \(wait) seconds.",
            headers: [.retryAfter: String(wait)])
    }
}

extension HTTPField.Name {
    static let xForwardedFor = HTTPField.Name("X-Forwarded-For")!
}
