package import NIOCore
package import ObservatoryModel

/// Everything about the world that a measurement takes for granted: resolvers, ports, trust, time limits, the clock.
///
/// The lab passes its own, and is then the Internet.
package struct ProbeEnvironment: Sendable {
    /// An address with a port.
    package struct Endpoint: Hashable, Sendable {
        package var address: InternetAddress
        package var port: UInt16

        package init(_ address: InternetAddress, port: UInt16) {
            self.address = address
            self.port = port
        }

        package var description: String { address.endpoint(port: port) }
    }

    /// A DNS-over-HTTPS service (RFC 8484) at a known address, so that finding it asks no resolver.
    package struct DoHService: Hashable, Sendable {
        package var url: MeasuredURL
        package var address: InternetAddress

        package init(url: MeasuredURL, address: InternetAddress) {
            self.url = url
            self.address = address
        }
    }

    /// How long each step may take.
    package struct Limits: Hashable, Sendable {
        package var dns: TimeAmount
        /// How long answers to the same question are still taken after the first one.
        package var lateAnswers: TimeAmount
        package var tcp: TimeAmount
        package var tls: TimeAmount
        package var quic: TimeAmount
        package var http: TimeAmount
        package var transfer: TimeAmount
        /// When a session stops beginning new steps; a step that runs may end after it, by its own limit at most.
        package var session: TimeAmount
        /// When a session is over, whatever the network does: no step begins whose own limit would lead beyond it.
        package var end: TimeAmount
        /// Bytes of a page that are read: enough for a block page, little enough to ask for every few minutes.
        package var bodyBytes: Int

        package init(
            dns: TimeAmount = .seconds(4), lateAnswers: TimeAmount = .milliseconds(500), tcp: TimeAmount = .seconds(6),
            tls: TimeAmount = .seconds(6), quic: TimeAmount = .seconds(4), http: TimeAmount = .seconds(6),
            transfer: TimeAmount = .seconds(10), session: TimeAmount = .seconds(25), end: TimeAmount = .seconds(42),
            bodyBytes: Int = 16_384
        ) {
            self.dns = dns
            self.lateAnswers = lateAnswers
            self.tcp = tcp
            self.tls = tls
            self.quic = quic
            self.http = http
            self.transfer = transfer
            self.session = session
            self.end = end
            self.bodyBytes = bodyBytes
        }
    }

    /// The resolvers of the network, asked in order; empty means the system's own resolver library.
    package var networkResolvers: [Endpoint]
    /// A resolver outside the network, over UDP.
    package var publicResolver: Endpoint?
    package var doh: DoHService?
    /// Ports of the schemes, for URLs that name none; QUIC uses the port of `https`.
    package var httpsPort: UInt16
    package var httpPort: UInt16
    /// Whether the vantage point has IPv6 at all; without it, IPv6 is not tried and its absence is no failure.
    package var hasIPv6: Bool
    /// Tells addresses that no public host can have; the lab has other ones.
    package var isBogon: @Sendable (InternetAddress) -> Bool
    package var judge: CertificateJudge
    /// An address of the observatory's that answers any name with TLS, for the contrast `sni.target@other`.
    package var helper: Endpoint?
    package var limits: Limits
    /// Pages that censors are known to show.
    package var fingerprints: [BlockPageFingerprint]
    /// A harmless name to put where the platform's would be, for the contrasts.
    package var neutralName: String
    /// The probe's clock.
    package var now: @Sendable () -> Timestamp
    /// Counts what all of it costs.
    package var meter: DataMeter
    /// What requests say of who asks.
    package var userAgent: String

    package init(
        networkResolvers: [Endpoint], publicResolver: Endpoint?, doh: DoHService?, httpsPort: UInt16 = 443,
        httpPort: UInt16 = 80, hasIPv6: Bool, isBogon: @escaping @Sendable (InternetAddress) -> Bool = { $0.isBogon },
        judge: CertificateJudge, helper: Endpoint? = nil, limits: Limits = Limits(),
        fingerprints: [BlockPageFingerprint] = BlockPageFingerprint.builtIn, neutralName: String = "www.example.org",
        now: @escaping @Sendable () -> Timestamp, meter: DataMeter = DataMeter(), userAgent: String
    ) {
        self.networkResolvers = networkResolvers
        self.publicResolver = publicResolver
        self.doh = doh
        self.httpsPort = httpsPort
        self.httpPort = httpPort
        self.hasIPv6 = hasIPv6
        self.isBogon = isBogon
        self.judge = judge
        self.helper = helper
        self.limits = limits
        self.fingerprints = fingerprints
        self.neutralName = neutralName
        self.now = now
        self.meter = meter
        self.userAgent = userAgent
    }

    /// The port that the URL is reached at.
    package func port(of url: MeasuredURL) -> UInt16 { url.port ?? (url.isSecure ? httpsPort : httpPort) }
}
