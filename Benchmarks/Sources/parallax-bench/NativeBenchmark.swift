import Ingest
import ObservatoryModel
import WireFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How fast native sessions are read: from bytes to `Record`, all fields, no storing.
enum NativeBenchmark {
    /// - Parameter count: How many sessions; each is about 1.3 kB, with the steps and controls of CONTRACT §1.
    static func run(count: Int, runs: Int) {
        let stream = makeStream(count: count)
        var parser = NativeParser()
        var failures = 0
        let seconds = medianSeconds(runs: runs) {
            stream.withUnsafeBytes { bytes in
                var start = 0
                while start < bytes.count {
                    let end = lineEnd(bytes, start)
                    let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
                    start = end + 1
                    guard case .session? = try? parser.parse(line) else {
                        failures += 1
                        continue
                    }
                }
            }
        }
        precondition(failures == 0, "\(failures) sessions could not be read")
        report("native.sessions", Double(count) / seconds, "sessions/s")
        report("native.bytes", Double(stream.count) / seconds / 1e6, "MB/s")
        report("native.bytes_per_session", Double(stream.count) / Double(count), "bytes")
        let whole = medianSeconds(runs: runs) {
            let input = InputSource(name: "sessions", place: .bytes(stream))
            guard let records = try? RecordStream([input]) else { preconditionFailure("no stream") }
            while records.next() != nil {}
            precondition(records.counts.records == count, "\(records.counts) instead of \(count) records")
        }
        report("native.stream", Double(count) / whole, "sessions/s")
        var written = 0
        let records = sessions(of: stream, &parser, atMost: 20_000)
        var writer = RecordWriter()
        let writing = medianSeconds(runs: runs) {
            for record in records { written &+= writer.line(record).count }
        }
        precondition(written > 0, "nothing was written")
        report("native.written", Double(records.count) / writing, "sessions/s")
    }

    /// The first sessions of a stream.
    private static func sessions(of stream: [UInt8], _ parser: inout NativeParser, atMost bound: Int) -> [Record] {
        stream.withUnsafeBytes { bytes in
            var records: [Record] = []
            var start = 0
            while start < bytes.count, records.count < bound {
                let end = lineEnd(bytes, start)
                if let record = try? parser.parse(UnsafeRawBufferPointer(rebasing: bytes[start..<end])) {
                    records.append(record)
                }
                start = end + 1
            }
            return records
        }
    }

    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
        guard let base = bytes.baseAddress, let feed = memchr(base + start, 0x0a, bytes.count - start) else {
            return bytes.count
        }
        return UnsafeRawPointer(feed) - base
    }

    /// Sessions of 5,000 probes on 12 platforms, as a collector would store them; always the same.
    private static func makeStream(count: Int) -> [UInt8] {
        let start = Timestamp("2024-01-07T00:00:00Z")!
        let platforms = [
            "x", "facebook", "instagram", "tiktok", "youtube", "whatsapp", "telegram", "signal",
            "wikipedia", "google", "messenger", "reddit",
        ].compactMap { PlatformID($0) }
        let regions = ["PK-SD", "PK-PB", "PK-KP", "PK-BA"].compactMap { RegionCode($0) }
        var writer = RecordWriter()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * 1500)
        for number in 0..<count {
            let probe = number &* 2_654_435_761 % 5_000
            let platform = platforms[number % platforms.count]
            let host = "www.\(platform.text).example"
            let address = "104.244.\(number % 3).\(number % 40)"
            let at = start + Interval(milliseconds: Int64(number) * 40)
            let failed = number % 7 == 0
            let session = Session(
                id: "s-\(1_000_000_000 + number)", at: at, received: at + .seconds(4), every: 600,
                probe: "p-\(String(UInt64(probe) &* 0x9e37_79b9_7f4a_7c15 | 1 << 63, radix: 16))",
                software: "parallax-probe/1.0", country: CountryCode("PK")!, region: regions[probe % 4],
                asn: ASN(UInt32(17_000 + probe % 40)), access: probe % 3 == 0 ? .fixed : .mobile,
                platform: platform, target: "https://\(host)/", outcome: failed ? .failed : .ok,
                steps: [
                    Step(.dns, milliseconds: Double(5 + number % 60), resolver: .isp, addresses: [address]),
                    Step(.tcp, milliseconds: Double(40 + number % 90), family: 4, address: "\(address):443"),
                    Step(
                        .tls, failure: failed ? .connectionReset : nil, milliseconds: Double(41 + number % 90),
                        family: 4, address: "\(address):443", sni: host,
                        chain: failed ? [] : [String(repeating: "ab\(number % 10)", count: 16)],
                        issuer: "DigiCert TLS RSA SHA256 2020 CA1", valid: !failed),
                    Step(
                        .http, milliseconds: Double(90 + number % 200), status: 200, bodyBytes: Int64(number % 90_000)),
                ],
                transfer: Transfer(bytes: 512_000, milliseconds: Int64(800 + number % 4000)),
                controls: [
                    Control(
                        role: .neutral, target: "https://www.example.org/", outcome: .ok,
                        transfer: Transfer(bytes: 512_000, milliseconds: Int64(700 + number % 900))),
                    Control(role: .neutral, target: "https://example.pk/", outcome: .ok),
                    Control(role: .sibling, target: "https://cdn.\(host)/", outcome: .ok),
                ])
            writer.append(.session(session), to: &bytes)
        }
        return bytes
    }
}
