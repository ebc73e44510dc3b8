import TestSupport
import Testing

@testable import Detection

@Suite struct ReportSeriesTests {
    /// NB(k; mean m, size s) in logarithms, by logGamma.
    private func logLikelihood(_ count: Double, mean: Double, size: Double) -> Double {
        logGamma(count + size) - logGamma(size) - logGamma(count + 1) + size * naturalLog(size / (size + mean))
            + count * naturalLog(mean / (size + mean))
    }

    @Test(arguments: [UInt64(801)])
    func `a bin is worth the ratio of two negative binomials`(seed: UInt64) {
        print("seed \(seed)")
        var draws = SeededDraws(seed: seed)
        for _ in 0..<500 {
            let (mean, count) = (draws.draw(0.05...40), Double(Int.random(in: 0...60, using: &draws)))
            let increment = ReportSeries.increment(count: count, mean: mean, cap: 1e9)
            for (multiplier, part) in zip([2.5, 5, 12], [increment.a, increment.b, increment.c]) {
                let ratio =
                    logLikelihood(count, mean: multiplier * mean, size: 3) - logLikelihood(count, mean: mean, size: 3)
                #expect(abs(part - ratio) < 1e-6)
            }
        }
    }

    @Test func `the ratio is worth 1 on average when the mean is right`() {
        for mean in [0.1, 1, 8.0] {
            var sum = Triple.zero
            for count in 0..<3_000 {
                // In logarithms: the far tail is 0 · ∞ otherwise.
                let likelihood = logLikelihood(Double(count), mean: mean, size: 3)
                sum += ReportSeries.increment(count: Double(count), mean: mean, cap: 1e9)
                    .map { exponential(likelihood + $0) }
            }
            for part in [sum.a, sum.b, sum.c] { #expect(abs(part - 1) < 1e-3, "mean \(mean)") }
        }
    }

    @Test func `one bin adds at most its cap, however many people call`() {
        let increment = ReportSeries.increment(count: 1e12, mean: 0.05, cap: 4.6)
        #expect(increment == Triple(4.6, 4.6, 4.6))
        #expect(ReportSeries.increment(count: 0, mean: 1e12, cap: 2).a == -2)
    }

    @Test func `the expected count follows the level and the hour of day`() {
        var series = ReportSeries()
        #expect(series.expected(at: 0) >= 0.05)
        // Ten a bin in the evening hour, one otherwise, for a week.
        for bin in 0..<(7 * 288) {
            let minute = Int32(bin * 5)
            series.learn(minute / 60 % 24 == 20 ? 10 : 1, at: minute)
        }
        let week = Int32(7 * 1440)
        #expect(series.expected(at: week + 20 * 60) > 4)
        #expect((0.5...2).contains(series.expected(at: week + 8 * 60)))
    }
}
