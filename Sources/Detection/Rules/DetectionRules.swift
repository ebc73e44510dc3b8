/// Every constant that decides something, with its source: DETECTION.md unless another is named.
///
/// `Docs/METHODOLOGY.md` says what each is worth in delay and false alarms. A change of any value raises `version`,
/// which every revision carries, so that a reader knows what to replay with.
package struct DetectionRules: Sendable {
    /// Version of rules and constants together.
    package static let version = "2026.11-1"

    // MARK: Levels of ln M, in nats (§4)

    /// A cell is watched: cadence rises, its baseline freezes. Mean time between false ones: a week.
    package var watch = 9.2
    /// An incident is suspected. Mean time between false ones per country-platform: a year.
    package var suspected = 13.2
    /// An incident may be confirmed; 206 years.
    package var confirmed = 18.5
    /// Series that the public budget was set for; above it the level rises by ln(series / this).
    package var seriesInBudget = 2500.0
    /// Probes that a confirmation needs, and networks, unless all of them are in the one network named.
    package var confirmingProbes = 4
    package var confirmingNetworks = 2
    /// With two keys: the level of the one family alone, and of the second since onset.
    package var firstKey = 13.2
    package var secondKey = 4.6
    /// A suspicion below this for so many minutes is retracted, unless it was confirmed once.
    package var notSustained = 5.0
    package var notSustainedMinutes: Int32 = 60
    /// Levels of the mirrored statistic.
    package var restoring = 5.0
    package var restored = 10.7

    // MARK: Votes and their caps (§2-§4)

    /// What one probe may carry, net: ln 200.
    package var probeCap = 5.298_317_366_548_036
    /// Young keys of one network together count as so many probes.
    package var youngKeysAsProbes = 2.0
    /// A key is young until it has been seen for this share of the observatory's own time there, at most three days.
    package var youngWeight = 0.5
    package var fullAgeMinutes: Int32 = 3 * 1440
    package var smallestKeyWeight = 0.1
    /// Weight of probes in data centres and without a network, national scope only.
    package var detachedWeight = 0.25
    /// Severities of the alternative for blocking, and for slowness (§7).
    package var severities: (Double, Double, Double) = (0.35, 0.65, 0.95)
    package var slowSeverities: (Double, Double, Double) = (0.25, 0.5, 0.9)
    /// Intra-network correlation of votes within 15 minutes.
    package var correlation = 0.02
    package var correlationMinutes: Int32 = 15
    /// A vote older than this enters the store and the onset only.
    package var lateMinutes: Int32 = 360

    // MARK: The null (§3)

    /// Practical margin δ.
    package var margin = 0.03
    /// Prior of a baseline: Beta(1, 24).
    package var baselinePrior = 0.04
    package var baselinePriorWeight = 25.0
    /// Shrinkage of a probe's own baseline to its network's, in sessions.
    package var probeShrink = 20.0
    /// Baselines are learned this late, so that an event does not teach its own baseline.
    package var baselineLagMinutes: Int32 = 60
    package var weekHalfLife = 7.0 * 1440
    package var halfDayHalfLife = 720.0
    package var probeHalfLife = 1440.0
    /// A network's own mean `R` from which its votes are kept from its baseline: 5 nats.
    package var cellFreeze = 148.4
    /// Weight of the votes of a cell of which nothing has been learned, and the learned votes that bring it to 1.
    package var strangerWeight = 0.35
    package var acquaintedTrials = 8.0
    /// Votes that a cell must have learned before any are kept from it.
    package var matureTrials = 20.0
    /// A cell that stays frozen for so long while the platform as a whole is not even watched has a new normal.
    package var cellNewNormalMinutes: Int32 = 4 * 1440
    /// A shift that stays unconfirmed for so long becomes the new normal.
    package var newNormalMinutes: Int32 = 14 * 1440
    package var slowControlHalfLife = 15.0
    package var quickControlHalfLife = 2.0
    package var controlShrink = 4.0
    /// Standard deviations added to baseline and control rates, and to the world's excess.
    package var nullDeviations = 0.5
    package var worldDeviations = 1.0

    // MARK: Scopes (§4)

    package var countryWeight = 0.5
    package var sharedScopeWeight = 0.2
    package var networkWeight = 0.3

    // MARK: Families (§8)

    package var ooniExponent = 0.7
    package var reportsExponent = 0.5
    package var trafficExponent = 0.5
    package var probingExponent = 0.7
    package var bgpExponent = 0.7
    package var telescopeExponent = 0.3
    package var silenceExponent = 1.0
    /// Correlation of silences within a network: a common cause takes several probes at once.
    package var silenceCorrelation = 0.1
    /// Heartbeats further apart than this say that the observatory itself may sleep.
    package var heartbeatMinutes: Int32 = 5
    /// What darkness needs beside silence: an outside family, or sessions whose controls all failed (§5).
    package var darkKey = 4.6
    /// A network's OONI measurements count at most once in so many minutes.
    package var ooniSpacingMinutes: Int32 = 10
    /// Two OONI measurements, and half an hour, stand for a probe; at most so many probes.
    package var ooniMostProbes = 8.0
    /// How long a network's failing OONI measurements are remembered for that, in minutes: OONI users come by a few
    /// times a day, so hours would forget the first before the eighth.
    package var ooniGroupHalfLife = 4.0 * 1440
    package var reportBinCap = 4.6
    package var reportFamilyCap = 8.0
    package var reported = 6.9
    /// What one third-party series may carry, net.
    package var volumeCap = 40.0

    // MARK: Scope, end, life (§6)

    package var falseDiscoveryRate = 0.05
    /// Platforms whose onsets lie this close together are one incident.
    package var joinMinutes: Int32 = 720
    package var reopenMinutes: Int32 = 1440
    /// A named network whose newest vote failed holds the incident open for so long: silence ends nothing.
    package var silentNetworkMinutes: Int32 = 3 * 1440
    package var recurMinutes: Int32 = 8 * 1440
    /// For so long after the suspicion the onset is estimated anew with every bin.
    package var onsetSettlesMinutes: Int32 = 45
    /// Prior probability of an event in a minute: one per two years and country-platform.
    package var eventsPerMinute = 1.0 / (2 * 525_600)
    package var calendarFactor = 20.0
    /// How long before a calendar event its window opens: in Pakistan platforms failed 1-4 hours before each rally.
    package var calendarLeadMinutes: Int32 = 360
    package var mechanismPosterior = 0.9
    package var mechanismShare = 0.15

    package init() {}
}
