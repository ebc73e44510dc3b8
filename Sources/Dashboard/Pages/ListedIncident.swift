package import ObservatoryModel

/// An incident as lists show it: its newest revision and what ranks it.
package struct ListedIncident: Hashable, Sendable {
    /// The newest revision.
    package var revision: IncidentRevision
    /// Estimated Internet users of the country, for people affected; `nil` when unknown, and never guessed.
    package var internetUsers: Double?
    /// Whether it comes from the synthetic example.
    package var isExample: Bool

    package init(_ revision: IncidentRevision, internetUsers: Double? = nil, isExample: Bool = false) {
        self.revision = revision
        self.internetUsers = internetUsers
        self.isExample = isExample
    }

    /// Estimated people affected; `nil` when the country's users are unknown or the scope is the world.
    var people: (low: Double, mid: Double, high: Double)? {
        guard let internetUsers, revision.scope != .global else { return nil }
        let share = revision.affectedShare
        return (share.low * internetUsers, share.mid * internetUsers, share.high * internetUsers)
    }

    /// The order of lists of what goes on now: most people first; then, where their number is unknown, the largest
    /// share; then the newest onset.
    static func ranksBefore(_ left: ListedIncident, _ right: ListedIncident) -> Bool {
        switch (left.people?.mid, right.people?.mid) {
        case (let a?, let b?) where a != b: return a > b
        case (nil, _?): return false
        case (_?, nil): return true
        default: break
        }
        let (a, b) = (left.revision, right.revision)
        if a.affectedShare.mid != b.affectedShare.mid { return a.affectedShare.mid > b.affectedShare.mid }
        if a.onset != b.onset { return a.onset > b.onset }
        return a.incident < b.incident
    }
}
