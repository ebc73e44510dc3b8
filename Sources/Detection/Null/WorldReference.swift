/// How a platform fails in one country beyond what is usual there, at three speeds: this minute, 2 and 15 minutes.
///
/// Hits are failures less the expected ones, so the ratio is an excess.
struct WorldShare: Sendable {
    var minuteExcess = 0.0
    var minuteVotes = 0.0
    var minute: Int32 = .min
    var quick = DecayedCount()
    var slow = DecayedCount()
    /// The share that usually fails, as of the last bin.
    var expected = 0.04
    /// The country's own evidence that the platform fails, the world left out of the null.
    var unexcused = ShiryaevRoberts()

    /// Counts one vote against what is expected.
    mutating func add(failure: Double, at now: Int32) {
        add(excess: failure - expected, votes: 1, at: now)
    }

    mutating func add(excess: Double, votes: Double, at now: Int32) {
        if now != minute {
            minute = now
            minuteExcess = 0
            minuteVotes = 0
        }
        minuteExcess += excess
        minuteVotes += votes
        quick.add(hits: excess, trials: votes, at: now, halfLife: 2)
        slow.add(hits: excess, trials: votes, at: now, halfLife: 15)
    }

    /// Excess and votes of this minute, of 2 and of 15 minutes.
    func reading(_ speed: Int, at now: Int32) -> (excess: Double, votes: Double) {
        switch speed {
        case 0: return now == minute ? (minuteExcess, minuteVotes) : (0, 0)
        case 1:
            let count = quick.decayed(to: now, halfLife: 2)
            return (count.hits, count.trials)
        default:
            let count = slow.decayed(to: now, halfLife: 15)
            return (count.hits, count.trials)
        }
    }
}

/// A platform over all countries.
struct WorldPlatform: Sendable {
    /// Which countries have it: indices of country and of platform within it (−1 for connectivity).
    var places: [SeriesPlace] = []
    /// Failures of all countries, for the top of the baseline's hierarchy.
    var baseline = TwoSpeedCount()
    var ooniBaseline = TwoSpeedCount()
    /// The readings of the minute, sorted; made once a bin.
    var readings: WorldReadings?
    /// The same for each release of the probe that gave votes, by country: a release that misbehaves does so in many
    /// countries, while the others there see nothing.
    var releases: [UInt16: [Int: WorldShare]] = [:]
    var releaseReadings: [UInt16: WorldReadings] = [:]
    /// The open `platformDown` incident, the one before it, and what is known of it.
    var incident: Int? {
        didSet { if let oldValue, incident == nil { lastIncident = oldValue } }
    }
    var lastIncident: Int?
    var failing = 0
    var countries = 0
    var greatest = 0.0
    var onset: OnsetEstimate?
    var cleanSince: Int32?
    /// The mirrored statistic of its end, and how many votes fail while it is down.
    var end = 0.0
    var eventRate = DecayedCount()
    var decidedMinute: Int32 = .min
    /// Until when probes everywhere are asked to look more often, since it may be down.
    var inQuestionUntil: Int32 = .min
    /// The newest increment of third-party series about it, by source and country.
    var volumes: [String: [Int: LastVolume]] = [:]
    /// User reports by country.
    var reports: [Int: ReportExcess] = [:]
}

/// A platform in a country, by index; platform −1 is connectivity itself.
struct SeriesPlace: Sendable {
    var country: Int
    var platform: Int
}

/// What a third-party series said last.
struct LastVolume: Sendable {
    /// When its bin began, minutes since the epoch.
    var at: Int32
    var increment: Triple
}

/// The excess of every country with votes, for each of the three speeds, ready for any one country to be left out.
struct WorldReadings: Sendable {
    /// One speed: ratios sorted, where each country stands in them, and the votes behind.
    struct Speed: Sendable {
        /// Excess ratios, smallest first.
        var ratios: [Double] = []
        var votes: [Double] = []
        /// Position by country index; −1 for countries without votes.
        var positions: [Int32] = []
        var allVotes = 0.0
    }

    var minute: Int32
    var speeds: [Speed]

    /// `g` of the null for one country: the largest, over the speeds, of the median excess in the others, raised by
    /// its standard deviation (§3). Zero where no two other countries have votes: one alone may itself be blocking.
    func excessElsewhere(than country: Int, deviations: Double) -> Double {
        var largest = 0.0
        for speed in speeds {
            let own = country < speed.positions.count ? Int(speed.positions[country]) : -1
            let others = speed.ratios.count - (own >= 0 ? 1 : 0)
            guard others >= 2 else { continue }
            // The order of the others is the order of all with one left out.
            func other(_ rank: Int) -> Double { speed.ratios[own >= 0 && rank >= own ? rank + 1 : rank] }
            let middle = (others - 1) / 2
            let median =
                others.isMultiple(of: 2) ? (other(middle) + other(middle + 1)) / 2 : other(middle)
            guard median > 0 else { continue }
            let votes = speed.allVotes - (own >= 0 ? speed.votes[own] : 0)
            let rate = (median * votes + 0.25) / (votes + 25)
            let deviation = (rate * (1 - rate) / (votes + 25)).squareRoot()
            largest = max(largest, min(1, median + deviations * deviation))
        }
        return largest
    }
}

extension WorldShare: Snapshotted {
    static var blank: WorldShare { WorldShare() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&minuteExcess)
        try coder.code(&minuteVotes)
        try coder.code(&minute)
        try coder.code(&quick)
        try coder.code(&slow)
        try coder.code(&expected)
        try coder.code(&unexcused)
    }
}

// Without the readings of the minute, which are made anew for every bin.
extension WorldPlatform: Snapshotted {
    static var blank: WorldPlatform { WorldPlatform() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&places)
        try coder.code(&baseline)
        try coder.code(&ooniBaseline)
        try coder.code(&releases)
        try coder.code(&incident)
        try coder.code(&lastIncident)
        try coder.code(&failing)
        try coder.code(&countries)
        try coder.code(&greatest)
        try coder.code(&onset)
        try coder.code(&cleanSince)
        try coder.code(&end)
        try coder.code(&eventRate)
        try coder.code(&decidedMinute)
        try coder.code(&inQuestionUntil)
        try coder.code(&volumes)
        try coder.code(&reports)
    }
}

extension SeriesPlace: Snapshotted {
    static var blank: SeriesPlace { SeriesPlace(country: 0, platform: 0) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&country)
        try coder.code(&platform)
    }
}

extension LastVolume: Snapshotted {
    static var blank: LastVolume { LastVolume(at: 0, increment: .zero) }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&at)
        try coder.code(&increment)
    }
}
