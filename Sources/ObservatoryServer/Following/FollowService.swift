import Dashboard
import Logging
import ObservatoryModel
import ServiceLifecycle
import Storage
import WireFormats

/// Follows one public API for some countries, politely: one request at a time, longer and longer waits after failures,
/// and as long as the other side asks for.
struct FollowService: Service {
    let feed: any PublicFeed
    let countries: [CountryCode]
    /// Networks that asked not to be measured; what others measured there is left out as well.
    var optedOut: Set<ASN> = []
    let fetcher: Fetcher
    let observatory: Observatory
    let status: ObservatoryStatus
    let readiness: Readiness
    let clock: @Sendable () -> Timestamp
    let logger: Logger

    /// The longest wait between two rounds, in seconds.
    private static let longestWait = 3_600

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !readiness.isReady { try await Task.sleep(for: .milliseconds(200)) }
            var failures = 0
            var newest: Timestamp?
            while !Task.isCancelled {
                let outcome = await round(&newest)
                failures = outcome.isFine ? 0 : failures + 1
                let wait = Self.wait(interval: feed.interval, failures: failures, asked: outcome.retryAfter)
                // A tenth more or less, so that observatories that started together do not ask together.
                try await Task.sleep(for: .milliseconds(Int(Double(wait) * .random(in: 900...1_100))))
            }
        }
    }

    /// Seconds to wait after so many failures in a row.
    static func wait(interval: Int, failures: Int, asked: Int?) -> Int {
        let backoff = failures == 0 ? interval : min(longestWait, interval << min(failures - 1, 6))
        return max(backoff, min(asked ?? 0, 24 * longestWait))
    }

    /// Asks once for every country and stores what is new.
    ///
    /// - Parameter newest: When the newest record so far happened.
    func round(_ newest: inout Timestamp?) async -> (isFine: Bool, retryAfter: Int?) {
        var isFine = true
        var retryAfter: Int?
        for country in countries {
            do {
                let now = clock()
                var records = try await feed.fetch(country, from: fetcher, now: now) { id in
                    (try? await observatory.store.record(kind: "ooni", id: id)) != nil
                }
                status.noteNetwork(reachable: true, at: now)
                newest = records.compactMap(\.at).max().map { max($0, newest ?? $0) } ?? newest
                records.removeAll { record in
                    if case .ooni(let verdict) = record { optedOut.contains(verdict.asn) } else { false }
                }
                for index in records.indices { records[index].received = now }
                var writer = RecordWriter()
                _ = try await observatory.accept(
                    records.map { RecordEntry(line: writer.line($0)[...], record: $0) })
            } catch let failure as FetchFailure {
                isFine = false
                if case .unreachable = failure { status.noteNetwork(reachable: false, at: clock()) }
                if case .refused(_, let seconds?) = failure { retryAfter = max(retryAfter ?? 0, seconds) }
                logger.info("\(feed.name) was not read", metadata: ["reason": "\(failure)"])
            } catch {
                // The store refused, which the observatory has logged.
                isFine = false
            }
            guard isFine else { break }
        }
        let isFresh = newest.map { clock() - $0 <= feed.freshness } ?? false
        status.set(
            FeedState(
                name: feed.name, condition: !isFine ? .failing : isFresh ? .fresh : .late, newest: newest,
                licence: feed.licence))
        return (isFine, retryAfter)
    }
}
