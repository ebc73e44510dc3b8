import Foundation
package import ObservatoryModel

/// A session as a probe of the lab wrote it, as far as delays need it.
package struct LabSession: Hashable, Sendable {
    package var at: Timestamp
    package var country: String
    package var platform: String
    package var isFailed: Bool

    /// Reads the sessions among the lines of a file; lines of another kind are passed over.
    package static func read(_ path: String) -> [LabSession] {
        struct Line: Decodable {
            var at: String
            var cc: String
            var platform: String
            var outcome: String
        }
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return data.split(separator: 10).compactMap { line in
            guard let session = try? JSONDecoder().decode(Line.self, from: line), let at = Timestamp(session.at) else {
                return nil
            }
            return LabSession(
                at: at, country: session.cc, platform: session.platform, isFailed: session.outcome == "failed")
        }
    }
}

/// How quick an observatory was, and whether that is within its bounds.
package enum LabDelays {
    /// A revision, and when it could be read.
    package struct Seen: Hashable, Sendable {
        package var at: Timestamp
        package var revision: SaidRevision

        package init(at: Timestamp, revision: SaidRevision) {
            self.at = at
            self.revision = revision
        }
    }

    /// From the sixth failing session on a platform to the claim being confirmed for it, and from the end to its being
    /// seen, in seconds at most.
    package static let confirmedWithin = 180
    package static let restoredWithin = 300

    /// - Parameters:
    ///   - sessions: Of the platform in its country, in any order.
    ///   - seen: All revisions in the order in which they were seen.
    static func confirmation(
        of platform: String, in sessions: [LabSession], seen: [Seen], onset: Timestamp
    ) -> ScenarioCheck {
        let failing = sessions.filter(\.isFailed).map(\.at).filter { onset <= $0 }.sorted()
        guard failing.count >= 6, let delay = seconds(confirmed(platform, seen), after: failing[5]) else {
            return ScenarioCheck("\(platform) is confirmed", false, found: "never; \(failing.count) sessions failed")
        }
        let sixth = seconds(failing[5], after: onset) ?? 0
        return ScenarioCheck(
            "\(platform): sixth failing session \(sixth) s after the onset, confirmed \(delay) s after that",
            delay <= confirmedWithin, found: "more than \(confirmedWithin) s")
    }

    static func slowness(of platform: String, seen: [Seen], onset: Timestamp) -> ScenarioCheck {
        let delay = seconds(confirmed(platform, seen), after: onset)
        return ScenarioCheck(
            "\(platform): slowness confirmed \(delay.map(String.init) ?? "-") s after the onset", delay != nil,
            found: "never")
    }

    static func restoration(seen: [Seen], end: Timestamp) -> ScenarioCheck {
        let delay = seconds(seen.last { $0.revision.status == "restored" }?.at, after: end)
        return ScenarioCheck(
            "restored \(delay.map(String.init) ?? "-") s after the end", delay.map { $0 <= restoredWithin } ?? false,
            found: delay == nil ? "never" : "more than \(restoredWithin) s")
    }

    private static func confirmed(_ platform: String, _ seen: [Seen]) -> Timestamp? {
        seen.first { $0.revision.status == "confirmed" && $0.revision.platforms.contains(platform) }?.at
    }

    private static func seconds(_ time: Timestamp?, after start: Timestamp) -> Int? {
        time.map { Int(($0.milliseconds - start.milliseconds) / 1000) }
    }
}
