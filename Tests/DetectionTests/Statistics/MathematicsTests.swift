import Testing

@testable import Detection

@Suite struct MathematicsTests {
    /// Values of DLMF 5.4 and of an arbitrary-precision calculator.
    @Test(
        arguments: [
            (1.0, 0.0), (2.0, 0.0), (0.5, 0.572_364_942_924_700_1), (3.5, 1.200_973_602_347_074_2),
            (10.0, 12.801_827_480_081_469), (100.0, 359.134_205_369_575_4), (0.01, 4.599_479_878_042_021),
            (1e6, 12_815_504.569_147_612),
        ]) func `logGamma agrees with known values`(_ x: Double, _ expected: Double)
    {
        #expect(abs(logGamma(x) - expected) <= 1e-12 * max(1, abs(expected)) * 10)
    }

    @Test func `logGamma obeys its recurrence`() {
        for x in stride(from: 0.05, through: 40, by: 0.05) {
            #expect(abs(logGamma(x + 1) - logGamma(x) - naturalLog(x)) < 1e-10, "at \(x)")
        }
    }

    @Test func `a triple adds, scales and compares part by part`() {
        let sum = Triple(1, 2, 3) + 2 * Triple(1, -1, 0.5)
        #expect(sum == Triple(3, 0, 4))
        #expect(sum.largest == 4)
        #expect(abs(sum.mean - 7.0 / 3) < 1e-15)
        #expect(Triple.zero.isZero && !sum.isZero)
    }
}
