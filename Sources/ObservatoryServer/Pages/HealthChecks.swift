import Dashboard
import ObservatoryModel
import Storage

/// Looks at the parts of the observatory for `/about/health`.
struct HealthChecks: Sendable {
    let exhibits: Exhibits
    let status: ObservatoryStatus
    let now: Timestamp

    /// Detection is told the time every minute; twice that and a half is a minute that was missed.
    private static let latestClock = 150.0

    func page() async -> HealthPage {
        let hub = exhibits.live.hub.counts
        return HealthPage(
            checks: [
                await detection(), await store(),
                .init(name: "streams", isHealthy: true, detail: "\(hub.open) open, \(hub.cutOff) cut off as too slow"),
            ] + vantagePoint + feeds)
    }

    private func detection() async -> HealthPage.Check {
        let behind = (now - exhibits.live.clock).inSeconds
        let isKnown = behind < 31_536_000
        return .init(
            name: "detection", isHealthy: behind < HealthChecks.latestClock,
            detail: isKnown ? "\(Int(max(0, behind))) s behind the clock" : "no record yet")
    }

    private func store() async -> HealthPage.Check {
        do {
            let counts = try await exhibits.live.store.counts()
            let size = counts.bytes.map { ", \($0 / 1_048_576) MiB" } ?? ""
            let failure = await exhibits.live.storeFailure
            return .init(
                name: "store", isHealthy: failure == nil,
                detail: failure ?? "records: \(counts.records), incidents: \(counts.incidents)\(size)")
        } catch {
            return .init(name: "store", isHealthy: false, detail: "\(error)")
        }
    }

    /// Nothing where the operator has not consented to measuring.
    private var vantagePoint: [HealthPage.Check] {
        switch status.vantagePoint {
        case .notConsented: []
        case .measuring(let newest):
            [.init(name: "own vantage point", isHealthy: true, detail: "newest session \(newest)")]
        case .offline(let since):
            [
                .init(
                    name: "own vantage point", isHealthy: false,
                    detail: since.map { "no network since \($0)" } ?? "no network since the start")
            ]
        }
    }

    private var feeds: [HealthPage.Check] {
        status.feeds.filter { $0.condition != .off }.map { feed in
            .init(
                name: "following \(feed.name)", isHealthy: feed.condition == .fresh,
                detail: feed.newest.map { "newest record \($0)" } ?? "nothing received yet")
        }
    }
}
