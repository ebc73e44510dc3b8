import ObservatoryModel

/// What a report says of the goals of DETECTION §9.
package struct GoalTables: Sendable {
    private let report: ScoreReport

    package init(_ report: ScoreReport) {
        self.report = report
    }

    private static let sizes: [Observers] = [.many, .some, .few]

    /// Delays and recall by number of probes, each goal beside what was measured.
    package var delays: MarkdownTable {
        var table = MarkdownTable([
            "", "100 probes: goal", "found", "30 probes: goal", "found", "8 probes: goal", "found",
        ])
        func row(_ name: String, goals: [String], _ found: (ScoreReport.Group) -> String, where holds: (Label) -> Bool)
        {
            var cells = [name]
            for (goal, size) in zip(goals, Self.sizes) {
                let group = report.group(name) { holds($0) && $0.observers == size }
                cells += [goal, group.events == 0 ? "-" : found(group)]
            }
            table.add(cells)
        }
        let isNational: (Label) -> Bool = { $0.category == "national" }
        row("national block, `suspected`, median/90 % min", goals: ["2/4", "5/8", "15/25"], { $0.suspected.text }) {
            isNational($0)
        }
        row("the same, `confirmed`", goals: ["4/8", "8/15", "25/45"], { $0.confirmed.text }, where: isNational)
        for (name, verdict, goals) in [
            ("block", Verdict.blocked, [".98", ".97", ".90"]), ("throttle", .slow, [".95", ".90", ".75"]),
            ("darkness", .dark, [".99", ".98", ".95"]),
        ] {
            row("recall of \(name): `suspected`, `confirmed` (events)", goals: goals, Self.recall) {
                $0.verdict == verdict
            }
        }
        row("end of a block, median/90 % min", goals: ["5", "5", "5"], { $0.ended.text }) { $0.verdict == .blocked }
        row("scope right half an hour on", goals: [".95", ".95", ".95"], { ScoreReport.share($0.scopeRight) }) { _ in
            true
        }
        row("mechanism, hierarchical F1", goals: [".90", ".90", ".90"], { ScoreReport.share($0.mechanismF1) }) { _ in
            true
        }
        row("onset's interval holds the truth", goals: [".90", ".90", ".90"], { ScoreReport.share($0.onsetCovered) }) {
            $0.category == "national"
        }
        return table
    }

    private static func recall(_ group: ScoreReport.Group) -> String {
        "\(ScoreReport.share(group.suspectedRecall)), \(ScoreReport.share(group.recall)) (\(group.events))"
    }

    /// What holds over all streams: false alarms with the years behind them, precision, calibration.
    package var whole: MarkdownTable {
        var table = MarkdownTable(["", "goal", "found"])
        let deck = ScoreReport(
            detector: report.detector,
            streams: report.streams.filter { $0.exposure.scenario.hasPrefix("nuisance.") })
        let free = ScoreReport(
            detector: report.detector,
            streams: report.streams.filter { ["quiet", "calm"].contains($0.exposure.scenario) })
        table.add(["false `confirmed` per country-platform-year", "≤ .02", Self.rate(report, confirmed: true)])
        table.add([
            "the same on the nuisance deck (\(deck.streams.count) streams)", "none", Self.rate(deck, confirmed: true),
        ])
        table.add([
            "the same in event-free stretches (\(free.streams.count) streams)", "≤ .02",
            Self.rate(free, confirmed: true),
        ])
        table.add(["false `suspected` per country-platform-year", "-", Self.rate(report, confirmed: false)])
        table.add([
            "precision of `confirmed`", "≥ .97",
            "\(ScoreReport.share(report.precision, 3)) of \(report.confirmedIncidents)",
        ])
        table.add(["calibration error of `posterior`, 10 bins", "≤ .05", ScoreReport.share(report.calibrationError, 3)])
        table.add(["incidents per event found", "1", ScoreReport.number(report.total.fragmentation, 2)])
        return table
    }

    /// `.012 (3 in 251 years; with 95 % < .031)`: weighted by platforms, then incidents as they came.
    private static func rate(_ report: ScoreReport, confirmed: Bool) -> String {
        let years = report.countryPlatformYears
        let count = report.streams.flatMap(\.falseAlarms).filter { $0.confirmed || !confirmed }.count
        guard years > 0 else { return "-" }
        return "\(ScoreReport.share(report.falseAlarmRate(confirmed: confirmed), 3)) (\(count) in "
            + "\(ScoreReport.number(years, 0)) years; with 95 % < "
            + "\(ScoreReport.share(PoissonBound.upper(count) / years, 3)))"
    }

    /// Recall, delays, end, scope and mechanism by class of event.
    package var classes: MarkdownTable {
        var table = MarkdownTable([
            "class", "events", "recall", "`suspected`", "`confirmed`", "ended", "scope", "mechanism",
        ])
        let categories = Set(report.scoreable.map(\.label.category)).sorted()
        for category in categories {
            let sizes = Observers.allCases.filter { size in
                report.scoreable.contains { $0.label.category == category && $0.label.observers == size }
            }
            let groups = sizes.map { size in
                report.group(size.rawValue) { $0.category == category && $0.observers == size }
            }
            let all = report.group(category) { $0.category == category }
            func each(_ value: (ScoreReport.Group) -> String) -> String { groups.map(value).joined(separator: " · ") }
            let note = sizes == Self.sizes ? "" : " (\(sizes.map(\.rawValue).joined(separator: ", ")))"
            table.add([
                category + note, each { String($0.events) }, each { ScoreReport.share($0.recall) },
                each { $0.suspected.text }, each { $0.confirmed.text }, all.ended.text,
                ScoreReport.share(all.scopeRight), ScoreReport.share(all.mechanismF1),
            ])
        }
        return table
    }

    /// The ten bins of the posterior that hold claims.
    package var calibration: MarkdownTable {
        var table = MarkdownTable(["posterior, mean of bin", "share true", "claims"])
        for bin in report.calibration where bin.count > 0 {
            table.add([
                ScoreReport.share(bin.posterior, 3), ScoreReport.share(bin.share, 3), String(bin.count),
            ])
        }
        return table
    }
}

extension ScoreReport {
    /// A share as the documents write it: `.97`, `1.00`, `-` when there is none.
    package static func share(_ value: Double, _ digits: Int = 2) -> String {
        let text = number(value, digits)
        return text.hasPrefix("0.") ? String(text.dropFirst()) : text.hasPrefix("-0.") ? "-" + text.dropFirst(2) : text
    }
}
