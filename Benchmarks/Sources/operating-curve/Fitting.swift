import Simulation

/// Finds each peer's setting for one false alarm per country-platform-year; `Peer.all` states what came of it.
func tunePeers(_ arguments: Arguments) async throws {
    let results = PeerTuning.tune(Peer.all, on: Suite([Scenario.named("quiet")!], seeds: Array(500...508)))
    for result in results {
        let trials = result.trials.map { "\($0.setting): \(ScoreReport.number($0.rate, 2))" }
        print("\(result.peer) \(result.setting)   (\(trials.joined(separator: ", ")))")
    }
}

/// Fits the table of the posterior on the training split and prints it; `Calibration.swift` holds what came of it.
func fitCalibration(_ arguments: Arguments) async throws {
    let found = await reports(
        ["Parallax"], over: Suite.training, fedBack: true, jobs: arguments.jobs, saying: "calibration",
        detectors: { _ in [Engine()] })
    let samples = found[0].streams.flatMap(\.posteriors)
    print(
        "\(samples.count) claims, \(samples.filter { !$0.isTrue }.count) of them false, in "
            + "\(ScoreReport.number(found[0].countryPlatformYears, 1)) country-platform-years")
    for point in CalibrationFit(samples).points {
        print(
            "(\(ScoreReport.number(point.raw, 4)), \(ScoreReport.number(point.posterior, 4)))  \(point.claims) claims")
    }
}
