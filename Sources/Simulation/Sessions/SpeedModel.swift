import ObservatoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Speeds of the paced transfers of one session.
enum SpeedModel {
    /// Bytes of the object that a transfer fetches, and the time limit of a transfer.
    static let objectBytes = 512_000.0
    static let limitMilliseconds = 20_000.0

    /// Congestion by local time of day, a factor on the line's speed: worst about 21:00.
    static func congestion(hour: Double) -> Double {
        1 - 0.3 * exp(-pow(min(abs(hour - 21), 24 - abs(hour - 21)) / 3, 2))
    }

    /// What a transfer at a speed in kbit/s gives, cut at the time limit.
    static func transfer(kilobitsPerSecond rate: Double) -> Transfer {
        let rate = max(rate, 1)
        let needed = objectBytes * 8 / rate
        if needed <= limitMilliseconds {
            return Transfer(bytes: Int64(objectBytes), milliseconds: Int64(max(1, needed.rounded())))
        }
        return Transfer(bytes: Int64(rate * limitMilliseconds / 8), milliseconds: Int64(limitMilliseconds))
    }

    /// Speed towards the platform under a throttle, from what the line would give. A policer holds its cap closely.
    static func throttled(
        _ rate: Double, capKbps: Double?, factor: Double, using generator: inout SeededGenerator
    ) -> Double {
        let slowed = rate / max(1, factor)
        guard let capKbps else { return slowed }
        return min(slowed, generator.logNormal(median: capKbps, deviation: 0.06))
    }
}
