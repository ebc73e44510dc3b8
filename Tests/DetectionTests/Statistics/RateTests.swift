import TestSupport
import Testing

@testable import Detection

@Suite struct RateTests {
    @Test func `a decayed count halves every half-life and never runs backwards`() {
        var count = DecayedCount()
        count.add(hits: 2, trials: 8, at: 100, halfLife: 15)
        #expect(count.decayed(to: 115, halfLife: 15) == (1, 4))
        #expect(count.decayed(to: 130, halfLife: 15) == (0.5, 2))
        #expect(count.decayed(to: 40, halfLife: 15) == (2, 8))
        count.add(hits: 1, trials: 1, at: 90, halfLife: 15)
        #expect(count.hits == 3 && count.trials == 9 && count.minute == 100)
        count.decay(to: 115, halfLife: 15)
        #expect(count.hits == 1.5 && count.trials == 4.5)
    }

    @Test(arguments: [UInt64(301)])
    func `decaying in steps and at once is the same`(seed: UInt64) {
        print("seed \(seed)")
        var draws = SeededDraws(seed: seed)
        for _ in 0..<200 {
            var stepwise = DecayedCount()
            stepwise.add(hits: draws.draw(0...50), trials: draws.draw(50...100), at: 0, halfLife: 720)
            let atOnce = stepwise
            var minute: Int32 = 0
            for _ in 0..<20 {
                minute += Int32.random(in: 0...60, using: &draws)
                stepwise.decay(to: minute, halfLife: 720)
            }
            let direct = atOnce.decayed(to: minute, halfLife: 720)
            #expect(abs(Double(stepwise.hits) - direct.hits) < 1e-3)
            #expect(abs(Double(stepwise.trials) - direct.trials) < 1e-3)
        }
    }

    @Test(arguments: [UInt64(311)])
    func `a shrunk rate lies between its prior and its count, and its deviation shrinks with votes`(seed: UInt64) {
        print("seed \(seed)")
        var draws = SeededDraws(seed: seed)
        for _ in 0..<2_000 {
            let trials = draws.draw(0...500)
            let hits = draws.draw(0...max(trials, 1e-9))
            let prior = draws.draw(0.001...0.9)
            let rate = ShrunkRate(hits: hits, trials: trials, prior: prior, weight: 25)
            let observed = trials > 0 ? hits / trials : prior
            #expect(rate.rate >= min(prior, observed) - 1e-12 && rate.rate <= max(prior, observed) + 1e-12)
            #expect(rate.deviation >= 0 && rate.deviation <= 0.5 / (trials + 26).squareRoot() + 1e-12)
            #expect(rate.raised(by: 0.5) >= rate.rate && rate.raised(by: 100) <= 1)
        }
        #expect(ShrunkRate(hits: 0, trials: 0, prior: 0.04, weight: 25).rate == 0.04)
        // Beta(1 + 3, 24 + 7): mean 4/35, variance ab/((a+b)²(a+b+1)).
        let known = ShrunkRate(hits: 3, trials: 10, prior: 0.04, weight: 25)
        #expect(abs(known.rate - 4.0 / 35) < 1e-12)
        #expect(abs(known.deviation - (4.0 * 31 / (35 * 35 * 36)).squareRoot()) < 1e-12)
    }

    @Test func `the baseline takes the quicker rate when a network gets worse, the slower when it gets better`() {
        let rules = DetectionRules()
        let prior = BaselinePrior(slow: 0.04, quick: 0.04)
        func baseline(_ rates: [Double]) -> Double {
            var learned = TwoSpeedCount()
            for (day, rate) in rates.enumerated() {
                for hour in 0..<24 {
                    learned.add(
                        hits: 30 * rate, trials: 30, at: Int32(day * 1440 + hour * 60), rules.weekHalfLife,
                        rules.halfDayHalfLife)
                }
            }
            return rules.baseline(learned, probe: nil, prior: prior, at: Int32(rates.count * 1440))
        }
        #expect(abs(baseline([0.05, 0.05, 0.05, 0.05]) - 0.05) < 0.01)
        #expect(baseline([0.05, 0.05, 0.05, 0.30]) > 0.2)
        #expect(baseline([0.30, 0.30, 0.30, 0.05]) > 0.2)
    }

    @Test func `a probe's own bad record raises its null, and its network's good one does not excuse it`() {
        let rules = DetectionRules()
        var network = TwoSpeedCount()
        network.add(hits: 4, trials: 400, at: 0, rules.weekHalfLife, rules.halfDayHalfLife)
        var broken = DecayedCount()
        broken.add(hits: 60, trials: 60, at: 0, halfLife: rules.probeHalfLife)
        let prior = BaselinePrior(slow: 0.04, quick: 0.04)
        let others = rules.baseline(network, probe: DecayedCount(), prior: prior, at: 1)
        let own = rules.baseline(network, probe: broken, prior: prior, at: 1)
        #expect(others < 0.03 && own > 0.7)
    }

    @Test func `a cell that is new counts a third, one with eight learned votes whole`() {
        let rules = DetectionRules()
        #expect(rules.acquaintance(trials: 0) == rules.strangerWeight)
        #expect(rules.acquaintance(trials: 8) == 1 && rules.acquaintance(trials: 1_000) == 1)
        #expect(rules.acquaintance(trials: 4) > rules.strangerWeight && rules.acquaintance(trials: 4) < 1)
    }

    @Test func `the published posterior grows with the raw one, and is never certain`() {
        let engine = DetectionEngine()
        var last = -1.0
        for step in 0...10_000 {
            let posterior = engine.calibrated(Double(step) / 10_000)
            #expect(posterior >= last && posterior < 1)
            last = posterior
        }
        #expect(engine.calibrated(0) == 0)
    }
}
