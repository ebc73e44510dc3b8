/// One detector beside others that read the same streams, with paired differences over the same events.
package struct Comparison: Sendable {
    /// The detector that is compared, then its peers.
    package let reports: [ScoreReport]
    /// For each peer, the first detector less the peer: to `confirmed`, and to `suspected` where a detector has it.
    package let pairs: [Pair]

    /// How the first detector differs from a peer.
    package struct Pair: Sendable {
        package let peer: String
        package let confirmed: PairedBootstrap
        package let suspected: PairedBootstrap
    }

    /// - Parameter reports: At least one; the first is compared with each other one.
    package init(_ reports: [ScoreReport], draws: Int = 2_000, seed: UInt64 = 1) {
        precondition(!reports.isEmpty, "a comparison needs a first report")
        self.reports = reports
        pairs = reports.dropFirst().map { peer in
            Pair(
                peer: peer.detector,
                confirmed: PairedBootstrap(reports[0], peer, confirmed: true, draws: draws, seed: seed),
                suspected: PairedBootstrap(reports[0], peer, confirmed: false, draws: draws, seed: seed))
        }
    }

    /// Two tables for people: the figures side by side, and the paired differences.
    package var text: String {
        let first = reports[0].detector
        var lines = [
            "Side by side, \(reports[0].scoreable.count) scoreable events, "
                + "\(ScoreReport.number(reports[0].countryPlatformYears, 2)) country-platform-years "
                + "(delays: median/90 % in minutes over all events; false: per country-platform-year)",
            "",
            Self.row([
                "detector", "recall", "suspected", "confirmed", "ended", "scope", "mech F1", "incidents",
                "false s", "false c", "precision",
            ]),
        ]
        for report in reports {
            let total = report.total
            lines.append(
                Self.row([
                    report.detector, ScoreReport.number(total.recall, 2), total.suspected.text, total.confirmed.text,
                    total.ended.text, ScoreReport.number(total.scopeRight, 2),
                    ScoreReport.number(total.mechanismF1, 2), ScoreReport.number(total.fragmentation, 1),
                    ScoreReport.number(report.falseAlarmRate(confirmed: false), 2),
                    ScoreReport.number(report.falseAlarmRate(confirmed: true), 2),
                    ScoreReport.number(report.precision, 2),
                ]))
        }
        guard !pairs.isEmpty else { return lines.joined(separator: "\n") + "\n" }
        lines += [
            "",
            "\(first) less each peer, paired by event, with 95 % intervals from resampling events; "
                + "a missed event counts its whole length",
            "",
            Self.wideRow([
                "peer", "events", "recall, confirmed", "minutes, confirmed", "recall, suspected", "minutes, suspected",
            ]),
        ]
        for pair in pairs {
            lines.append(
                Self.wideRow([
                    pair.peer, String(pair.confirmed.events), pair.confirmed.recall.text(2),
                    pair.confirmed.minutes.text(1), pair.suspected.recall.text(2), pair.suspected.minutes.text(1),
                ]))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The same as lines of JSON: `{"kind":"score"}` for each detector, then `{"kind":"difference"}` for each peer.
    package var jsonLines: [String] {
        func object(_ difference: PairedBootstrap.Difference) -> String {
            "{\"mean\":\(ScoreReport.json(difference.mean)),\"low\":\(ScoreReport.json(difference.low)),"
                + "\"high\":\(ScoreReport.json(difference.high))}"
        }
        return reports.map(\.json)
            + pairs.map { pair in
                "{\"kind\":\"difference\",\"detector\":\"\(reports[0].detector)\",\"peer\":\"\(pair.peer)\""
                    + ",\"events\":\(pair.confirmed.events),\"recallConfirmed\":\(object(pair.confirmed.recall))"
                    + ",\"minutesConfirmed\":\(object(pair.confirmed.minutes))"
                    + ",\"recallSuspected\":\(object(pair.suspected.recall))"
                    + ",\"minutesSuspected\":\(object(pair.suspected.minutes))}"
            }
    }

    private static func row(_ cells: [String]) -> String { padded(cells, first: 16, other: 11) }
    private static func wideRow(_ cells: [String]) -> String { padded(cells, first: 16, other: 24) }

    /// The first cell on the left, the others to the right of their columns.
    private static func padded(_ cells: [String], first: Int, other: Int) -> String {
        cells.enumerated().map { index, cell in
            let padding = String(repeating: " ", count: max(1, (index == 0 ? first : other) - cell.count))
            return index == 0 ? cell + padding : padding + cell
        }.joined()
    }
}

extension PairedBootstrap.Difference {
    /// `-12.5 [-15.0, -9.8]`
    package func text(_ digits: Int) -> String {
        "\(ScoreReport.number(mean, digits)) [\(ScoreReport.number(low, digits)), \(ScoreReport.number(high, digits))]"
    }
}

extension ScoreReport.Delay {
    /// Median/90 % in whole minutes, `5/∞` when more than a tenth never came.
    package var text: String { "\(ScoreReport.number(median, 0))/\(ScoreReport.number(ninetieth, 0))" }
}
