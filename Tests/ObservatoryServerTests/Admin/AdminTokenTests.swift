import Crypto
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import JWTKit
import ObservatoryModel
import SQLiteStorage
import Storage
import Testing

@testable import ObservatoryServer

@Suite struct AdminTokenTests {
    private static let now = Timestamp("2026-01-05T12:00:00Z")!
    private let key = AdminKey(EdDSA.PrivateKey(backing: Curve25519.Signing.PrivateKey()))
    private var tokens: AdminTokens { AdminTokens(key) }

    private func claims(_ change: (inout AdminTokens.Claims) -> Void = { _ in }) -> AdminTokens.Claims {
        var claims = AdminTokens.Claims(
            sub: "Asma", aud: "parallax-admin", role: "operator", iat: AdminTokenTests.now.seconds - 60,
            exp: AdminTokenTests.now.seconds + 60, jti: "1")
        change(&claims)
        return claims
    }

    private func refusal(_ token: String) async -> AdminTokens.Refusal? {
        do {
            _ = try await tokens.identity(token, at: AdminTokenTests.now)
            return nil
        } catch {
            return error as? AdminTokens.Refusal
        }
    }

    @Test func `a token admits who it was made for until it expires`() async throws {
        let token = try await tokens.token(name: "Asma", role: .editor, life: .hours(1), now: AdminTokenTests.now)
        let identity = try await tokens.identity(token, at: AdminTokenTests.now + .minutes(59))
        #expect(identity.name == "Asma" && identity.role == .editor)
        await #expect(throws: AdminTokens.Refusal.expired) {
            try await tokens.identity(token, at: AdminTokenTests.now + .hours(1))
        }
    }

    @Test func `a life longer than a year is cut`() async throws {
        let token = try await tokens.token(name: "A", role: .viewer, life: .days(9_000), now: AdminTokenTests.now)
        await #expect(throws: AdminTokens.Refusal.expired) {
            try await tokens.identity(token, at: AdminTokenTests.now + .days(366))
        }
    }

    @Test func `an expired token, another audience, a role that is missing or unknown are refused`() async throws {
        #expect(await refusal(try tokens.sign(claims())) == nil)
        #expect(await refusal(try tokens.sign(claims { $0.exp = AdminTokenTests.now.seconds })) == .expired)
        #expect(await refusal(try tokens.sign(claims { $0.aud = "parallax" })) == .wrongAudience)
        #expect(await refusal(try tokens.sign(claims { $0.role = nil })) == .noRole)
        #expect(await refusal(try tokens.sign(claims { $0.role = "admin" })) == .noRole)
        #expect(await refusal(try tokens.sign(claims { $0.role = "OPERATOR" })) == .noRole)
    }

    @Test func `a token of another key is refused`() async throws {
        let other = AdminTokens(AdminKey(try EdDSA.PrivateKey()))
        #expect(await refusal(try other.sign(claims())) == .wrongSignature)
    }

    @Test(arguments: ["none", "None", "HS256", "ES256", "RS256", "eddsa", ""])
    func `a header that names another algorithm is refused, whatever is signed`(algorithm: String) async throws {
        let good = try await tokens.sign(claims()).split(separator: ".").map(String.init)
        let header = Array(Data(#"{"alg":"\#(algorithm)","typ":"JWT"}"#.utf8)).base64URL
        let signed = Data("\(header).\(good[1])".utf8)
        // Signed by nobody; by whoever takes the public key for a shared secret; and rightly.
        let publicKey = key.key.publicKey.rawRepresentation
        let signatures = [
            "", Array(HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: publicKey))).base64URL,
            good[2],
        ]
        for signature in signatures {
            #expect(await refusal("\(header).\(good[1]).\(signature)") == .wrongAlgorithm)
        }
    }

    @Test func `a bit that was changed anywhere spoils a token`() async throws {
        let token = Array(try await tokens.sign(claims()).utf8)
        var generator = SystemRandomNumberGenerator()
        for position in token.indices where token[position] != UInt8(ascii: ".") {
            var other = token
            // Another character of the alphabet; the last of a part may stand for the same bytes.
            other[position] = UInt8(ascii: "A") + UInt8.random(in: 0..<26, using: &generator)
            let isLast = position + 1 == token.count || token[position + 1] == UInt8(ascii: ".")
            guard other != token, !isLast else { continue }
            #expect(await refusal(String(decoding: other, as: UTF8.self)) != nil, "\(position)")
        }
    }

    @Test(arguments: ["", "a", "a.b", "a.b.c", "a.b.c.d", "..", "💥.💥.💥", "e30.e30.", "bnVsbA.bnVsbA.bnVsbA"])
    func `what is no token is refused`(text: String) async throws {
        #expect(await refusal(text) != nil)
        #expect(await refusal(String(repeating: "a", count: 5_000) + text) == .malformed)
    }

    @Test func `the key is made once, only its owner may read it, and it stays`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/deep/admin.key"
        let made = try AdminKey(file: path)
        let again = try AdminKey(file: path)
        #expect(made.key == again.key)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try Data("no key".utf8).write(to: URL(filePath: path))
        #expect(throws: AdminKey.Failure.self) { try AdminKey(file: path) }
    }
}

@Suite struct AdminGateTests {
    @Test func `every admin route asks for a token, and for its role`() async throws {
        let site = try AdminSite()
        #expect(site.endpoints.count >= 14)
        let tokens = [AdminRole.viewer: try await site.token(.viewer), .editor: try await site.token(.editor)]
        let endpoints = site.endpoints
        try await site.run { client in
            for endpoint in endpoints {
                let path = endpoint.path.replacing("{cc}", with: "PK").replacing("{revision}", with: "1").replacing(
                    "{incident}", with: "PK-20260105-1"
                ).replacing("{id}", with: "1")
                let bare = try await client.ask(endpoint.method, path, "{}")
                #expect(bare.status == .unauthorized && bare.problemCode == "token-missing", "\(path)")
                let wrong = try await client.ask(endpoint.method, path, "{}", token: "a.b.c")
                // The address is slowed down after some.
                #expect(["token-invalid", "rate-limited"].contains(wrong.problemCode), "\(path)")
                #expect(endpoint.summary.contains("Needs the role"))
                for role in [AdminRole.viewer, .editor] where !endpoint.summary.contains("role viewer") {
                    guard role == .viewer || endpoint.summary.contains("role operator") else { continue }
                    let low = try await client.ask(endpoint.method, path, "{}", token: tokens[role])
                    #expect(low.status == .forbidden && low.problemCode == "role-missing", "\(path) \(role)")
                }
                #expect(endpoint.method == .get || !endpoint.summary.contains("role viewer"), "\(path)")
            }
        }
        // Refusals of people who are known are in the log.
        let log = try await site.store.audit(before: nil, limit: 100)
        #expect(!log.isEmpty && log.allSatisfy { $0.action == "access.denied" && $0.actor == "Asma" })
        #expect(try await site.store.subscriptions().isEmpty)
    }

    @Test func `a token may ask so often, and one that is refused even less`() async throws {
        let site = try AdminSite()
        let token = try await site.token(.viewer)
        try await site.run { client in
            var refused = 0
            for _ in 0..<130 {
                if try await client.ask(.get, "/api/v1/admin/policies", token: token).status == .tooManyRequests {
                    refused += 1
                }
            }
            #expect(refused == 10)
            for _ in 0..<20 { _ = try await client.ask(.get, "/api/v1/admin/policies", token: "a.b.c") }
            let last = try await client.ask(.get, "/api/v1/admin/policies", token: "a.b.c")
            #expect(last.problemCode == "rate-limited")
        }
    }
}
