import Dashboard
import Gazetteer
import HTTPTypes
import Hummingbird
import NIOCore
import ObservatoryModel
import Publishing
import Storage

/// The pages that people read.
struct PageRoutes: Sendable {
    let exhibits: Exhibits
    let status: ObservatoryStatus
    let collector: CollectorEndpoints
    let site: String
    let clock: @Sendable () -> Timestamp
    private let pictures = Pictures()
    private let activity: (live: RecentActivity, example: RecentActivity?)
    private let dashboard = Dashboard.standard
    private let gazetteer = Gazetteer.standard

    init(
        exhibits: Exhibits, status: ObservatoryStatus, collector: CollectorEndpoints, site: String,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        self.exhibits = exhibits
        activity = (RecentActivity(exhibits.live), exhibits.example.map { RecentActivity($0.observatory) })
        self.status = status
        self.collector = collector
        self.site = site
        self.clock = clock
    }

    func add(to table: inout RouteTable) {
        table.add(.get, "/") { request, _ in
            let models = try await models()
            return try await page(.home(models.home()), at: .home, models, request)
        }
        table.add(.get, "/countries") { request, _ in
            let models = try await models()
            return try await page(
                .countries(CountryIndexPage(countries: await models.summaries())), at: .countries, models, request)
        }
        table.add(.get, "/countries/{cc}", handler: country)
        table.add(.get, "/countries/{cc}/platforms/{platform}", handler: countryPlatform)
        table.add(.get, "/countries/{cc}/signals", handler: countrySignals)
        table.add(.get, "/charts/{cc}/{file}", handler: chart)
        table.add(.get, "/incidents", handler: incidents)
        table.add(.get, "/incidents/{id}", handler: incident)
        table.add(.get, "/incidents/{id}/embed", handler: embed)
        table.add(.get, "/incidents/{id}/card.svg", handler: card)
        table.add(.get, "/incidents/{id}/card.png", handler: card)
        table.add(.get, "/incidents/{id}/contest", handler: contest)
        table.add(.get, "/networks/{asn}", handler: network)
        table.add(.get, "/platforms/{platform}", handler: platform)
        table.add(.get, "/targets") { request, _ in
            try await page(.targets(TargetsPage(risky: risky)), at: .targets, await ownModels(), request)
        }
        table.add(.get, "/methodology") { request, _ in
            try await page(.methodology, at: .methodology, await ownModels(), request)
        }
        table.add(.get, "/corrections", handler: corrections)
        table.add(.get, "/about/health") { request, _ in
            try await page(
                .health(await HealthChecks(exhibits: exhibits, status: status, now: clock()).page()), at: .health,
                await ownModels(), request)
        }
        table.add(.get, "/report", handler: reportForm)
        table.add(.get, "/assets/{name}", handler: asset)
    }

    // MARK: Places

    @Sendable private func country(_ request: Request, _ context: ServerContext) async throws -> Response {
        let country = try self.country(context)
        let range = try self.range(request, in: country)
        let models = try await models(for: country)
        return try await page(
            .country(models.country(country, range)), at: .country(country, range), models, request)
    }

    @Sendable private func countryPlatform(_ request: Request, _ context: ServerContext) async throws -> Response {
        let country = try self.country(context)
        let range = try self.range(request, in: country)
        let platform = try self.platformID(context.parameters.get("platform"))
        let models = try await models(for: country)
        return try await page(
            .countryPlatform(models.platform(platform, in: country, range)),
            at: .countryPlatform(country, platform, range), models, request)
    }

    @Sendable private func countrySignals(_ request: Request, _ context: ServerContext) async throws -> Response {
        let country = try self.country(context)
        let range = try self.range(request, in: country)
        let models = try await models(for: country)
        return try await page(
            .countrySignals(models.signals(of: country, range)), at: .countrySignals(country, range), models, request)
    }

    @Sendable private func chart(_ request: Request, _ context: ServerContext) async throws -> Response {
        let country = try self.country(context)
        let range = try self.range(request, in: country)
        let file = context.parameters.get("file") ?? ""
        let isPicture = file.hasSuffix(".png")
        guard isPicture || file.hasSuffix(".svg") else { throw Problem(.notFound, "Charts end in “.svg” or “.png”.") }
        let platform = try self.platformID(String(file.dropLast(4)))
        let models = try await models(for: country)
        let svg = dashboard.chart(
            try await models.platform(platform, in: country, range),
            in: await pageContext(.chart(country, platform, range), models, request))
        return isPicture
            ? try await picture(svg, Dashboard.chartSize, request)
            : .cacheable(Array(svg.utf8), type: "image/svg+xml", maxAge: 60, for: request)
    }

    @Sendable private func network(_ request: Request, _ context: ServerContext) async throws -> Response {
        guard let number = context.parameters.get("asn").flatMap({ UInt32($0) }) else {
            throw Problem(.notFound, "A network is named by its number, such as 17557.")
        }
        let asn = ASN(number)
        let models = try await models()
        let range = try self.range(request, in: await models.home(of: asn))
        return try await page(.network(models.network(asn, range)), at: .network(asn, range), models, request)
    }

    @Sendable private func platform(_ request: Request, _ context: ServerContext) async throws -> Response {
        let platform = try platformID(context.parameters.get("platform"))
        let models = try await models()
        return try await page(.platform(models.platform(platform)), at: .platform(platform), models, request)
    }

    // MARK: Incidents

    @Sendable private func incidents(_ request: Request, _: ServerContext) async throws -> Response {
        let query = request.uri.queryParameters
        func value(_ name: Substring) -> String? { query[name].map(String.init).flatMap { $0.isEmpty ? nil : $0 } }
        let (country, platform) = (
            value("cc").flatMap { CountryCode($0) }, value("platform").flatMap { PlatformID($0) }
        )
        let status = value("status").flatMap { IncidentStatus(rawValue: $0) }
        let cursor = value("cursor")
        let models = try await models()
        let model = try await models.incidents(
            IncidentQuery(
                country: country, platform: platform, statuses: status.map { [$0] } ?? [],
                cursor: cursor.flatMap { IncidentCursor($0) }))
        return try await page(
            .incidents(model),
            at: .incidents(country: country, platform: platform, status: status, cursor: cursor), models, request)
    }

    @Sendable private func incident(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (models, stored) = try await found(context)
        let id = stored[0].revision.incident
        return try await page(.incident(models.incident(stored)), at: .incident(id), models, request)
    }

    @Sendable private func embed(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (models, stored) = try await found(context)
        let last = stored[stored.count - 1]
        let html = dashboard.embed(
            models.listed(last), in: await pageContext(.embed(last.revision.incident), models, request))
        var response = Response.page(html, maxAge: 30, for: request)
        response.headers[.contentSecurityPolicy] = Dashboard.embedContentSecurityPolicy
        return response
    }

    @Sendable private func card(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (models, stored) = try await found(context)
        let last = stored[stored.count - 1]
        let svg = dashboard.card(
            models.listed(last), in: await pageContext(.cardImage(last.revision.incident), models, request))
        return request.uri.path.hasSuffix(".png")
            ? try await picture(svg, Dashboard.cardSize, request)
            : .cacheable(Array(svg.utf8), type: "image/svg+xml", maxAge: 60, for: request)
    }

    /// Twice the size of a chart, so that it stays sharp; a card as it is, since the sites that show it state its size.
    private func picture(
        _ svg: String, _ size: (width: Int, height: Int), _ request: Request
    ) async throws -> Response {
        .cacheable(
            try await pictures.png(of: svg, width: size.width, height: size.height), type: "image/png", maxAge: 60,
            for: request)
    }

    /// The form by which a result is contested; `?sent=1` is where the form leads to when it was taken.
    @Sendable private func contest(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (models, stored) = try await found(context)
        let last = stored[stored.count - 1]
        var response = try await page(
            .contest(
                ContestPage(
                    incident: models.listed(last), isAccepted: request.uri.queryParameters["sent"] == "1")),
            at: .contest(last.revision.incident), models, request)
        response.headers[.cacheControl] = "no-store"
        response.headers[.eTag] = nil
        return response
    }

    @Sendable private func corrections(_ request: Request, _: ServerContext) async throws -> Response {
        let cursor = request.uri.queryParameters["cursor"].map(String.init)
        let models = try await models()
        return try await page(
            .corrections(models.corrections(cursor: cursor.flatMap { IncidentCursor($0) })),
            at: .corrections(cursor: cursor), models, request)
    }

    /// - Throws: `Problem` with `not-found`.
    private func found(_ context: ServerContext) async throws -> (models: PageModels, stored: [StoredRevision]) {
        let id = context.parameters.get("id") ?? ""
        guard let found = try await exhibits.find(id) else {
            throw Problem(.notFound, "There is no incident “\(id.prefix(64))”.")
        }
        return (await models(of: found.observatory), found.revisions)
    }

    // MARK: About

    /// Platforms whose tests are off until a person turns them on.
    private var risky: Set<PlatformID> { Set(gazetteer.platforms.all.filter(\.isRisky).map(\.id)) }

    @Sendable private func asset(_ request: Request, _ context: ServerContext) async throws -> Response {
        let name = context.parameters.get("name") ?? ""
        guard let file = dashboard.files.first(where: { $0.name == name }) else {
            throw Problem(.notFound, "There is no file “\(name.prefix(64))”.")
        }
        var response = Response.compressed(
            Array(file.content.utf8), type: file.contentType, maxAge: 31_536_000, for: request)
        response.headers[.cacheControl] = "public, max-age=31536000, immutable"
        return response
    }

    // MARK: Reports

    @Sendable private func reportForm(_ request: Request, _ context: ServerContext) async throws -> Response {
        let query = request.uri.queryParameters
        return try await reportPage(
            .form, country: query["cc"].flatMap { CountryCode(String($0)) },
            platform: query["platform"].flatMap { PlatformID(String($0)) }, request, context)
    }

    /// The page after a form was sent, or before.
    func reportPage(
        _ outcome: ReportPage.Outcome, country: CountryCode? = nil, platform: PlatformID? = nil, _ request: Request,
        _ context: ServerContext
    ) async throws -> Response {
        let address = collector.policy.address(peer: context.peer, forwarded: request.headers[.xForwardedFor])
        let place = collector.policy.standing(of: address).place(stated: Place(country: country ?? .unknown))
        let seen = place.flatMap { $0.country == .unknown ? nil : $0.country }
        var hidden: [String: String] = [:]
        if case .trusted = collector.policy.standing(of: address), let seen { hidden["cc"] = seen.description }
        let models = await ownModels()
        var response = try await page(
            .report(ReportPage(outcome: outcome, country: seen, platform: platform, hidden: hidden)),
            at: .report(country, platform), models, request)
        // What the page says depends on the connection, so nobody may keep it for others.
        response.headers[.cacheControl] = "no-store"
        response.headers[.eTag] = nil
        return response
    }

    // MARK: Pieces

    private func country(_ context: ServerContext) throws(Problem) -> CountryCode {
        let text = context.parameters.get("cc") ?? ""
        guard let code = CountryCode(anyCase: text), code == .unknown || gazetteer.country(code) != nil else {
            throw Problem(.notFound, "There is no country “\(text.prefix(16))”.")
        }
        return code
    }

    private func platformID(_ text: String?) throws(Problem) -> PlatformID {
        guard let platform = PlatformID(text ?? "") else {
            throw Problem(.notFound, "There is no platform “\((text ?? "").prefix(64))”.")
        }
        return platform
    }

    /// - Parameter country: Days are told by its clocks, or in UTC when the reader chose that.
    private func range(_ request: Request, in country: CountryCode) throws(Problem) -> TimeRange {
        let query = request.uri.queryParameters
        func value(_ name: Substring) -> String? { query[name].map(String.init) }
        guard value("range") != nil || value("from") != nil || value("to") != nil else { return .day }
        let zone = value("tz") == "utc" ? .utc : gazetteer.mainZone(of: country)
        guard let range = TimeRange(range: value("range"), from: value("from"), to: value("to"), zone: zone) else {
            throw Problem(
                .invalidParameter, "“range” is 24h, 7d or 30d; or give “from” and “to”, at most 366 days apart.",
                parameter: "range")
        }
        return range
    }

    /// Of the observatory itself, for pages that the example says nothing of.
    private func ownModels() async -> PageModels { await models(of: exhibits.live) }

    private func models() async throws -> PageModels { await models(of: try await exhibits.listed()) }

    private func models(for country: CountryCode) async throws -> PageModels {
        await models(of: try await exhibits.shown(for: country))
    }

    private func models(of observatory: Observatory) async -> PageModels {
        PageModels(
            observatory: observatory, now: observatory.isExample ? observatory.clock : clock(),
            activity: observatory.isExample ? activity.example ?? activity.live : activity.live)
    }

    private func page(
        _ page: Page, at location: SiteURL, _ models: PageModels, _ request: Request
    ) async throws -> Response {
        let context = await pageContext(location, models, request)
        var response = Response.compressed(
            Array(dashboard.html(page, in: context).utf8), type: "text/html; charset=utf-8", maxAge: 10, for: request)
        response.headers[.vary] = "Accept-Language, Accept-Encoding"
        response.headers[.contentLanguage] = context.language.tag
        return response
    }

    private func pageContext(_ location: SiteURL, _ models: PageModels, _ request: Request) async -> PageContext {
        let chosen = request.uri.queryParameters["lang"].flatMap { Language(String($0)) }
        let language =
            chosen.flatMap { dashboard.catalogue[$0]?.language }
            ?? dashboard.catalogue.preferred(acceptLanguage: request.headers[.acceptLanguage] ?? "").language
        return PageContext(
            language: language, languageIsChosen: chosen != nil,
            usesUTC: request.uri.queryParameters["tz"] == "utc", now: models.now, location: location,
            observatory: await state(showing: models.observatory))
    }

    private func state(showing observatory: Observatory) async -> ObservatoryState {
        let live = exhibits.live
        let newest = live.clock
        // A store that cannot be read just now leaves them unknown; the page has more to say than these.
        let counts = try? await activity.live.counts(at: clock())
        return ObservatoryState(
            origin: site, vantagePoint: status.vantagePoint, holdsExample: observatory.isExample,
            playbackSpeed: observatory.isExample ? exhibits.example?.playbackSpeed : nil,
            newestRecord: newest == .distantPast ? nil : newest, sessionsLastHour: counts?.sessions,
            probesLately: await probes(in: live), networksLastDay: counts?.networks,
            countriesLastDay: counts?.countries, offers: offers(observatory), feeds: status.feeds,
            rules: Pipeline.rulesVersion,
            reference: "built-in", software: softwareVersion)
    }

    /// What this server answers besides its pages.
    private func offers(_ observatory: Observatory) -> Set<ObservatoryState.Offer> {
        // There is nothing to contest in the synthetic example.
        let takesContests = !observatory.isExample && observatory.store.editorial != nil
        return takesContests ? [.apiDescription, .cardPicture, .contest] : [.apiDescription, .cardPicture]
    }

    /// Probes of the last half hour: in each country those of the platform that most of them measure.
    private func probes(in observatory: Observatory) async -> Int {
        var most: [CountryCode: Int] = [:]
        for cell in await observatory.countryWideCells() {
            most[cell.country] = max(most[cell.country] ?? 0, cell.probes)
        }
        return most.values.reduce(0, +)
    }

    /// The page for a problem.
    func errorPage(_ problem: Problem, _ request: Request) -> String {
        let language = dashboard.catalogue.preferred(acceptLanguage: request.headers[.acceptLanguage] ?? "").language
        let context = PageContext(
            language: language, now: clock(), location: .home,
            observatory: ObservatoryState(
                origin: site, vantagePoint: status.vantagePoint, rules: Pipeline.rulesVersion, reference: "built-in",
                software: softwareVersion))
        return dashboard.html(
            .error(ErrorPage(status: Int(problem.status.code), code: problem.code.rawValue, subject: request.uri.path)),
            in: context)
    }
}
