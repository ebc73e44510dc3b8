import ArgumentParser
import Logging
import ObservatoryModel
import ObservatoryServer
import Storage
import Synchronization

/// `parallax serve`: collector, detection, pages and API in one process.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve an observatory: the collector, detection, pages, API and feeds.")

    @Option(help: "A JSON file with settings; see Docs/OPERATIONS.md.")
    var config: String?

    @Option(help: "The store (sqlite:PATH); var/parallax.sqlite by default.")
    var store: StoreLocation?

    @Option(help: "Address and port; 127.0.0.1:8080 by default.")
    var listen: ListenAddress?

    @Option(help: "What loopback connections and this machine's own measurements count as: CC or CC:ASN.")
    var place: Place?

    @Flag(help: "Leave the synthetic example out.")
    var noExample = false

    @Flag(help: "Play the synthetic example of 7 January 2024 live, 60 times as fast as it went.")
    var play = false

    func run() async throws {
        let settings = try settings()
        var logger = Logger(label: "parallax") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .notice
        let store = try await openStore(settings.store)
        let example: TemporaryStore?
        do {
            example = settings.showsExample || play ? try TemporaryStore() : nil
        } catch {
            throw CommandFailure("The synthetic example cannot be stored: \(error).")
        }
        defer { example?.remove() }
        let app = ObservatoryApp(
            configuration: settings, store: store, exampleStore: example?.store, playsExample: play, logger: logger)
        let (host, plays) = (settings.listen.host, play)
        let port = Mutex(settings.listen.port)
        do {
            try await app.run { milestone in
                switch milestone {
                case .listening(let number): port.withLock { $0 = number }
                case .rebuilt(let rebuilt):
                    if rebuilt.records > 0 {
                        printError("Read \(rebuilt.records) records from \(settings.store.path).")
                    }
                    if rebuilt.added > 0 {
                        printError("Decided \(rebuilt.added) revisions from them that were missing.")
                    }
                case .loadingExample:
                    printError(
                        plays
                            ? "Preparing the synthetic example of 7 January 2024 …"
                            : "Loading the synthetic example (leave it out with --no-example) …")
                case .ready:
                    let address = ListenAddress(host: host, port: port.withLock { $0 })
                    StandardStream.output.write(Array("Parallax is at http://\(address) (Ctrl-C stops it).\n".utf8))
                }
            }
        } catch let failure as ListenFailure {
            throw CommandFailure(failure.description)
        }
    }

    /// The configuration file, with the command line on top of it.
    private func settings() throws -> ServerConfiguration {
        var settings = ServerConfiguration()
        if let config {
            do {
                settings = try ServerConfiguration(file: config)
            } catch {
                throw CommandFailure(error.description)
            }
        }
        if let listen { settings.listen = listen }
        if let store { settings.store = store }
        if let place { settings.place = place }
        if noExample { settings.showsExample = false }
        return settings
    }
}
