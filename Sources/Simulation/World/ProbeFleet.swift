package import ObservatoryModel

/// Draws the probes of a country from its networks and regions.
package struct ProbeFleet {
    /// How many of the fleet have a clock off by minutes, and sit in data centres.
    package var skewedShare: Double
    package var datacentreShare: Double
    /// The largest skew of those that are off.
    package var greatestSkew: Interval
    package var softwares: [String]

    package init(
        skewedShare: Double = 0.03, datacentreShare: Double = 0.02, greatestSkew: Interval = .seconds(150),
        softwares: [String] = ["parallax-probe/1.0", "parallax-probe/1.1"]
    ) {
        self.skewedShare = skewedShare
        self.datacentreShare = datacentreShare
        self.greatestSkew = greatestSkew
        self.softwares = softwares
    }

    /// `count` probes of a country. Networks get probes by the square root of their users, for volunteers are spread
    /// more evenly than users; with `evenly` each network gets one before any gets two.
    package func draw(
        _ count: Int, country index: Int, of country: SimulatedCountry, numberedFrom first: Int,
        using generator: inout SeededGenerator
    ) -> [SimulatedProbe] {
        let weights = country.networks.map { max($0.users, 0.002).squareRoot() }
        return (0..<count).map { position in
            let network = position < country.networks.count ? position : generator.weighted(weights)
            let mobile = generator.chance(country.networks[network].mobileShare)
            let datacentre = generator.chance(datacentreShare)
            let skewed = generator.chance(skewedShare)
            let region =
                country.regions.isEmpty || generator.chance(0.25)
                ? nil : country.regions[generator.weighted(country.regions.map(\.share))].code
            return SimulatedProbe(
                id: "p-" + hexadecimal(mixed(UInt64(first + position), generator.next()), digits: 8), country: index,
                network: network, region: region, access: datacentre ? .datacentre : mobile ? .mobile : .fixed,
                software: generator.pick(softwares),
                lineRate: generator.logNormal(median: mobile ? 7_000 : 14_000, deviation: 0.7),
                dualStack: generator.chance(0.3),
                skew: skewed
                    ? Interval(milliseconds: Int64(generator.uniform(-1...1) * Double(greatestSkew.milliseconds)))
                    : Interval(milliseconds: Int64(generator.normal() * 400)),
                hoursOn: mobile ? 14 : 90, hoursOff: mobile ? 2 : 3, flaw: .none, from: nil,
                metered: mobile && generator.chance(0.5))
        }
    }
}

/// The low digits of a word in lower-case hexadecimal, padded with zeros.
func hexadecimal(_ word: UInt64, digits: Int) -> String {
    let text = String(word & (digits >= 16 ? .max : (1 << UInt64(digits * 4)) - 1), radix: 16)
    return String(repeating: "0", count: digits - text.utf8.count) + text
}
