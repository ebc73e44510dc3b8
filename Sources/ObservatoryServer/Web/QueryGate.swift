import HTTPTypes
import Synchronization

/// Lets a few expensive queries run at once and turns the others away, so that readers of long lists cannot keep the
/// cores from detection and pages.
final class QueryGate: Sendable {
    private let bound: Int
    private let running = Mutex(0)

    /// - Parameter bound: How many may run at once.
    init(bound: Int = 2) {
        self.bound = bound
    }

    /// Runs a query.
    ///
    /// - Throws: `Problem` with `rate-limited` when too many run already; else what the query throws.
    func run<Value: Sendable>(_ query: () async throws -> Value) async throws -> Value {
        let entered = running.withLock { running in
            guard running < bound else { return false }
            running += 1
            return true
        }
        guard entered else {
            throw Problem(
                .rateLimited, "Too many long queries run at the moment; try again in 2 seconds.",
                headers: [.retryAfter: "2"])
        }
        defer { running.withLock { $0 -= 1 } }
        return try await query()
    }
}
