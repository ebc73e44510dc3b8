#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a count of rare events says of their rate.
package enum PoissonBound {
    /// The mean at which so few or fewer would come in one of twenty: the upper end of a one-sided 95 % interval.
    package static func upper(_ count: Int) -> Double {
        var low = 0.0
        var high = 10.0 + 4 * Double(count)
        for _ in 0..<100 {
            let middle = (low + high) / 2
            if chance(ofAtMost: count, mean: middle) > 0.05 { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    private static func chance(ofAtMost count: Int, mean: Double) -> Double {
        var term = exp(-mean)
        var sum = term
        for number in 0..<count {
            term *= mean / Double(number + 1)
            sum += term
        }
        return sum
    }
}
