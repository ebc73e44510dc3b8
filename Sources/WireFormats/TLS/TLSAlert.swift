package import ObservatoryModel

/// The description of a TLS alert (RFC 8446 §6), which QUIC carries in an error code (RFC 9001 §4.8).
package struct TLSAlert: Hashable, Sendable {
    package let code: UInt8

    package init(code: UInt8) {
        self.code = code
    }

    package static let handshakeFailure = TLSAlert(code: 40)
    package static let unrecognizedName = TLSAlert(code: 112)

    /// The alert within a QUIC transport error code; `nil` when the code is of another kind.
    package init?(quicErrorCode code: UInt64) {
        guard code >> 8 == 1 else { return nil }
        self.code = UInt8(code & 0xff)
    }

    /// OONI's string for a handshake that the peer ended so (FORMATS §1.3); alerts without one of their own count as a
    /// failed handshake.
    package var failure: Failure {
        switch code {
        case 42...46: .tlsInvalidCertificate
        case 48: .tlsUnknownAuthority
        case 112: .tlsInvalidHostname
        default: .tlsFailedHandshake
        }
    }

    /// The alert within its record, as a server sends it in the clear; level 2 is fatal.
    package func encodedRecord() -> [UInt8] { [21, 3, 3, 0, 2, 2, code] }
}
