import TestSupport
import Testing

@testable import Detection

@Suite struct OnsetTests {
    @Test(arguments: [UInt64(401), 402])
    func `the interval holds the true onset in at least 85 of 100 runs`(seed: UInt64) {
        print("seed \(seed)")
        var draws = SeededDraws(seed: seed)
        let runs = 300
        var held = 0
        var errors: [Int32] = []
        for _ in 0..<runs {
            let (null, hit) = (draws.draw(0.05...0.12), draws.draw(0.5...0.95))
            let perMinute = draws.draw(0.3...3)
            let gain = naturalLog((1 - (1 - null) * 0.35) / null)
            let loss = naturalLog(0.35)
            var votes: [(at: Int32, increment: Double)] = []
            let onset = Int32(draws.draw(200...260))
            let until = onset + Int32(12 / perMinute) + 10
            for minute in Int32(0)..<until {
                var left = perMinute
                while left > 0 {
                    defer { left -= 1 }
                    guard draws.happens(min(1, left)) else { continue }
                    let failed = draws.happens(minute >= onset ? hit : null * 0.7)
                    votes.append((minute, failed ? gain : loss))
                }
            }
            let estimate = OnsetEstimate(votes: votes, earliest: 0, fallback: until)
            #expect(estimate.low <= estimate.likely && estimate.likely <= estimate.high)
            if estimate.low <= onset && onset <= estimate.high { held += 1 }
            errors.append(abs(estimate.likely - onset))
        }
        errors.sort()
        print("held \(held) of \(runs), median error \(errors[runs / 2]) min")
        #expect(Double(held) >= 0.85 * Double(runs))
        #expect(errors[runs / 2] <= 5)
    }

    @Test func `a clean change between two votes lies between them`() {
        let before = (0..<30).map { (at: Int32($0 * 10), increment: -1.05) }
        let after = (0..<8).map { (at: Int32(360 + $0 * 10), increment: 2.4) }
        let estimate = OnsetEstimate(votes: before + after, earliest: 0, fallback: 0)
        #expect(estimate.low >= 280 && estimate.high <= 362)
        #expect((290...360).contains(estimate.likely))
    }

    @Test func `the order of votes is of no matter, and none of them means the fallback`() {
        let votes = (0..<40).map { (at: Int32($0 * 7), increment: $0 >= 25 ? 1.9 : -1.05) }
        let straight = OnsetEstimate(votes: votes, earliest: 0, fallback: 9)
        #expect(OnsetEstimate(votes: votes.reversed(), earliest: 0, fallback: 9) == straight)
        #expect(OnsetEstimate(votes: [], earliest: 0, fallback: 9) == OnsetEstimate(low: 9, likely: 9, high: 9))
        let one = OnsetEstimate(votes: [(50, 2)], earliest: 0, fallback: 9)
        #expect(one.low <= one.likely && one.likely <= 50)
    }
}
