import Simulation
import Testing

struct SeededGeneratorTests {
    private func moments(_ count: Int, _ draw: () -> Double) -> (mean: Double, variance: Double) {
        var sum = 0.0
        var squares = 0.0
        for _ in 0..<count {
            let value = draw()
            sum += value
            squares += value * value
        }
        let mean = sum / Double(count)
        return (mean, squares / Double(count) - mean * mean)
    }

    @Test(arguments: [UInt64(0), 1, .max])
    func `draws have the mean and variance of their distribution`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let count = 40_000
        let uniform = moments(count) { generator.uniform() }
        #expect(abs(uniform.mean - 0.5) < 0.01 && abs(uniform.variance - 1 / 12.0) < 0.003, "seed \(seed)")
        let normal = moments(count) { generator.normal() }
        #expect(abs(normal.mean) < 0.03 && abs(normal.variance - 1) < 0.05, "seed \(seed)")
        let exponential = moments(count) { generator.exponential(mean: 3) }
        #expect(abs(exponential.mean - 3) < 0.1 && abs(exponential.variance - 9) < 0.8, "seed \(seed)")
        let gamma = moments(count) { generator.gamma(shape: 0.4) }
        #expect(abs(gamma.mean - 0.4) < 0.02 && abs(gamma.variance - 0.4) < 0.05, "seed \(seed)")
        let beta = moments(count) { generator.beta(mean: 0.1, correlation: 0.02) }
        #expect(abs(beta.mean - 0.1) < 0.003 && abs(beta.variance - 0.1 * 0.9 * 0.02) < 0.0003, "seed \(seed)")
        for mean in [0.3, 12, 80] {
            let poisson = moments(count) { Double(generator.poisson(mean: mean)) }
            #expect(abs(poisson.mean / mean - 1) < 0.04 && abs(poisson.variance / mean - 1) < 0.06, "seed \(seed)")
            let binomial = moments(count) { Double(generator.negativeBinomial(mean: mean, size: 3)) }
            let variance = mean + mean * mean / 3
            #expect(abs(binomial.mean / mean - 1) < 0.04 && abs(binomial.variance / variance - 1) < 0.1, "seed \(seed)")
        }
    }

    @Test func `the first words are those of the published algorithm`() {
        // xoshiro256** with the state that SplitMix64 gives from seed 0; first words from the authors' C programs.
        var generator = SeededGenerator(seed: 0)
        #expect(generator.next() == 0x99EC_5F36_CB75_F2B4)
        #expect(generator.next() == 0xBF6E_1F78_4956_452A)
    }

    @Test func `a sample has no element twice and never more than there are`() {
        var generator = SeededGenerator(seed: 9)
        for count in 0...8 {
            let drawn = generator.sample(count, of: [1, 2, 3, 4, 5])
            #expect(Set(drawn).count == drawn.count && drawn.count == min(count, 5))
        }
    }
}
