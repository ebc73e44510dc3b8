import ArgumentParser
import Foundation
import ObservatoryModel
import Simulation

/// `parallax score`: compares revisions with labels.
struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare the revisions that detection wrote with what is true of the stream.")

    @Option(help: "The label file that `parallax simulate` wrote.")
    var labels: String

    @Argument(help: "Revisions as `parallax replay` prints them; - is standard input.")
    var revisions: String

    @Option(help: "Exit with 1 when a smaller share of the scoreable events was confirmed, 0 to 1.")
    var recall: Double?

    @Option(help: "Exit with 1 when a smaller share of what was confirmed is true, 0 to 1.")
    var precision: Double?

    func run() throws {
        var exposure: Exposure?
        var known: [Label] = []
        try eachLine(of: labels) { line in
            switch try LabelLine(line) {
            case .exposure(let read): exposure = read
            case .label(let label): known.append(label)
            }
        }
        guard let exposure else {
            throw CommandFailure("“\(labels)” is no label file: it has no line of kind “exposure”.")
        }
        var said: [IncidentRevision] = []
        try eachLine(of: revisions) { line in
            if let revision = try RevisionLine.read(line) { said.append(revision) }
        }
        let score = Scorer(labels: known, revisions: said, exposure: exposure).score()
        let report = ScoreReport(detector: "parallax", streams: [score])
        StandardStream.output.write(Array((report.text + "\n").utf8))
        if let recall, report.total.recall < recall { throw CommandFailure("Recall is below \(recall).", code: 1) }
        if let precision, report.precision < precision {
            throw CommandFailure("Precision is below \(precision).", code: 1)
        }
    }

    /// Hands over each line that is not blank; a line that cannot be read ends the command.
    private func eachLine(of path: String, _ body: (String) throws -> Void) throws {
        let text: String
        if path == "-" {
            text = String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
        } else {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw CommandFailure("“\(path)” cannot be read.")
            }
            text = String(decoding: data, as: UTF8.self)
        }
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where line.contains(where: { $0 != " " && $0 != "\r" }) {
            do {
                try body(String(line))
            } catch {
                throw CommandFailure("\(path):\(number + 1): \(error)")
            }
        }
    }
}
