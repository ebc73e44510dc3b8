package import ObservatoryModel

/// Runs detectors over the streams of a suite and scores them.
package enum Benchmark {
    /// The report of one detector, made anew for each stream.
    ///
    /// - Parameters:
    ///   - fedBack: Whether the detector's cadence reaches the probes; otherwise the plan's attention windows decide.
    ///   - each: Called after each stream with its score and revisions.
    package static func run(
        _ name: String, suite: Suite, fedBack: Bool = true,
        each: (StreamScore, [IncidentRevision]) -> Void = { _, _ in }, detector make: () -> any StreamDetector
    ) -> ScoreReport {
        let reports = compare(
            [name], suite: suite, fedBack: fedBack, each: { _, score, revisions in each(score, revisions) },
            detectors: { _ in [make()] })
        return reports[0]
    }

    /// The reports of several detectors that read the very same records; with `fedBack` the first one's cadence
    /// reaches the probes.
    ///
    /// - Parameter make: The detectors for a plan, one for each name.
    package static func compare(
        _ names: [String], suite: Suite, fedBack: Bool = true,
        each: (String, StreamScore, [IncidentRevision]) -> Void = { _, _, _ in },
        detectors make: (ScenarioPlan) -> [any StreamDetector]
    ) -> [ScoreReport] {
        var reports = names.map { ScoreReport(detector: $0, streams: []) }
        for entry in suite.entries {
            let results = scores(entry, fedBack: fedBack, detectors: make)
            precondition(results.count == names.count, "each detector needs a name")
            for (index, result) in results.enumerated() {
                reports[index].streams.append(result.score)
                each(names[index], result.score, result.revisions)
            }
        }
        return reports
    }

    /// What several detectors make of one stream, in their order.
    package static func scores(
        _ entry: Suite.Entry, fedBack: Bool, detectors make: (ScenarioPlan) -> [any StreamDetector]
    ) -> [(score: StreamScore, revisions: [IncidentRevision])] {
        var run = ScenarioRun(entry.scenario, seed: entry.seed)
        var detectors = make(run.plan)
        var revisions: [[IncidentRevision]] = detectors.map { _ in [] }
        if fedBack { run.cadence = [] }
        var minute = Int64.min
        while let record = run.next() {
            for index in detectors.indices { revisions[index] += detectors[index].consume(record) }
            let now = record.received.milliseconds / 60_000
            if fedBack, now != minute {
                minute = now
                run.cadence = detectors[0].cadence
            }
        }
        return revisions.map { said in
            (Scorer(labels: run.labels, revisions: said, exposure: run.exposure).score(), said)
        }
    }
}
