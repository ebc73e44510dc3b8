package import Dashboard
import ObservatoryModel
import Synchronization

/// How the observatory itself is doing, as its parts report it and the pages show it.
package final class ObservatoryStatus: Sendable {
    private struct State {
        /// Whether the operator has agreed to measuring from this machine.
        var hasConsent = false
        /// The newest session of this machine's own.
        var newestOwn: Timestamp?
        /// Whether anything outside could be reached at the last try; `nil` before the first.
        var isConnected: Bool?
        /// The last time that anything outside was reached.
        var lastConnected: Timestamp?
        var feeds: [String: FeedState] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// Notes that the operator has agreed to measuring from this machine.
    package func noteConsent() { state.withLock { $0.hasConsent = true } }

    /// Notes a session of this machine's own.
    func noteOwnSession(at moment: Timestamp) {
        state.withLock { $0.newestOwn = max($0.newestOwn ?? moment, moment) }
    }

    /// Notes whether the outside could be reached.
    func noteNetwork(reachable: Bool, at moment: Timestamp) {
        state.withLock { state in
            state.isConnected = reachable
            if reachable { state.lastConnected = moment }
        }
    }

    /// What this observatory's own vantage point is doing.
    package var vantagePoint: ObservatoryState.VantagePoint {
        state.withLock { state in
            if state.isConnected == false { return .offline(since: state.lastConnected) }
            if state.hasConsent, let newest = state.newestOwn { return .measuring(newest: newest) }
            return state.hasConsent ? .offline(since: nil) : .notConsented
        }
    }

    /// Notes how a feed is doing.
    func set(_ feed: FeedState) {
        state.withLock { $0.feeds[feed.name] = feed }
    }

    /// The feeds by name.
    package var feeds: [FeedState] {
        state.withLock { $0.feeds.values.sorted { $0.name < $1.name } }
    }
}
