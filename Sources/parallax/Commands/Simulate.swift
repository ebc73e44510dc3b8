import ArgumentParser
import Foundation
import Simulation
import WireFormats

/// `parallax simulate`: writes a labelled stream of a scenario.
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a synthetic stream of native records, and beside it what is true of it (FILE.labels).",
        discussion: "Scenarios: " + Scenario.all.map(\.name).joined(separator: ", ") + ".")

    @Argument(help: "The scenario's name.")
    var scenario: String

    @Option(help: "The same seed gives the same bytes.")
    var seed: UInt64 = 1

    @Option(name: .shortAndLong, help: "Where the stream goes; - is standard output, and then there are no labels.")
    var output: String

    func run() throws {
        guard let scenario = Scenario.named(scenario) else {
            let names = Scenario.all.map(\.name).filter { $0.hasPrefix(String(scenario.prefix(2))) }
            let hint =
                names.isEmpty
                ? "`parallax simulate --help` lists them." : "Did you mean \(names.joined(separator: ", "))?"
            throw CommandFailure("No scenario is called “\(scenario)”. \(hint)")
        }
        let run = ScenarioRun(scenario, seed: seed)
        if output == "-" { return write(run) { StandardStream.output.write($0) } }
        guard FileManager.default.createFile(atPath: output, contents: nil),
            let file = FileHandle(forWritingAtPath: output)
        else { throw CommandFailure("“\(output)” cannot be written.") }
        do {
            var failure: (any Error)?
            write(run) { block in
                guard failure == nil else { return }
                do { try file.write(contentsOf: block) } catch { failure = error }
            }
            if let failure { throw failure }
            try file.close()
            let labels = LabelLine.lines(of: run).map { $0 + "\n" }.joined()
            try Data(labels.utf8).write(to: URL(fileURLWithPath: output + ".labels"))
        } catch {
            throw CommandFailure("“\(output)” cannot be written: \(error).")
        }
        printError("\(run.labels.count) labels are in \(output).labels.")
    }

    private func write(_ run: ScenarioRun, _ out: ([UInt8]) -> Void) {
        var writer = RecordWriter()
        var block: [UInt8] = []
        for record in run {
            writer.append(record, to: &block)
            if block.count > 1 << 18 {
                out(block)
                block.removeAll(keepingCapacity: true)
            }
        }
        out(block)
    }
}
