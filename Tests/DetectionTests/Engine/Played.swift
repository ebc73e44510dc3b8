import ObservatoryModel
import TestSupport
import Testing

@testable import Detection

/// A script played through an engine.
///
/// Opaque to reflection: a failed expectation would print the whole engine, which takes longer than all tests.
struct Played: CustomReflectable, CustomTestStringConvertible {
    var customMirror: Mirror { Mirror(self, children: []) }
    var testDescription: String { "\(revisions.count) revisions" }

    var engine: DetectionEngine
    var records: [Record]
    var revisions: [IncidentRevision] = []

    /// Three networks in Pakistan, and three other countries in which the platform works.
    static let pakistan = """
        platforms x
        PK 1001 fixed 10 0.4
        PK 1002 mobile 10 0.35
        PK 1003 fixed 8 0.2
        DE 2001 fixed 6
        FR 3001 fixed 6
        BR 4001 mobile 6

        """

    init(_ script: String, seed: UInt64 = 1, with others: [Record] = [], rules: DetectionRules = DetectionRules())
        throws
    {
        print("seed \(seed)")
        self.init(try DetectionScript(script).records(seed: seed, with: others), rules: rules)
    }

    init(_ records: [Record], rules: DetectionRules = DetectionRules()) {
        self.records = records
        engine = DetectionEngine(rules: rules)
        for record in records { revisions += engine.consume(record) }
        checkLadder()
    }

    /// What holds of every stream of revisions (CONTRACT §1, §2).
    private func checkLadder() {
        var last: [String: IncidentRevision] = [:]
        var decided = Timestamp.distantPast
        for revision in revisions {
            let name = "\(revision.incident) r\(revision.revision)"
            #expect(revision.decidedAt >= decided, "\(name) was decided before its predecessor in the stream")
            decided = revision.decidedAt
            #expect(revision.decidedAt.floored(to: .minutes(1)) == revision.decidedAt, "\(name)")
            #expect(revision.onsetLow <= revision.onset && revision.onset <= revision.onsetHigh, "\(name)")
            #expect((0...1).contains(revision.posterior) && (0...1).contains(revision.posteriorRaw), "\(name)")
            let share = revision.affectedShare
            #expect(0 <= share.low && share.low <= share.mid && share.mid <= share.high && share.high <= 1, "\(name)")
            #expect(revision.platforms == revision.platforms.sorted() && !revision.platforms.isEmpty, "\(name)")
            #expect(revision.networks.map(\.asn) == revision.networks.map(\.asn).sorted(), "\(name)")
            #expect((revision.end == nil) == (revision.status != .restored), "\(name)")
            let mayHaveReason = revision.status == .restored && revision.reason == "no-longer-observed"
            #expect((revision.status == .retracted) == (revision.reason != nil) || mayHaveReason, "\(name)")
            #expect(revision.mergedInto == nil || revision.status == .retracted, "\(name)")
            if let before = last[revision.incident] {
                #expect(revision.revision == before.revision + 1 && revision.supersedes == before.revision, "\(name)")
                #expect(revision.isNews(after: before), "\(name) says nothing new")
                #expect(revision.country == before.country, "\(name)")
            } else {
                #expect(revision.revision == 1 && revision.supersedes == nil, "\(name)")
                #expect(revision.status == .suspected || revision.status == .confirmed, "\(name)")
            }
            last[revision.incident] = revision
        }
    }

    /// Incident ids in order of appearance.
    var incidents: [String] {
        var seen: [String] = []
        for revision in revisions where !seen.contains(revision.incident) { seen.append(revision.incident) }
        return seen
    }

    func revisions(of incident: String) -> [IncidentRevision] { revisions.filter { $0.incident == incident } }

    /// The first revision with a status, of any incident.
    func first(_ status: IncidentStatus) -> IncidentRevision? { revisions.first { $0.status == status } }

    /// The newest revision of the only incident.
    var last: IncidentRevision? { revisions.last }

    /// What the only incident said at a time of the script.
    func standing(at time: String) throws -> IncidentRevision? {
        let moment = DetectionScript.start + (try DetectionScript.interval(time))
        return revisions.last { $0.decidedAt <= moment }
    }

    /// Minutes from a time of the script to a moment.
    func minutes(from time: String, to moment: Timestamp?) throws -> Double {
        let moment = try #require(moment)
        return (moment - (DetectionScript.start + (try DetectionScript.interval(time)))).inMinutes
    }

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
                    + "end \(revision.end.map(\.description) ?? "-") "
                    + "share \(Int(revision.affectedShare.low * 100))-\(Int(revision.affectedShare.high * 100)) "
                    + "\(revision.reason ?? "") \(revision.mergedInto ?? "")"
            }.joined())
    }
}

/// A time of the script as a moment.
func moment(_ time: String) throws -> Timestamp {
    DetectionScript.start + (try DetectionScript.interval(time))
}
