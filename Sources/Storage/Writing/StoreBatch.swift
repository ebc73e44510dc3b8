package import ObservatoryModel

/// A record to be kept: the line as it came, and what it was read as.
package struct RecordEntry: Hashable, Sendable {
    /// The raw line without its line end, kept byte for byte. Not empty; holds no newline and no address of a person.
    package var line: ArraySlice<UInt8>
    /// What the line says, with `received` and place as the observatory settled them.
    package var record: Record

    package init(line: ArraySlice<UInt8>, record: Record) {
        self.line = line
        self.record = record
    }
}

/// A revision to be kept: the published JSON line, and what it says.
package struct RevisionEntry: Hashable, Sendable {
    /// The line without its line end, kept byte for byte.
    package var line: [UInt8]
    package var revision: IncidentRevision

    package init(line: [UInt8], revision: IncidentRevision) {
        self.line = line
        self.revision = revision
    }
}

/// What one transaction writes.
package struct StoreBatch: Hashable, Sendable {
    /// In order of arrival.
    package var records: [RecordEntry]
    /// In order of decision.
    package var revisions: [RevisionEntry]
    /// Values to set by name, such as a snapshot of detection that belongs to these records.
    package var settings: [String: [UInt8]]

    package init(
        records: [RecordEntry] = [], revisions: [RevisionEntry] = [], settings: [String: [UInt8]] = [:]
    ) {
        self.records = records
        self.revisions = revisions
        self.settings = settings
    }
}

/// What a committed batch became.
package struct CommitOutcome: Hashable, Sendable {
    /// Sequences of the accepted records, in the order of the batch without its duplicates.
    package var sequences: Range<Int64>
    /// Positions in `StoreBatch.records` that were left out because their (kind, id) is known, ascending.
    package var duplicates: [Int]
    /// Sequences of the revisions that were new.
    package var revisions: Range<Int64>

    package init(sequences: Range<Int64>, duplicates: [Int], revisions: Range<Int64>) {
        self.sequences = sequences
        self.duplicates = duplicates
        self.revisions = revisions
    }

    /// How many records were accepted.
    package var accepted: Int { sequences.count }
}
