import TestSupport
import Testing

@testable import Detection

@Suite struct CorrelationBlockTests {
    private let severities = DetectionRules().alternatives.rates

    /// The expected value of exp(increment) for one hard vote, exact.
    private func expectation(_ block: CorrelationBlock, rate: Double, null: Double, correlation: Double) -> Triple {
        var (failing, working) = (block, block)
        let gain = failing.increment(
            failure: 1, success: 0, null: null, severities: severities, block: block.block, correlation: correlation)
        let loss = working.increment(
            failure: 0, success: 1, null: null, severities: severities, block: block.block, correlation: correlation)
        return rate * gain.map(exponential) + (1 - rate) * loss.map(exponential)
    }

    @Test(arguments: [UInt64(11), 12, 13])
    func `the first vote of a block is worth at most 1 on average under every true rate up to the null`(seed: UInt64) {
        print("seed \(seed)")
        var draws = SeededDraws(seed: seed)
        for _ in 0..<2_000 {
            let null = draws.draw(0.005...0.95)
            let rate = draws.draw(0...null)
            var block = CorrelationBlock()
            block.block = 7
            let mean = expectation(block, rate: rate, null: null, correlation: draws.draw(0.001...0.1))
            #expect(mean.largest <= 1 + 1e-12, "null \(null), rate \(rate)")
        }
    }

    @Test(arguments: [UInt64(21), 22])
    func `whole blocks are worth at most 1 on average when votes share their weather`(seed: UInt64) {
        print("seed \(seed)")
        // Exact: the predictive probabilities of a beta-binomial block, over every sequence of 8 votes.
        var draws = SeededDraws(seed: seed)
        for _ in 0..<40 {
            let (null, correlation) = (draws.draw(0.02...0.6), draws.draw(0.005...0.1))
            let rate = draws.draw(0...null)
            let theta = (1 - correlation) / correlation
            var mean = Triple.zero
            for pattern in 0..<256 {
                var block = CorrelationBlock()
                var probability = 1.0
                var sum = Triple.zero
                for vote in 0..<8 {
                    let failed = pattern >> vote & 1 == 1
                    let predicted = (rate * theta + Double(block.failures)) / (theta + Double(vote))
                    probability *= failed ? predicted : 1 - predicted
                    sum += block.increment(
                        failure: failed ? 1 : 0, success: failed ? 0 : 1, null: null, severities: severities,
                        block: 0, correlation: correlation)
                }
                mean += probability * sum.map(exponential)
            }
            #expect(mean.largest <= 1 + 1e-9, "null \(null), rate \(rate), rho \(correlation): \(mean)")
        }
    }

    @Test(arguments: [UInt64(31)])
    func `a soft vote is worth at most 1 on average when its weights are fair`(seed: UInt64) {
        print("seed \(seed)")
        var draws = SeededDraws(seed: seed)
        for _ in 0..<1_000 {
            let null = draws.draw(0.01...0.7)
            // A measurement that says f or, mirrored, 1 − f, as often as the truth fails.
            let (rate, sharpness) = (draws.draw(0...null), draws.draw(0.5...1))
            var (bad, good) = (CorrelationBlock(), CorrelationBlock())
            let gain = bad.increment(
                failure: sharpness, success: 1 - sharpness, null: null, severities: severities, block: 0,
                correlation: 0.02)
            let loss = good.increment(
                failure: 1 - sharpness, success: sharpness, null: null, severities: severities, block: 0,
                correlation: 0.02)
            let says = rate * sharpness + (1 - rate) * (1 - sharpness)
            let mean = says * gain.map(exponential) + (1 - says) * loss.map(exponential)
            #expect(mean.largest <= 1 + 1e-12, "null \(null), rate \(rate), sharpness \(sharpness)")
        }
    }

    @Test func `a vote that says nothing moves nothing`() {
        var block = CorrelationBlock()
        let increment = block.increment(
            failure: 0, success: 0, null: 0.1, severities: severities, block: 0, correlation: 0.02)
        #expect(increment.largest.magnitude < 1e-12 && (-1 * increment).largest.magnitude < 1e-12)
    }

    @Test func `failures together count less than failures apart`() {
        func sum(_ blocks: [Int32]) -> Double {
            var block = CorrelationBlock()
            return blocks.reduce(0) { total, index in
                total
                    + block.increment(
                        failure: 1, success: 0, null: 0.07, severities: severities, block: index, correlation: 0.02
                    ).b
            }
        }
        let (together, apart) = (sum([5, 5, 5, 5, 5]), sum([1, 2, 3, 4, 5]))
        #expect(together < apart - 0.5 && together > 0)
        #expect(sum([9]) == sum([1]))
    }
}
