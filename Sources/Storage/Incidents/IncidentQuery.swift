package import ObservatoryModel

/// Which incidents are wanted; every field that is `nil` or empty lets all pass.
package struct IncidentQuery: Hashable, Sendable {
    package var country: CountryCode?
    package var platform: PlatformID?
    /// By the latest revision.
    package var statuses: Set<IncidentStatus>
    /// Incidents that were not over before `since` (inclusive) and began before `until` (exclusive), by the latest
    /// revision's onset and end.
    package var since: Timestamp?
    package var until: Timestamp?
    /// Where the page before this one ended; `nil` for the first.
    package var cursor: IncidentCursor?
    /// 1...1000
    package var limit: Int

    package init(
        country: CountryCode? = nil, platform: PlatformID? = nil, statuses: Set<IncidentStatus> = [],
        since: Timestamp? = nil, until: Timestamp? = nil, cursor: IncidentCursor? = nil, limit: Int = 50
    ) {
        self.country = country
        self.platform = platform
        self.statuses = statuses
        self.since = since
        self.until = until
        self.cursor = cursor
        self.limit = limit
    }
}

/// A place in the list of incidents, opaque to those who hand it back.
///
/// The list is in order of an incident's first revision, which never changes, so that a page is not disturbed by what
/// is decided between two requests.
package struct IncidentCursor: Hashable, Sendable, LosslessStringConvertible {
    /// Sequence of the first revision of the last incident on the page.
    package var sequence: Int64

    package init(sequence: Int64) {
        self.sequence = sequence
    }

    /// `nil` when no store can have written the text.
    package init?(_ text: String) {
        guard text.utf8.first == UInt8(ascii: "i"), let sequence = Int64(text.dropFirst(), radix: 36), sequence > 0,
            text.utf8.count <= 14, text.utf8.dropFirst().first != UInt8(ascii: "+")
        else { return nil }
        self.sequence = sequence
    }

    package var description: String { "i" + String(sequence, radix: 36) }
}

/// A revision as it lies in the store.
package struct StoredRevision: Hashable, Sendable {
    /// Position in the order of decision over all incidents, from 1; grows, may have gaps.
    package var sequence: Int64
    package var revision: IncidentRevision
    /// The published JSON line without its line end.
    package var line: [UInt8]

    package init(sequence: Int64, revision: IncidentRevision, line: [UInt8]) {
        self.sequence = sequence
        self.revision = revision
        self.line = line
    }
}

/// Some incidents, newest first.
package struct IncidentPage: Hashable, Sendable {
    /// The latest revision of each.
    package var incidents: [StoredRevision]
    /// Where the next page begins; `nil` when this was the last.
    package var next: IncidentCursor?

    package init(incidents: [StoredRevision], next: IncidentCursor?) {
        self.incidents = incidents
        self.next = next
    }
}
