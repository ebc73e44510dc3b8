package import Dashboard
import ObservatoryModel
import Storage
import Synchronization

/// How the observatory itself is doing, as its parts report it and the pages show it.
package final class ObservatoryStatus: Sendable {
    private struct State {
        var vantagePoint = ObservatoryState.VantagePoint.notConsented
        var feeds: [String: FeedState] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// What this machine's own measurements are doing.
    package var vantagePoint: ObservatoryState.VantagePoint {
        get { state.withLock { $0.vantagePoint } }
        set { state.withLock { $0.vantagePoint = newValue } }
    }

    /// Notes how a feed is doing.
    package func set(_ feed: FeedState) {
        state.withLock { $0.feeds[feed.name] = feed }
    }

    /// The feeds by name.
    package var feeds: [FeedState] {
        state.withLock { $0.feeds.values.sorted { $0.name < $1.name } }
    }
}
