import ArgumentParser
import Foundation
import Ingest
import ObservatoryModel
import Simulation

/// `parallax score`: compares revisions with labels, and with what others' detectors say of the same streams.
struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare the revisions that detection wrote with what is true of the stream.",
        discussion: """
            Several streams are scored together by giving --labels as often as there are files of revisions, in the \
            same order.

            With --against, other detectors read the same streams: \(Peer.all.map(\.name).joined(separator: ", ")), \
            or all. Each runs at the setting that gave about one false alarm per country-platform-year; NAME=NUMBER \
            and NAME=published choose another. The streams are the label files without “.labels”, or --stream.
            """)

    enum Output: String, ExpressibleByArgument, CaseIterable {
        case text, ndjson
    }

    @Option(help: "A label file that `parallax simulate` wrote.")
    var labels: [String]

    @Argument(help: "Revisions as `parallax replay` prints them, one file for each label file; - is standard input.")
    var revisions: [String]

    @Option(help: "Other detectors to run over the same streams, parted by commas, or all.")
    var against: String?

    @Option(help: "The stream that a label file belongs to, when its name does not tell.")
    var stream: [String] = []

    @Option(help: "text is tables for people; ndjson one JSON object for each detector and each difference.")
    var output: Output = .text

    @Option(help: "Exit with 1 when a smaller share of the scoreable events was confirmed, 0 to 1.")
    var recall: Double?

    @Option(help: "Exit with 1 when a smaller share of what was confirmed is true, 0 to 1.")
    var precision: Double?

    func run() throws {
        guard labels.count == revisions.count else {
            throw CommandFailure(
                "There are \(labels.count) label files and \(revisions.count) files of revisions; each needs its own.")
        }
        let choices: [PeerChoice]
        do { choices = try against.map { text in try PeerChoice.read(text) } ?? [] } catch {
            throw CommandFailure("\(error)")
        }
        var reports = [ScoreReport(detector: "parallax", streams: [])]
        reports += choices.map { ScoreReport(detector: $0.name, streams: []) }
        for index in labels.indices {
            let truth = try LabelFile(labels[index])
            var said: [IncidentRevision] = []
            try eachLine(of: revisions[index]) { line in
                if let revision = try RevisionLine.read(line) { said.append(revision) }
            }
            reports[0].streams.append(truth.score(said))
            guard !choices.isEmpty else { continue }
            for (number, said) in try peers(choices, read: streamPath(index)).enumerated() {
                reports[number + 1].streams.append(truth.score(said))
            }
        }
        write(Comparison(reports))
        if let recall, reports[0].total.recall < recall { throw CommandFailure("Recall is below \(recall).", code: 1) }
        // No bar is missed by what confirmed nothing: recall is there for that.
        if let precision, reports[0].precision < precision {
            throw CommandFailure("Precision is below \(precision).", code: 1)
        }
    }

    private func write(_ comparison: Comparison) {
        var text = ""
        switch output {
        case .text:
            text = comparison.reports[0].text + "\n"
            if comparison.reports.count > 1 { text += comparison.text }
        case .ndjson: text = comparison.jsonLines.map { $0 + "\n" }.joined()
        }
        StandardStream.output.write(Array(text.utf8))
    }

    /// Where the records of a label file are.
    private func streamPath(_ index: Int) throws -> String {
        if !stream.isEmpty {
            guard stream.count == labels.count else {
                throw CommandFailure(
                    "There are \(labels.count) label files and \(stream.count) streams; each needs its own.")
            }
            return stream[index]
        }
        let path = labels[index].hasSuffix(".labels") ? String(labels[index].dropLast(7)) : ""
        guard !path.isEmpty, FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure("Where is the stream of “\(labels[index])”? Say it with --stream FILE.")
        }
        return path
    }

    /// What each peer says of a stream; all read it in one pass.
    private func peers(_ choices: [PeerChoice], read path: String) throws -> [[IncidentRevision]] {
        let records: RecordStream
        do { records = try RecordStream([InputSource(argument: path)]) } catch {
            throw CommandFailure(error.description)
        }
        var detectors = choices.map { $0.detector() }
        var said: [[IncidentRevision]] = choices.map { _ in [] }
        while let element = records.next() {
            switch element {
            case .record(let record):
                for index in detectors.indices { said[index] += detectors[index].consume(record) }
            case .problem(let problem): report(problem)
            }
        }
        reportCount(of: records.counts.problems)
        return said
    }
}

/// What a label file says.
private struct LabelFile {
    let exposure: Exposure
    let labels: [Label]

    init(_ path: String) throws {
        var exposure: Exposure?
        var known: [Label] = []
        try eachLine(of: path) { line in
            switch try LabelLine(line) {
            case .exposure(let read): exposure = read
            case .label(let label): known.append(label)
            }
        }
        guard let exposure else {
            throw CommandFailure("“\(path)” is no label file: it has no line of kind “exposure”.")
        }
        self.exposure = exposure
        labels = known
    }

    func score(_ revisions: [IncidentRevision]) -> StreamScore {
        Scorer(labels: labels, revisions: revisions, exposure: exposure).score()
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
