/// Detectors that read the same streams, side by side.
package struct PeerTables: Sendable {
    private let comparison: Comparison
    /// Names, and which labels belong to each.
    private let strata: [(name: String, holds: @Sendable (Label) -> Bool)]

    package init(_ comparison: Comparison, strata: [(name: String, holds: @Sendable (Label) -> Bool)]) {
        self.comparison = comparison
        self.strata = strata
    }

    /// Recall and delay of each detector by stratum, and its false alarms.
    package var sideBySide: MarkdownTable {
        var table = MarkdownTable(
            ["detector", "recall"] + strata.map(\.name) + [
                "ended", "incidents per event", "false per year", "precision",
            ])
        for (index, report) in comparison.reports.enumerated() {
            let total = report.total
            func row(_ name: String, confirmed: Bool) {
                let delays = strata.map { stratum in
                    let group = report.group(stratum.name, where: stratum.holds)
                    return confirmed ? group.confirmed.text : group.suspected.text
                }
                let alarms = report.streams.reduce(0) { $0 + $1.alarmsBesideWorldOutages(confirmed: confirmed) }
                table.add(
                    [name, ScoreReport.share(confirmed ? total.recall : total.suspectedRecall)] + delays + [
                        total.ended.text, ScoreReport.number(total.fragmentation, 1),
                        ScoreReport.share(Double(alarms) / report.countryPlatformYears),
                        confirmed ? ScoreReport.share(report.precision) : "",
                    ])
            }
            if index == 0 {
                row("\(report.detector), `suspected`", confirmed: false)
                row("\(report.detector), `confirmed`", confirmed: true)
            } else {
                row("`\(report.detector)`", confirmed: true)
            }
        }
        return table
    }

    /// The first detector less each other one, event by event.
    package var differences: MarkdownTable {
        let first = comparison.reports[0].detector
        var table = MarkdownTable([
            "\(first) less", "events", "recall, `confirmed`", "minutes, `confirmed`", "recall, `suspected`",
            "minutes, `suspected`",
        ])
        for pair in comparison.pairs {
            table.add([
                "`\(pair.peer)`", String(pair.confirmed.events), pair.confirmed.recall.text(2),
                pair.confirmed.minutes.text(1), pair.suspected.recall.text(2), pair.suspected.minutes.text(1),
            ])
        }
        return table
    }
}

/// What each part of detection is worth: the whole detector beside itself without one.
package struct AblationTable: Sendable {
    private let reports: [ScoreReport]
    private let strata: [(name: String, holds: @Sendable (Label) -> Bool)]

    /// - Parameter reports: Over the same streams; the first is of the whole detector.
    package init(_ reports: [ScoreReport], strata: [(name: String, holds: @Sendable (Label) -> Bool)]) {
        self.reports = reports
        self.strata = strata
    }

    package var table: MarkdownTable {
        var table = MarkdownTable(
            ["without", "recall"] + strata.map(\.name) + [
                "scope", "false `suspected`", "false `confirmed`", "precision", "minutes lost (95 %)",
            ])
        for (index, report) in reports.enumerated() {
            let total = report.total
            let difference = PairedBootstrap(report, reports[0]).minutes
            table.add(
                [report.detector, ScoreReport.share(total.recall)]
                    + strata.map { report.group($0.name, where: $0.holds).confirmed.text } + [
                        ScoreReport.share(total.scopeRight),
                        Self.alarms(report, confirmed: false), Self.alarms(report, confirmed: true),
                        ScoreReport.share(report.precision, 3), index == 0 ? "" : difference.text(1),
                    ])
        }
        return table
    }

    /// Incidents, and how many a country-platform-year that makes.
    private static func alarms(_ report: ScoreReport, confirmed: Bool) -> String {
        let count = report.streams.flatMap(\.falseAlarms).filter { $0.confirmed || !confirmed }.count
        return "\(count) (\(ScoreReport.share(report.falseAlarmRate(confirmed: confirmed))))"
    }
}

/// The points of operating curves.
package struct CurveTable: Sendable {
    private let curves: [OperatingCurve]

    package init(_ curves: [OperatingCurve]) {
        self.curves = curves
    }

    package var table: MarkdownTable {
        let strata = curves.first?.points.first?.strata.map(\.name) ?? []
        var table = MarkdownTable(
            ["detector", "setting", "false per year"] + strata.flatMap { ["\($0): median/90 %", "mean", "recall"] })
        for curve in curves {
            for point in curve.points {
                table.add(
                    [
                        curve.detector, ScoreReport.shortNumber(point.setting), ScoreReport.share(point.falseAlarms),
                    ]
                        + point.strata.flatMap {
                            [$0.delay.text, ScoreReport.number($0.meanMinutes, 1), ScoreReport.share($0.recall)]
                        })
            }
        }
        return table
    }
}
