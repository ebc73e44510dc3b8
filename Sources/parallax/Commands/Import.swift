import ArgumentParser
import Ingest
import ObservatoryModel
import ObservatoryServer
import Storage

/// `parallax import`: puts records into a store; `serve` decides from them when it starts.
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put recorded data into a store. Detection runs over it when the server starts on that store.")

    @OptionGroup var input: InputOptions

    @Option(help: "The store (sqlite:PATH); it is made when it is not there.")
    var store: StoreLocation

    func run() async throws {
        let stream = try input.open()
        let store = try await openStore(store)
        do {
            let outcome = try await ImportRun(store: store).run(stream, problem: report)
            try await store.close()
            printError("\(outcome.accepted) records stored, \(outcome.duplicates) were there already.")
        } catch {
            throw CommandFailure("The store failed: \(error).")
        }
        reportCount(of: stream.counts.problems)
    }
}
