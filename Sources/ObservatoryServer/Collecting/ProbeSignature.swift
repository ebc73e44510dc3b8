import Crypto
import FoundationEssentials
import HTTPTypes

/// The signature of an upload: `Authorization: Probe <key id>:<signature>` (CONTRACT §4).
///
/// The key id is the base64url Ed25519 public key. The signature, base64url too, covers
/// `parallax-v1\n<path>\n<SHA-256 of the body as sent, hex>`.
package struct ProbeSignature: Sendable {
    /// The pseudonym that the key owns: `p-` and the first 16 hex digits of the SHA-256 of the 32 key bytes.
    package let probe: String
    private let key: Curve25519.Signing.PublicKey
    private let signature: [UInt8]

    /// Reads the header's value.
    ///
    /// - Throws: `Problem` with `signature-missing` or `signature-invalid`.
    package init(authorization: String?) throws(Problem) {
        guard let authorization else {
            throw Problem(
                .signatureMissing,
                "Send “Authorization: Probe <base64url public key>:<base64url signature>”; `parallax probe` does.",
                headers: [.wwwAuthenticate: "Probe"])
        }
        let words = authorization.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[0].lowercased() == "probe" else {
            throw ProbeSignature.invalid("The scheme must be “Probe”.")
        }
        let parts = words[1].split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let keyBytes = [UInt8](base64URL: parts[0]),
            let signature = [UInt8](base64URL: parts[1])
        else { throw ProbeSignature.invalid("Key and signature must be base64url, parted by a colon.") }
        guard keyBytes.count == 32, signature.count == 64 else {
            throw ProbeSignature.invalid(
                "An Ed25519 key has 32 bytes and a signature 64; here they have \(keyBytes.count) and \(signature.count)."
            )
        }
        do {
            key = try Curve25519.Signing.PublicKey(rawRepresentation: keyBytes)
        } catch {
            throw ProbeSignature.invalid("The key is no point of the curve.")
        }
        self.signature = signature
        probe = ProbeSignature.pseudonym(of: keyBytes)
    }

    /// Checks the signature over a path and the body as it was sent, before any decompression.
    ///
    /// - Throws: `Problem` with `signature-invalid`.
    package func check(path: String, body: some Sequence<UInt8>) throws(Problem) {
        let text = ProbeSignature.signedText(path: path, body: Array(body))
        guard key.isValidSignature(signature, for: Array(text.utf8)) else {
            throw ProbeSignature.invalid("It does not cover this path and body.")
        }
    }

    /// What a probe signs.
    package static func signedText(path: String, body: [UInt8]) -> String {
        "parallax-v1\n\(path)\n\(hex(SHA256.hash(data: body)))"
    }

    /// The pseudonym of a public key of 32 bytes.
    package static func pseudonym(of publicKey: [UInt8]) -> String {
        "p-" + hex(SHA256.hash(data: publicKey)).prefix(16)
    }

    private static func invalid(_ detail: String) -> Problem {
        Problem(.signatureInvalid, detail, headers: [.wwwAuthenticate: "Probe"])
    }
}

/// Lower-case hexadecimal digits.
func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}

extension [UInt8] {
    /// Reads base64url with or without padding; `nil` for anything else.
    package init?(base64URL text: some StringProtocol) {
        var standard = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        while standard.utf8.count % 4 != 0 { standard += "=" }
        guard let data = Data(base64Encoded: standard) else { return nil }
        self = Array(data)
    }

    /// Base64url without padding.
    package var base64URL: String {
        String(
            Data(self).base64EncodedString().compactMap { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 == "=" ? nil : $0 })
    }
}
