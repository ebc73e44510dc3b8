import TestSupport
import Testing

@testable import Detection

@Suite struct ShiryaevRobertsTests {
    /// Bins until the mean of R reaches a level, votes failing exactly as often as the null says.
    private func timeToAlarm(
        level: Double, null: Double, rate: Double, draws: inout SeededDraws, atMost: Int
    ) -> Int {
        let severities = DetectionRules().alternatives.rates
        var statistic = ShiryaevRoberts()
        var block = CorrelationBlock()
        for bin in 1...atMost {
            var sum = Triple.zero
            for _ in 0..<Int.random(in: 1...3, using: &draws) {
                let failed = draws.happens(rate)
                sum += block.increment(
                    failure: failed ? 1 : 0, success: failed ? 0 : 1, null: null, severities: severities,
                    block: Int32(bin / 15), correlation: 0.02)
            }
            statistic.advance(by: sum)
            if statistic.r.mean >= level { return bin }
        }
        return atMost
    }

    @Test(arguments: [UInt64(101), 102])
    func `the mean time to a false alarm is at least the level`(seed: UInt64) {
        print("seed \(seed)")
        var draws = SeededDraws(seed: seed)
        for (level, null) in [(50.0, 0.05), (50.0, 0.3), (200.0, 0.1)] {
            // Cut off at 20 levels, which only lowers the mean.
            let times = (0..<150).map { _ in
                Double(timeToAlarm(level: level, null: null, rate: null, draws: &draws, atMost: Int(level) * 20))
            }
            let mean = times.reduce(0, +) / Double(times.count)
            // Three standard errors of an exponential time below the bound would be a fault of the bound.
            #expect(mean >= level * (1 - 3 / 150.0.squareRoot()), "level \(level), null \(null): \(mean)")
        }
    }

    @Test(arguments: [UInt64(111)])
    func `R less the number of bins does not grow under the null`(seed: UInt64) {
        print("seed \(seed)")
        // E[R_t] ≤ t exactly: E[R′ | R] = (1 + R) · E[exp(increment)] ≤ 1 + R, over the outcomes of one vote.
        var draws = SeededDraws(seed: seed)
        let severities = DetectionRules().alternatives.rates
        for _ in 0..<1_000 {
            let null = draws.draw(0.01...0.9)
            let rate = draws.draw(0...null)
            let start = draws.draw(0...500)
            var mean = Triple.zero
            for failed in [true, false] {
                var block = CorrelationBlock()
                var statistic = ShiryaevRoberts()
                statistic.r = Triple(start, start, start)
                statistic.advance(
                    by: block.increment(
                        failure: failed ? 1 : 0, success: failed ? 0 : 1, null: null, severities: severities, block: 0,
                        correlation: 0.02))
                mean += (failed ? rate : 1 - rate) * statistic.r
            }
            #expect(mean.largest <= 1 + start + 1e-9 * (1 + start), "null \(null), rate \(rate), R \(start)")
        }
    }

    @Test func `R grows without overflow and stops at its ceiling`() {
        var statistic = ShiryaevRoberts()
        for _ in 0..<200 { statistic.advance(by: Triple(50, 700, 5)) }
        #expect(statistic.r.b == ShiryaevRoberts.ceiling)
        #expect(statistic.r.largest.isFinite)
        for _ in 0..<400 { statistic.advance(by: Triple(-50, -700, -5)) }
        #expect(statistic.r.largest < 1)
    }

    @Test func `a true change is noticed after about level over divergence votes`() {
        // Full failure on a 7 % null: each failing vote is worth ln(.97 / .07) = 2.6 nats less what the block takes.
        var statistic = ShiryaevRoberts()
        var block = CorrelationBlock()
        var votes = 0
        while naturalLog(max(statistic.r.mean, 1e-9)) < 13.2 {
            statistic.advance(
                by: block.increment(
                    failure: 1, success: 0, null: 0.07, severities: DetectionRules().alternatives.rates,
                    block: Int32(votes / 3), correlation: 0.02))
            votes += 1
        }
        #expect((5...9).contains(votes), "\(votes) votes")
    }
}

@Suite struct NetCapTests {
    private let cap = DetectionRules().probeCap

    @Test(arguments: [UInt64(201), 202, 203])
    func `gains are cut at the cap, losses pass whole, and what is used stays between 0 and the cap`(seed: UInt64) {
        print("seed \(seed)")
        var draws = SeededDraws(seed: seed)
        var used = NetCap()
        var (carried, lowest) = (0.0, 0.0)
        for _ in 0..<5_000 {
            let increment = draws.draw(-3.5...3.5)
            let before = Double(used.b)
            let admitted = used.admit(Triple(0, increment, 0), cap: cap).b
            if increment > 0 {
                #expect(admitted >= 0 && admitted <= increment)
                #expect(abs(admitted - min(increment, cap - before)) < 1e-6)
            } else {
                #expect(admitted == increment)
            }
            #expect(used.b >= 0 && Double(used.b) <= cap + 1e-6)
            carried += admitted
            // Net of its deepest fall, an observer never carries more than the cap.
            lowest = min(lowest, carried)
            #expect(carried - lowest <= cap + 1e-3)
        }
        #expect(used.a == 0 && used.c == 0)
    }

    @Test func `one observer that fails for ever carries the cap and no more`() {
        var used = NetCap()
        var sum = Triple.zero
        for _ in 0..<1_000 { sum += used.admit(Triple(0.4, 1.5, 2.6), cap: cap) }
        for part in [sum.a, sum.b, sum.c] { #expect(abs(part - cap) < 1e-5) }
        #expect(3 * cap > DetectionRules().suspected && 2 * cap < DetectionRules().suspected)
        #expect(4 * cap > DetectionRules().confirmed && 3 * cap < DetectionRules().confirmed)
    }

    @Test func `a few successes of a leaky block do not eat its evidence away`() {
        var used = NetCap()
        var sum = 0.0
        for vote in 0..<600 { sum += used.admit(Triple(0, 0, vote % 10 == 9 ? naturalLog(0.05) : 2.6), cap: cap).c }
        #expect(sum > cap - 3.1, "\(sum)")
    }
}
