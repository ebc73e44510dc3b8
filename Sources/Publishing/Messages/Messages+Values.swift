package import Gazetteer
package import ObservatoryModel

/// Numbers, lists and times as the language writes them.
extension Messages {
    /// A whole number with its groups of three: `12,345`.
    package func number(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += separator("number.group", ",") }
            text.append(digit)
        }
        return text
    }

    /// A number with a fixed count of decimals, 0 to 6, rounded half away from zero; `–` when it is no number.
    package func number(_ value: Double, decimals: Int) -> String {
        precondition((0...6).contains(decimals), "decimals are 0 to 6")
        guard value.isFinite, value.magnitude < 1e12 else { return "–" }
        var scale = 1
        for _ in 0..<decimals { scale *= 10 }
        let scaled = Int((value.magnitude * Double(scale)).rounded(.toNearestOrAwayFromZero))
        let sign = value < 0 && scaled != 0 ? "-" : ""
        guard decimals > 0 else { return sign + number(scaled) }
        let fraction = String(scaled % scale)
        let zeros = String(repeating: "0", count: decimals - fraction.count)
        return sign + number(scaled / scale) + separator("number.decimal", ".") + zeros + fraction
    }

    /// A list within a sentence: `X, Facebook and YouTube`; empty for none.
    package func list(_ items: [String]) -> String {
        guard var text = items.last else { return "" }
        for (index, item) in items.dropLast().enumerated().reversed() {
            let key = index == items.count - 2 ? "list.pair" : "list.more"
            text = self.text(key, ["first": .text(item), "rest": .text(text)])
        }
        return text
    }

    /// A day: `7 January 2024`.
    package func date(_ date: CivilDate, withYear: Bool = true) -> String {
        text(
            withYear ? "time.date" : "time.day",
            [
                "day": .text(String(date.day)), "month": .text(text("month.\(date.month)")),
                "year": .text(String(date.year)),
            ])
    }

    /// A moment on a place's clocks: `7 January 2024, 17:58 (UTC+5)`.
    package func moment(_ time: LocalTime) -> String {
        text(
            "time.moment",
            ["date": .text(date(time.date)), "clock": .text(time.clock), "zone": .text(time.kind.utcOffset)])
    }

    /// A length of time in its two largest units: `3 minutes`, `8 hours 33 minutes`, `2 days 5 hours`; at least a minute.
    package func duration(_ interval: Interval) -> String {
        let minutes = max(1, Int((interval.milliseconds + 30_000) / 60_000))
        let (days, hours) = (minutes / 1440, minutes / 60 % 24)
        let parts: [(String, Int)] =
            days > 0 ? [("days", days), ("hours", hours)] : [("hours", hours), ("minutes", minutes % 60)]
        return parts.filter { $0.1 > 0 }.map { text("duration.\($0.0)", ["count": .count($0.1)]) }
            .joined(separator: " ")
    }

    /// The separator of a key; messages are trimmed, so that a space is written as `space`.
    private func separator(_ key: String, _ usual: String) -> String {
        guard has(key) else { return usual }
        let text = text(key)
        return text == "space" ? "\u{00a0}" : text
    }
}
