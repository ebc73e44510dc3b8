import FoundationEssentials
import HTTPTypes
import Hummingbird
import Ingest
import ObservatoryModel
import Probing
import Storage
import WireFormats

/// Lets stock OONI probes use this observatory: they find it, are told what to test, compare with its helper, and
/// submit (FORMATS §1.7, §9). No address of theirs is stored or logged.
struct OONIEndpoints: Sendable {
    let observatory: Observatory
    let policy: PlacePolicy
    let limits: ServerConfiguration.Limits
    let optedOut: Set<ASN>
    let metrics: ServerMetrics
    let services: OONIServices
    let helper: OONITestHelper?
    let clock: @Sendable () -> Timestamp
    let addresses: RateLimiter
    let networks: RateLimiter
    let ledger = OONISubmissionLedger()

    /// - Parameters:
    ///   - collector: Whose policies and quotas apply here too.
    ///   - helperEnvironment: The Internet that the test helper sees; `nil` means this machine's.
    init(
        collector: CollectorEndpoints, configuration: ServerConfiguration, helperEnvironment: ProbeEnvironment? = nil
    ) {
        (observatory, policy, limits) = (collector.observatory, collector.policy, collector.limits)
        (metrics, clock, optedOut) = (collector.metrics, collector.clock, collector.optedOut)
        (addresses, networks) = (collector.addresses, collector.networks)
        let list = OONITestList(offersRisky: configuration.offersRiskyTargets)
        services = OONIServices(
            site: configuration.siteURL, list: list, hasHelper: configuration.testHelper != .off)
        helper =
            configuration.testHelper == .off
            ? nil
            : OONITestHelper(
                reach: configuration.testHelper, list: list, lookup: collector.policy.lookup,
                environment: helperEnvironment)
    }

    /// A measurement grows to this at most when it is unpacked.
    private static let inflatedBytes = 16 << 20

    func add(to table: inout RouteTable) {
        addDiscovery(to: &table)
        addCollector(to: &table)
        guard let helper else { return }
        table.add(
            Endpoint(
                path: "/ooni/test-helper", operation: "getTestHelper", summary: "Whether OONI’s test helper is there.",
                answer: .init(about: "It is.", mediaType: "application/json"),
                handler: { _, _, _ in .json(["message": "Hello OONItarian!"]) }))
        table.add(
            post(
                "/ooni/test-helper", "askTestHelper",
                "What this observatory sees of a URL, as OONI’s test helper says it."
            ) {
                request, context in
                try limit(addresses, key: quotaKey(request, context))
                let body = try await body(of: request, limit: 1 << 20)
                return .json(try await helper.answer(to: body, agent: request.headers[.userAgent]).json)
            })
    }

    // MARK: Discovery

    private func addDiscovery(to table: inout RouteTable) {
        let services = services
        for (path, operation, about, answer) in [
            ("/api/v1/test-helpers", "listTestHelpers", "Test helpers for OONI’s probes.", services.testHelpers),
            ("/api/v1/collectors", "listCollectors", "Collectors for OONI’s probes.", services.collectors),
        ] {
            table.add(
                Endpoint(
                    path: path, operation: operation, summary: about,
                    answer: .init(about: "The list.", mediaType: "application/json", schema: .object([])),
                    handler: { request, _, _ in .json(answer, maxAge: 300, for: request) }))
        }
        table.add(
            Endpoint(
                path: "/api/v1/test-list/urls", operation: "listTestURLs",
                summary: "The target list, as OONI’s probes read it.",
                parameters: [
                    .init(name: "country_code", form: .text(2), about: "The country that is measured from"),
                    .init(name: "category_codes", form: .text(400), about: "Categories, parted by commas"),
                    .init(name: "limit", form: .integer(0...10_000), about: "URLs at most"),
                ], answer: .init(about: "The URLs.", mediaType: "application/json"),
                handler: { request, _, arguments in
                    let codes = (arguments["category_codes"] ?? "").split(separator: ",").map(String.init)
                    return .json(
                        services.urls(
                            for: arguments["country_code"].flatMap { CountryCode(anyCase: $0) } ?? .unknown,
                            categories: Set(codes), limit: arguments.integer("limit") ?? 0),
                        maxAge: 300, for: request)
                }))
        table.add(
            post("/api/v1/check-in", "checkIn", "What an OONI probe is asked to test.") { request, context in
                let asked: OONIServices.CheckIn = try await decoded(request, context)
                let place = place(request, context, country: asked.probe_cc, asn: asked.probe_asn)
                var generator = SystemRandomNumberGenerator()
                return .json(
                    services.checkIn(
                        asked, place: place, isOptedOut: optedOut.contains(place.asn), at: clock(), using: &generator))
            })
        table.add(
            post("/api/v1/geolookup", "geolookup", "Countries and networks of addresses.") { request, context in
                struct Asked: Decodable { var addresses: [String] }
                let asked: Asked = try await decoded(request, context)
                let found = asked.addresses.prefix(16).map { text -> (String, JSONValue) in
                    let place = policy.lookup.place(ofText: text) ?? Place(country: .unknown)
                    let country = place.country == .unknown ? "ZZ" : place.country.description
                    return (
                        text, ["as_name": "", "asn": .int(Int(place.asn.number)), "cc": .string(country)]
                    )
                }
                return .json(["v": 1, "geolocation": .object(found)])
            })
        table.add(
            post("/bouncer/net-tests", "bounce", "Collectors and helpers for tests, as old probes ask for them.") {
                request, context in
                .json(services.netTests(try await decoded(request, context)))
            })
    }

    // MARK: The collector

    private func addCollector(to table: inout RouteTable) {
        table.add(post("/report", "openReport", "Opens a report of OONI’s.", open))
        table.add(
            post(
                "/report/{id}", "addToReport", "Adds a measurement to a report. The answer comes once it is on disk.",
                parameters: [.init(name: "id", location: .path, form: .text(128), about: "The report")]
            ) { request, context in
                guard let text = context.parameters.get("id"), let report = OONIReportID(text) else {
                    throw Problem(.invalidBody, "There is no such report.")
                }
                guard let uid = try await submit(request, context, report: report)?.verdict.id else {
                    return .json(.object([]))
                }
                return .json(["measurement_uid": .string(uid)])
            })
        table.add(
            post(
                "/report/{id}/close", "closeReport", "Closes a report; there is nothing to be done.",
                parameters: [.init(name: "id", location: .path, form: .text(128), about: "The report")]
            ) { _, _ in .json(.object([])) })
        table.add(
            post(
                "/api/v1/submit_measurement", "submitMeasurement",
                "Takes a measurement of OONI’s. The answer comes once it is on disk.",
                { request, context in
                    guard let submission = try await submit(request, context, report: nil) else {
                        return .json(.object([]))
                    }
                    return .json([
                        "measurement_uid": .string(submission.verdict.id), "verification_status": "unverified",
                        "submit_response": .null, "protocol_version": .null,
                        "report_id": .string(submission.reportID ?? ""), "error": .null,
                    ])
                }))
    }

    /// What a probe says when it opens a report.
    private struct Opening: Decodable {
        var data_format_version: String
        var format: String?
        var probe_asn: String
        var probe_cc: String
        var software_name: String
        var software_version: String
        var test_name: String
        var test_version: String
    }

    @Sendable private func open(_ request: Request, _ context: ServerContext) async throws -> Response {
        let asked: Opening = try await decoded(request, context)
        guard asked.data_format_version == "0.2.0", asked.format ?? "json" == "json" else {
            throw Problem(.invalidBody, "Only data format 0.2.0 in JSON is taken here.")
        }
        guard OONISubmission.isTestName(asked.test_name), let asn = OONIEndpoints.asn(asked.probe_asn),
            asked.probe_cc == "ZZ" || CountryCode(asked.probe_cc) != nil
        else { throw Problem(.invalidBody, "Country, network or test are not written as OONI writes them.") }
        for name in [asked.software_name, asked.software_version, asked.test_version]
        where name.isEmpty || name.utf8.count > 100 || OONIName.cleaned(name) != name {
            throw Problem(.invalidBody, "Names and versions must be of letters, digits and “_ . + -”.")
        }
        var generator = SystemRandomNumberGenerator()
        let id = OONIReportID(
            test: asked.test_name, country: asked.probe_cc, asn: asn, at: clock(), using: &generator)
        return .json([
            "backend_version": .string("parallax-\(softwareVersion)"), "report_id": .string(id.text),
            "supported_formats": ["json"],
        ])
    }

    /// Stores a measurement, unless it is one that OONI's own collector would pass over as well.
    ///
    /// - Returns: `nil` for a measurement that is not kept: it says nothing, its connection comes from elsewhere, or its
    ///   network asked not to be measured.
    private func submit(
        _ request: Request, _ context: ServerContext, report: OONIReportID?
    ) async throws -> OONISubmission? {
        let now = clock()
        try limit(addresses, key: quotaKey(request, context))
        let sent = try await body(of: request, limit: limits.bodyBytes)
        let plain: [UInt8]
        do {
            plain = try Packing.unpack(sent, limit: min(limits.inflatedBytes, OONIEndpoints.inflatedBytes))
        } catch {
            if case .tooLarge = error { throw Problem(.bodyTooLarge, "The body \(error).") }
            throw Problem(.invalidBody, "The body is \(error).")
        }
        var submission: OONISubmission
        do throws(OONISubmission.Fault) {
            submission = try OONISubmission(plain, report: report, received: now)
        } catch {
            metrics.add(.recordsRejected)
            switch error {
            case .invalid(let reason): throw Problem(.invalidBody, "The measurement cannot be used: \(reason).")
            case .unusable: return nil
            }
        }
        let stated = Place(country: submission.verdict.country, asn: submission.verdict.asn)
        guard let place = standing(request, context).place(stated: stated), place.country == stated.country else {
            metrics.add(.recordsRejected)
            return nil
        }
        guard !optedOut.contains(place.asn), !optedOut.contains(stated.asn) else {
            metrics.add(.recordsRejected)
            return nil
        }
        submission.verdict.country = place.country
        submission.verdict.asn = place.asn
        try limit(networks, key: "\(place.country) \(place.asn)")
        if let known = ledger.uid(of: submission, at: now) {
            submission.verdict.id = known
            return submission
        }
        let record = Record.ooni(submission.verdict)
        var writer = RecordWriter()
        do {
            _ = try await observatory.accept([RecordEntry(line: writer.line(record)[...], record: record)])
        } catch {
            ledger.forget(submission)
            guard error is StoreError else { throw error }
            throw Problem(
                .storeUnavailable, "Nothing was stored; please send it again later.", headers: [.retryAfter: "60"])
        }
        metrics.add(.batchesAccepted)
        return submission
    }

    // MARK: Requests

    private func post(
        _ path: String, _ operation: String, _ summary: String, parameters: [Endpoint.Parameter] = [],
        _ handler: @escaping @Sendable (Request, ServerContext) async throws -> Response
    ) -> Endpoint {
        Endpoint(
            method: .post, path: path, operation: operation, summary: summary, parameters: parameters,
            body: .init(
                about: "As OONI’s probes send it.", mediaTypes: ["application/json"], schema: ["type": "object"],
                // There is nothing to be done when a report is closed, so nothing is read.
                isRequired: !path.hasSuffix("/close")),
            answer: .init(about: "As OONI’s probes expect it.", mediaType: "application/json"),
            problems: [.invalidBody, .bodyTooLarge, .rateLimited, .storeUnavailable],
            handler: { request, context, _ in try await handler(request, context) })
    }

    private func decoded<Asked: Decodable>(_ request: Request, _ context: ServerContext) async throws -> Asked {
        try limit(addresses, key: quotaKey(request, context))
        let body = try await body(of: request, limit: 64 << 10)
        do {
            return try JSONDecoder().decode(Asked.self, from: Data(body))
        } catch {
            throw Problem(.invalidBody, "The body is not what OONI’s probes send here.")
        }
    }

    private func body(of request: Request, limit: Int) async throws -> [UInt8] {
        Array(try await request.body.collect(upTo: limit).readableBytesView)
    }

    /// What the quota of the sender is kept under.
    private func quotaKey(_ request: Request, _ context: ServerContext) -> String {
        policy.address(peer: context.peer, forwarded: request.headers[.xForwardedFor])?.quotaKey ?? ""
    }

    private func standing(_ request: Request, _ context: ServerContext) -> PlacePolicy.Standing {
        policy.standing(of: policy.address(peer: context.peer, forwarded: request.headers[.xForwardedFor]))
    }

    /// Where a probe is: by its connection, else by its own word.
    private func place(_ request: Request, _ context: ServerContext, country: String?, asn: String?) -> Place {
        let stated = Place(
            country: country.flatMap { CountryCode($0) } ?? .unknown,
            asn: ASN(asn.flatMap(OONIEndpoints.asn) ?? 0))
        return standing(request, context).place(stated: stated) ?? stated
    }

    private func limit(_ limiter: RateLimiter, key: String) throws(Problem) {
        guard let wait = limiter.spend(1, key: key, at: clock()) else { return }
        throw Problem(
            .rateLimited, "That is more than is taken here; try again in \(wait) seconds.",
            headers: [.retryAfter: String(wait)])
    }

    /// `AS` and a number without zeros before it.
    private static func asn(_ text: String) -> UInt32? {
        guard text.hasPrefix("AS"), let number = UInt32(text.dropFirst(2)), "AS\(number)" == text else { return nil }
        return number
    }
}
