import ObservatoryModel

/// Sessions of a world of equal countries, made minute by minute and the same for every run.
struct World {
    var countries = 60
    var platforms = 10
    var networks = 8
    var probesPerCountry = 32
    /// Votes a minute on every platform of every country.
    var votesPerMinute = 1
    private var state: UInt64 = 88_172_645_463_325_252
    private let codes: [CountryCode]
    private let names: [PlatformID]
    private let controls: [Control]
    private let steps: [Step]

    init(countries: Int, platforms: Int, networks: Int, probesPerCountry: Int, votesPerMinute: Int) {
        self.countries = countries
        self.platforms = platforms
        self.networks = networks
        self.probesPerCountry = probesPerCountry
        self.votesPerMinute = votesPerMinute
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        codes = (0..<countries).map { CountryCode(String([letters[$0 / 26], letters[$0 % 26]]))! }
        names = (0..<platforms).map { PlatformID("p\($0)")! }
        controls = [
            Control(role: .neutral, target: "https://a.example/", outcome: .ok),
            Control(role: .neutral, target: "https://b.example/", outcome: .ok),
            Control(role: .sibling, target: "https://c.example/", outcome: .ok),
        ]
        steps = [Step(.dns, resolver: .isp), Step(.tcp, family: 4), Step(.tls, family: 4), Step(.http, status: 200)]
    }

    /// Votes that one minute makes.
    var votes: Int { countries * platforms * votesPerMinute }

    /// One minute of sessions in order of arrival, each probe's batch over all platforms in a row as probes send it; two in
    /// a hundred fail.
    mutating func minute(_ index: Int) -> [Record] {
        var records: [Record] = []
        records.reserveCapacity(votes)
        let start = 1_700_000_040 + Int64(index) * 60
        for round in 0..<votesPerMinute {
            for country in 0..<countries {
                let probe = Int(draw() % UInt64(probesPerCountry))
                for platform in 0..<platforms {
                    let time = Timestamp(milliseconds: start * 1000 + Int64(round * 59_000 / votesPerMinute))
                    let failed = draw() % 100 < 2
                    records.append(
                        .session(
                            Session(
                                id: "s", at: time, received: time, every: 300,
                                probe: "p-\(country)-\(probe)-0123456789", software: "parallax-probe/1.0",
                                country: codes[country], asn: ASN(UInt32(1000 + country * 100 + probe % networks)),
                                access: probe.isMultiple(of: 2) ? .fixed : .mobile, platform: names[platform],
                                target: "https://x.example/", outcome: failed ? .failed : .ok, steps: steps,
                                controls: controls)))
                }
            }
        }
        return records
    }

    /// xorshift64
    private mutating func draw() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
