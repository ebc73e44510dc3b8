import Dashboard
import HTTPTypes
import Hummingbird
import ObservatoryModel
import Storage
import WireFormats

/// Takes in what people report, and hands out the challenges that lift the limits on reports.
struct ReportEndpoints: Sendable {
    /// Makes the page that answers a browser's form.
    typealias FormPage =
        @Sendable (ReportPage.Outcome, CountryCode?, PlatformID?, Request, ServerContext) async throws -> Response

    let observatory: Observatory
    let policy: PlacePolicy
    let metrics: ServerMetrics
    let clock: @Sendable () -> Timestamp
    /// Shared with what probes send: requests that write, by address.
    let addresses: RateLimiter
    let gate: ReportGate
    let work = ProofOfWork()

    /// A report has no more bytes than this.
    private static let bodyBytes = 8 << 10

    func add(to table: inout RouteTable, page: @escaping FormPage) {
        table.add(
            Endpoint(
                method: .post, path: "/api/v1/reports", operation: "sendReport",
                summary: "A person's report that a platform does not open or is slow.",
                body: .init(
                    about: """
                        The report. Country and network come from the connection, and the address is dropped. With a \
                        solved challenge, ten times as many reports are taken from a network.
                        """,
                    mediaTypes: ["application/json", "application/x-www-form-urlencoded"],
                    schema: ReportEndpoints.schema),
                answer: .init(
                    about: "It was stored.", mediaType: "application/json",
                    schema: ["type": "object", "required": ["accepted"], "properties": ["accepted": ["const": 1]]]),
                problems: [
                    .invalidBody, .invalidParameter, .bodyTooLarge, .placeUnknown, .rateLimited, .alreadyReported,
                    .storeUnavailable, .unsupportedMediaType, .crossSite,
                ],
                handler: { request, context, _ in try await report(request, context, page) }))
        table.add(
            Endpoint(
                path: "/api/v1/reports/challenge", operation: "getReportChallenge",
                summary: "A piece of work that makes room for a report; good once.",
                answer: .init(
                    about: """
                        Find a nonce of at most 32 bytes with which the SHA-256 of “challenge:nonce” begins with so many \
                        zero bits, and send both with the report.
                        """,
                    mediaType: "application/json",
                    schema: [
                        "type": "object", "required": ["challenge", "bits", "expires"],
                        "properties": [
                            "challenge": ["type": "string"], "bits": ["type": "integer", "minimum": 1],
                            "expires": ["type": "string", "format": "date-time"],
                        ],
                    ]), isCacheable: false, handler: challenge))
    }

    private static let schema: JSONValue = [
        "type": "object", "required": ["platform"],
        "properties": [
            "platform": ["type": "string", "pattern": "^[a-z0-9.-]{1,64}$"],
            "problem": ["type": "string", "enum": ["unreachable", "slow", "login", "other"]],
            "region": ["type": "string", "pattern": "^([A-Z]{2}-[A-Z0-9]{1,3})?$"],
            "cc": ["type": "string", "pattern": "^([A-Z]{2})?$"],
            "toward": [
                "type": "string", "pattern": "^([A-Z]{2})?$",
                "description": """
                The country of somebody whom the person cannot reach there. Such a report never counts as a failure of \
                the reporter's own network.
                """,
            ], "challenge": ["type": "string", "maxLength": 128], "nonce": ["type": "string", "maxLength": 32],
        ],
    ]

    @Sendable private func challenge(_ request: Request, _: ServerContext, _: Arguments) async throws -> Response {
        let challenge = work.issue(at: clock())
        return .json([
            "challenge": .string(challenge.text), "bits": .int(challenge.bits),
            "expires": .string(challenge.expires.description),
        ])
    }

    /// A browser that sent the form gets a page, a program gets JSON.
    private func report(_ request: Request, _ context: ServerContext, _ page: FormPage) async throws -> Response {
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
        try addresses.charge(1, key: address?.quotaKey ?? "", at: now)
        guard !request.isFromAnotherSite else {
            throw Problem(.crossSite, "Reports are taken from people and programs, not from the pages of other sites.")
        }
        let buffer = try await request.body.collect(upTo: ReportEndpoints.bodyBytes)
        let form = try ReportForm(Array(buffer.readableBytesView), contentType: request.headers[.contentType])
        let stated = Place(country: form.country ?? .unknown)
        guard let place = policy.standing(of: address).place(stated: stated), place.country != .unknown else {
            throw Problem(
                .placeUnknown, "Where this connection comes from is not known here, so the report cannot count.")
        }
        let isProven = form.proof.map { work.redeem($0.challenge, nonce: $0.nonce, at: now) } ?? false
        let traits = "\(request.headers[.userAgent] ?? "")\n\(request.headers[.acceptLanguage] ?? "")"
        do {
            try gate.admit(
                form.platform, from: address, traits: traits, place: place, isProven: isProven, at: now)
        } catch {
            throw ReportEndpoints.problem(for: error, form.platform, isProven: isProven)
        }
        var record = Record.report(
            UserReport(
                id: "r-" + hex((0..<12).map { _ in UInt8.random(in: 0...255) }), at: now.floored(to: .minutes(1)),
                received: now, country: place.country, region: form.region, asn: place.asn, platform: form.platform,
                problem: form.problem, toward: form.toward))
        record.setPlace(place)
        var writer = RecordWriter()
        do {
            _ = try await observatory.accept([RecordEntry(line: writer.line(record)[...], record: record)])
        } catch is StoreError {
            gate.withdraw(form.platform, from: address, traits: traits)
            throw Problem.storeUnavailable
        }
    }

    private static func problem(for refusal: ReportGate.Refusal, _ platform: PlatformID, isProven: Bool) -> Problem {
        switch refusal {
        case .alreadyCounted:
            Problem(
                .alreadyReported, "This device has reported \(platform) within the last six hours.",
                headers: [.retryAfter: "21600"])
        case .tooMany(let wait):
            Problem(
                .rateLimited,
                "More reports than are taken come from this network; try again in \(wait) seconds"
                    + (isProven ? "." : ", or solve a challenge of /api/v1/reports/challenge."),
                headers: [.retryAfter: String(wait)])
        }
    }
}

extension Request {
    /// Whether a browser says that a page of another site makes the request.
    ///
    /// Browsers that know `Sec-Fetch-Site` are believed; others by `Origin`, which is `null` from our own pages, since
    /// those send no referrer.
    var isFromAnotherSite: Bool {
        if let relation = headers[.secFetchSite] { return relation == "cross-site" }
        guard let origin = headers[.origin], origin != "null" else { return false }
        let host = origin.split(separator: "/").last.map(String.init)
        return host?.lowercased() != head.authority?.lowercased()
    }
}

extension HTTPField.Name {
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
}
