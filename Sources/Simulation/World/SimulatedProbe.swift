package import ObservatoryModel

/// What is wrong with a probe itself.
package enum ProbeFlaw: Hashable, Sendable {
    case none
    /// Fails on the platforms of the bit mask at the given rate, whatever the network does; its controls work.
    case broken(platforms: UInt32, rate: Double)
    /// Says that its controls failed at the given rate though they worked.
    case falseControls(rate: Double)
    /// Says that the platforms of the bit mask fail from a time on, as one of many keys of one liar.
    case sybil(platforms: UInt32, from: Timestamp)
}

/// One vantage point of a simulated world.
package struct SimulatedProbe: Sendable {
    package var id: String
    /// Index into the world's countries, and into that country's networks.
    package var country: Int
    package var network: Int
    package var region: RegionCode?
    package var access: AccessType
    package var software: String
    /// Median speed of its line, kbit/s.
    package var lineRate: Double
    /// Whether it has IPv6.
    package var dualStack: Bool
    /// How far its clock is ahead of the truth.
    package var skew: Interval
    /// Mean hours that it stays on and off.
    package var hoursOn: Double
    package var hoursOff: Double
    package var flaw: ProbeFlaw
    /// When it first appears; `nil` for always.
    package var from: Timestamp?
    /// Whether its line may be used for transfers.
    package var metered: Bool
    /// Hours of the UTC day during which it is off every day, as phones are at night; may run over midnight.
    package var sleep: Range<Double>? = nil

    /// Whether its owner sleeps.
    func sleeps(at time: Timestamp) -> Bool {
        guard let sleep else { return false }
        let hour = Double(time.milliseconds % 86_400_000) / 3_600_000
        return sleep.contains(hour) || sleep.contains(hour + 24)
    }
}
