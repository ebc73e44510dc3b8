import Gazetteer
import ObservatoryModel
import Publishing

/// Where moments lie along a chart, and which of them get a label.
struct TimeAxis {
    /// A labelled moment; on a narrow screen only every other one, the main ones, keeps its label.
    struct Tick {
        var at: Timestamp
        var label: String
        var isMain: Bool
    }

    let from: Timestamp
    /// Exclusive, and after `from`.
    let to: Timestamp
    let country: CountryCode

    /// How far along a moment lies, 0...1, clipped to the ends.
    func position(_ moment: Timestamp) -> Double {
        let length = Double((to - from).milliseconds)
        return length > 0 ? min(max(Double((moment - from).milliseconds) / length, 0), 1) : 0
    }

    /// The same in percent, for attributes.
    func percent(_ moment: Timestamp) -> String { coordinate(position(moment) * 100) + "%" }

    /// Round moments of the country's clocks with their labels: clocks within three days, days beyond.
    func ticks(_ text: PageText) -> [Tick] {
        let hours = (to - from).milliseconds / 3_600_000
        let step: Interval =
            switch hours {
            case ...1: .minutes(10)
            case ...3: .minutes(30)
            case ...8: .hours(1)
            case ...30: .hours(3)
            case ...80: .hours(12)
            case ...200: .days(1)
            case ...800: .days(4)
            default: Interval.days(((to - from).milliseconds / 86_400_000 / 8) + 1)
            }
        let offset = Interval.seconds(Int64(text.zone(of: country).kind(at: from).offset))
        var moment = (from + offset).floored(to: step) - offset
        if moment < from { moment = moment + step }
        var ticks: [Tick] = []
        while moment < to, ticks.count < 40 {
            let time = LocalTime(moment, in: text.zone(of: country))
            let isMidnight = time.hour == 0 && time.minute == 0
            let label =
                step >= .hours(24) || isMidnight ? text.messages.date(time.date, withYear: false) : time.clock
            // The label sits to the right of its tick; one that would be cut off is left out.
            if position(moment) < (step >= .hours(24) || isMidnight ? 0.9 : 0.95) {
                ticks.append(Tick(at: moment, label: label, isMain: ticks.count.isMultiple(of: 2)))
            }
            moment = moment + step
        }
        return ticks
    }
}
