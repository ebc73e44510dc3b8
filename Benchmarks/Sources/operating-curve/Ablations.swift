import Detection
import Simulation

/// The engine beside itself without one of its parts, on the same records.
func ablate(_ arguments: Arguments) async throws {
    let kept = [
        "national.tls.reset.sni", "leak", "single-isp", "region", "throttle-cap", "blackout", "platform-down",
        // Networks, countries, probes and people that mislead.
        "nuisance.brown-out", "nuisance.country-outage", "nuisance.broken-probes", "nuisance.sybil",
        "nuisance.brigading",
    ]
    let scenarios = Scenario.all.filter { kept.contains($0.name) }
    let ablations = Ablation.allCases
    let names = ["nothing (all of it)"] + ablations.filter { $0 != .none }.map(\.rawValue) + ["no cap on a probe"]
    let seeds = Array(arguments.seeds)
    let found = await reports(
        names, over: Suite(scenarios, seeds: seeds), fedBack: true, jobs: arguments.jobs, saying: "ablations",
        detectors: { plan in
            [Engine()]
                + ablations.filter { $0 != .none }.map { AblatedDetector(Engine(), without: $0, plan: plan) }
                + [Engine(rules: DetectionRules(probeCap: 1e9))]
        })
    let text = """
        Rules \(DetectionRules.version), seeds \(arguments.seeds.lowerBound) to \(arguments.seeds.upperBound). What each \
        part is worth: \(scenarios.count) scenarios with \(seeds.count) seeds, \
        \(found[0].streams.count) streams, \(ScoreReport.number(found[0].countryPlatformYears, 0)) \
        country-platform-years, all variants on the same records (the cadence is the whole engine's). False ones are \
        incidents, and in brackets per country-platform-year.

        \(AblationTable(found, strata: strata).table.text)

        """
    try write(text, to: "ablations.md", in: arguments.output)
}
