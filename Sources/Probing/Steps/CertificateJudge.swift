import Crypto
import FoundationEssentials
package import ObservatoryModel
import SwiftASN1
@_spi(FixedExpiryValidationTime) package import X509

/// Judges the certificate chain of a server against the roots that the vantage point trusts.
package struct CertificateJudge: Sendable {
    private let roots: CertificateStore

    /// - Parameter roots: The roots; the lab has one of its own.
    package init(roots: CertificateStore) {
        self.roots = roots
    }

    /// Against the roots of the operating system.
    package static var system: CertificateJudge { CertificateJudge(roots: .systemTrustRoots) }

    /// What is known of a chain.
    package struct Judgement: Hashable, Sendable {
        /// SHA-256 of each certificate, leaf first, lower-case hex.
        package var chain: [String]
        /// The leaf's issuer as text; `nil` when the leaf cannot be read.
        package var issuer: String?
        /// `nil` when the chain is valid for the name at the time.
        package var failure: Failure?
    }

    /// Judges a chain in the order of Go's `x509.Certificate.Verify`, whose first error OONI records: validity in time,
    /// then the name, then the authority.
    ///
    /// - Parameters:
    ///   - chain: DER certificates as the server sent them, leaf first.
    ///   - host: The name that was asked for; `nil` judges no name.
    package func judge(chain: [[UInt8]], host: String?, at time: Timestamp) async -> Judgement {
        var judgement = Judgement(chain: chain.map { Self.hex(SHA256.hash(data: $0)) })
        let certificates = chain.map { try? Certificate(derEncoded: $0) }
        guard let first = certificates.first, let leaf = first else {
            judgement.failure = .tlsInvalidCertificate
            return judgement
        }
        judgement.issuer = leaf.issuer.description
        let date = Date(timeIntervalSince1970: Double(time.milliseconds) / 1000)
        guard leaf.notValidBefore <= date, date <= leaf.notValidAfter else {
            judgement.failure = .tlsInvalidCertificate
            return judgement
        }
        if let host, !Self.names(of: leaf).contains(where: { Self.matches(pattern: $0, host: host) }) {
            judgement.failure = .tlsInvalidHostname
            return judgement
        }
        var verifier = Verifier(rootCertificates: roots) { RFC5280Policy(fixedExpiryValidationTime: date) }
        let result = await verifier.validate(
            leaf: leaf, intermediates: CertificateStore(certificates.dropFirst().compactMap { $0 }))
        if case .couldNotValidate = result { judgement.failure = .tlsUnknownAuthority }
        return judgement
    }

    private static func names(of leaf: Certificate) -> [String] {
        guard let alternatives = try? leaf.extensions.subjectAlternativeNames else { return [] }
        return alternatives.compactMap { if case .dnsName(let name) = $0 { name.lowercased() } else { nil } }
    }

    /// Whether a name of a certificate covers the host: equal, or `*.` for exactly one label (RFC 6125 §6.4.3).
    static func matches(pattern: String, host: String) -> Bool {
        let host = (host.hasSuffix(".") ? String(host.dropLast()) : host).lowercased()
        guard pattern.hasPrefix("*.") else { return pattern == host }
        guard let dot = host.firstIndex(of: "."), dot != host.startIndex else { return false }
        let rest = pattern.dropFirst(2)
        return rest.contains(".") && host[host.index(after: dot)...] == rest
    }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension CertificateJudge {
    /// Trusts the certificates of a PEM file and no others, for a lab or a private observatory.
    ///
    /// - Throws: When the text holds no certificate that can be read.
    package init(pem: String) throws {
        let documents = try PEMDocument.parseMultiple(pemString: pem)
        self.init(roots: CertificateStore(try documents.map { try Certificate(pemDocument: $0) }))
    }
}
