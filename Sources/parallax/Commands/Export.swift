import ArgumentParser
import Ingest
import ObservatoryModel
import ObservatoryServer
import Storage

/// `parallax export`: writes what a store holds.
struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the records of a store to standard output, in order of arrival.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case ndjson, csv, ooni
    }

    @Option(help: "The store (sqlite:PATH).")
    var store: StoreLocation

    @Option(help: "Only records received at this time or later.")
    var since: Timestamp?

    @Option(help: "Only records received before this time.")
    var until: Timestamp?

    @Option(help: "Only records of this country.")
    var cc: CountryCode?

    @Option(help: "Only records of this platform.")
    var platform: PlatformID?

    @Option(
        help: """
            ndjson gives native records as they came, csv one row a record with the fields most asked for, ooni a \
            web_connectivity measurement for each session.
            """)
    var format: Format = .ndjson

    func run() async throws {
        guard store.exists else { throw CommandFailure("There is no store at “\(store.path)”.") }
        let store = try await openStore(store)
        let filter = RecordFilter(
            since: since, until: until, countries: Set([cc].compactMap { $0 }),
            platforms: Set([platform].compactMap { $0 }))
        do {
            let export = RecordExport(store: store, filter: filter)
            switch format {
            case .ndjson: try await export.lines { StandardStream.output.write($0) }
            case .csv: try await export.table { StandardStream.output.write($0) }
            case .ooni: try await export.measurements { StandardStream.output.write($0) }
            }
            try await store.close()
        } catch {
            throw CommandFailure("The store failed: \(error).")
        }
    }
}
