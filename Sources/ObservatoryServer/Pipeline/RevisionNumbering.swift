import ObservatoryModel
import Storage
import WireFormats

/// Keeps the numbers of an incident's revisions going up where detection counts them otherwise than was published.
///
/// That happens once the rules have changed: detection is run again over the stored records, and may now say in three
/// revisions what was said in five. What was published stays; what is decided from then on comes after it.
struct RevisionNumbering: Hashable, Sendable {
    /// How much is added to detection's numbers, by incident; only those that need it.
    private(set) var offsets: [String: Int]
    /// The greatest number published, and decided, of each incident that was met in a rebuild.
    private var published: [String: Int] = [:]
    private var decided: [String: Int] = [:]

    init(offsets: [String: Int] = [:]) {
        self.offsets = offsets
    }

    /// Notes, during a rebuild, what was published.
    mutating func note(published revision: IncidentRevision) {
        published[revision.incident] = max(published[revision.incident] ?? 0, revision.revision)
    }

    /// Notes, during a rebuild, what was decided, as `numbered` gives it.
    mutating func note(decided revision: IncidentRevision) {
        decided[revision.incident] = max(decided[revision.incident] ?? 0, revision.revision)
    }

    /// Ends a rebuild: whatever is decided of an incident now goes on after the last number that was published.
    mutating func settle() {
        for (incident, last) in published where last > decided[incident] ?? 0 {
            offsets[incident, default: 0] += last - (decided[incident] ?? 0)
        }
        published = [:]
        decided = [:]
    }

    /// The revision under the number that it is published with.
    func numbered(_ entry: RevisionEntry) -> RevisionEntry {
        guard let offset = offsets[entry.revision.incident] else { return entry }
        var revision = entry.revision
        revision.revision += offset
        revision.supersedes = revision.revision > 1 ? revision.revision - 1 : nil
        var writer = RevisionWriter()
        return RevisionEntry(line: writer.line(revision), revision: revision)
    }
}
