import TestSupport
import Testing

@testable import Detection

@Suite struct WorldReadingsTests {
    /// The median excess of the others with its deviation, straight from the definition.
    private func naive(
        _ shares: [(country: Int, share: WorldShare)], except country: Int, at now: Int32, deviations: Double
    ) -> Double {
        var largest = 0.0
        for speed in 0..<3 {
            let others = shares.filter { $0.country != country }.map { $0.share.reading(speed, at: now) }
                .filter { $0.votes >= 0.5 }
            guard others.count >= 2 else { continue }
            let ratios = others.map { max(0, $0.excess / $0.votes) }.sorted()
            let median =
                ratios.count % 2 == 1
                ? ratios[ratios.count / 2] : (ratios[ratios.count / 2 - 1] + ratios[ratios.count / 2]) / 2
            guard median > 0 else { continue }
            let votes = others.reduce(0) { $0 + $1.votes }
            let rate = (median * votes + 0.25) / (votes + 25)
            largest = max(largest, min(1, median + deviations * (rate * (1 - rate) / (votes + 25)).squareRoot()))
        }
        return largest
    }

    @Test(arguments: [UInt64(501), 502])
    func `leaving one country out of the sorted readings is leaving it out of the world`(seed: UInt64) {
        print("seed \(seed)")
        var draws = SeededDraws(seed: seed)
        for _ in 0..<200 {
            let now: Int32 = 10_000
            let countries = Int.random(in: 0...9, using: &draws)
            let shares = (0..<countries).map { index -> (country: Int, share: WorldShare) in
                var share = WorldShare()
                share.expected = draws.draw(0.02...0.2)
                for _ in 0..<Int.random(in: 0...20, using: &draws) {
                    share.add(
                        failure: draws.happens(0.4) ? 1 : 0, at: now - Int32.random(in: 0...20, using: &draws))
                }
                return (index * 3, share)
            }
            let readings = WorldReadings(minute: now, countries: countries * 3) { speed, add in
                for (country, share) in shares { add(country, share.reading(speed, at: now)) }
            }
            for country in 0...30 {
                let expected = naive(shares, except: country, at: now, deviations: 1)
                #expect(abs(readings.excessElsewhere(than: country, deviations: 1) - expected) < 1e-9)
            }
        }
    }

    @Test func `a few blocking countries do not raise the world's excess, most failing ones do`() {
        func excess(failing: Int, of all: Int) -> Double {
            let shares = (0..<all).map { index -> (country: Int, share: WorldShare) in
                var share = WorldShare()
                for minute in Int32(80)...100 { share.add(failure: index < failing ? 1 : 0, at: minute) }
                return (index, share)
            }
            return WorldReadings(minute: 100, countries: all + 6) { speed, add in
                for (country, share) in shares { add(country, share.reading(speed, at: 100)) }
            }.excessElsewhere(than: all + 5, deviations: 1)
        }
        #expect(excess(failing: 3, of: 8) == 0)
        #expect(excess(failing: 7, of: 8) > 0.9)
        #expect(excess(failing: 1, of: 1) == 0, "one other country may itself be blocking")
    }
}
