#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension SeededGenerator {
    /// Uniform in [0, 1), 53 bits.
    package mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// Uniform in the closed range.
    package mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + uniform() * (range.upperBound - range.lowerBound)
    }

    /// Uniform in the closed range of whole numbers.
    package mutating func integer(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// True with the given probability; below 0 never, above 1 always.
    package mutating func chance(_ probability: Double) -> Bool {
        uniform() < probability
    }

    /// One of the elements, each as likely; the order of the array decides, so pass arrays, never sets.
    package mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int(next() % UInt64(elements.count))]
    }

    /// `count` different elements in their order of drawing; all of them when there are fewer.
    package mutating func sample<Element>(_ count: Int, of elements: [Element]) -> [Element] {
        var rest = elements
        var drawn: [Element] = []
        while drawn.count < count, !rest.isEmpty {
            drawn.append(rest.remove(at: Int(next() % UInt64(rest.count))))
        }
        return drawn
    }

    /// The index of a weight, drawn in proportion to the weights; their sum must be positive.
    package mutating func weighted(_ weights: [Double]) -> Int {
        var left = uniform() * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            left -= weight
            if left < 0 { return index }
        }
        return weights.count - 1
    }

    /// Standard normal, by Marsaglia's polar method without the spare.
    package mutating func normal() -> Double {
        while true {
            let first = 2 * uniform() - 1
            let second = 2 * uniform() - 1
            let square = first * first + second * second
            if square > 0, square < 1 { return first * (-2 * log(square) / square).squareRoot() }
        }
    }

    /// Log-normal with the given median and standard deviation of the logarithm.
    package mutating func logNormal(median: Double, deviation: Double) -> Double {
        median * exp(deviation * normal())
    }

    /// Log-uniform in the closed range; both ends positive.
    package mutating func logUniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound * exp(uniform() * log(range.upperBound / range.lowerBound))
    }

    /// Exponential with the given mean.
    package mutating func exponential(mean: Double) -> Double {
        -mean * log(1 - uniform())
    }

    /// Gamma with the given shape and mean `shape`, by Marsaglia and Tsang (2000).
    package mutating func gamma(shape: Double) -> Double {
        if shape < 1 { return gamma(shape: shape + 1) * pow(1 - uniform(), 1 / shape) }
        let d = shape - 1 / 3.0
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let v = (1 + c * x) * (1 + c * x) * (1 + c * x)
            if v > 0, log(1 - uniform()) < x * x / 2 + d - d * v + d * log(v) { return d * v }
        }
    }

    /// Beta with the given mean and intra-class correlation ρ = 1 / (a + b + 1); ρ 0 gives the mean itself.
    package mutating func beta(mean: Double, correlation: Double) -> Double {
        guard correlation > 0, mean > 0, mean < 1 else { return mean }
        let total = 1 / correlation - 1
        let first = gamma(shape: mean * total)
        let second = gamma(shape: (1 - mean) * total)
        return first + second > 0 ? first / (first + second) : mean
    }

    /// Poisson with the given mean: by products below 30, above by the rounded normal, which is enough for counts.
    package mutating func poisson(mean: Double) -> Int {
        guard mean > 0 else { return 0 }
        if mean > 30 { return max(0, Int((mean + mean.squareRoot() * normal()).rounded())) }
        let limit = exp(-mean)
        var product = uniform()
        var count = 0
        while product > limit {
            product *= uniform()
            count += 1
        }
        return count
    }

    /// Negative binomial with the given mean and size; a small size means bursts.
    package mutating func negativeBinomial(mean: Double, size: Double) -> Int {
        guard mean > 0 else { return 0 }
        return poisson(mean: mean * gamma(shape: size) / size)
    }
}
