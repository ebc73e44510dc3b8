import AsyncHTTPClient
import FoundationEssentials
import Gazetteer
import Hummingbird
package import Logging
import NIOCore
package import ObservatoryModel
package import Probing
import ServiceLifecycle
package import Storage
import UnixSignals

/// An observatory that serves: the collector, detection, pages and API, with everything that runs beside them.
package struct ObservatoryApp: Sendable {
    /// What happens at the start, for whoever waits.
    package enum Milestone: Sendable {
        case rebuilt(Observatory.Rebuild)
        case loadingExample
        /// Everything is there, at this port.
        case ready(port: Int)
    }

    private let configuration: ServerConfiguration
    /// Held from the beginning where the system chooses the port, since links in pages and feeds name it.
    private let reservedPort: ReservedPort?
    private let store: any ObservatoryStore
    private let exampleStore: (any ObservatoryStore)?
    /// Whether the example is played at 60 times the clock's speed instead of shown as over.
    private let playsExample: Bool
    private let logger: Logger
    private let clock: @Sendable () -> Timestamp
    private let helperEnvironment: ProbeEnvironment?
    package let metrics = ServerMetrics()
    /// Signs the tokens of people; without it there are no admin routes.
    package var adminKey: AdminKey?
    package let status = ObservatoryStatus()
    package let readiness = Readiness()
    /// How long and how much one connection may ask.
    var connections = ConnectionLimits()

    /// - Parameters:
    ///   - exampleStore: An empty store for the synthetic example; `nil` leaves it out.
    ///   - helperEnvironment: The Internet that the test helper sees; `nil` means this machine's.
    package init(
        configuration: ServerConfiguration, store: any ObservatoryStore, exampleStore: (any ObservatoryStore)? = nil,
        playsExample: Bool = false, logger: Logger, helperEnvironment: ProbeEnvironment? = nil,
        clock: @escaping @Sendable () -> Timestamp = Timestamp.wallClock
    ) {
        var configuration = configuration
        let isChosen = configuration.listen.port == 0 && configuration.site == nil
        reservedPort = isChosen ? ReservedPort(at: configuration.listen.host) : nil
        if let reservedPort { configuration.listen.port = reservedPort.number }
        self.configuration = configuration
        self.store = store
        self.exampleStore = exampleStore
        self.playsExample = playsExample
        self.logger = logger
        self.helperEnvironment = helperEnvironment
        self.clock = clock
    }

    /// Serves until SIGTERM or SIGINT, or until the task is cancelled.
    package func run(milestone: @escaping @Sendable (Milestone) -> Void) async throws {
        let parts = parts(milestone: milestone)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: parts.services.map {
                    .init(
                        service: $0, successTerminationBehavior: .ignore,
                        failureTerminationBehavior: .gracefullyShutdownGroup)
                } + [
                    .init(
                        service: parts.application, successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup),
                    .init(service: ClosingStreams(hub: parts.exhibits.live.hub, readiness: readiness)),
                ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        do {
            try await group.run()
        } catch {
            try? await store.close()
            try? await exampleStore?.close()
            throw ListenFailure(error, at: configuration.listen) ?? error
        }
        // Nothing comes in any more; the next start has nothing to run through detection.
        _ = try? await parts.exhibits.live.saveSnapshot()
        try await store.close()
        try await exampleStore?.close()
    }

    /// The parts, for `run` and for tests that bring their own server.
    func parts(
        milestone: @escaping @Sendable (Milestone) -> Void
    ) -> (exhibits: Exhibits, application: some ApplicationProtocol, services: [any Service]) {
        let hub = RevisionHub(subscriberBound: configuration.limits.streams)
        let live = Observatory(store: store, hub: hub, metrics: metrics, logger: logger)
        let example = exampleStore.map { store in
            Exhibits.Example(
                observatory: Observatory(
                    store: store, hub: hub, metrics: metrics, logger: logger, isExample: true,
                    coarsensPlaces: false),
                playbackSpeed: playsExample ? ExampleService.speed : nil)
        }
        let exhibits = Exhibits(live: live, example: example)
        let site = Site(
            adminKey: adminKey,
            exhibits: exhibits, configuration: configuration, policy: placePolicy(), status: status, metrics: metrics,
            readiness: readiness, helperEnvironment: helperEnvironment, clock: clock)
        let start = StartGate { milestone(.ready(port: $0)) }
        let application = Application(
            router: site.router, server: connections.server,
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.listen.host, port: configuration.listen.port), serverName: "Parallax"),
            onServerRunning: { channel in start.listening(on: channel.localAddress?.port ?? 0) },
            logger: logger)
        var services: [any Service] = [
            StartService(
                exhibits: exhibits, readiness: readiness, playsExample: playsExample, clock: clock, logger: logger,
                milestone: milestone, loaded: start.loaded),
            UpkeepService(
                observatory: live, keeping: configuration.keeping, readiness: readiness, clock: clock, logger: logger),
        ]
        if configuration.followsOthers, !configuration.countries.isEmpty {
            let fetcher = Fetcher(
                client: .shared, userAgent: "parallax/\(softwareVersion) (+\(configuration.siteURL))", metrics: metrics)
            let feeds: [any PublicFeed] = [OONIFeed(base: configuration.ooni), IODAFeed(base: configuration.ioda)]
            services += feeds.map { feed in
                FollowService(
                    feed: feed, countries: configuration.countries, optedOut: configuration.optedOutNetworks,
                    fetcher: fetcher, observatory: live,
                    status: status, readiness: readiness, clock: clock, logger: logger)
            }
        }
        if let editorial = store.editorial {
            services.append(
                AlertService(
                    store: store, editorial: editorial, site: configuration.publicationSite,
                    sender: AlertSender(
                        destinations: DestinationGuard(listed: Set(configuration.privateDestinations)),
                        userAgent: "parallax/\(softwareVersion) (+\(configuration.siteURL))"),
                    readiness: readiness, metrics: metrics, clock: clock, logger: logger))
        }
        return (exhibits, application, services)
    }

    private func placePolicy() -> PlacePolicy {
        let files = configuration.addressFiles
        func bytes(_ path: String?) -> [UInt8] {
            guard let path else { return [] }
            if let data = try? Data(contentsOf: URL(filePath: path)) { return Array(data) }
            logger.notice("No address data at this path", metadata: ["path": "\(path)"])
            return []
        }
        let table = AddressTable(
            countries4: bytes(files.countries4), countries6: bytes(files.countries6),
            networks4: bytes(files.networks4), networks6: bytes(files.networks6))
        return PlacePolicy(
            lookup: table, ownPlace: configuration.place,
            trustNetwork: configuration.trustsSentNetworks,
            trustedProxies: Set(configuration.trustedProxies.compactMap { InternetAddress($0)?.unmapped }))
    }
}

/// Ends the open streams when the server stops, so that it need not wait for their readers. Listed last, hence stopped
/// first.
private struct ClosingStreams: Service {
    let hub: RevisionHub
    let readiness: Readiness

    func run() async throws {
        try? await gracefulShutdown()
        readiness.isReady = false
        hub.close()
    }
}
