import TestSupport
import Testing

@testable import Detection

@Suite struct VolumeSeriesTests {
    /// Five-minute bins of a day with a daily and a weekly wave and some noise.
    private static func value(_ bin: Int, _ draws: inout SeededDraws, shift: Int = 0) -> Double {
        let minute = (bin * 5 + shift) % 1440
        let day = (bin * 5 + shift) / 1440 % 7
        let wave = 1 + 0.6 * Double(abs(720 - minute)) / 720
        return 1_000 * wave * (day >= 5 ? 0.8 : 1) * draws.draw(0.97...1.03)
    }

    private func series(days: Int, draws: inout SeededDraws) -> (series: VolumeSeries, next: Int, sum: Double) {
        var series = VolumeSeries(step: 300, floor: 0.06, isSeasonal: false)
        var sum = 0.0
        for bin in 0..<(days * 288) {
            sum = max(0, sum + (series.take(Self.value(bin, &draws), at: Int32(bin * 5))?.b ?? 0))
        }
        return (series, days * 288, sum)
    }

    @Test(arguments: [UInt64(901), 902])
    func `ordinary weeks gather no evidence, and a drop does within three bins`(seed: UInt64) {
        print("seed \(seed)")
        var draws = SeededDraws(seed: seed)
        var (series, next, sum) = series(days: 15, draws: &draws)
        #expect(sum < 4, "\(sum)")
        var drop = 0.0
        for bin in next..<(next + 3) {
            drop += series.take(0.1 * Self.value(bin, &draws), at: Int32(bin * 5))?.c ?? 0
        }
        #expect(drop > 8, "\(drop)")
        for part in [series.take(0, at: Int32((next + 3) * 5))!] {
            #expect(part.largest <= 6 && part.a >= -3)
        }
    }

    @Test func `missing is not zero`() {
        var draws = SeededDraws(seed: 911)
        var (series, next, _) = series(days: 8, draws: &draws)
        for bin in next..<(next + 12) {
            #expect(series.take(nil, at: Int32(bin * 5)) == nil)
        }
        // A gap of two hours without bins, then an ordinary one: nothing fell.
        let after = next + 36
        let increment = series.take(Self.value(after, &draws), at: Int32(after * 5))
        #expect((increment?.largest ?? 0) <= 0.05, "\(String(describing: increment))")
    }

    @Test func `a restated value is kept but not scored again`() {
        var draws = SeededDraws(seed: 921)
        var (series, next, _) = series(days: 8, draws: &draws)
        let (minute, ordinary) = (Int32(next * 5), Self.value(next, &draws))
        #expect(series.take(0.1 * ordinary, at: minute) != nil)
        #expect(series.take(ordinary, at: minute) == nil)
        #expect(series.take(0.1 * ordinary, at: minute - 500) == nil)
    }

    @Test func `a clock change is no drop`() {
        var draws = SeededDraws(seed: 931)
        var (series, next, _) = series(days: 29, draws: &draws)
        // From now on everything comes an hour earlier.
        var sum = 0.0
        var highest = 0.0
        for bin in next..<(next + 288) {
            sum = max(0, sum + (series.take(Self.value(bin, &draws, shift: 60), at: Int32(bin * 5))?.b ?? 0))
            highest = max(highest, sum)
        }
        #expect(highest < 4, "\(highest)")
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, -5, 0, 1e300] as [Double])
    func `a hostile value is bounded and does not spoil what follows`(_ value: Double) {
        var draws = SeededDraws(seed: 941)
        var (series, next, _) = series(days: 8, draws: &draws)
        let increment = series.take(value, at: Int32(next * 5)) ?? .zero
        #expect(increment.largest <= 6 && (-1 * increment).largest <= 3)
        var sum = 0.0
        for bin in (next + 1)..<(next + 50) {
            sum = max(0, sum + (series.take(Self.value(bin, &draws), at: Int32(bin * 5))?.b ?? 0))
        }
        #expect(sum < 4, "\(sum)")
    }

    @Test(arguments: [Int32(1), 60, 7_200, 86_400, 86_400 * 40, .max])
    func `any step works`(_ step: Int32) {
        var series = VolumeSeries(step: step, floor: 0.06, isSeasonal: false)
        for index in 0..<100 {
            let minute = Int64(index) * max(1, Int64(step) / 60)
            _ = series.take(100, at: Int32(clamping: minute))
        }
        #expect(series.take(5, at: -1_000) == nil, "before the epoch")
    }
}
