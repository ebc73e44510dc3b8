import Dashboard
import Detection
import Simulation

/// Delay against false alarms over the settings of the engine and its peers, as a table, a file of values and charts.
func drawCurves(_ arguments: Arguments) async throws {
    let levels = [9.2, 11, 13.2, 16, 20]
    // Where the curve of a peer lies within what the chart shows.
    let settings: [(peer: String, values: [Double])] = [
        ("ooni", [0.6, 0.8, 1.9, 3.5]), ("focus", [25, 40, 60, 90, 130]),
        ("thr15_c", [0.4, 0.5, 0.6, 0.7]), ("bcusum_c", [6, 8.5, 10, 12, 14]),
    ]
    let peers = settings.flatMap { entry in
        entry.values.map { PeerChoice(Peer.named(entry.peer)!, setting: $0) }
    }
    let names = levels.map { "engine \($0)" } + peers.map { "\($0.peer.name) \($0.setting)" }
    let make: @Sendable (ScenarioPlan) -> [any StreamDetector] = { _ in
        // `confirmed` stays ln 200 above `suspected`, as one more probe than four would bring.
        levels.map { Engine(rules: DetectionRules(suspected: $0, confirmed: $0 + 5.3)) } + peers.map { $0.detector() }
    }
    let seeds = Array(arguments.seeds)
    let quiet = Suite([Scenario.named("quiet")!], seeds: seeds)
    let calm = await reports(
        names, over: quiet, fedBack: false, jobs: arguments.jobs, saying: "curve, quiet", detectors: make)
    let kinds = Scenario.all.filter { scenario in
        ["tls.reset.sni", "tls.timeout.sni", "dns.injection.bogon", "tcp.timeout"].contains {
            scenario.name == "national.\($0)"
        } || ["single-isp", "region", "mobile", "leak", "staged"].contains(scenario.name)
    }
    let busy = await reports(
        names, over: Suite(kinds, seeds: seeds), fedBack: false, jobs: arguments.jobs, saying: "curve, events",
        detectors: make)

    var curves = [false, true].map { isConfirmed in
        OperatingCurve(
            .init(
                name: isConfirmed ? "Parallax, confirmed" : "Parallax, suspected",
                settings: levels.map { isConfirmed ? $0 + 5.3 : $0 }, isConfirmed: isConfirmed),
            quiet: Array(calm[..<levels.count]), events: Array(busy[..<levels.count]), strata: strata)
    }
    var start = levels.count
    for entry in settings {
        let range = start..<start + entry.values.count
        start = range.upperBound
        curves.append(
            OperatingCurve(
                .init(name: entry.peer, settings: entry.values), quiet: Array(calm[range]),
                events: Array(busy[range]), strata: strata))
    }
    let years = curves[0].countryPlatformYears
    let text = """
        Rules \(DetectionRules.version), seeds \(arguments.seeds.lowerBound) to \(arguments.seeds.upperBound). Each \
        detector at several settings over the same records, at the plans' own cadence: the false alarms of \
        \(quiet.entries.count) streams of `quiet` (\(ScoreReport.number(years, 0)) country-platform-years; counted as \
        above), and the delays of four kinds of national blocks and five of partial ones (one network, one region, mobile \
        lines, leaks, staged; 30 and 100 probes). Means count a missed event with its whole length. IODA's rule has no curve: \
        it says nothing of platforms.

        ![Minutes to find a national block with 30 probes against false alarms](images/operating-curve-national.svg)

        ![Minutes to find a partial block against false alarms](images/operating-curve-partial.svg)

        \(CurveTable(curves).table.text)

        """
    try write(text, to: "curve.md", in: arguments.output)
    try write(
        ([OperatingCurve.csvHead] + curves.flatMap(\.csvLines)).map { $0 + "\n" }.joined(), to: "curve.csv",
        in: arguments.output)
    for (file, title, stratum) in [
        ("national", "National block, 30 probes: mean minutes to find it", strata[1].name),
        ("partial", "Partial blocks, 30 and 100 probes: mean minutes to find them", partial.name),
    ] {
        try write(
            chart(title, curves, stratum: stratum, years: years).svg, to: "operating-curve-\(file).svg",
            in: arguments.output)
    }
}

/// The curves for one stratum. Where no false alarm came, the point stands at half of one and is hollow.
private func chart(_ title: String, _ curves: [OperatingCurve], stratum: String, years: Double) -> CurveChart {
    CurveChart(
        title: title, xTitle: "false alarms per country-platform-year (hollow: none came, drawn at half of one)",
        yTitle: "minutes, a missed event counts its length",
        curves: curves.map { curve in
            CurveChart.Curve(
                name: curve.detector,
                points: curve.points.compactMap { point in
                    guard let value = point.strata.first(where: { $0.name == stratum }), value.meanMinutes > 0 else {
                        return nil
                    }
                    let none = point.falseAlarms == 0
                    return CurveChart.Point(
                        x: none ? 0.5 / years : point.falseAlarms, y: value.meanMinutes,
                        isBound: none)
                },
                isMain: curve.detector.hasPrefix("Parallax"))
        })
}
