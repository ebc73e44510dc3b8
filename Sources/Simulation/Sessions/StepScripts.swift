import ObservatoryModel

/// The steps that a session records: when all works, and under each mechanism.
struct StepScripts {
    /// Steps of a session that works: platforms × {single, dual stack} × variants with different times.
    private let working: [[Step]]
    private static let variants = 8

    init(platforms: [SimulatedPlatform], seed: UInt64) {
        var working: [[Step]] = []
        for (index, platform) in platforms.enumerated() {
            for dualStack in [false, true] {
                for variant in 0..<Self.variants {
                    var generator = SeededGenerator(seed: seed, 0x7374_6570, UInt64(index), UInt64(variant))
                    working.append(Self.all(platform, dualStack: dualStack, using: &generator))
                }
            }
        }
        self.working = working
    }

    /// The steps of a session that works.
    func working(_ platform: Int, dualStack: Bool, using generator: inout SeededGenerator) -> [Step] {
        let variant = Int(generator.next() % UInt64(Self.variants))
        return working[(platform * 2 + (dualStack ? 1 : 0)) * Self.variants + variant]
    }

    private static func all(
        _ platform: SimulatedPlatform, dualStack: Bool, using generator: inout SeededGenerator
    ) -> [Step] {
        let trip = generator.logNormal(median: 70, deviation: 0.5).rounded()
        var steps = lookup(platform, milliseconds: (trip / 4).rounded())
        for family in dualStack ? [UInt8(4), 6] : [4] {
            steps.append(connect(platform, family: family, milliseconds: trip))
            steps.append(handshake(platform, family: family, milliseconds: trip * 2))
        }
        if platform.quic { steps.append(Step(.quic, milliseconds: trip, family: 4, sni: platform.host)) }
        steps.append(
            Step(.http, milliseconds: trip * 3, status: 200, bodyBytes: Int64(generator.integer(20_000...90_000))))
        return steps
    }

    /// A look-up that gives the true addresses.
    static func lookup(_ platform: SimulatedPlatform, milliseconds: Double = 15) -> [Step] {
        [Step(.dns, milliseconds: milliseconds, resolver: .isp, addresses: [platform.address])]
    }

    static func connect(
        _ platform: SimulatedPlatform, failure: Failure? = nil, family: UInt8 = 4, port: Int = 443,
        milliseconds: Double = 80
    ) -> Step {
        let address = family == 4 ? "\(platform.address):\(port)" : "[\(platform.address6)]:\(port)"
        return Step(.tcp, failure: failure, milliseconds: milliseconds, family: family, address: address)
    }

    static func handshake(
        _ platform: SimulatedPlatform, failure: Failure? = nil, family: UInt8 = 4, milliseconds: Double = 150,
        chain: [String]? = nil, issuer: String? = nil
    ) -> Step {
        Step(
            .tls, failure: failure, milliseconds: milliseconds, family: family, sni: platform.host,
            chain: chain ?? (failure == nil ? [fingerprint(of: platform.host), fingerprint(of: "issuer")] : []),
            issuer: issuer ?? (failure == nil ? "CN=Example Trust Services CA" : nil),
            valid: failure == nil ? true : chain == nil ? nil : false)
    }

    /// A certificate's SHA-256, made up from a text.
    static func fingerprint(of text: String) -> String {
        var word: UInt64 = 7
        for byte in text.utf8 { word = mixed(word, UInt64(byte)) }
        return (0..<4).map { hexadecimal(mixed(word, $0), digits: 16) }.joined()
    }
}
