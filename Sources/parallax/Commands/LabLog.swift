import FoundationEssentials
import Synchronization

/// Collects what the observatory says during a scenario, prints it, and tells at the end how quick it was.
final class LabLog: Sendable {
    /// The parts of a revision that the summary needs (CONTRACT §2).
    private struct Revision: Decodable {
        var incident: String
        var revision: Int
        var status: String
        var verdict: String
        var platforms: [String]
        var mechanism: [String]
        var statement: String
    }

    private struct State: Sendable {
        var began = ContinuousClock.now
        /// Seconds at which each status of a block was first seen.
        var first: [String: Int] = [:]
        var mechanisms: Set<String> = []
        var open: Set<String> = []
    }

    private let output: LabRun.Output
    private let state = Mutex(State())

    init(output: LabRun.Output) {
        self.output = output
    }

    /// Sets the lab's clock to 0.
    func begin() {
        state.withLock { $0.began = .now }
    }

    /// Seconds since the probes began.
    var seconds: Int { Int(state.withLock { $0.began }.duration(to: .now).components.seconds) }

    /// Whether a block was confirmed and everything that was open is over.
    var isOver: Bool {
        state.withLock { $0.first["confirmed"] != nil && $0.first["restored"] != nil && $0.open.isEmpty }
    }

    /// Says what the censor does.
    func say(_ text: String) {
        printError("[\(seconds) s] \(text)")
    }

    /// Takes a revision as a line of JSON.
    func take(_ line: String) {
        guard let revision = try? JSONDecoder().decode(Revision.self, from: Data(line.utf8)) else {
            printError(line)
            return
        }
        let now = seconds
        state.withLock { state in
            if revision.verdict == "blocked" {
                if state.first[revision.status] == nil { state.first[revision.status] = now }
                state.mechanisms.formUnion(revision.mechanism)
            }
            if ["restored", "retracted"].contains(revision.status) {
                state.open.remove(revision.incident)
            } else {
                state.open.insert(revision.incident)
            }
        }
        switch output {
        case .ndjson: StandardStream.output.write(Array((line + "\n").utf8))
        case .text:
            let text =
                "[\(now) s] \(revision.incident) r\(revision.revision) \(revision.status) \(revision.verdict) "
                + "\(revision.platforms.joined(separator: ",")) \(revision.mechanism.joined(separator: ",")): "
                + "\(revision.statement)\n"
            StandardStream.output.write(Array(text.utf8))
        }
    }

    /// Says how long things took; whether a block was confirmed and restored.
    func summarize(onset: Int, end: Int) -> Bool {
        let (first, mechanisms) = state.withLock { ($0.first, $0.mechanisms) }
        func after(_ status: String, _ start: Int) -> String {
            first[status].map { "\(status) \($0 - start) s" } ?? "never \(status)"
        }
        printError(
            "after the first reset: \(after("suspected", onset)), \(after("confirmed", onset)); after the last: "
                + "\(after("restoring", end)), \(after("restored", end)); mechanisms: \(mechanisms.sorted().joined(separator: ", "))"
        )
        return first["confirmed"] != nil && first["restored"] != nil
    }
}
