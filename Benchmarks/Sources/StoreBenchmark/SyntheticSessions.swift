import ObservatoryModel
import Storage
import WireFormats

/// Sessions as 10,000 probes in 120 countries and 2,000 networks would send them, in order of time.
///
/// Countries, networks and probes are skewed as populations are; 3 % fail; every third has a transfer. Seeded, so that
/// two runs measure the same bytes.
struct SyntheticSessions {
    private struct Probe {
        var name: String
        var country: CountryCode
        var asn: ASN
        var access: AccessType
    }

    private let probes: [Probe]
    private let platforms: [PlatformID]
    private var state: UInt64
    private var writer = RecordWriter()
    private var next = 0
    private let start: Timestamp
    private let gapMilliseconds: Double

    /// - Parameter gapMilliseconds: Time from one session to the next, over all probes.
    init(seed: UInt64, start: Timestamp, gapMilliseconds: Double) {
        state = seed
        self.start = start
        self.gapMilliseconds = gapMilliseconds
        platforms = [
            "x", "facebook", "instagram", "tiktok", "youtube", "whatsapp", "messenger", "telegram", "signal",
            "wikipedia", "google", "reddit", "linkedin", "discord", "twitch", "vk", "viber", "line", "snapchat", "zoom",
        ].compactMap { PlatformID($0) }
        var probes: [Probe] = []
        for index in 0..<10_000 {
            let country = Int(Double(SyntheticPlaces.countries.count) * SyntheticSessions.skewed(&state))
            let network = Int(Double(SyntheticPlaces.networks) * SyntheticSessions.skewed(&state))
            probes.append(
                Probe(
                    name: "p-" + SyntheticSessions.hex(SyntheticSessions.random(&state)),
                    country: SyntheticPlaces.countries[country], asn: SyntheticPlaces.network(country, network),
                    access: index % 3 == 0 ? .mobile : .fixed))
        }
        self.probes = probes
    }

    /// The next sessions with their native lines.
    mutating func batch(_ count: Int) -> [RecordEntry] {
        (0..<count).map { _ in
            let record = Record.session(session())
            return RecordEntry(line: writer.line(record)[...], record: record)
        }
    }

    private mutating func session() -> Session {
        let probe = probes[Int(SyntheticSessions.random(&state) % UInt64(probes.count))]
        let number = SyntheticSessions.random(&state)
        let platform = platforms[Int(number % UInt64(platforms.count))]
        let failed = number >> 32 % 100 < 3
        let at = start + Interval(milliseconds: Int64(Double(next) * gapMilliseconds))
        next += 1
        let host = "\(platform.text).example"
        let time = Double(number >> 16 & 127)
        let moved: Transfer? =
            number % 3 == 0 ? Transfer(bytes: 512_000, milliseconds: 300 + Int64(number >> 20 & 4095)) : nil
        return Session(
            id: "s-" + SyntheticSessions.hex(SyntheticSessions.random(&state)), at: at,
            received: at + Interval(milliseconds: 800 + Int64(number >> 40 & 8191)), every: 600, probe: probe.name,
            software: "parallax-probe/1.0", country: probe.country, asn: probe.asn, access: probe.access,
            platform: platform, target: "https://\(host)/", outcome: failed ? .failed : .ok,
            steps: [
                Step(
                    .dns, milliseconds: 4 + time, resolver: .isp,
                    addresses: ["104.244.42.\(number >> 8 & 255)", "104.244.43.\(number >> 12 & 255)"]),
                Step(.tcp, milliseconds: 20 + time, family: 4, address: "104.244.42.\(number >> 8 & 255):443"),
                Step(
                    .tls, failure: failed ? .connectionReset : nil, milliseconds: 41 + time, family: 4, sni: host,
                    chain: failed ? [] : [String(repeating: SyntheticSessions.hex(number & 7), count: 4)]),
            ]
                + (failed
                    ? [] : [Step(.http, milliseconds: 90 + time, status: 200, bodyBytes: Int64(number >> 30 & 65535))]),
            transfer: failed ? nil : moved,
            controls: [
                Control(role: .neutral, target: "https://www.example.org/", outcome: .ok, transfer: moved),
                Control(role: .neutral, target: "https://www.example.net/", outcome: .ok),
                Control(role: .sibling, target: "https://cdn.\(host)/", outcome: .ok),
            ])
    }

    /// 0..<1 with most of its mass near 0.
    private static func skewed(_ state: inout UInt64) -> Double {
        let uniform = Double(random(&state) >> 11) / Double(1 << 53)
        return uniform * uniform
    }

    /// SplitMix64 (Steele, Lea and Flood, 2014).
    private static func random(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    private static func hex(_ number: UInt64) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 16 - text.utf8.count) + text
    }
}
