import ObservatoryModel
import Probing
import Synchronization
import WireFormats

/// Says what the probe does: steps and results for people on standard error, sessions for programs on standard output.
final class ProbePrinter: Sendable {
    private let output: ProbeRun.Output
    private let quiet: Bool
    private let writer = Mutex(RecordWriter())

    init(output: ProbeRun.Output, quiet: Bool) {
        self.output = output
        self.quiet = quiet
    }

    func print(_ event: ProbeRunner.Event) {
        switch event {
        case .step(let platform, let step): say("\(platform)  \(Self.text(step))")
        case .session(let session):
            if output == .ndjson {
                var line: [UInt8] = []
                writer.withLock { $0.append(.session(session), to: &line) }
                StandardStream.output.write(line)
            }
            let controls = session.controls.filter { $0.outcome == .ok }.count
            say(
                "\(session.platform)  \(session.outcome == .ok ? "ok" : "FAILED"), controls \(controls)/\(session.controls.count) ok"
            )
        case .delivered(let receipt):
            say("delivered: \(receipt.accepted) accepted, \(receipt.duplicates) known before")
            for reason in receipt.rejected { printError("The collector rejected \(reason).") }
        case .undelivered(let refusal, let wait):
            say("The collector is \(refusal); tried again in \(wait / 1000) s, nothing is lost.")
        case .budgetSpent: say("Today's data is used up; goes on tomorrow (UTC).")
        case .offline: say("No way to the Internet; nothing measured.")
        case .metered:
            say("The system says that the line is metered, so nothing is sent; --budget says how much may be.")
        case .trouble(let text): printError(text)
        }
    }

    /// One line for a platform at the end of `--once`.
    func summarize(_ sessions: [Session]) {
        guard output == .text, !quiet else { return }
        let lines = sessions.sorted { $0.platform < $1.platform }.map { session -> String in
            let failure = session.steps.first { $0.failure != nil }
            let controls = session.controls.filter { $0.role == .neutral && $0.outcome == .ok }.count
            switch session.outcome {
            case .ok: return "\(session.platform)\tok\n"
            case .failed where controls == 0: return "\(session.platform)\tnot known: the neutral hosts fail as well\n"
            case .failed:
                let reason = failure.map { "\($0.stage.text) \($0.failure?.text ?? "")" } ?? "refused"
                return "\(session.platform)\tfailed\t\(reason)\n"
            }
        }
        StandardStream.output.write(Array(lines.joined().utf8))
    }

    private func say(_ text: String) {
        if !quiet { printError(text) }
    }

    private static func text(_ step: Step) -> String {
        var text = "\(step.stage.text) \(step.failure?.text ?? "ok")"
        if let resolver = step.resolver { text += " \(resolver.text)" }
        if let address = step.address { text += " \(address)" }
        if let sni = step.sni { text += " \(sni)" }
        if let status = step.status { text += " \(status)" }
        if let milliseconds = step.milliseconds { text += " \(Int(milliseconds.rounded())) ms" }
        return text
    }
}
