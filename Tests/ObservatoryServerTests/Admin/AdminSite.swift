import Gazetteer
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JWTKit
import Logging
import NIOCore
import ObservatoryModel
import SQLiteStorage
import Storage

@testable import ObservatoryServer

/// A whole site with admin routes, and tokens for it.
struct AdminSite {
    let folder: TemporaryFolder
    let store: SQLiteStore
    let clock = ManualClock()
    let tokens: AdminTokens
    let endpoints: [Endpoint]
    private let application: any ApplicationProtocol

    init(key: EdDSA.PrivateKey? = nil) throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.path + "/store.sqlite")
        let key = AdminKey(try key ?? EdDSA.PrivateKey())
        tokens = AdminTokens(key)
        var configuration = ServerConfiguration()
        configuration.listen = ListenAddress(host: "127.0.0.1", port: 0)
        configuration.site = "https://observatory.example"
        configuration.addressFiles.countries4 = nil
        configuration.addressFiles.countries6 = nil
        configuration.privateDestinations = ["127.0.0.1"]
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let clock = clock
        var app = ObservatoryApp(
            configuration: configuration, store: store, logger: logger, clock: { clock.now })
        app.adminKey = key
        let parts = app.parts { _ in }
        application = parts.application
        app.readiness.isReady = true
        var table = RouteTable(Router(context: ServerContext.self))
        let policy = PlacePolicy(lookup: AddressTable(countries4: [], countries6: [], networks4: [], networks6: []))
        AdminEndpoints(
            gate: AdminGate(
                tokens: tokens, editorial: store, policy: policy, hub: parts.exhibits.live.hub, clock: { clock.now }),
            exhibits: parts.exhibits, editorial: store, site: configuration.publicationSite,
            destinations: DestinationGuard(listed: []), clock: { clock.now }
        ).add(to: &table)
        endpoints = table.endpoints
    }

    /// Runs a server and a client for it.
    func run(_ body: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        try await Self.run(application, body)
    }

    private static func run(
        _ application: some ApplicationProtocol, _ body: @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        try await application.test(.live) { client in try await body(client) }
    }

    /// A token that admits for an hour.
    func token(_ role: AdminRole, name: String = "Asma") async throws -> String {
        try await tokens.token(name: name, role: role, life: .hours(1), now: clock.now)
    }

    /// Decides a revision now.
    func decide(_ incident: String, _ number: Int, _ status: IncidentStatus = .confirmed) async throws {
        _ = try await store.commit(
            StoreBatch(revisions: [AlertRig.revision(incident, number, status, at: clock.now)]))
    }
}

extension TestClientProtocol {
    /// Sends JSON with a token.
    func ask(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, token: String? = nil
    ) async throws -> TestResponse {
        var headers: HTTPFields = [.accept: "application/json"]
        if let token { headers[.authorization] = "Bearer \(token)" }
        if body != nil { headers[.contentType] = "application/json" }
        return try await execute(uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
    }
}
