import ObservatoryModel
import Testing

@testable import Ingest

@Suite struct PackedInputTests {
    /// Heartbeats, one a minute.
    private static func stream(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for minute in 0..<count {
            let at = Timestamp("2024-01-07T00:00:00Z")! + .minutes(Int64(minute))
            bytes += "{\"kind\":\"heartbeat\",\"at\":\"\(at)\",\"received\":\"\(at)\"}\n".utf8
        }
        return bytes
    }

    private func read(_ bytes: [UInt8]) throws -> (records: [Record], problems: [IngestProblem]) {
        try RealData.read([InputSource(name: "packed", place: .bytes(bytes))])
    }

    @Test(arguments: [1, 2, 100, 20_000]) func `gzip and zstd are read as the plain text is`(_ count: Int) throws {
        let plain = Self.stream(count)
        for packed in [plain, gzipped(plain), zstandard(plain)] {
            let (records, problems) = try read(packed)
            #expect(records.count == count)
            #expect(problems.isEmpty)
        }
    }

    @Test func `members and frames in a row are one stream`() throws {
        let parts = [Self.stream(3), Self.stream(5)]
        #expect(try read(parts.flatMap { gzipped($0) }).records.count == 8)
        #expect(try read(parts.flatMap { zstandard($0) }).records.count == 8)
        // A line may begin in one member and end in the next.
        let all = Self.stream(4)
        #expect(try read(gzipped(Array(all[..<100])) + gzipped(Array(all[100...]))).records.count == 4)
    }

    @Test func `of a stream cut at any byte the part before is used, and the cut is reported`() throws {
        let plain = Self.stream(40)
        for packed in [gzipped(plain), zstandard(plain)] {
            for length in 24..<packed.count {
                do {
                    let (records, problems) = try read(Array(packed[..<length]))
                    #expect(records.count <= 40)
                    #expect(problems.count == 1, "cut at \(length)")
                    #expect(problems.first?.line == 0)
                    #expect(problems.first?.description.hasPrefix("packed: truncated ") == true)
                } catch let refusal as InputRefusal {
                    // Not even the first key was there.
                    #expect(length < 60)
                    #expect(refusal.description.contains("truncated"))
                }
            }
        }
        let large = gzipped(Self.stream(20_000))
        let (records, problems) = try read(Array(large[..<(large.count / 2)]))
        #expect((5_000..<15_000).contains(records.count))
        #expect(problems.map { $0.reason.contains("truncated gzip data") } == [true])
    }

    @Test func `damage in the middle ends the stream with a report`() throws {
        let seed: UInt64 = 0x5eed_0002
        print("seed \(seed)")
        var random = SplitMix(state: seed)
        let plain = Self.stream(2_000)
        for packed in [gzipped(plain), zstandard(plain)] {
            var reported = 0
            for _ in 0..<60 {
                var damaged = packed
                for _ in 0..<3 { damaged[Int.random(in: 20..<damaged.count, using: &random)] ^= 0x55 }
                let problems = try read(damaged).problems
                if !problems.isEmpty { reported += 1 }
            }
            #expect(reported > 45)
        }
    }

    @Test func `what follows the last member is reported unless it is padding`() throws {
        let packed = gzipped(Self.stream(3))
        #expect(try read(packed + [UInt8](repeating: 0, count: 512)).problems.isEmpty)
        let (records, problems) = try read(packed + Array("garbage".utf8))
        #expect(records.count == 3)
        #expect(problems.map { $0.reason.contains("after the end of the gzip stream") } == [true])
    }

    @Test func `a body that unpacks to too much is refused`() {
        let bomb = gzipped([UInt8](repeating: 0, count: 10_000_000))
        #expect(bomb.count < 20_000)
        #expect(throws: InflateFault.tooLarge(limit: 1_000_000)) { try Packing.unpack(bomb, limit: 1_000_000) }
        #expect(throws: InflateFault.tooLarge(limit: 1_000_000)) {
            try Packing.unpack(zstandard([UInt8](repeating: 0, count: 10_000_000)), limit: 1_000_000)
        }
        #expect(throws: InflateFault.truncated(.gzip)) {
            try Packing.unpack(Array(bomb.dropLast(9)), limit: 100_000_000)
        }
    }

    @Test func `a body is unpacked by its content`() throws {
        let plain = Self.stream(100)
        for packed in [plain, gzipped(plain), zstandard(plain)] {
            #expect(try Packing.unpack(packed, limit: 1 << 20) == plain)
        }
    }
}
