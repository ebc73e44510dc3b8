package import ObservatoryModel

/// How long a store keeps what (DESIGN §7). Revisions, calendar events and network shares are kept for ever.
package struct RetentionPolicy: Hashable, Sendable {
    /// Raw lines, by `received`. Not below the 7 days over which (kind, id) de-duplicates.
    package var records: Interval
    /// Lines of records after this sequence stay whatever their age: a rebuild still needs them. `nil` holds none back.
    package var coveredThrough: Int64?
    /// Votes: who saw what when, without the raw line.
    package var votes: Interval
    /// Fine bins; older ones are added up to hours.
    package var fineBins: Interval
    /// Hours; `nil` keeps them for ever.
    package var hourBins: Interval?
    /// Third parties' series.
    package var signals: Interval?

    package init(
        records: Interval = .days(7), coveredThrough: Int64? = nil, votes: Interval = .days(90),
        fineBins: Interval = .days(90),
        hourBins: Interval? = nil, signals: Interval? = nil
    ) {
        self.records = records
        self.coveredThrough = coveredThrough
        self.votes = votes
        self.fineBins = fineBins
        self.hourBins = hourBins
        self.signals = signals
    }
}

/// What one piece of retention work deleted.
package struct RetentionOutcome: Hashable, Sendable {
    package var records: Int64
    package var votes: Int64
    /// Bins that were deleted or added up to hours.
    package var bins: Int64
    /// Whether nothing older than the policy is left.
    package var finished: Bool

    package init(records: Int64 = 0, votes: Int64 = 0, bins: Int64 = 0, finished: Bool) {
        self.records = records
        self.votes = votes
        self.bins = bins
        self.finished = finished
    }
}

/// What forgetting a probe touched.
package struct ForgetOutcome: Hashable, Sendable {
    /// Raw lines deleted.
    package var records: Int64
    /// Votes that no longer name a probe.
    package var votes: Int64

    package init(records: Int64, votes: Int64) {
        self.records = records
        self.votes = votes
    }
}
