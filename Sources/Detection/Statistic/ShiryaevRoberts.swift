/// The Shiryaev-Roberts statistic of one scope, one value a severity: `R ← (1 + R) · exp(increment)` (§4).
///
/// `R` is the likelihood ratio summed over all possible onsets. Under the null `R_t − t` is a supermartingale, so the
/// mean time until `R ≥ c` is at least `c` bins. Kept as it is, not as its logarithm, since a double holds up to
/// e⁷⁰⁹ and a sum over scopes needs the values themselves.
struct ShiryaevRoberts: Sendable, Hashable {
    var r = Triple.zero

    /// The largest value kept; far above every level and far below overflow.
    static let ceiling = 1e200

    /// One bin in which the scope had votes.
    mutating func advance(by increment: Triple) {
        r = Triple(
            Self.next(r.a, increment.a), Self.next(r.b, increment.b), Self.next(r.c, increment.c))
    }

    @inline(__always) private static func next(_ value: Double, _ increment: Double) -> Double {
        min((1 + value) * exponential(increment), ceiling)
    }
}

/// What one observer (a probe, a group of young keys, a network's OONI measurements) may carry, net (§4).
///
/// A gain is cut where `used` would pass the cap; a loss passes whole and gives room back. So one broken or lying
/// observer cannot carry an incident, and a few successes of a leaky block do not eat a true one away.
struct NetCap: Sendable, Hashable {
    var a: Float = 0
    var b: Float = 0
    var c: Float = 0

    /// What of the increment counts, after the cap.
    mutating func admit(_ increment: Triple, cap: Double) -> Triple {
        Triple(
            Self.admit(increment.a, &a, cap), Self.admit(increment.b, &b, cap),
            Self.admit(increment.c, &c, cap))
    }

    @inline(__always) private static func admit(
        _ increment: Double, _ used: inout Float, _ cap: Double
    ) -> Double {
        if increment > 0 {
            let counted = max(0, min(increment, cap - Double(used)))
            used += Float(counted)
            return counted
        }
        used = max(0, used + Float(increment))
        return increment
    }
}

/// The votes of one network on one platform within a quarter of an hour are beta-binomial (§3): weather is shared.
///
/// With `θ = (1 − ρ)/ρ` the predictive probability of the next failure is `(pθ + failures)/(θ + votes)`.
struct CorrelationBlock: Sendable, Hashable {
    /// Index of the block, minutes since the epoch divided by its length.
    var block: Int32 = .min
    var failures: Float = 0
    var successes: Float = 0

    /// The log ratio of the predictive probabilities of a vote under each alternative and under the null.
    ///
    /// - Parameters:
    ///   - failure: how far the vote is a failure, 0...1, and `success` how far it is none; what is missing to 1 says
    ///     nothing either way.
    ///   - null: 0 < p < 1.
    mutating func increment(
        failure: Double, success: Double, null: Double, severities: Triple, block index: Int32,
        correlation: Double
    ) -> Triple {
        if block != index {
            block = index
            failures = 0
            successes = 0
        }
        let theta = (1 - correlation) / correlation
        let (f, s) = (Double(failures), Double(successes))
        let total = theta + f + s
        let nullFailure = (null * theta + f) / total
        let unknown = 0.5 * max(0, 1 - failure - success)
        let nullLikelihood = failure * nullFailure + success * (1 - nullFailure) + unknown
        let result = severities.map { severity in
            let alternative = 1 - (1 - null) * (1 - severity)
            let altFailure = (alternative * theta + f) / total
            return naturalLog(
                (failure * altFailure + success * (1 - altFailure) + unknown) / nullLikelihood)
        }
        failures += Float(failure)
        successes += Float(success)
        return result
    }
}

extension ShiryaevRoberts: Snapshotted {
    static var blank: ShiryaevRoberts { ShiryaevRoberts() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&r)
    }
}

extension NetCap: Snapshotted {
    static var blank: NetCap { NetCap() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&a)
        try coder.code(&b)
        try coder.code(&c)
    }
}

extension CorrelationBlock: Snapshotted {
    static var blank: CorrelationBlock { CorrelationBlock() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&block)
        try coder.code(&failures)
        try coder.code(&successes)
    }
}
