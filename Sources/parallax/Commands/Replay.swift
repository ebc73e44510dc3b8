import ArgumentParser
import Ingest
import ObservatoryModel
import ObservatoryServer
import Storage

/// `parallax replay`: runs the pipeline over files, by the records' own time.
struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run detection over recorded data and print every incident revision as it is decided.")

    enum Output: String, ExpressibleByArgument, CaseIterable {
        case ndjson, text
    }

    @OptionGroup var input: InputOptions

    @Option(help: "ndjson prints revisions as JSON, one a line; text prints sentences.")
    var output: Output = .ndjson

    @Option(help: "Also keep records and revisions in this store (sqlite:PATH).")
    var store: StoreLocation?

    @Option(help: "Leave records received at this time or later unread.")
    var until: Timestamp?

    func run() async throws {
        let stream = try input.open(until: until)
        let store = if let location = store { try await openStore(location) } else { nil as (any ObservatoryStore)? }
        let output = output
        let run = ReplayRun(store: store)
        var revisions = 0
        var incidents: Set<String> = []
        do {
            try await run.run(
                stream,
                revision: { entry in
                    revisions += 1
                    incidents.insert(entry.revision.incident)
                    switch output {
                    case .ndjson: StandardStream.output.write(entry.line + [UInt8(ascii: "\n")])
                    case .text: StandardStream.output.write(Array(text(of: entry.revision).utf8))
                    }
                },
                problem: report)
        } catch {
            throw CommandFailure("The store failed: \(error).")
        }
        try await store?.close()
        printError(
            "Read \(counted(stream.counts.records, "record")); \(counted(revisions, "revision")) of "
                + "\(counted(incidents.count, "incident")).")
        reportCount(of: stream.counts.problems)
    }
}

/// `2024-01-07T13:04:00Z PK-20240107-1 #3 Confirmed: …`
private func text(of revision: IncidentRevision) -> String {
    "\(revision.decidedAt) \(revision.incident) #\(revision.revision) \(revision.statement)\n"
}

/// `1 record`, `2 records`
private func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
