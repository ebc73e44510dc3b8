import Hummingbird
import Logging
import ObservatoryModel
import Probing
import Publishing
import Storage

/// All routes over the exhibits, as one router.
struct Site {
    let router: Router<ServerContext>
    /// The endpoints that `/openapi.json` describes.
    let endpoints: [Endpoint]

    init(
        adminKey: AdminKey? = nil,
        exhibits: Exhibits, configuration: ServerConfiguration, policy: PlacePolicy, status: ObservatoryStatus,
        metrics: ServerMetrics, readiness: Readiness, helperEnvironment: ProbeEnvironment? = nil,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        let site = configuration.siteURL
        let publication = PublicationSite(origin: site, name: "Parallax", since: configuration.heldSince)
        let collector = CollectorEndpoints(
            observatory: exhibits.live, policy: policy, limits: configuration.limits,
            optedOut: configuration.optedOutNetworks, metrics: metrics,
            status: status, clock: clock)
        let pages = PageRoutes(
            exhibits: exhibits, status: status, collector: collector, site: site, clock: clock)
        let paths = KnownPaths()
        let router = Router(context: ServerContext.self)
        let hub = exhibits.live.hub
        router.add(middleware: PageCacheMiddleware(cache: PageCache(), metrics: metrics, changes: { hub.changes }))
        router.add(middleware: SiteMiddleware(metrics: metrics, paths: paths, errorPage: { pages.errorPage($0, $1) }))
        router.add(middleware: ReadinessMiddleware(readiness: readiness))
        var table = RouteTable(router, paths: paths)
        HealthEndpoints(observatory: exhibits.live, metrics: metrics, readiness: readiness, clock: clock).add(
            to: &table)
        IncidentEndpoints(exhibits: exhibits, site: publication).add(to: &table)
        StatusEndpoints(exhibits: exhibits, clock: clock).add(to: &table)
        let gate = QueryGate()
        MeasurementEndpoints(exhibits: exhibits, site: site, ooni: configuration.ooni, clock: clock, gate: gate).add(
            to: &table)
        AggregationEndpoints(exhibits: exhibits, clock: clock, gate: gate).add(to: &table)
        SignalEndpoints(exhibits: exhibits, clock: clock).add(to: &table)
        collector.add(to: &table, page: pages.reportPage)
        ForgettingEndpoint(
            observatory: exhibits.live, policy: policy, addresses: collector.addresses, clock: clock
        ).add(to: &table)
        OONIEndpoints(
            collector: collector, configuration: configuration, helperEnvironment: helperEnvironment
        ).add(to: &table)
        FeedRoutes(exhibits: exhibits, site: publication, clock: clock).add(to: &table)
        pages.add(to: &table)
        let editorial = exhibits.live.store.editorial
        CorrectionEndpoints(exhibits: exhibits, editorial: editorial).add(to: &table)
        if let editorial {
            ContestRoutes(exhibits: exhibits, editorial: editorial, policy: policy, clock: clock).add(to: &table)
            if let adminKey {
                let gate = AdminGate(
                    tokens: AdminTokens(adminKey), editorial: editorial, policy: policy, hub: hub, clock: clock)
                AdminEndpoints(
                    gate: gate, exhibits: exhibits, editorial: editorial, site: publication,
                    destinations: DestinationGuard(listed: Set(configuration.privateDestinations)), clock: clock
                ).add(to: &table)
            }
        }
        let endpoints = table.endpoints
        let description = OpenAPIDocument.document(of: endpoints, site: site)
        table.add(.get, "/openapi.json") { request, _ in
            var response = Response.json(description, maxAge: 3600, for: request)
            response.headers[.accessControlAllowOrigin] = "*"
            return response
        }
        table.refuseOtherMethods()
        self.router = router
        self.endpoints = endpoints
    }
}

/// Answers 503 until the observatory knows what it knew before it was stopped.
struct ReadinessMiddleware: RouterMiddleware {
    let readiness: Readiness

    func handle(
        _ request: Request, context: ServerContext,
        next: @concurrent (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        let isOpen = path.hasPrefix("/health/") || path.hasPrefix("/assets/") || path == "/metrics"
        guard isOpen || readiness.isReady else {
            throw Problem(
                .notReady, "It reads its store; please come back in a moment.", headers: [.retryAfter: "5"])
        }
        return try await next(request, context)
    }
}
