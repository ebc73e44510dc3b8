package import ObservatoryModel

/// A network of a simulated country.
package struct SimulatedNetwork: Sendable {
    package var asn: ASN
    package var name: String
    /// Share of the country's users, 0...1.
    package var users: Double
    /// The share of its probes that are mobile, 0...1.
    package var mobileShare: Double
    /// Mean failure rate of any platform here when nothing is the matter, before the platform's own factor.
    package var baseFailure: Double
    /// Intra-class correlation of failures within (network, platform, 15 min): shared weather.
    package var correlation: Double

    package init(
        asn: UInt32, name: String, users: Double, mobileShare: Double, baseFailure: Double = 0.01,
        correlation: Double = 0.02
    ) {
        self.asn = ASN(asn)
        self.name = name
        self.users = users
        self.mobileShare = mobileShare
        self.baseFailure = baseFailure
        self.correlation = correlation
    }
}

/// A third party's series about a simulated country.
package struct SimulatedSignal: Sendable {
    package var source: String
    /// Seconds a bin.
    package var step: Int64
    /// Mean value of a bin.
    package var level: Double
    /// How much of the level follows the time of day, 0 (flat) to below 1.
    package var swing: Double
    /// Standard deviation of the noise on the logarithm.
    package var noise: Double
    /// Seconds from the end of a bin to its arrival.
    package var delay: Int64

    /// `ioda.bgp`, `ioda.ping-slash24` and `radar.traffic` with steps as those sources have them.
    package static let usual: [SimulatedSignal] = [
        SimulatedSignal(source: "ioda.bgp", step: 300, level: 5_900, swing: 0, noise: 0.0006, delay: 600),
        SimulatedSignal(source: "ioda.ping-slash24", step: 600, level: 2_400, swing: 0.04, noise: 0.012, delay: 900),
        SimulatedSignal(source: "radar.traffic", step: 900, level: 0.6, swing: 0.45, noise: 0.05, delay: 1_200),
    ]
}

/// A country of a simulated world.
package struct SimulatedCountry: Sendable {
    package var code: CountryCode
    package var networks: [SimulatedNetwork]
    /// Regions with their share of the probes.
    package var regions: [(code: RegionCode, share: Double)]
    /// Local time less UTC, seconds.
    package var utcOffset: Int64
    /// When summer time begins or ends, and by how many seconds people's clocks move then.
    package var clockChange: (at: Timestamp, by: Int64)?
    /// Mean user reports a day and platform in quiet times; 0 turns them off.
    package var reportsPerDay: Double
    /// Whether reports come one by one with place and network, or as 5-minute counts.
    package var reportsSingly: Bool
    package var signals: [SimulatedSignal]
    /// Mean OONI measurements of one platform by the whole country in an hour; 0 turns them off.
    package var ooniPerHour: Double

    package init(
        code: String, networks: [SimulatedNetwork], regions: [(String, Double)] = [], utcOffset: Int64 = 0,
        reportsPerDay: Double = 0, reportsSingly: Bool = false, signals: [SimulatedSignal] = [],
        ooniPerHour: Double = 0
    ) {
        guard let code = CountryCode(code) else { preconditionFailure("\(code) is no country code") }
        self.code = code
        self.networks = networks
        self.regions = regions.compactMap { name, share in RegionCode(name).map { (code: $0, share: share) } }
        self.utcOffset = utcOffset
        self.reportsPerDay = reportsPerDay
        self.reportsSingly = reportsSingly
        self.signals = signals
        self.ooniPerHour = ooniPerHour
    }
}
