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
}
