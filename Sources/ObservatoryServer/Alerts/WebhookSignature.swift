import Crypto
import FoundationEssentials
import ObservatoryModel

/// Signs webhooks as Standard Webhooks 1.0 has it: HMAC-SHA256 over id, time and body, parted by dots.
enum WebhookSignature {
    /// The value of `webhook-signature`: `v1,` and base64.
    static func value(id: String, timestamp: Int64, body: [UInt8], secret: [UInt8]) -> String {
        let signed = Array("\(id).\(timestamp).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: secret))
        return "v1," + Data(code).base64EncodedString()
    }

    /// Reads a secret as operators write it: base64, with or without `whsec_` before it; 24 to 64 bytes.
    static func secret(_ text: String) -> [UInt8]? {
        let digits = text.hasPrefix("whsec_") ? String(text.dropFirst(6)) : text
        guard let data = Data(base64Encoded: digits), (24...64).contains(data.count) else { return nil }
        return Array(data)
    }

    /// A new secret of 32 bytes.
    static func newSecret() -> [UInt8] { SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) } }

    /// A secret as operators write it.
    static func text(_ secret: [UInt8]) -> String { "whsec_" + Data(secret).base64EncodedString() }
}
