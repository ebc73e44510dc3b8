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

/// How quick the observatory was.
extension PakistanScenario {
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
    /// seen, at most.
    private static let confirmedWithin = 180
    private static let restoredWithin = 300

    /// The delays, and whether they are within their bounds.
    ///
    /// - Parameters:
    ///   - sessions: What all probes measured, in any order.
    ///   - seen: All revisions in the order in which they were seen.
    package static func delays(
        sessions: [LabSession], seen: [Seen], onset: Timestamp, end: Timestamp
    ) -> [ScenarioCheck] {
        func seconds(_ time: Timestamp?, after start: Timestamp) -> Int? {
            time.map { Int(($0.milliseconds - start.milliseconds) / 1000) }
        }
        var checks: [ScenarioCheck] = []
        for platform in blocked {
            let failing = sessions.filter { $0.country == "PK" && $0.platform == platform && $0.isFailed }
                .map(\.at).filter { onset <= $0 }.sorted()
            let confirmed = seen.first { $0.revision.status == "confirmed" && $0.revision.platforms.contains(platform) }
            guard failing.count >= 6, let delay = seconds(confirmed?.at, after: failing[5]) else {
                checks.append(
                    ScenarioCheck(
                        "\(platform) is confirmed", false, found: "never; \(failing.count) sessions failed"))
                continue
            }
            let sixth = seconds(failing[5], after: onset) ?? 0
            checks.append(
                ScenarioCheck(
                    "\(platform): sixth failing session \(sixth) s after the onset, confirmed \(delay) s after that",
                    delay <= confirmedWithin, found: "more than \(confirmedWithin) s"))
        }
        let slow = seconds(
            seen.first { $0.revision.status == "confirmed" && $0.revision.platforms.contains(slowed) }?.at, after: onset
        )
        checks.append(
            ScenarioCheck(
                "\(slowed): slowness confirmed \(slow.map(String.init) ?? "-") s after the onset", slow != nil,
                found: "never"))
        let restored = seconds(seen.last { $0.revision.status == "restored" }?.at, after: end)
        checks.append(
            ScenarioCheck(
                "restored \(restored.map(String.init) ?? "-") s after the end",
                restored.map { $0 <= restoredWithin } ?? false,
                found: restored == nil ? "never" : "more than \(restoredWithin) s"))
        return checks
    }
}
