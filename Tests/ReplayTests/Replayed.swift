import Detection
import Ingest
import ObservatoryModel
import Testing

/// What detection says of recorded or simulated records, read as `parallax replay` reads them.
///
/// Opaque to reflection: a failed expectation would print the whole of it.
struct Replayed: CustomReflectable, CustomTestStringConvertible {
    var revisions: [IncidentRevision] = []
    var records = 0
    var problems = 0

    var customMirror: Mirror { Mirror(self, children: []) }
    var testDescription: String { "\(revisions.count) revisions" }

    /// Files, merged in order of `received`, without duplicates.
    init(files: [String]) throws {
        let stream = try RecordStream(files.map { InputSource(argument: $0) })
        var engine = DetectionEngine()
        while let element = stream.next() {
            switch element {
            case .record(let record):
                records += 1
                revisions += engine.consume(record)
            case .problem: problems += 1
            }
        }
    }

    init(_ stream: some Sequence<Record>) {
        var engine = DetectionEngine()
        for record in stream {
            records += 1
            revisions += engine.consume(record)
        }
    }

    /// Incident ids in order of appearance.
    var incidents: [String] {
        var seen: [String] = []
        for revision in revisions where !seen.contains(revision.incident) { seen.append(revision.incident) }
        return seen
    }

    func revisions(of incident: String) -> [IncidentRevision] { revisions.filter { $0.incident == incident } }

    /// A line for every revision, for messages of failed expectations.
    var story: Comment {
        Comment(
            rawValue: revisions.map { revision in
                let networks = revision.networks.map { "\($0.asn)\($0.end == nil ? "" : "×")" }
                return
                    "\n\(revision.decidedAt) \(revision.incident) r\(revision.revision) \(revision.status) "
                    + "\(revision.verdict) \(revision.scope) \(revision.platforms.map(\.text)) \(networks) "
                    + "\(revision.regions.map(\.text)) \(revision.mechanism) "
                    + "onset \(revision.onsetLow) \(revision.onset) \(revision.onsetHigh) "
                    + "end \(revision.end.map(\.description) ?? "-") phases \(revision.phases.count) "
                    + "\(revision.evidence) \(revision.reason ?? "") \(revision.mergedInto ?? "")"
            }.joined())
    }
}

/// A moment that a test names.
func time(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }
