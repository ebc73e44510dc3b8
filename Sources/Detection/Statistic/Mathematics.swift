#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Natural logarithm and its inverse, from the C library: the standard library has none.
@inline(__always) func naturalLog(_ value: Double) -> Double { log(value) }
@inline(__always) func exponential(_ value: Double) -> Double { exp(value) }
@inline(__always) func powerOfTwo(_ value: Double) -> Double { exp2(value) }
/// ln Γ(x) for x > 0, by Stirling's series after moving x above 8; the C library's is not thread-safe.
func logGamma(_ value: Double) -> Double {
    var x = value
    var shift = 0.0
    while x < 8 {
        shift += log(x)
        x += 1
    }
    let inverse = 1 / (x * x)
    let series = (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse / 1680))) / x
    return (x - 0.5) * log(x) - x + 0.918_938_533_204_672_7 + series - shift
}

/// Three numbers that go together, one a severity.
struct Triple: Sendable, Hashable {
    var a: Double
    var b: Double
    var c: Double

    init(_ a: Double, _ b: Double, _ c: Double) {
        self.a = a
        self.b = b
        self.c = c
    }

    init(_ tuple: (Double, Double, Double)) {
        self.init(tuple.0, tuple.1, tuple.2)
    }

    static let zero = Triple(0, 0, 0)

    static func + (left: Triple, right: Triple) -> Triple {
        Triple(left.a + right.a, left.b + right.b, left.c + right.c)
    }

    static func += (left: inout Triple, right: Triple) {
        left = left + right
    }

    static func * (left: Double, right: Triple) -> Triple {
        Triple(left * right.a, left * right.b, left * right.c)
    }

    @inline(__always) func map(_ transform: (Double) -> Double) -> Triple {
        Triple(transform(a), transform(b), transform(c))
    }

    var largest: Double { max(a, max(b, c)) }
    var mean: Double { (a + b + c) / 3 }
    var isZero: Bool { a == 0 && b == 0 && c == 0 }
}

extension Triple: Snapshotted {
    static var blank: Triple { .zero }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&a)
        try coder.code(&b)
        try coder.code(&c)
    }
}
