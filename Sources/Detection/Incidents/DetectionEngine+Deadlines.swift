internal import ObservatoryModel

/// What falls due without a vote: a report bin ends, a suspicion fades, nobody looks any more.
extension DetectionEngine {
    /// The next minute in which something is decided without a vote.
    func nextDeadline(after minute: Int32) -> Int32? {
        var next = nextReportBin.flatMap { $0 > minute ? $0 : nil }
        for index in openIncidents {
            if let due = deadline(of: index), due > minute { next = min(next ?? due, due) }
        }
        return next
    }

    /// When an open incident of a country changes though no vote comes; `nil` for one of the world.
    private func deadline(of index: Int) -> Int32? {
        guard incidents[index].country >= 0 else { return nil }
        let members = incidents[index].members.compactMap { tracks[$0.index].member }.filter {
            $0.endedAt == nil && $0.incident == index
        }
        guard let first = members.map(\.toldAt).min() else { return nil }
        var due = first + rules.unobservedMinutes
        if !incidents[index].confirmedOnce {
            if members.allSatisfy({ $0.belowSince != nil }) {
                due = min(due, members.compactMap(\.belowSince).max()! + rules.notSustainedMinutes)
            }
            due = min(due, members.map(\.suspectedAt).max()! + rules.newNormalMinutes)
        }
        return due
    }

    mutating func decideDeadlines(at minute: Int32) -> [IncidentRevision] {
        closeReportBins(endingBy: minute + 1)
        return decideBin(minute) + settleOverdue(at: minute)
    }

    /// Settles the open incidents whose time has come, whether or not the bin had votes about them.
    mutating func settleOverdue(at minute: Int32) -> [IncidentRevision] {
        let overdue = openIncidents.filter { index in deadline(of: index).map { $0 <= minute } ?? false }
        return overdue.compactMap { index in
            closeUnobserved(index, at: minute)
            return settle(index, at: minute)
        }
    }

    /// Silence ends nothing, but nobody can say for ever that what nobody looks at goes on: what nothing has told of for
    /// three days is closed as of then, and the reason says that its end was not seen.
    private mutating func closeUnobserved(_ index: Int, at minute: Int32) {
        for reference in incidents[index].members {
            guard let member = tracks[reference.index].members.first, member.endedAt == nil, member.incident == index,
                minute - member.toldAt >= rules.unobservedMinutes
            else { continue }
            lifting(reference) { engine, track in
                track.members[0].endedAt = member.toldAt
                track.members[0].isUnobserved = true
                for position in track.members[0].episodes.indices where track.members[0].episodes[position].isActive {
                    track.members[0].episodes[position].end = member.toldAt
                }
                engine.forget(&track, reference, networks: nil)
            }
        }
    }
}
