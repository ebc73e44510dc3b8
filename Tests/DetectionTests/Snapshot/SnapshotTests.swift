import ObservatoryModel
import TestSupport
import Testing

@testable import Detection

/// Stopping at any record and going on from a snapshot changes nothing.
@Suite struct SnapshotTests {
    /// Blocks, throttling, silence, reports, series, OONI, calendar and a platform that is down, in little time.
    private static func busyRecords(seed: UInt64) throws -> [Record] {
        let start = DetectionScript.start
        let country = CountryCode("PK")!
        var others: [Record] = [
            .calendar(
                CalendarEvent(
                    uid: "rally", received: start + .minutes(5), country: country, from: start + .hours(28),
                    to: start + .hours(30), summary: "Rally", category: "rally"))
        ]
        for bin in 0..<(34 * 12) {
            let at = start + .minutes(Int64(bin) * 5)
            let isDark = (31 * 12..<32 * 12).contains(bin)
            others.append(
                .signal(
                    SignalBin(
                        id: "g\(bin)", at: at, step: 300, received: at + .minutes(5), source: "ioda.bgp",
                        country: country, asn: .unknown, value: isDark ? 500 : 5000 + Double(bin % 7))))
            if (27 * 12..<28 * 12).contains(bin) || bin % 50 == 0 {
                others.append(
                    .reports(
                        ReportCount(
                            id: "r\(bin)", at: at, step: 300, received: at + .minutes(5), country: country,
                            platform: PlatformID("x")!, count: bin % 50 == 0 ? 2 : 60)))
            }
            if bin % 3 == 0 {
                let failed = (26 * 12..<29 * 12).contains(bin)
                others.append(
                    .ooni(
                        OONIVerdict(
                            id: "o\(bin)", at: at, received: at + .minutes(9), country: country, asn: ASN(1001),
                            test: "web_connectivity", platform: PlatformID("x")!, target: "https://x.com/",
                            blocked: failed ? 0.9 : 0, down: 0.05, ok: failed ? 0.05 : 0.95)))
            }
        }
        return try DetectionScript(
            """
            length 34h
            platforms x youtube
            transfers on
            every 300
            PK 1001 fixed 8 0.4 PK-PB
            PK 1002 mobile 8 0.35 PK-SD
            PK 1003 fixed 6 0.2
            DE 2001 fixed 5
            FR 3001 fixed 5
            BR 4001 mobile 5
            25h..26h30m PK 1002 youtube slow:10
            26h..29h PK * x tls:connection_reset hit=.9
            29h30m..30h PK * youtube http:generic_timeout_error
            29h30m..30h DE * youtube http:generic_timeout_error
            29h30m..30h FR * youtube http:generic_timeout_error
            29h30m..30h BR * youtube http:generic_timeout_error
            31h..32h PK * * silent
            """
        ).records(seed: seed, with: others)
    }

    @Test(arguments: [UInt64(11), 12])
    func `an engine stopped at random records says the same`(seed: UInt64) throws {
        print("seed \(seed)")
        let records = try Self.busyRecords(seed: seed)
        var whole = DetectionEngine()
        let expected = records.flatMap { whole.consume($0) }
        #expect(expected.count > 10, "too little happens to tell")

        var draws = SeededDraws(seed: seed)
        var engine = DetectionEngine()
        var said: [IncidentRevision] = []
        var next = Int.random(in: 1...400, using: &draws)
        var stops = 0
        for (index, record) in records.enumerated() {
            if index == next {
                engine = try DetectionEngine(snapshot: engine.snapshot())
                stops += 1
                next += Int.random(in: 1...900, using: &draws)
            }
            said += engine.consume(record)
        }
        #expect(stops > 20)
        #expect(said == expected)
        #expect(engine.snapshot() == whole.snapshot())
    }

    @Test func `every field comes back`() throws {
        var engine = DetectionEngine()
        let records = try Self.busyRecords(seed: 13)
        // During the block, and when all is over.
        let checked = [records.count * 4 / 5, records.count - 1]
        for (index, record) in records.enumerated() {
            _ = engine.consume(record)
            guard checked.contains(index) else { continue }
            var resumed = try DetectionEngine(snapshot: engine.snapshot())
            // Counts changes since this process began; who keeps cells forgets them with the engine.
            resumed.cellsEdition = engine.cellsEdition
            let (before, after) = (Self.facts(engine), Self.facts(resumed))
            #expect(before.count > 1000)
            let difference = before.symmetricDifference(after).sorted().prefix(5)
            #expect(difference.isEmpty, "\(difference.joined(separator: "\n"))")
        }
    }

    @Test func `torn, altered and foreign bytes are refused`() throws {
        var engine = DetectionEngine()
        for record in try Self.busyRecords(seed: 14).prefix(3000) { _ = engine.consume(record) }
        let bytes = engine.snapshot()
        var draws = SeededDraws(seed: 14)
        for length in [0, 1, 7, 8, 9, 40] + (0..<40).map({ _ in Int.random(in: 0..<bytes.count, using: &draws) }) {
            #expect(throws: SnapshotError.self) { try DetectionEngine(snapshot: Array(bytes.prefix(length))) }
        }
        for _ in 0..<100 {
            var altered = bytes
            altered[Int.random(in: 0..<bytes.count, using: &draws)] ^=
                UInt8(1) << UInt8.random(in: 0...7, using: &draws)
            #expect(throws: SnapshotError.self) { try DetectionEngine(snapshot: altered) }
        }
        #expect(throws: SnapshotError.notASnapshot) {
            try DetectionEngine(snapshot: Array("{\"kind\":\"heartbeat\"}".utf8))
        }
    }

    @Test func `other levels do not go on where these stopped`() throws {
        let bytes = DetectionEngine(rules: DetectionRules(suspected: 12)).snapshot()
        #expect(throws: SnapshotError.self) { try DetectionEngine(snapshot: bytes) }
    }

    /// Buffers, caches and look-up tables, which follow from the rest.
    private static let derived: Set<String> = [
        "hollow", "fusedBin", "lastPlatform", "lastProbe", "readings", "releaseReadings", "rules",
    ]

    /// Every leaf of a value with its path, so that a field that the snapshot forgets is named.
    private static func facts(_ value: Any, _ path: String = "") -> Set<String> {
        let mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .dictionary || mirror.displayStyle == .set {
            let elements = mirror.children.map { facts($0.value).sorted().joined(separator: ",") }
            return Set(elements.map { "\(path) holds \($0)" } + ["\(path).count=\(elements.count)"])
        }
        if let queue = value as? any QueueContent {
            return facts(queue.elements, path)
        }
        guard !mirror.children.isEmpty else { return ["\(path)=\(value)"] }
        var found: Set<String> = []
        for (index, child) in mirror.children.enumerated() where !derived.contains(child.label ?? "") {
            found.formUnion(facts(child.value, "\(path).\(child.label ?? String(index))"))
        }
        return found
    }
}

/// A queue's elements, without the room in front of them.
private protocol QueueContent {
    var elements: [Any] { get }
}

extension Queue: QueueContent {
    fileprivate var elements: [Any] { Array(self) }
}
