/// How a platform fails in one country beyond what is usual there, at three speeds: this minute, 2 and 15 minutes.
///
/// Hits are failures less the expected ones, so the ratio is an excess.
struct WorldShare: Sendable {
    var minuteExcess = 0.0
    var minuteVotes = 0.0
    var minute: Int32 = .min
    var quick = DecayedCount()
    var slow = DecayedCount()
    /// The country's own evidence that the platform fails, the world left out of the null.
    var unexcused = ShiryaevRoberts()

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

    /// Excess and votes at each speed.
    func readings(at now: Int32) -> [(excess: Double, votes: Double)] {
        let quickCount = quick.decayed(to: now, halfLife: 2)
        let slowCount = slow.decayed(to: now, halfLife: 15)
        return [
            now == minute ? (minuteExcess, minuteVotes) : (0, 0),
            (quickCount.hits, quickCount.trials), (slowCount.hits, slowCount.trials),
        ]
    }
}

/// A platform over all countries.
struct WorldPlatform: Sendable {
    /// Which countries have it: indices of country and of platform within it (−1 for connectivity).
    var places: [(country: Int, platform: Int)] = []
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
    var decidedMinute: Int32 = .min
    /// User reports by country.
    var reports: [Int: ReportExcess] = [:]
}

/// The excess of every country with votes, sorted, for each of the three speeds.
struct WorldReadings: Sendable {
    var minute: Int32
    /// (excess ratio, votes, country), smallest ratio first.
    var bySpeed: [[(ratio: Double, votes: Double, country: Int)]]

    /// `g` of the null for one country: the largest, over the speeds, of the median excess in the others, raised by
    /// its standard deviation (§3). Zero where no other country has votes.
    func excessElsewhere(than country: Int, deviations: Double) -> Double {
        var largest = 0.0
        for readings in bySpeed {
            let others = readings.count - (readings.contains { $0.country == country } ? 1 : 0)
            // One country alone this minute may itself be the one that blocks.
            guard others >= 2 else { continue }
            let wanted = (others - 1) / 2
            var position = 0
            var votes = 0.0
            var median = 0.0
            for reading in readings where reading.country != country {
                if position == wanted { median = reading.ratio }
                // An even number of countries has two middles; the larger excuses more.
                if position == wanted + 1, others.isMultiple(of: 2) { median = (median + reading.ratio) / 2 }
                votes += reading.votes
                position += 1
            }
            guard median > 0 else { continue }
            let rate = (median * votes + 0.25) / (votes + 25)
            let deviation = (rate * (1 - rate) / (votes + 25)).squareRoot()
            largest = max(largest, min(1, median + deviations * deviation))
        }
        return largest
    }
}
