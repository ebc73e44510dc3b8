import ArgumentParser
import Foundation
import Logging
import ObservatoryModel
import ObservatoryServer
import Storage

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
        var settings = try settings()
        let own = try OwnMeasurement.asked(home: probeFolder(settings), place: settings.place)
        if let own { settings.place = own.place }
        var logger = Logger(label: "parallax") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .notice
        let adminKey: AdminKey
        do {
            adminKey = try AdminKey(file: settings.adminKeyPath)
        } catch {
            throw CommandFailure("\(error)")
        }
        let store = try await openStore(settings.store)
        let example: TemporaryStore?
        do {
            example = settings.showsExample || play ? try TemporaryStore() : nil
        } catch {
            throw CommandFailure("The synthetic example cannot be stored: \(error).")
        }
        defer { example?.remove() }
        var app = ObservatoryApp(
            configuration: settings, store: store, exampleStore: example?.store, playsExample: play, logger: logger)
        app.adminKey = adminKey
        if own != nil { app.status.noteConsent() }
        do {
            try await serve(app, settings, own)
        } catch let failure as ListenFailure {
            throw CommandFailure(failure.description)
        }
    }

    /// Serves, and measures beside it when there is consent, until the server ends.
    private func serve(
        _ app: ObservatoryApp, _ settings: ServerConfiguration, _ own: OwnMeasurement?
    ) async throws {
        let (ports, ready) = AsyncStream<Int>.makeStream()
        let (host, path, plays) = (settings.listen.host, settings.store.path, play)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                defer { ready.finish() }
                try await app.run { milestone in
                    if case .ready(let port) = milestone { ready.yield(port) }
                    Serve.tell(milestone, host: host, store: path, plays: plays)
                }
                return true
            }
            if let own {
                group.addTask {
                    guard let port = await ports.first(where: { _ in true }) else { return false }
                    do {
                        let probe = try own.started(deliveringTo: "http://127.0.0.1:\(port)")
                        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3_600)) }
                        probe.terminate()
                    } catch {
                        printError("Nothing is measured from this machine: \(error)")
                    }
                    return false
                }
            }
            while let isServer = try await group.next() {
                if isServer { group.cancelAll() }
            }
        }
    }

    /// Says what happens at the start; the address comes last, on standard output.
    private static func tell(
        _ milestone: ObservatoryApp.Milestone, host: String, store: String, plays: Bool
    ) {
        switch milestone {
        case .rebuilt(let rebuilt):
            if rebuilt.covered > 0 {
                printError("Went on from a snapshot in \(store), and read the \(rebuilt.records) records after it.")
            } else if rebuilt.records > 0 {
                printError("Read \(rebuilt.records) records from \(store).")
            }
            if rebuilt.added > 0 { printError("Decided \(rebuilt.added) revisions from them that were missing.") }
        case .loadingExample:
            printError(
                plays
                    ? "Preparing the synthetic example of 7 January 2024 …"
                    : "Loading the synthetic example (leave it out with --no-example) …")
        case .ready(let port):
            let address = ListenAddress(host: host, port: port)
            StandardStream.output.write(Array("Parallax is at http://\(address) (Ctrl-C stops it).\n".utf8))
        }
    }

    /// Key, consent and answer of this machine's own probe lie beside the store.
    private func probeFolder(_ settings: ServerConfiguration) -> String {
        let path = settings.store.path
        guard let slash = path.lastIndex(of: "/") else { return "probe" }
        return path[..<slash] + "/probe"
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
