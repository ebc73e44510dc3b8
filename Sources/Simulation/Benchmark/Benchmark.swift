package import ObservatoryModel

/// Runs detectors over the streams of a suite and scores them.
package enum Benchmark {
    /// The report of one detector, made anew for each stream.
    ///
    /// - Parameters:
    ///   - fedBack: Whether the detector's cadence reaches the probes; otherwise the plan's attention windows decide.
    ///   - ablation: What the detector does not get to see.
    ///   - each: Called after each stream with its score and revisions.
    package static func run(
        _ name: String, suite: Suite, fedBack: Bool = true, ablation: Ablation = .none,
        each: (StreamScore, [IncidentRevision]) -> Void = { _, _ in }, detector make: () -> any StreamDetector
    ) -> ScoreReport {
        let reports = compare(
            [name], suite: suite, fedBack: fedBack, ablation: ablation,
            each: { _, score, revisions in each(score, revisions) },
            detectors: { [make()] })
        return reports[0]
    }

    /// The reports of several detectors that read the very same records; with `fedBack` the first one's cadence
    /// reaches the probes.
    package static func compare(
        _ names: [String], suite: Suite, fedBack: Bool = true, ablation: Ablation = .none,
        each: (String, StreamScore, [IncidentRevision]) -> Void = { _, _, _ in },
        detectors make: () -> [any StreamDetector]
    ) -> [ScoreReport] {
        var reports = names.map { ScoreReport(detector: $0, streams: []) }
        for entry in suite.entries {
            var run = ScenarioRun(entry.scenario, seed: entry.seed)
            var detectors = make()
            precondition(detectors.count == names.count, "each detector needs a name")
            var revisions: [[IncidentRevision]] = names.map { _ in [] }
            if fedBack { run.cadence = [] }
            var minute = Int64.min
            let country = run.plan.world.countries[0].code
            while let whole = run.next() {
                guard let record = ablation.apply(to: whole, country: country) else { continue }
                for index in detectors.indices {
                    revisions[index] += detectors[index].consume(record)
                }
                let now = record.received.milliseconds / 60_000
                if fedBack, now != minute {
                    minute = now
                    run.cadence = detectors[0].cadence
                }
            }
            for index in names.indices {
                let score = Scorer(labels: run.labels, revisions: revisions[index], exposure: run.exposure).score()
                reports[index].streams.append(score)
                each(names[index], score, revisions[index])
            }
        }
        return reports
    }
}
