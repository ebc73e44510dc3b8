import ObservatoryModel

/// How contrasts come out under a mechanism (the readings of CONTRACT §1, the other way round).
enum ContrastScripts {
    /// The outcome of a contrast when the plain session failed by `mechanism`; `nil` when it worked or failed by chance.
    static func outcome(_ name: Contrast.Name, under mechanism: Mechanism?) -> Contrast {
        guard let failure = mechanism.flatMap({ failure(name, under: $0) }) else {
            return Contrast(name: name, outcome: .ok)
        }
        return Contrast(name: name, outcome: .failed, failure: failure)
    }

    private static func failure(_ name: Contrast.Name, under mechanism: Mechanism) -> Failure? {
        switch name {
        case .neutralSNI:
            switch mechanism {
            case .tcpReset, .tlsResetOther: .connectionReset
            case .tcpTimeout, .tlsTimeoutOther: .genericTimeout
            case .tcpRefused: .connectionRefused
            case .ipUnreachable: .hostUnreachable
            case .ipNullRoute: .genericTimeout
            default: nil
            }
        case .targetSNIElsewhere:
            switch mechanism {
            case .tlsResetSNI: .connectionReset
            case .tlsTimeoutSNI: .genericTimeout
            case .tlsSelfSigned, .tlsCASigned: .tlsUnknownAuthority
            default: nil
            }
        case .neutralHost:
            switch mechanism {
            case .tcpReset: .connectionReset
            case .tcpTimeout, .httpTimeout: .genericTimeout
            case .tcpRefused: .connectionRefused
            case .ipUnreachable: .hostUnreachable
            case .ipNullRoute: .genericTimeout
            default: nil
            }
        case .dnsOverHTTPS: nil
        case .dnsOverPublicUDP:
            switch mechanism {
            case .dnsBlockpage, .dnsOther: .tlsInvalidHostname
            case .dnsBogon: .dnsBogon
            default: nil
            }
        case .neutralUDP443:
            switch mechanism {
            case .quicTimeout, .quicReset, .tcpTimeout, .ipUnreachable, .ipNullRoute: .genericTimeout
            default: nil
            }
        case .pacedTransfer: nil
        }
    }
}
