import ArgumentParser
import Ingest
import ObservatoryModel
import ObservatoryServer
import Storage

/// What commands that read records have in common.
struct InputOptions: ParsableArguments {
    @Argument(help: "Files to read, or - for standard input. .gz and .zst are read as they are.")
    var inputs: [String]

    @Option(help: "What the files hold; auto tells it from the content.")
    var format: InputFormat = .auto

    /// Opens the inputs.
    func open(until: Timestamp? = nil) throws -> RecordStream {
        do {
            return try RecordStream(
                inputs.map { InputSource(argument: $0) }, format: format, until: until,
                // A day of grace for rows that name a day, and for clocks.
                latest: .wallClock() + .days(1))
        } catch {
            throw CommandFailure(error.description)
        }
    }
}

extension InputFormat: ExpressibleByArgument {}

extension Timestamp: ExpressibleByArgument {
    /// An RFC 3339 date-time, or a bare UTC day.
    public init?(argument: String) {
        self.init(argument.utf8.count == 10 ? argument + "T00:00:00Z" : argument)
    }
}

extension PlatformID: ExpressibleByArgument {
    /// A platform's id, `x`.
    public init?(argument: String) { self.init(argument) }
}

extension StoreLocation: ExpressibleByArgument {
    /// `sqlite:PATH`
    public init?(argument: String) { self.init(argument) }
}

extension ListenAddress: ExpressibleByArgument {
    /// `HOST:PORT`
    public init?(argument: String) { self.init(argument) }
}

extension Place: ExpressibleByArgument {
    /// `CC` or `CC:ASN`
    public init?(argument: String) { self.init(argument) }
}

/// Opens a store, or says why it cannot be opened.
func openStore(_ location: StoreLocation) async throws -> any ObservatoryStore {
    do {
        return try await location.open()
    } catch {
        throw CommandFailure("The store cannot be used: \(error).")
    }
}

/// Reports a problem as it comes.
func report(_ problem: IngestProblem) {
    printError(problem.description)
}

/// Says how many lines were skipped, when there were any.
func reportCount(of problems: Int) {
    guard problems > 0 else { return }
    printError(problems == 1 ? "1 problem; the line was skipped." : "\(problems) problems; these lines were skipped.")
}
