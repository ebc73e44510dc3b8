import Detection
import Glibc
import ObservatoryModel

/// Memory of an engine that knows every network of the world on every platform, and what a minute costs in which nothing
/// is measured.
///
/// One session on each of 250 countries × 700 networks × 20 platforms, from one probe a network, spread over six hours.
func measureMemory(countries: Int = 250, networks: Int = 700, platforms: Int = 20) {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    let codes = (0..<countries).map { CountryCode(String([letters[$0 / 26], letters[$0 % 26]]))! }
    let names = (0..<platforms).map { PlatformID("p\($0)")! }
    let controls = [
        Control(role: .neutral, target: "https://a.example/", outcome: .ok),
        Control(role: .neutral, target: "https://b.example/", outcome: .ok),
    ]
    let before = residentBytes()
    var engine = DetectionEngine()
    var said = 0
    for network in 0..<networks {
        for country in 0..<countries {
            let second = 1_700_000_040 + Int64(network * countries + country) * 21_600 / Int64(networks * countries)
            let time = Timestamp(seconds: second)
            for platform in names {
                said +=
                    engine.consume(
                        .session(
                            Session(
                                id: "s", at: time, received: time, every: 600,
                                probe: "p-\(country)-\(network)-0123456789",
                                software: "parallax-probe/1.0", country: codes[country],
                                asn: ASN(UInt32(1000 + country * 1000 + network)), access: .fixed, platform: platform,
                                target: "https://x.example/", outcome: .ok, steps: [Step(.tcp, family: 4)],
                                controls: controls))
                    ).count
            }
        }
    }
    let cells = countries * networks * platforms
    let held = residentBytes() - before
    print("\(cells) cells\t\(held / 1_000_000) MB resident\t\(held / cells) bytes a cell\t\(said) revisions")
    var time = engine.clock
    let start = clock()
    for _ in 0..<600 {
        time = time + .minutes(1)
        _ = engine.consume(.heartbeat(Heartbeat(at: time, received: time)))
    }
    let each = Double(clock() - start) / Double(CLOCKS_PER_SEC) / 600
    print("an idle minute\t\((each * 1e6).rounded()) µs")
    let begin = clock()
    let snapshot = engine.snapshot()
    print(
        "snapshot\t\(snapshot.count / 1_000_000) MB\t"
            + "\(Double((clock() - begin) * 10 / CLOCKS_PER_SEC) / 10) s to write")
}

private func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, 256, file) != nil else { return 0 }
    let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return (Int(text.split(separator: " ").dropFirst().first ?? "0") ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
}
