import ObservatoryModel
import Storage
import TestSupport
import Testing

@testable import SQLiteStorage

@Suite struct ByteCodecTests {
    /// From an independent implementation of the paper, which gives the paper's own value for SipHash-2-4; key 00…0f,
    /// input 00, 01, 02 ….
    @Test(arguments: [
        (1, 0xc9f4_9bf3_7d57_ca93), (7, 0xd392_7d98_9bb1_1140), (8, 0x3690_9511_8d29_9a8e),
        (9, 0x25a4_8eb3_6c06_3de4), (16, 0xcc4f_dd1a_7d90_8b66), (17, 0x9cf2_6890_63db_d80c),
        (63, 0x9d19_9062_b7bb_b3a8) as (Int, UInt64),
    ])
    func `SipHash-1-3 gives the reference values`(count: Int, expected: UInt64) {
        let hasher = SipHash(key0: 0x0706_0504_0302_0100, key1: 0x0f0e_0d0c_0b0a_0908)
        #expect(hasher.hash(tag: 0, (1..<UInt8(count)).map { $0 }) == expected)
    }

    @Test func `a filter knows all its hashes and few others`() {
        var generator = SystemRandomNumberGenerator()
        let hashes = (0..<100_000).map { _ in generator.next() as UInt64 }
        var filter = IdentityFilter(count: hashes.count)
        for hash in hashes { filter.insert(hash) }
        #expect(hashes.allSatisfy { filter.mayContain($0) })
        let strangers = (0..<100_000).count { _ in filter.mayContain(generator.next()) }
        #expect(strangers < 2000, "\(strangers) of 100,000 absent hashes are “perhaps”")
    }

    @Test func `votes come back from their columns`() throws {
        let votes = sampleVotes(300)
        #expect(Vote.decoded(Vote.encoded(votes)) == votes)
        #expect(Vote.decoded(Vote.encoded([])) == [])
    }

    @Test func `votes cut short anywhere are refused`() {
        let bytes = Vote.encoded(sampleVotes(3))
        for count in 0..<bytes.count { #expect(Vote.decoded(Array(bytes[..<count])) == nil) }
        #expect(Vote.decoded(bytes + [0]) == nil)
    }

    @Test func `a block that claims more votes than it has is refused`() {
        var bytes = Vote.encoded(sampleVotes(3))
        bytes[1...4] = [0xff, 0xff, 0xff, 0xff]
        #expect(Vote.decoded(bytes) == nil)
    }

    @Test func `a damaged frame is refused`() {
        let frame = BlockCompressor(level: 1).compress(Array("a line, a line, a line, and another line".utf8))
        #expect(decompressedBlock(frame) != nil)
        for index in frame.indices {
            var damaged = frame
            damaged[index] ^= 0x10
            #expect(decompressedBlock(damaged) != Array("a line, a line, a line, and another line".utf8).dropLast())
            if let bytes = decompressedBlock(damaged) { #expect(bytes.count == 40) }
            #expect(decompressedBlock(Array(frame[..<index])) == nil)
        }
    }

    @Test func `bins come back from their chunk`() throws {
        var generator = SystemRandomNumberGenerator()
        for level in BinLevel.allCases {
            let chunk = BinChunk.number(of: SampleRecords.start, level: level)
            let bins = (0..<Int64(72)).filter { _ in Bool.random(using: &generator) }.map { index -> MeasurementBin in
                var bin = MeasurementBin(start: Timestamp(seconds: (chunk * 72 + index) * level.rawValue))
                bin.sessions = Int64.random(in: 0...1_000_000)
                bin.tls = index % 3
                bin.logRatioSum = Double(Int.random(in: -90_000...90_000)) / 10_000
                bin.ooniDown = 0.125
                bin.reports = index % 2 == 0 ? 0 : 10_000_000_000
                return bin
            }
            let bytes = BinChunk.encoded(bins, chunk: chunk, level: level)
            #expect(try BinChunk.decoded(bytes, chunk: chunk, level: level, cell: 1) == bins)
        }
    }

    @Test func `times before 1970 have chunks of their own`() throws {
        let start = Timestamp(seconds: -600)
        #expect(BinChunk.number(of: start, level: .tenMinutes) == -1)
        var bin = MeasurementBin(start: start)
        bin.sessions = 1
        let bytes = BinChunk.encoded([bin], chunk: -1, level: .tenMinutes)
        #expect(try BinChunk.decoded(bytes, chunk: -1, level: .tenMinutes, cell: 1) == [bin])
    }

    @Test func `a damaged chunk is refused`() {
        for bytes in [
            [], [2], [1, 1], [1, 0, 0], [1, 73, 0], [1, 1, 1], [1, 1, 0xff, 0xff, 0x7f], [1, 1, 1, 0x80],
        ] {
            #expect(throws: DamagedBlock.self, "\(bytes)") {
                try BinChunk.decoded(bytes.map { UInt8($0) }, chunk: 0, level: .hour, cell: 1)
            }
        }
    }

    private func sampleVotes(_ count: Int) -> [Vote] {
        (0..<count).map { index in
            let entry = SampleRecords.session(
                "s-\(index)", seconds: Int64(index * 7), failed: index % 3 == 0, neutralsFail: index % 6 == 0,
                lag: Int64(index))
            return Vote(
                entry.record, platform: UInt32(index % 5), probe: UInt32(index), target: UInt32(index &* 99),
                length: entry.line.count)
        }
    }
}
