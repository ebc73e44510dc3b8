package import ObservatoryModel

/// What the observatory asks of probes while it watches a platform (CONTRACT §4).
package struct ScheduleRequest: Hashable, Sendable {
    /// When the request ends by itself.
    package var until: Timestamp
    package var platforms: [PlatformID: Wish]
    /// Whether the network has asked not to be measured: nothing is due until then.
    package var isOptedOut = false

    /// What is asked for one platform.
    package struct Wish: Hashable, Sendable {
        package var every: Int32
        package var contrasts: [Contrast.Name]
        package var transfer: Bool

        package init(every: Int32, contrasts: [Contrast.Name], transfer: Bool) {
            self.every = every
            self.contrasts = contrasts
            self.transfer = transfer
        }
    }

    package init(until: Timestamp, platforms: [PlatformID: Wish], isOptedOut: Bool = false) {
        self.until = until
        self.platforms = platforms
        self.isOptedOut = isOptedOut
    }
}

/// When each platform is due, with jitter, at the cadence that the observatory asks for within the probe's own bounds.
///
/// A struct without clock or chance of its own: both come in, so that a day can be played in a test.
package struct ProbeSchedule: Sendable {
    /// Never more often than this, whatever is asked.
    package static let leastEvery: Int32 = 60
    /// Requests are believed for this long at most.
    package static let longestRequest = Interval.hours(2)
    /// A network that opted out is left alone for this long before the observatory is asked again.
    package static let longestPause = Interval.hours(24)
    /// How often one platform in rotation is asked for a transfer in quiet times (DETECTION §7).
    package static let usualTransferInterval = Interval.minutes(30)

    /// A platform that is due.
    package struct Due: Hashable, Sendable {
        package var platform: PlatformID
        /// Seconds to its next session, as the session's record states them.
        package var every: Int32
        package var contrasts: [Contrast.Name]
        package var transfer: Bool
    }

    private let platforms: [PlatformID]
    private let quietEvery: Int32
    private let transferInterval: Interval
    /// Contrasts that this probe does not run (risk list).
    private let refused: Set<Contrast.Name>
    private var next: [PlatformID: Timestamp] = [:]
    private var request: ScheduleRequest?
    private var nextTransfer: Timestamp
    private var rotation = 0

    /// Spreads the first sessions over the first interval at random.
    ///
    /// - Parameter transferInterval: Between transfers of one platform in turn; 0 asks for one in every session.
    package init(
        platforms: [PlatformID], quietEvery: Int32, refused: Set<Contrast.Name>,
        transferInterval: Interval = usualTransferInterval, at time: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) {
        self.platforms = platforms
        self.quietEvery = quietEvery
        self.transferInterval = transferInterval
        self.refused = refused
        nextTransfer =
            time + Interval(milliseconds: .random(in: 0...transferInterval.milliseconds, using: &generator))
        for platform in platforms {
            next[platform] = time + Interval(milliseconds: .random(in: 0...Int64(quietEvery) * 1000, using: &generator))
        }
    }

    /// Takes a request. Platforms outside the probe's own list are ignored, the rest is clamped; due times move forward
    /// where the new cadence is quicker.
    package mutating func accept(
        _ request: ScheduleRequest, at time: Timestamp, using generator: inout some RandomNumberGenerator
    ) {
        if request.isOptedOut {
            let resumes = min(request.until, time + Self.longestPause)
            for platform in platforms {
                let spread = Interval(milliseconds: .random(in: 0...Int64(quietEvery) * 1000, using: &generator))
                next[platform] = resumes + spread
            }
            self.request = nil
            return
        }
        var request = request
        request.until = min(request.until, time + Self.longestRequest)
        self.request = request
        for platform in platforms {
            guard request.platforms[platform] != nil else { continue }
            // Only what is further away than the new cadence allows: the same request again changes nothing.
            let every = Int64(self.every(platform, at: time)) * 1000
            guard let due = next[platform], due > time + Interval(milliseconds: every * 11 / 10) else { continue }
            next[platform] = time + Interval(milliseconds: .random(in: 0...every, using: &generator))
        }
    }

    /// When the next platform is due.
    package var nextDue: Timestamp { next.values.min() ?? .distantFuture }

    /// Takes what is due now, and sets when it is due again: its interval later, give or take a tenth.
    package mutating func due(at time: Timestamp, using generator: inout some RandomNumberGenerator) -> [Due] {
        var result: [Due] = []
        for platform in platforms where next[platform, default: .distantFuture] <= time {
            let every = every(platform, at: time)
            let tenth = Int64(every) * 100
            next[platform] =
                time + Interval(milliseconds: Int64(every) * 1000 + .random(in: -tenth...tenth, using: &generator))
            let wish = wish(platform, at: time)
            // Of those asked for transfers at `watch`, a random third runs one (DETECTION §7).
            let transfer = wish?.transfer == true && Int.random(in: 0..<3, using: &generator) == 0
            result.append(
                Due(
                    platform: platform, every: every,
                    contrasts: (wish?.contrasts ?? []).filter { !refused.contains($0) }, transfer: transfer))
        }
        if transferInterval.milliseconds == 0 {
            for index in result.indices { result[index].transfer = true }
        } else if time >= nextTransfer, !platforms.isEmpty {
            let turn = platforms[rotation % platforms.count]
            if let index = result.firstIndex(where: { $0.platform == turn }) {
                result[index].transfer = true
                rotation += 1
                nextTransfer = time + transferInterval
            }
        }
        return result
    }

    private func wish(_ platform: PlatformID, at time: Timestamp) -> ScheduleRequest.Wish? {
        guard let request, time < request.until else { return nil }
        return request.platforms[platform]
    }

    private func every(_ platform: PlatformID, at time: Timestamp) -> Int32 {
        guard let wish = wish(platform, at: time) else { return quietEvery }
        return min(max(wish.every, Self.leastEvery), quietEvery)
    }
}
