import Detection
import Simulation

/// The table of goals, the classes, the calibration and the peers, over every scenario with unseen seeds.
func scoreHeldOut(_ arguments: Arguments) async throws {
    let peers = PeerChoice.all
    let suite = arguments.everything
    let found = await reports(
        ["Parallax"] + peers.map(\.name), over: suite, fedBack: true, jobs: arguments.jobs, saying: "held-out",
        detectors: { _ in [Engine()] + peers.map { $0.detector() } })
    let mine = found[0]
    let goals = GoalTables(mine)
    let tables = PeerTables(Comparison(found), strata: strata)
    let text = """
        Rules \(DetectionRules.version); every scenario with seeds \(arguments.seeds.lowerBound) to \
        \(arguments.seeds.upperBound), the mechanisms of national blocks with the first three or a third of them: \
        \(mine.streams.count) streams, \(mine.scoreable.count) scoreable events, \
        \(ScoreReport.number(mine.countryPlatformYears, 0)) country-platform-years (a sixth of them of countries with \
        8 to 100 probes, the others have six each). Nothing was fitted on these seeds. The engine's requests for cadence \
        reach the probes.

        \(goals.delays.text)
        \(goals.whole.text)
        By class of event. Where three figures stand, they are for 100, 30 and 8 probes; delays and ends are median/90 % in \
        minutes.

        \(goals.classes.text)
        Calibration:

        \(goals.calibration.text)

        """
    try write(text, to: "held-out.md", in: arguments.output)
    let beside = """
        All detectors on the same records, each peer at its setting for about one false alarm per country-platform-year. \
        Delays to `confirmed` are median/90 % in minutes over all events of the column, missed ones as ∞. False alarms are \
        incidents per country-platform-year, without those during world-wide outages of a platform, which peers cannot tell \
        from blocks, and at most one an hour for a country and platform; the streams are fuller of events and nuisances than \
        a year is.

        \(tables.sideBySide.text)
        Differences by event, with 95 % intervals from 2,000 resamples of the events. A missed event counts its whole length; \
        peers know one level, which is compared with both.

        \(tables.differences.text)

        """
    try write(beside, to: "peers.md", in: arguments.output)
    try write(mine.text, to: "held-out.txt", in: arguments.output)
}
