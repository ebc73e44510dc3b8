import ObservatoryModel

/// How a measurement is shared out between “blocked”, “down” and “works” (FORMATS §1.6, after OONI's newer analysis).
///
/// The rows for DNS, TCP and TLS are OONI's priors. The rest is ours, marked so; it follows the same reading: what
/// fails while the rest of the world is fine is mostly interference, what fails everywhere is mostly the site.
struct OONIWeights: Hashable, Sendable {
    var blocked: Double
    var down: Double
    var ok: Double

    init(_ blocked: Double, _ down: Double, _ ok: Double) {
        self.blocked = blocked
        self.down = down
        self.ok = ok
    }

    static let works = OONIWeights(0, 0, 1)
    /// A block page that belongs to the country was seen.
    static let blockPage = OONIWeights(1, 0, 0)

    static let dnsBogon = OONIWeights(0.95, 0.05, 0)
    static let dnsBogonForControlToo = OONIWeights(0.1, 0.9, 0)
    static let dnsBadCertificateAndUnlikeControl = OONIWeights(0.9, 0.05, 0.05)
    static let dnsSameAddress = OONIWeights(0, 0, 0.9)
    static let dnsSameNetwork = OONIWeights(0.2, 0, 0.8)
    static let dnsNothingMatched = OONIWeights(0.75, 0, 0.25)
    static let dnsFailed = OONIWeights(0.9, 0.1, 0)
    static let dnsFailedForControlToo = OONIWeights(0.1, 0.9, 0)
    static let dnsFailedWithoutControl = OONIWeights(0.5, 0.5, 0)

    static let tcpFailed = OONIWeights(0.75, 0.25, 0)
    static let tcpFailedForControlToo = OONIWeights(0.25, 0.75, 0)
    static let tlsCertificate = OONIWeights(0.9, 0.1, 0)
    static let tlsReset = OONIWeights(0.8, 0.2, 0)
    static let tlsFailed = OONIWeights(0.7, 0.3, 0)
    static let tlsFailedForControlToo = OONIWeights(0.2, 0.8, 0)

    /// Ours: a failed request reads like a failed handshake, which it mostly is for a test that keeps no handshakes.
    static let httpReset = tlsReset
    static let httpFailed = tlsFailed
    static let httpFailedForControlToo = tlsFailedForControlToo
    /// Ours: another page than the control's is a block page now and then, a local edition or a captcha more often.
    static let httpDifferent = OONIWeights(0.4, 0.1, 0.5)
    /// Ours: one part of a service fails that people use less than the rest (WhatsApp in the browser).
    static let partOfService = OONIWeights(0.4, 0.2, 0.4)
    /// Ours: Messenger's names resolve outside Facebook's network. Steady rates of .3 to .5 without any block are
    /// known for some countries (iMAP 2024), so one measurement says little.
    static let foreignAnswer = OONIWeights(0.5, 0.1, 0.4)

    /// A share of these and the rest of others.
    func mixed(_ share: Double, with other: OONIWeights) -> OONIWeights {
        OONIWeights(
            blocked * share + other.blocked * (1 - share), down * share + other.down * (1 - share),
            ok * share + other.ok * (1 - share))
    }

    /// The weights of a stage that failed, when nobody looked from elsewhere: the platforms that tests are written for
    /// are up in the rest of the world nearly always, so this is the row “control ok”, except for DNS.
    static func failed(_ stage: Stage, _ failure: Failure) -> OONIWeights {
        switch stage {
        case .dns: failure == .dnsBogon ? dnsBogon : dnsFailedWithoutControl
        case .tcp: tcpFailed
        case .tls, .quic:
            failure.text.hasPrefix("ssl_") ? tlsCertificate : failure == .connectionReset ? tlsReset : tlsFailed
        case .http, .transfer: failure == .connectionReset ? httpReset : httpFailed
        }
    }
}
