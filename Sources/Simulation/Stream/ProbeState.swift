import ObservatoryModel

/// What one probe of a run remembers.
struct ProbeState {
    var generator: SeededGenerator
    /// Where in the quiet 10 minutes it measures, milliseconds.
    var phase: Int64
    /// The number of the list of orders that it has heard.
    var known = 0
    /// For each platform a stamp: an appointment with an older stamp is void.
    var stamps: [UInt16]
    /// Whether it is switched on, and until when that holds.
    var isOn = true
    var until: Timestamp
    /// The half hour of its last quiet transfer, the day of its transfer budget, and what it has used of it, bytes.
    var transferSlot: Int64 = -1
    var budgetDay: Int64 = -1
    var bytesToday: Int64 = 0
    /// Whether it is one of the third that transfers when asked.
    var transfersWhenAsked: Bool

    /// The daily budget of a volunteer, and what quiet times leave of it, bytes.
    static let dailyBytes: Int64 = 50_000_000
    static let quietBytes: Int64 = 36_000_000

    init(probe: SimulatedProbe, index: Int, platforms: Int, seed: UInt64, start: Timestamp) {
        generator = SeededGenerator(seed: seed, 0x7072_6f62, UInt64(index))
        phase = Int64(generator.uniform() * 600_000)
        stamps = Array(repeating: 0, count: platforms)
        isOn = generator.chance(probe.hoursOn / (probe.hoursOn + probe.hoursOff))
        transfersWhenAsked = generator.chance(1 / 3.0)
        let mean = isOn ? probe.hoursOn : probe.hoursOff
        until = start + Interval(milliseconds: Int64(generator.exponential(mean: mean) * 3_600_000))
    }

    /// Brings the switch up to date; whether the probe is on at the time.
    mutating func isOn(at time: Timestamp, probe: SimulatedProbe) -> Bool {
        if let from = probe.from, time < from { return false }
        if probe.sleeps(at: time) { return false }
        while until <= time {
            isOn.toggle()
            let mean = isOn ? probe.hoursOn : probe.hoursOff
            until = until + Interval(milliseconds: 1 + Int64(generator.exponential(mean: mean) * 3_600_000))
        }
        return isOn
    }

    /// The next quiet appointment after a time: the probe's slot of the 10 minutes, a little early or late.
    mutating func quietAppointment(after time: Timestamp, platform: Int) -> Timestamp {
        let cycle = Int64(CadenceBoard.quietSeconds) * 1000
        let place = phase + Int64(platform) * 4_000
        let slot = (time.milliseconds - place + cycle / 4) / cycle + 1
        return Timestamp(milliseconds: slot * cycle + place + Int64(generator.uniform(-20_000...20_000)))
    }

    /// Whether this session transfers, and if so books it.
    mutating func transfers(
        at time: Timestamp, order: CadenceBoard.Order?, platform: Int, of count: Int, metered: Bool
    ) -> Bool {
        if metered { return false }
        let day = time.milliseconds / 86_400_000
        if day != budgetDay {
            budgetDay = day
            bytesToday = 0
        }
        let cost = Int64(SpeedModel.objectBytes) * 3
        if let order {
            guard order.transfer, transfersWhenAsked, bytesToday + cost <= Self.dailyBytes else { return false }
        } else {
            // Spread over the day, so that an evening finds some of the budget left.
            let share = Double(time.milliseconds % 86_400_000) / 86_400_000
            let slot = time.milliseconds / 1_800_000
            guard slot != transferSlot, Int(slot % Int64(count)) == (platform + Int(phase) % count) % count,
                bytesToday <= Int64(share * Double(Self.quietBytes)) + cost
            else { return false }
            transferSlot = slot
        }
        bytesToday += cost
        return true
    }
}
