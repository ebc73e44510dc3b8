import Crypto
import FoundationEssentials

/// The probe's Ed25519 key: made on first run, kept in one file, the only name that the observatory knows it by.
package struct ProbeKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// A new key.
    package init() {
        key = Curve25519.Signing.PrivateKey()
    }

    /// - Parameter seed: The 32 bytes of a private key.
    package init(seed: [UInt8]) throws {
        key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    }

    /// Reads the key of a folder, or makes one there that only its owner may read.
    ///
    /// - Throws: When the file holds no key, or cannot be written; the message names the path.
    package static func loaded(from folder: ProbeFolder) throws -> ProbeKey {
        let path = folder.path("key")
        if let seed = try folder.read("key") {
            guard let key = try? ProbeKey(seed: seed) else { throw ProbeFolderError.damaged(path: path) }
            return key
        }
        let key = ProbeKey()
        try folder.write(Array(key.key.rawRepresentation), to: "key", mode: 0o600)
        return key
    }

    /// The public key, base64url without padding.
    package var id: String { Self.base64url(Array(key.publicKey.rawRepresentation)) }

    /// `p-` and the first 16 hex digits of the public key's SHA-256.
    package var pseudonym: String {
        "p-" + CertificateJudge.hex(SHA256.hash(data: key.publicKey.rawRepresentation)).prefix(16)
    }

    /// The value of the `Authorization` header for a body sent to a path (CONTRACT §4).
    package func authorization(path: String, body: [UInt8]) throws -> String {
        let message = "parallax-v1\n\(path)\n\(CertificateJudge.hex(SHA256.hash(data: body)))"
        let signature = try key.signature(for: Array(message.utf8))
        return "Probe \(id):\(Self.base64url(Array(signature)))"
    }

    private static func base64url(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
