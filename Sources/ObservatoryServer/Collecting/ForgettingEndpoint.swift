import HTTPTypes
import Hummingbird
import ObservatoryModel
import Storage

/// Deletes what is kept of a probe when its key asks for it (DESIGN §5 rule 2).
struct ForgettingEndpoint: Sendable {
    let observatory: Observatory
    let policy: PlacePolicy
    let addresses: RateLimiter
    let clock: @Sendable () -> Timestamp

    func add(to table: inout RouteTable) {
        table.add(
            Endpoint(
                method: .post, path: "/api/v1/probes/forget", operation: "forgetProbe",
                summary: """
                    Deletes the raw sessions of the probe that signs, and unlinks its votes. Counts and published \
                    bundles stay.
                    """,
                body: .init(
                    about: "An empty object, signed like a batch of sessions.", mediaTypes: ["application/json"],
                    schema: ["type": "object"]),
                answer: .init(
                    about: "It is done.", mediaType: "application/json",
                    schema: [
                        "type": "object", "required": ["records", "votes"],
                        "properties": ["records": ["type": "integer"], "votes": ["type": "integer"]],
                    ]),
                problems: [
                    .invalidBody, .signatureMissing, .signatureInvalid, .bodyTooLarge, .rateLimited, .storeUnavailable,
                ], handler: forget))
    }

    @Sendable private func forget(
        _ request: Request, _ context: ServerContext, _: Arguments
    ) async throws -> Response {
        let address = policy.address(peer: context.peer, forwarded: request.headers[.xForwardedFor])
        if let wait = addresses.spend(1, key: address?.quotaKey ?? "", at: clock()) {
            throw Problem(
                .rateLimited, "That is more than is taken here; try again in \(wait) seconds.",
                headers: [.retryAfter: String(wait)])
        }
        let signature = try ProbeSignature(authorization: request.headers[.authorization])
        let body = try await request.body.collect(upTo: 1 << 10)
        try signature.check(path: request.uri.path, body: body.readableBytesView)
        let outcome: ForgetOutcome
        do {
            outcome = try await observatory.forget(probe: signature.probe)
        } catch is StoreError {
            throw Problem(
                .storeUnavailable, "Nothing was deleted; please ask again later.", headers: [.retryAfter: "60"])
        }
        return .json(["records": .int(Int(outcome.records)), "votes": .int(Int(outcome.votes))])
    }
}
