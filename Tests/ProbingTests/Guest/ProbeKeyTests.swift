import Crypto
import Foundation
import ObservatoryModel
import Probing
import Testing

@Suite struct `A probe's key` {
    @Test func `is made once, kept for its owner alone, and names the probe`() async throws {
        try await withTemporaryFolder { folder in
            let key = try ProbeKey.loaded(from: folder)
            #expect(try ProbeKey.loaded(from: folder).id == key.id)
            #expect(key.pseudonym.count == 18 && key.pseudonym.hasPrefix("p-"))
            let mode = try FileManager.default.attributesOfItem(atPath: folder.path("key"))[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test func `that was damaged is said, not replaced`() async throws {
        try await withTemporaryFolder { folder in
            try folder.write([1, 2, 3], to: "key")
            #expect(throws: ProbeFolderError.damaged(path: folder.path("key"))) { try ProbeKey.loaded(from: folder) }
        }
    }

    /// The collector's side, written after CONTRACT §4 and not after the probe's code.
    @Test func `signs what a collector verifies`() throws {
        let key = ProbeKey()
        let body = Array("{\"kind\":\"session\"}\n".utf8)
        let header = try key.authorization(path: "/api/v1/measurements", body: body)
        let parts = header.dropFirst("Probe ".count).split(separator: ":")
        #expect(header.hasPrefix("Probe ") && parts.count == 2)
        func decode(_ text: Substring) -> Data {
            var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
            while base64.count % 4 != 0 { base64 += "=" }
            return Data(base64Encoded: String(base64)) ?? Data()
        }
        let publicKey = try Curve25519.Signing.PublicKey(rawRepresentation: decode(parts[0]))
        let digest = SHA256.hash(data: body).map { String(format: "%02x", $0) }.joined()
        let message = Data("parallax-v1\n/api/v1/measurements\n\(digest)".utf8)
        #expect(publicKey.isValidSignature(decode(parts[1]), for: message))
        #expect(!publicKey.isValidSignature(decode(parts[1]), for: message + [0]))
        let name = SHA256.hash(data: publicKey.rawRepresentation).prefix(8).map { String(format: "%02x", $0) }.joined()
        #expect(key.pseudonym == "p-" + name)
    }

    @Test func `consent counts for its country and its version only`() async throws {
        try await withTemporaryFolder { folder in
            let (here, there) = (CountryCode("PK")!, CountryCode("DE")!)
            #expect(try !Consent.isGiven(in: folder, country: here))
            try Consent.give(in: folder, country: here, at: Timestamp("2026-11-20T00:00:00Z")!)
            #expect(try Consent.isGiven(in: folder, country: here))
            #expect(try !Consent.isGiven(in: folder, country: there))
            try folder.write(Array("0 PK 2020-01-01T00:00:00Z\n".utf8), to: "consent")
            #expect(try !Consent.isGiven(in: folder, country: here))
            let text = Consent.text(
                risks: ["In general.", "Here in particular."], isCautious: true, hosts: ["x.com"], collectors: [],
                budgetBytes: 50_000_000)
            #expect(text.contains("x.com") && text.contains("50 MB") && text.contains("no collector is set"))
            #expect(text.contains("In general.") && text.contains("Here in particular.") && text.contains("are off"))
        }
    }
}
