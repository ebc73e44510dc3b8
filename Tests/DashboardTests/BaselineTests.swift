import Dashboard
import ObservatoryModel
import Testing

@Suite struct BaselineTests {
    static let start = Timestamp("2024-01-01T00:00:00Z")!
    static let step = Interval.minutes(10)

    /// Bins of twenty sessions, `failed` of which fail, one after the other.
    static func bins(_ failed: [Int]) -> [Timeline.Bin] {
        failed.enumerated().map { index, failed in
            Timeline.Bin(at: start + step * Int64(index), sessions: 20, failed: failed)
        }
    }

    static func line(_ bins: [Timeline.Bin]) -> Timeline {
        Timeline(platform: PlatformID("x")!, step: step, bins: bins)
    }

    @Test func `the band holds nine in ten of the bins before, and none that come after`() throws {
        let history = Self.bins((0..<60).map { $0 < 40 ? $0 % 4 : 20 })
        let shown = Self.line(Array(history[36..<60]))
            .withBaseline(from: history, lookback: .days(7), leavingOut: [])
        let first = try #require(shown.bins.first)
        #expect(first.expectedLow == 0 && first.expectedHigh == 0.15)
        let last = try #require(shown.bins.last)
        #expect(last.expectedHigh == 1)
    }

    @Test func `an incident does not become usual`() throws {
        let history = Self.bins((0..<60).map { $0 < 40 ? 1 : 20 })
        let incident = (from: Self.start + Self.step * 40, to: Self.start + Self.step * 60)
        let shown = Self.line(Array(history[36..<60]))
            .withBaseline(from: history, lookback: .days(7), leavingOut: [incident])
        #expect(shown.bins.allSatisfy { $0.expectedLow == 0.05 && $0.expectedHigh == 0.05 })
    }

    @Test func `with too little before it a bin gets no band`() {
        let history = Self.bins(Array(repeating: 0, count: 30))
        let shown = Self.line(history).withBaseline(from: history, lookback: .days(7), leavingOut: [])
        // The band moves on with every sixth bin, so the first that has twenty before it is number 24.
        #expect(shown.bins.prefix(24).allSatisfy { $0.expectedHigh == nil })
        #expect(shown.bins.dropFirst(24).allSatisfy { $0.expectedHigh == 0 })
    }

    @Test func `the band looks no further back than it is told`() {
        let history = Self.bins((0..<60).map { $0 < 30 ? 20 : 0 })
        let shown = Self.line(Array(history[54...]))
            .withBaseline(from: history, lookback: Self.step * 24, leavingOut: [])
        #expect(shown.bins.allSatisfy { $0.expectedHigh == 0 })
    }

    @Test(arguments: [3, 17, 2_024] as [UInt64])
    func `the band that moves along is the one that sorting anew would give`(seed: UInt64) {
        print("seed \(seed)")
        var state = seed
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        // With gaps, bins without sessions, and many equal shares.
        let history = (0..<900).filter { _ in draw(5) > 0 }.map { index in
            let sessions = draw(6)
            return Timeline.Bin(
                at: Self.start + Self.step * Int64(index + (index > 500 ? 300 : 0)), sessions: sessions,
                failed: min(sessions, draw(4)))
        }
        let lookback = Interval.hours(60)
        let shown = Self.line(Array(history.suffix(500))).withBaseline(
            from: history, lookback: lookback, leavingOut: [])
        var bands = 0
        for bin in shown.bins {
            let start = bin.at.floored(to: Self.step * 6)
            let shares = history.filter { $0.at >= start - lookback && $0.at < start && $0.sessions > 0 }
                .map { Double($0.failed) / Double($0.sessions) }.sorted()
            guard shares.count >= 20 else {
                #expect(bin.expectedLow == nil && bin.expectedHigh == nil)
                continue
            }
            bands += 1
            let last = Double(shares.count - 1)
            #expect(bin.expectedLow == shares[Int(last * 0.05)])
            #expect(bin.expectedHigh == shares[Int((last * 0.95).rounded(.up))])
        }
        #expect(bands > 300)
    }
}
