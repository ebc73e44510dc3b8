import FoundationEssentials
import JWTKit
package import ObservatoryModel

/// Makes and reads the tokens that admit people: JSON Web Tokens signed with Ed25519 (RFC 7519, RFC 8037).
package struct AdminTokens: Sendable {
    /// Who a token is for, so that a token which the same key signed for something else admits nobody.
    static let audience = "parallax-admin"
    /// The longest that a token may hold.
    package static let longestLife = Interval.days(366)
    /// More is no token of ours.
    private static let longestToken = 2_048

    /// Why a token does not admit; no reason tells more than its holder knows.
    enum Refusal: Error, Hashable {
        case malformed
        /// The header names another algorithm than EdDSA, `none` among them.
        case wrongAlgorithm
        case wrongSignature
        case wrongAudience
        case expired
        case noRole
    }

    struct Claims: JWTPayload {
        var sub: String
        var aud: String
        var role: String?
        var iat: Int64
        var exp: Int64
        var jti: String

        /// Times are checked against the observatory's clock, in `identity`.
        func verify(using _: some JWTAlgorithm) {}
    }

    private struct Header: Decodable {
        var alg: String
    }

    private let key: AdminKey

    package init(_ key: AdminKey) {
        self.key = key
    }

    /// A collection with the one key; it is cheap, and an actor that cannot be made without waiting.
    private var keys: JWTKeyCollection {
        get async { await JWTKeyCollection().add(eddsa: key.key) }
    }

    /// Makes a token.
    ///
    /// - Parameter life: More than `longestLife` is cut to it.
    package func token(name: String, role: AdminRole, life: Interval, now: Timestamp) async throws -> String {
        let end = now + min(life, AdminTokens.longestLife)
        return try await sign(
            Claims(
                sub: name, aud: AdminTokens.audience, role: role.rawValue, iat: now.seconds, exp: end.seconds,
                jti: randomDigits(16)))
    }

    /// Signs claims as they are; tests make wrong ones.
    func sign(_ claims: Claims) async throws -> String { try await keys.sign(claims) }

    /// Who a token admits.
    ///
    /// - Throws: `Refusal`.
    func identity(_ token: String, at now: Timestamp) async throws -> AdminIdentity {
        guard token.utf8.count <= AdminTokens.longestToken else { throw Refusal.malformed }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = [UInt8](base64URL: parts[0]),
            let algorithm = try? JSONDecoder().decode(Header.self, from: Data(header)).alg
        else { throw Refusal.malformed }
        // The key decides the algorithm, never the token; a token that says otherwise is not even checked.
        guard algorithm == "EdDSA" else { throw Refusal.wrongAlgorithm }
        let claims: Claims
        do {
            claims = try await keys.verify(token)
        } catch let error as JWTError where error == .signatureVerificationFailed {
            throw Refusal.wrongSignature
        } catch {
            throw Refusal.malformed
        }
        guard claims.aud == AdminTokens.audience else { throw Refusal.wrongAudience }
        guard now.seconds < claims.exp else { throw Refusal.expired }
        guard let role = claims.role.flatMap({ AdminRole(rawValue: $0) }) else { throw Refusal.noRole }
        return AdminIdentity(name: claims.sub, role: role, token: claims.jti)
    }
}
