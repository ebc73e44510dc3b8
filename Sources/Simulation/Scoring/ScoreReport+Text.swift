import ObservatoryModel

extension ScoreReport {
    /// The report as a table for people.
    package var text: String {
        var lines = [
            "detector: \(detector)",
            "streams \(streams.count), scoreable events \(scoreable.count), country-platform-years "
                + Self.number(countryPlatformYears, 2),
            "false alarms per country-platform-year: suspected or more "
                + Self.number(falseAlarmRate(confirmed: false), 3) + ", confirmed "
                + Self.number(falseAlarmRate(confirmed: true), 3) + "; precision of confirmed "
                + Self.number(precision, 3) + "; calibration error " + Self.number(calibrationError, 3),
            "",
            Self.row([
                "events", "n", "recall s", "recall c", "suspected", "confirmed", "ended", "scope", "mech F1", "frag",
                "onset in", "onset err",
            ]),
        ]
        for group in [total] + groups {
            lines.append(
                Self.row([
                    group.name, String(group.events), Self.number(group.suspectedRecall, 2),
                    Self.number(group.recall, 2), group.suspected.text, group.confirmed.text,
                    group.ended.text, Self.number(group.scopeRight, 2), Self.number(group.mechanismF1, 2),
                    Self.number(group.fragmentation, 1), Self.number(group.onsetCovered, 2),
                    Self.number(group.onsetError, 0),
                ]))
        }
        lines.append("")
        lines.append("calibration (posterior, share true, claims):")
        for bin in calibration where bin.count > 0 {
            lines.append("  \(Self.number(bin.posterior, 3))  \(Self.number(bin.share, 3))  \(bin.count)")
        }
        let alarms = streams.flatMap(\.falseAlarms)
        lines.append("")
        lines.append("false alarms (\(alarms.count), confirmed \(alarms.filter(\.confirmed).count)):")
        for alarm in alarms.sorted(by: { $0.confirmed && !$1.confirmed }).prefix(60) {
            lines.append(
                "  \(alarm.confirmed ? "confirmed" : "suspected") \(alarm.scenario)/\(alarm.seed) \(alarm.category ?? "-")"
                    + " \(alarm.country) \(alarm.verdict.rawValue) \(alarm.scope.rawValue)"
                    + " \(alarm.platforms.map(\.text).joined(separator: ",")) \(alarm.from)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The report as one line of JSON, with what never came as `null`.
    package var json: String {
        func object(_ group: Group) -> String {
            "{\"name\":\"\(group.name)\",\"events\":\(group.events),\"recallSuspected\":"
                + Self.json(group.suspectedRecall) + ",\"recall\":" + Self.json(group.recall)
                + ",\"suspectedMinutes\":\(Self.json(group.suspected)),\"confirmedMinutes\":\(Self.json(group.confirmed))"
                + ",\"endMinutes\":\(Self.json(group.ended)),\"scopeRight\":" + Self.json(group.scopeRight)
                + ",\"mechanismF1\":" + Self.json(group.mechanismF1) + ",\"fragmentation\":"
                + Self.json(group.fragmentation) + ",\"onsetCovered\":" + Self.json(group.onsetCovered)
                + ",\"onsetErrorMinutes\":" + Self.json(group.onsetError) + "}"
        }
        let bins = calibration.map {
            "{\"posterior\":\(Self.json($0.posterior)),\"true\":\(Self.json($0.share)),\"claims\":\($0.count)}"
        }
        return "{\"kind\":\"score\",\"detector\":\"\(detector)\",\"streams\":\(streams.count)"
            + ",\"countryPlatformYears\":" + Self.json(countryPlatformYears) + ",\"falseSuspectedPerYear\":"
            + Self.json(falseAlarmRate(confirmed: false)) + ",\"falseConfirmedPerYear\":"
            + Self.json(falseAlarmRate(confirmed: true)) + ",\"precision\":" + Self.json(precision)
            + ",\"calibrationError\":" + Self.json(calibrationError) + ",\"calibration\":["
            + bins.joined(separator: ",") + "],\"total\":" + object(total) + ",\"groups\":["
            + groups.map(object).joined(separator: ",") + "]}"
    }

    private static func row(_ cells: [String]) -> String {
        cells.enumerated().map { index, cell in
            let width = index == 0 ? 22 : 11
            let padding = String(repeating: " ", count: max(1, width - cell.count))
            return index == 0 ? cell + padding : padding + cell
        }.joined()
    }

    /// A number with a fixed count of digits after the point; `-` when there is none, `∞` for what never came.
    package static func number(_ value: Double, _ digits: Int) -> String {
        if value.isNaN { return "-" }
        if value.isInfinite { return "∞" }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int64((abs(value) * scale).rounded())
        let whole = scaled / Int64(scale)
        let fraction = String(scaled % Int64(scale))
        let sign = value < 0 && scaled > 0 ? "-" : ""
        if digits == 0 { return sign + String(whole) }
        return "\(sign)\(whole).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
    }

    /// A number without superfluous digits: `3.5`, `60`.
    package static func shortNumber(_ value: Double) -> String {
        var text = number(value, 4)
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }

    /// A number for JSON: `null` for what is not finite.
    static func json(_ value: Double) -> String {
        value.isFinite ? number(value, 4) : "null"
    }

    private static func json(_ delay: Delay) -> String {
        "[\(json(delay.median)),\(json(delay.ninetieth))]"
    }
}
