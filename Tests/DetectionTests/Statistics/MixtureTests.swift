import ObservatoryModel
import TestSupport
import Testing

@testable import Detection

@Suite struct MixtureTests {
    private let rules = DetectionRules()

    @Test(arguments: [UInt64(601)])
    func `weights of scopes sum to at most 1, so the mixture is no larger than its largest scope`(seed: UInt64) {
        print("seed \(seed)")
        var draws = SeededDraws(seed: seed)
        for _ in 0..<300 {
            var table = ScopeTable()
            for _ in 0..<20 {
                var bin = BinIncrements()
                for _ in 0..<Int.random(in: 1...6, using: &draws) {
                    bin.add(
                        Triple(draws.draw(-1...2), draws.draw(-1...2), draws.draw(-1...2)),
                        access: draws.happens(0.7) ? Int.random(in: 0...1, using: &draws) : nil,
                        region: draws.happens(0.5) ? Int.random(in: 0...4, using: &draws) : nil,
                        network: draws.happens(0.9) ? Int.random(in: 0...5, using: &draws) : nil)
                }
                table.advance(by: bin)
            }
            let parts = (0..<6).map { _ in draws.unit() }
            let shares = parts.map { $0 / max(1, parts.reduce(0, +)) }
            let (m, winner) = table.mixture(shares: shares, rules: rules)
            let means =
                [table.country.r.mean] + [table.access.fixed.r.mean, table.access.mobile.r.mean]
                + table.regions.map(\.r.mean)
                + table.networks.map(\.r.mean)
            #expect(m <= means.max()! * (1 + 1e-12))
            #expect(m >= rules.countryWeight * table.country.r.mean)
            if case .network(let index) = winner {
                #expect(rules.networkWeight * shares[index] * table.networks[index].r.mean <= m)
            }
        }
    }

    @Test func `the mixture is the sum of DETECTION's weights`() {
        var table = ScopeTable()
        table.country.r = Triple(3, 3, 3)
        table.networks = [ShiryaevRoberts(), ShiryaevRoberts()]
        table.networks[1].r = Triple(100, 200, 300)
        table.regions = [ShiryaevRoberts()]
        table.regions[0].r = Triple(10, 10, 10)
        table.access[1].r = Triple(20, 20, 20)
        table.usedAccess.mobile = true
        let (m, winner) = table.mixture(shares: [0.6, 0.4], rules: rules)
        #expect(abs(m - (0.5 * 3 + 0.1 * 10 + 0.1 * 20 + 0.3 * 0.4 * 200)) < 1e-9)
        #expect(winner == .network(1))
    }

    @Test func `a scope moves only in bins in which it has votes`() {
        var table = ScopeTable()
        var bin = BinIncrements()
        bin.add(Triple(1, 1, 1), access: 0, region: nil, network: 2)
        bin.add(Triple(1, 1, 1), access: nil, region: 1, network: nil, inCountry: false)
        table.advance(by: bin)
        #expect(table.networks.count == 3 && table.networks[0].r.isZero && table.networks[2].r.a > 2.7)
        #expect(table.usedAccess.fixed && !table.usedAccess.mobile && table.access[1].r.isZero)
        #expect(table.regions.count == 2 && table.regions[0].r.isZero && table.regions[1].r.a > 2.7)
        #expect(abs(table.country.r.a - exponential(1)) < 1e-12)
        table.reset()
        #expect(table.country.r.isZero && table.networks.allSatisfy { $0.r.isZero })
    }
}
