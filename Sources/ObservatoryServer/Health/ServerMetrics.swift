import HTTPTypes
import Hummingbird
import Synchronization

/// Counters of this process, shown at `/metrics`. No label holds a URL, an address or a person.
package final class ServerMetrics: Sendable {
    /// What is counted.
    package enum Counter: String, Sendable, CaseIterable {
        case recordsAccepted = "records_accepted"
        case recordsDuplicate = "records_duplicate"
        case recordsRejected = "records_rejected"
        case batchesAccepted = "batches_accepted"
        case reportsAccepted = "reports_accepted"
        case reportsRefused = "reports_refused"
        case revisions = "revisions"
        case followRequests = "follow_requests"
        case followFailures = "follow_failures"
        case alertsFormed = "alerts_formed"
        case alertsSent = "alerts_sent"
        case alertAttemptsFailed = "alert_attempts_failed"
        case alertsDead = "alerts_dead"

        /// What it means, for the `# HELP` line.
        var help: String {
            switch self {
            case .recordsAccepted: "Records stored and taken into account."
            case .recordsDuplicate: "Records left out because their id was known."
            case .recordsRejected: "Lines of uploads that could not be used."
            case .batchesAccepted: "Uploads answered with 200."
            case .reportsAccepted: "User reports stored."
            case .reportsRefused: "User reports refused by a limit."
            case .revisions: "Incident revisions published."
            case .followRequests: "Requests to others' public APIs."
            case .followFailures: "Requests to others' public APIs that failed."
            case .alertsFormed: "Messages to subscribers that were formed."
            case .alertsSent: "Messages that a receiver said it has."
            case .alertAttemptsFailed: "Attempts to send a message that failed."
            case .alertsDead: "Messages that were given up."
            }
        }
    }

    private struct State {
        var counters: [Counter: Int] = [:]
        /// Answers by method and class of status.
        var answers: [String: Int] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// Adds to a counter.
    package func add(_ counter: Counter, _ amount: Int = 1) {
        state.withLock { $0.counters[counter, default: 0] += amount }
    }

    /// Counts an answer.
    func count(request: Request, status: HTTPResponse.Status) {
        let method = ["GET", "HEAD", "POST", "OPTIONS"].first { $0 == request.method.rawValue } ?? "other"
        state.withLock { $0.answers["method=\"\(method)\",status=\"\(status.code / 100)xx\"", default: 0] += 1 }
    }

    /// A value at this moment, such as a queue's length.
    package struct Gauge: Sendable {
        var name: String
        var help: String
        var value: Double

        package init(name: String, help: String, value: Double) {
            self.name = name
            self.help = help
            self.value = value
        }
    }

    /// The exposition: OpenMetrics 1.0 when `open`, else the older text format, which differs in names and the end.
    package func exposition(gauges: [Gauge], open: Bool) -> String {
        let state = state.withLock { $0 }
        var lines: [String] = []
        func family(_ name: String, _ type: String, _ help: String) {
            let shown = type == "counter" && !open ? name + "_total" : name
            lines.append("# TYPE observatory_\(shown) \(type)")
            lines.append("# HELP observatory_\(shown) \(help)")
        }
        for counter in Counter.allCases {
            family(counter.rawValue, "counter", counter.help)
            lines.append("observatory_\(counter.rawValue)_total \(state.counters[counter] ?? 0)")
        }
        family("http_answers", "counter", "Answers by method and class of status.")
        for (labels, count) in state.answers.sorted(by: { $0.key < $1.key }) {
            lines.append("observatory_http_answers_total{\(labels)} \(count)")
        }
        for gauge in gauges {
            family(gauge.name, "gauge", gauge.help)
            lines.append("observatory_\(gauge.name) \(JSONValue.number(gauge.value).text)")
        }
        if open { lines.append("# EOF") }
        return lines.joined(separator: "\n") + "\n"
    }
}
