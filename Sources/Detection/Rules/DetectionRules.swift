/// Every constant that decides something, with its source: DETECTION.md unless another is named.
///
/// `Docs/METHODOLOGY.md` says what each is worth in delay and false alarms. A change of any value raises `version`,
/// which every revision carries, so that a reader knows what to replay with. A class, so that handing the rules on costs
/// a pointer and not a copy of fifty constants for every vote.
package final class DetectionRules: Sendable {
    /// Version of rules and constants together.
    package static let version = "2026.11-3"

    // MARK: Levels of ln M, in nats (§4)

    /// A cell is watched: cadence rises, its baseline freezes. Mean time between false ones: a week.
    package let watch = 9.2
    /// An incident is suspected. Mean time between false ones per country-platform: a year.
    package let suspected: Double
    /// An incident may be confirmed; 206 years.
    package let confirmed: Double
    /// Series that the public budget was set for; above it the level rises by ln(series / this).
    package let seriesInBudget = 2500.0
    /// Probes that a confirmation needs, and networks, unless all of them are in the one network named.
    package let confirmingProbes = 4
    package let confirmingNetworks = 2
    /// With two keys: the level of the one family alone, and of the second since onset.
    package let firstKey = 13.2
    package let secondKey = 4.6
    /// A suspicion below this for so many minutes is retracted, unless it was confirmed once.
    package let notSustained = 5.0
    package let notSustainedMinutes: Int32 = 60
    /// Levels of the mirrored statistic.
    package let restoring = 5.0
    package let restored = 10.7

    // MARK: Votes and their caps (§2-§4)

    /// What one probe may carry, net: ln 200.
    package let probeCap: Double
    /// Young keys of one network together count as so many probes.
    package let youngKeysAsProbes = 2.0
    /// A key is young until it has been seen for this share of the observatory's own time there, at most three days.
    package let youngWeight = 0.5
    package let fullAgeMinutes: Int32 = 3 * 1440
    package let smallestKeyWeight = 0.1
    /// Weight of probes in data centres and without a network, national scope only.
    package let detachedWeight = 0.25
    /// Severities of the alternative for blocking, and for slowness (§7).
    let alternatives = Alternatives(Triple(0.35, 0.65, 0.95))
    let slowAlternatives = Alternatives(Triple(0.25, 0.5, 0.9))
    /// Intra-network correlation of votes within 15 minutes.
    package let correlation = 0.02
    package let correlationMinutes: Int32 = 15
    /// A vote older than this enters the store and the onset only.
    package let lateMinutes: Int32 = 360
    /// A vote not older than this says what is now: that its probe is not silent, or that an event is over.
    package let liveMinutes: Int32 = 15
    /// No vote is taken to be older than this, whatever its clock says.
    package let oldestVoteMinutes: Int32 = 2 * 1440

    // MARK: The null (§3)

    /// Practical margin δ.
    package let margin = 0.03
    /// Prior of a baseline: Beta(1, 24).
    package let baselinePrior = 0.04
    /// The least share of transfers that count as slow in ordinary times: the quantile they are measured by (§7).
    package let slowBaseline = 0.10
    package let baselinePriorWeight = 25.0
    /// Shrinkage of a probe's own baseline to its network's, in sessions.
    package let probeShrink = 20.0
    /// Baselines are learned this late, so that an event does not teach its own baseline.
    package let baselineLagMinutes: Int32 = 60
    package let weekHalfLife = 7.0 * 1440
    package let halfDayHalfLife = 720.0
    package let probeHalfLife = 1440.0
    /// A network's own mean `R` from which its votes are kept from its baseline: 5 nats.
    package let cellFreeze = 148.4
    /// Weight of the votes of a cell of which nothing has been learned, and the learned votes that bring it to 1.
    package let strangerWeight = 0.35
    package let acquaintedTrials = 8.0
    /// Votes that a cell must have learned before any are kept from it.
    package let matureTrials = 20.0
    /// A cell that stays frozen for so long while the platform as a whole is not even watched has a new normal.
    package let cellNewNormalMinutes: Int32 = 4 * 1440
    /// A shift that stays unconfirmed for so long becomes the new normal.
    package let newNormalMinutes: Int32 = 14 * 1440
    package let slowControlHalfLife = 15.0
    package let quickControlHalfLife = 2.0
    package let controlShrink = 4.0
    /// Standard deviations added to baseline and control rates, and to the world's excess.
    package let nullDeviations = 0.5
    package let worldDeviations = 1.0

    // MARK: Scopes (§4)

    package let countryWeight = 0.5
    package let sharedScopeWeight = 0.2
    package let networkWeight = 0.3

    // MARK: Families (§8)

    package let ooniExponent = 0.7
    package let reportsExponent = 0.5
    package let trafficExponent = 0.5
    package let probingExponent = 0.7
    package let bgpExponent = 0.7
    package let telescopeExponent = 0.3
    package let silenceExponent = 1.0
    /// Correlation of silences within a network: a common cause takes several probes at once.
    package let silenceCorrelation = 0.1
    /// Heartbeats further apart than this say that the observatory itself may sleep.
    package let heartbeatMinutes: Int32 = 5
    /// What darkness needs beside silence: an outside family, or sessions whose controls all failed (§5). One bin of BGP or
    /// of active probing that says it as loudly as a bin may: 6 nats at their exponent of .7.
    package let darkKey = 4.2
    /// A network's OONI measurements count at most once in so many minutes.
    package let ooniSpacingMinutes: Int32 = 10
    /// Two OONI measurements, and half an hour, stand for a probe; at most so many probes.
    package let ooniMostProbes = 8.0
    /// How long a network's failing OONI measurements are remembered for that, in minutes: OONI users come by a few
    /// times a day, so hours would forget the first before the eighth.
    package let ooniGroupHalfLife = 4.0 * 1440
    package let reportBinCap = 4.6
    package let reportFamilyCap = 8.0
    package let reported = 6.9
    /// Reports of the last six hours without which no cell reads `reported`: as many people as a shown count needs.
    package let reporters = 5.0
    /// What one third-party series may carry, net.
    package let volumeCap = 40.0

    // MARK: Scope, end, life (§6)

    package let falseDiscoveryRate = 0.05
    /// Platforms whose onsets lie this close together are one incident.
    package let joinMinutes: Int32 = 720
    /// The same for platforms that fail everywhere.
    package let worldJoinMinutes: Int32 = 30
    /// What the weaker half of the countries must say together, while at least half of them fail, for probes everywhere
    /// to look more often; and for how long they are asked to. It decides a cadence and nothing else.
    package let worldQuestion = 3.0
    package let worldQuestionMinutes: Int32 = 15
    package let reopenMinutes: Int32 = 1440
    /// A named network whose newest vote failed holds the incident open for so long: silence ends nothing.
    package let silentNetworkMinutes: Int32 = 3 * 1440
    /// A claim of which nothing has told for so long is closed as no longer observed.
    package let unobservedMinutes: Int32 = 3 * 1440
    /// A vote older than this no longer says that a network still fails: such networks hold an incident open only while
    /// they are at least half of those named.
    package let staleNetworkMinutes: Int32 = 30
    /// The share of the regions spoken of that makes a claim about regions one about the country.
    package let nationalRegions = 0.9
    package let recurMinutes: Int32 = 8 * 1440
    /// For so long after a platform is suspected to be slow every session of the probes that may transfers; and the
    /// mirrored statistic from which they do so again (2 nats).
    package let transferRushMinutes: Int32 = 8
    package let endInQuestion = 7.4
    /// For so long after the suspicion the onset is estimated anew with every bin.
    package let onsetSettlesMinutes: Int32 = 45
    /// Prior probability of an event in a minute: one per two years and country-platform.
    package let eventsPerMinute = 1.0 / (2 * 525_600)
    package let calendarFactor = 20.0
    /// How long before a calendar event its window opens: in Pakistan platforms failed 1-4 hours before each rally.
    package let calendarLeadMinutes: Int32 = 360
    package let mechanismPosterior = 0.9
    package let mechanismShare = 0.15

    /// The rules as they are published.
    ///
    /// - Parameters: Levels and the cap in nats; other values are for benchmarks that show what these are worth.
    package init(
        suspected: Double = 13.2, confirmed: Double = 18.5, probeCap: Double = 5.298_317_366_548_036
    ) {
        self.suspected = suspected
        self.confirmed = confirmed
        self.probeCap = probeCap
    }
}

/// The severities that a statistic is kept for: the shares of attempts that the event makes fail.
struct Alternatives: Sendable {
    let rates: Triple
    /// ln(1 − severity): what a success says when all else is certain.
    let miss: Triple

    init(_ rates: Triple) {
        self.rates = rates
        miss = rates.map { naturalLog(1 - $0) }
    }
}
