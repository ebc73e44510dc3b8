import Synchronization

/// Counts what the probes met.
final class Tally: Sendable {
    private struct State {
        var milliseconds: [Double] = []
        var sessions = 0
        var refused: [Int: Int] = [:]
        var broken = 0
    }

    private let state = Mutex(State())

    /// A batch was acknowledged.
    func acknowledged(sessions: Int, milliseconds: Double) {
        state.withLock {
            $0.milliseconds.append(milliseconds)
            $0.sessions += sessions
        }
    }

    /// A batch was answered with another status than 200.
    func refused(status: Int) { state.withLock { $0.refused[status, default: 0] += 1 } }

    /// A connection broke.
    func broke() { state.withLock { $0.broken += 1 } }

    func report(seconds: Int) {
        let state = state.withLock { $0 }
        let sorted = state.milliseconds.sorted()
        func quantile(_ share: Double) -> String {
            sorted.isEmpty ? "-" : "\(rounded(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]))"
        }
        print("batches          \(sorted.count) acknowledged, \(state.refused) refused, \(state.broken) broken")
        print("sessions         \(state.sessions), \(state.sessions / max(1, seconds))/s")
        print("latency          p50 \(quantile(0.5)) ms, p99 \(quantile(0.99)) ms, longest \(quantile(1)) ms")
    }
}
