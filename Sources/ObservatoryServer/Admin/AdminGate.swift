import HTTPTypes
import Hummingbird
import ObservatoryModel
import Storage

/// Lets people with a token do what their role allows, not too often, and logs what they change.
struct AdminGate: Sendable {
    let tokens: AdminTokens
    let editorial: any EditorialStore
    let policy: PlacePolicy
    /// Told of every change, so that pages do not go on showing what was before.
    let hub: RevisionHub
    let clock: @Sendable () -> Timestamp
    /// Requests of one token, and refused ones of one address.
    private let people = RateLimiter(burst: 120, perMinute: 120)
    private let strangers = RateLimiter(burst: 20, perMinute: 10)

    init(
        tokens: AdminTokens, editorial: any EditorialStore, policy: PlacePolicy, hub: RevisionHub,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        self.tokens = tokens
        self.editorial = editorial
        self.policy = policy
        self.hub = hub
        self.clock = clock
    }

    /// Who sent a request.
    ///
    /// - Throws: `Problem` with `token-missing`, `token-invalid`, `role-missing` or `rate-limited`.
    func admit(_ request: Request, _ context: ServerContext, as role: AdminRole) async throws -> AdminIdentity {
        let header = request.headers[.authorization] ?? ""
        guard header.lowercased().hasPrefix("bearer ") else {
            throw Problem(
                .tokenMissing, "Send “Authorization: Bearer …”; “parallax admin token” makes one.",
                headers: [.wwwAuthenticate: "Bearer realm=\"parallax\""])
        }
        let identity: AdminIdentity
        do {
            identity = try await tokens.identity(String(header.dropFirst(7)), at: clock())
        } catch let refusal as AdminTokens.Refusal {
            let address = policy.address(peer: context.peer, forwarded: request.headers[.xForwardedFor])
            try strangers.charge(1, key: address?.quotaKey ?? "", at: clock())
            throw AdminGate.problem(refusal)
        }
        try people.charge(1, key: identity.token, at: clock())
        guard identity.role >= role else {
            try await log(identity, "access.denied", request.uri.path, "needs the role \(role.rawValue)")
            throw Problem(
                .roleMissing, "This needs the role “\(role.rawValue)”; the token has “\(identity.role.rawValue)”.")
        }
        return identity
    }

    /// Makes a change in somebody's name; `false` when there was nothing to change.
    func apply(
        _ change: EditorialChange, by identity: AdminIdentity, _ action: String, _ subject: String,
        _ detail: String = ""
    ) async throws -> Bool {
        defer { hub.noteChange() }
        return try await editorial.apply(change, entry(identity, action, subject, detail))
    }

    /// Logs what somebody did that changes nothing in the store.
    func log(
        _ identity: AdminIdentity, _ action: String, _ subject: String, _ detail: String = ""
    ) async throws {
        try await editorial.log(entry(identity, action, subject, detail))
    }

    private func entry(
        _ identity: AdminIdentity, _ action: String, _ subject: String, _ detail: String
    ) -> AuditEntry {
        AuditEntry(
            at: clock(), actor: identity.name, role: identity.role.rawValue, action: action, subject: subject,
            detail: detail)
    }

    private static func problem(_ refusal: AdminTokens.Refusal) -> Problem {
        switch refusal {
        case .noRole: Problem(.roleMissing, "The token names no role that is known.")
        case .expired:
            Problem(
                .tokenInvalid, "The token is no longer valid; “parallax admin token” makes a new one.",
                headers: [.wwwAuthenticate: "Bearer error=\"invalid_token\""])
        case .malformed, .wrongAlgorithm, .wrongSignature, .wrongAudience:
            Problem(
                .tokenInvalid, "The token was not made here, or not for this.",
                headers: [.wwwAuthenticate: "Bearer error=\"invalid_token\""])
        }
    }
}
