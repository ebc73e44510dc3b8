import ObservatoryModel
import TestSupport
import Testing

@testable import Detection

@Suite struct NetworkEvidenceTests {
    private func vote(
        network: Int32, probe: Int32, at: Int32, failed: Bool, gain: Float = 2, access: AccessType = .fixed,
        region: Int16 = -1, weight: Float = 1, family: Family = .probes
    ) -> CountedVote {
        let increment = failed ? gain : -1
        return CountedVote(
            vote: Vote(
                at: at, received: at, network: network, probe: probe, region: region, access: access, family: family,
                failure: failed ? 1 : 0, success: failed ? 0 : 1, weight: weight, software: 0, wide: false,
                siblingAlive: true, symptom: .unknown),
            increments: (increment * 0.5, increment, increment * 1.2), null: 0.07)
    }

    private func evidence(_ votes: [CountedVote], claim: Claim = .country, since: Int32 = 0) -> NetworkEvidence {
        var history = VoteHistory()
        for vote in votes { history.append(vote) }
        return NetworkEvidence(
            history: history, since: since, claim: claim, cap: 5.3, mostOONI: 8, ooniExponent: 0.7)
    }

    /// e-BH from its definition: the largest k such that at least k networks have e ≥ N/(kα).
    private func naive(_ evidence: NetworkEvidence, _ rate: Double) -> [Int32] {
        let count = Double(evidence.entries.count)
        let eligible = evidence.entries.filter { $0.failures > 0 }
        for k in stride(from: eligible.count, to: 0, by: -1) {
            let limit = naturalLog(count / (Double(k) * rate))
            let passing = eligible.filter { $0.nats >= limit }
            if passing.count >= k {
                return passing.sorted { ($1.nats, $0.network) < ($0.nats, $1.network) }.prefix(k).map(\.network)
                    .sorted()
            }
        }
        return []
    }

    @Test(arguments: [UInt64(701), 702])
    func `e-BH accepts what its definition says`(seed: UInt64) {
        print("seed \(seed)")
        var draws = SeededDraws(seed: seed)
        for _ in 0..<1_000 {
            var made = evidence([])
            made.entries = (0..<Int32.random(in: 0...12, using: &draws)).map { network in
                NetworkEvidence.Entry(
                    network: network, nats: draws.draw(-3...9), votes: 10, failures: draws.happens(0.8) ? 5 : 0,
                    failingProbes: 2, firstFailure: 0, lastFailure: 0, newest: 0)
            }
            #expect(made.accepted(falseDiscoveryRate: 0.05).map(\.network) == naive(made, 0.05))
        }
    }

    @Test func `one observer carries the cap for its network, several more`() {
        let one = evidence((0..<50).map { vote(network: 0, probe: 1, at: $0, failed: true) })
        #expect(abs(one.entries[0].nats - 5.3) < 0.01)
        let three = evidence((0..<51).map { vote(network: 0, probe: $0 % 3, at: $0, failed: true) })
        #expect(abs(three.entries[0].nats - 15.9) < 0.01)
        #expect(three.entries[0].failingProbes == 3)
    }

    @Test func `votes before the onset, and outside the claim, say nothing of a network but its covered share`() {
        let votes = (0..<20).flatMap { minute -> [CountedVote] in
            [
                vote(network: 0, probe: minute % 4, at: minute, failed: true, region: 1),
                vote(network: 0, probe: 4 + minute % 4, at: minute, failed: false, region: 2),
            ]
        }
        let regional = evidence(votes, claim: .regions([1]), since: 10)
        #expect(regional.entries.count == 1)
        #expect(regional.entries[0].votes == 10 && regional.entries[0].failures == 10)
        #expect(regional.entries[0].firstFailure == 10)
        #expect(abs(regional.entries[0].covered - 0.5) < 1e-9)
        #expect(evidence(votes, since: 10).entries[0].votes == 20)
        #expect(evidence(votes, claim: .access(1)).entries.isEmpty)
    }

    @Test func `a light key counts for less, and detached observers for no network`() {
        let light = evidence((0..<3).map { vote(network: 0, probe: $0, at: $0, failed: true, weight: 0.1) })
        #expect(light.entries[0].nats < 1)
        #expect(evidence([vote(network: -1, probe: 1, at: 0, failed: true)]).entries.isEmpty)
    }

    @Test func `a network of OONI measurements stands for half as many probes as failed, at most eight`() {
        let few = evidence((0..<4).map { vote(network: 0, probe: -1, at: $0, failed: true, family: .ooni) })
        #expect(few.entries[0].nats <= 0.7 * 2 * 5.3 + 1e-6)
        let many = evidence((0..<200).map { vote(network: 0, probe: -1, at: $0, failed: true, family: .ooni) })
        #expect(abs(many.entries[0].nats - 0.7 * 8 * 5.3) < 0.01)
    }

    @Test func `a network that fell silent stays named by its statistic`() {
        var made = evidence([vote(network: 0, probe: 1, at: 5, failed: true)])
        made.addSilent([500, 20, 5_000], since: 3)
        #expect(made.entries.map(\.network) == [0, 2])
        #expect(abs(made.entries[1].nats - naturalLog(5_000)) < 1e-9)
    }
}
