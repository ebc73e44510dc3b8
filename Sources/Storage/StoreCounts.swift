package import ObservatoryModel

/// How much a store holds, for the health page.
package struct StoreCounts: Hashable, Sendable {
    /// Records ever accepted; the sequence of the newest one.
    package var accepted: Int64
    /// Records whose raw lines are still there.
    package var records: Int64
    /// Accepted records by kind, in order of kind, over the store's life.
    package var acceptedByKind: [String: Int64]
    /// Records left out as duplicates, over the store's life.
    package var duplicates: Int64
    package var incidents: Int64
    package var revisions: Int64
    /// `received` of the newest record; `nil` in an empty store.
    package var newestReceived: Timestamp?
    /// `received` of the oldest record whose raw line is still there.
    package var oldestReceived: Timestamp?
    /// Bytes on disk; `nil` when the store cannot tell.
    package var bytes: Int64?

    package init(
        accepted: Int64, records: Int64, acceptedByKind: [String: Int64], duplicates: Int64, incidents: Int64,
        revisions: Int64, newestReceived: Timestamp?, oldestReceived: Timestamp?, bytes: Int64?
    ) {
        self.accepted = accepted
        self.records = records
        self.acceptedByKind = acceptedByKind
        self.duplicates = duplicates
        self.incidents = incidents
        self.revisions = revisions
        self.newestReceived = newestReceived
        self.oldestReceived = oldestReceived
        self.bytes = bytes
    }
}
