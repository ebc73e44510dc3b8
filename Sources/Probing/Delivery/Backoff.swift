/// How long to wait after failures in a row: doubling from 5 seconds to 15 minutes, and a random part of it, so that
/// probes that lost their collector together do not come back together.
package struct Backoff: Hashable, Sendable {
    package private(set) var failures = 0

    package init() {}

    package mutating func succeeded() {
        failures = 0
    }

    /// Counts a failure and says how many milliseconds to wait.
    package mutating func failed(using generator: inout some RandomNumberGenerator) -> Int64 {
        failures += 1
        let longest = min(Int64(5000) << Int64(min(failures - 1, 20)), 15 * 60_000)
        return .random(in: longest / 2...longest, using: &generator)
    }
}
