import NetworkLab
import ObservatoryModel
import ObservatoryServer
import Synchronization

/// Collects what the observatory says during a scenario, and prints it and what was checked.
final class LabLog: Sendable {
    private struct State: Sendable {
        var began = ContinuousClock.now
        var seen: [LabDelays.Seen] = []
        var allHeld = true
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

    /// The revisions so far, with the time at which they could be read.
    var seen: [LabDelays.Seen] { state.withLock { $0.seen } }

    /// Whether nothing that was checked was otherwise.
    var allHeld: Bool { state.withLock { $0.allHeld } }

    /// Says what the censor does.
    func say(_ text: String) {
        printError("[\(seconds) s] \(text)")
    }

    /// Takes a revision as a line of JSON.
    func take(_ line: String) {
        guard let revision = ObservatoryReader.revision(line) else {
            printError(line)
            return
        }
        state.withLock { $0.seen.append(.init(at: .wallClock(), revision: revision)) }
        switch output {
        case .ndjson: StandardStream.output.write(Array((line + "\n").utf8))
        case .text:
            let text =
                "[\(seconds) s] \(revision.incident) r\(revision.revision) \(revision.status) \(revision.verdict) "
                + "\(revision.platforms.joined(separator: ",")) \(revision.mechanism.joined(separator: ",")): "
                + "\(revision.statement)\n"
            StandardStream.output.write(Array(text.utf8))
        }
    }

    /// Says what was checked, and what was otherwise.
    func tell(_ checks: [ScenarioCheck], title: String) {
        printError("[\(seconds) s] \(title):")
        for check in checks {
            printError(check.instead.map { "  NO  \(check.text); found: \($0)" } ?? "  ok  \(check.text)")
        }
        if checks.isEmpty || !checks.allSatisfy(\.holds) { state.withLock { $0.allHeld = false } }
    }
}
