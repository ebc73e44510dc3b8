import Crypto
import FoundationEssentials
import NIOSSL
package import Probing
import SwiftASN1
import Synchronization
import X509

/// Certificates of the lab, made at run time: an authority that the lab's probes trust, one that nobody does, and
/// leaves for any name.
package final class LabCertificates: Sendable {
    /// A certificate with its key, and what goes before it in the chain.
    struct Identity: Sendable {
        var certificate: Certificate
        var key: P256.Signing.PrivateKey
    }

    private let authority: Identity
    private let stranger: Identity
    private let contexts = Mutex<[String: NIOSSLContext]>([:])

    package init() throws {
        authority = try Self.authority("Parallax Lab Authority")
        stranger = try Self.authority("Somebody Else's Authority")
    }

    /// Judges by the lab's authority alone.
    package var judge: CertificateJudge { CertificateJudge(roots: CertificateStore([authority.certificate])) }

    /// The root as PEM, for programs that read files.
    package func rootPEM() throws -> String { try authority.certificate.serializeAsPEM().pemString }

    /// A leaf for the names with its key as PEM, and before it in the chain what signed it, when that is nobody's
    /// authority.
    package func leafPEM(
        names: [String], issuer: Issuer = .trusted
    ) throws -> (certificate: String, key: String) {
        let leaf: Identity
        var chain = ""
        switch issuer {
        case .trusted: leaf = try Self.leaf(names, issuer: authority)
        case .stranger:
            leaf = try Self.leaf(names, issuer: stranger)
            chain = "\n" + (try stranger.certificate.serializeAsPEM().pemString)
        case .itself: leaf = try Self.leaf(names, issuer: nil)
        }
        return (try leaf.certificate.serializeAsPEM().pemString + chain, leaf.key.pemRepresentation)
    }

    /// Who signs a leaf.
    package enum Issuer: String, Sendable {
        case trusted, stranger, itself
    }

    /// A server's context for one name; made once for each.
    func context(name: String, issuer: Issuer) throws -> NIOSSLContext {
        let key = "\(issuer.rawValue) \(name)"
        if let known = contexts.withLock({ $0[key] }) { return known }
        let identity: Identity
        // As real servers do, with what signed the leaf, so that a forged chain is told from one that signs itself.
        var chain: [Certificate] = []
        switch issuer {
        case .trusted: identity = try Self.leaf([name], issuer: authority)
        case .stranger:
            identity = try Self.leaf([name], issuer: stranger)
            chain = [stranger.certificate]
        case .itself: identity = try Self.leaf([name], issuer: nil)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try ([identity.certificate] + chain).map { certificate in
                var serializer = DER.Serializer()
                try certificate.serialize(into: &serializer)
                return .certificate(try NIOSSLCertificate(bytes: serializer.serializedBytes, format: .der))
            },
            privateKey: .privateKey(
                try NIOSSLPrivateKey(bytes: Array(identity.key.derRepresentation), format: .der)))
        configuration.applicationProtocols = ["http/1.1"]
        let made = try NIOSSLContext(configuration: configuration)
        contexts.withLock { $0[key] = made }
        return made
    }

    private static func authority(_ name: String) throws -> Identity {
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName { CommonName(name) }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: .now - 86_400, notValidAfter: .now + 86_400 * 30, issuer: subject, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true))
            }, issuerPrivateKey: .init(key))
        return Identity(certificate: certificate, key: key)
    }

    private static func leaf(_ names: [String], issuer: Identity?) throws -> Identity {
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName { CommonName(names.first ?? "nobody") }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: .now - 86_400, notValidAfter: .now + 86_400 * 30,
            issuer: issuer?.certificate.subject ?? subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                SubjectAlternativeNames(names.map { .dnsName($0) })
            }, issuerPrivateKey: .init(issuer?.key ?? key))
        return Identity(certificate: certificate, key: key)
    }
}
