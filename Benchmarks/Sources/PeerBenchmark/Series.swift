import Glibc
import ObservatoryModel

/// Quiet series of a made-up world, the same for every run, with one event each so that nobody's rule is idle.
struct Series {
    private var state: UInt64 = 88_172_645_463_325_252
    private let start = Timestamp(seconds: 1_735_689_600)
    private let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    private func country(_ index: Int) -> CountryCode {
        CountryCode(String([letters[index / 26], letters[index % 26]])) ?? .unknown
    }

    /// One measurement an hour of each of 10 platforms on each of 8 networks in 40 countries, in order of time: the
    /// hourly value that OONI's detector takes for each series. One country blocks one platform for a day.
    mutating func measurements(days: Int64) -> [Record] {
        let platforms = (0..<10).map { PlatformID("p\($0)")! }
        var records: [Record] = []
        for hour in 0..<days * 24 {
            for place in 0..<40 {
                for network in 0..<8 {
                    for (index, platform) in platforms.enumerated() {
                        let time = start + .hours(hour) + .seconds(Int64(place * 80 + network * 10 + index))
                        let isBlocked = place == 0 && index == 0 && (120..<144).contains(hour)
                        let blocked = isBlocked ? 0.9 : draw() % 50 == 0 ? 0.8 : 0.02
                        records.append(
                            .ooni(
                                OONIVerdict(
                                    id: "m", at: time, received: time, country: country(place),
                                    asn: ASN(UInt32(1_000 + place * 10 + network)), test: "web_connectivity",
                                    platform: platform, target: "https://x.example/", blocked: blocked, down: 0,
                                    ok: 1 - blocked)))
                    }
                }
            }
        }
        return records
    }

    /// BGP and active probing of 100 countries in bins of 5 and 10 minutes, in order of time. One country is dark for
    /// six hours.
    mutating func signals(days: Int64) -> [Record] {
        var records: [Record] = []
        for bin in 0..<days * 288 {
            for place in 0..<100 {
                let at = start + .minutes(5 * bin)
                let isDark = place == 0 && (1_500..<1_572).contains(bin)
                for (source, step) in [("ioda.bgp", Int32(300)), ("ioda.ping-slash24", 600)]
                where step == 300 || bin.isMultiple(of: 2) {
                    let noise = Double(draw() % 1_000) / 1_000 * (step == 300 ? 0.002 : 0.04)
                    let level = Double(1_000 + place * 37) * (isDark ? 0.1 : 1 - noise)
                    records.append(
                        .signal(
                            SignalBin(
                                id: "g\(bin)-\(place)-\(step)", at: at, step: step,
                                received: at + .seconds(Int64(step)), source: source, country: country(place),
                                value: level.rounded())))
                }
            }
        }
        return records.enumerated().sorted { ($0.element.received, $0.offset) < ($1.element.received, $1.offset) }
            .map(\.element)
    }

    /// Writes `key<TAB>value<TAB>seconds` lines. - Returns: whether it went well.
    func write(_ records: [Record], to path: String) -> Bool {
        guard let file = fopen(path, "w") else { return false }
        for record in records {
            let line: String
            switch record {
            case .ooni(let verdict):
                line =
                    "\(verdict.country).\(verdict.asn.number).\(verdict.platform?.text ?? "")\t\(verdict.blocked)"
                    + "\t\(verdict.at.milliseconds / 1_000)\n"
            case .signal(let bin):
                line = "\(bin.source).\(bin.country)\t\(bin.value ?? 0)\t\(bin.at.milliseconds / 1_000)\n"
            default: continue
            }
            fputs(line, file)
        }
        return fclose(file) == 0
    }

    /// xorshift64
    private mutating func draw() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
