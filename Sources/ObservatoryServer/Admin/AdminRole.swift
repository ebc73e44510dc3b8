/// What somebody may do; each role may do what the ones before it may.
package enum AdminRole: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Reads queues, subscriptions, policies and contests.
    case viewer
    /// Lets postings pass, ends contests, writes corrections.
    case editor
    /// Sets policies and subscriptions, sends messages again, reads the audit log.
    case `operator`

    package static func < (left: AdminRole, right: AdminRole) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}

/// Who does something, as their token says.
struct AdminIdentity: Hashable, Sendable {
    /// The name that the token was made for.
    var name: String
    var role: AdminRole
    /// The token's own id.
    var token: String
}
