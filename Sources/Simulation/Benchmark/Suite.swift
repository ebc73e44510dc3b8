/// A list of streams to run.
package struct Suite: Sendable {
    /// One stream.
    package struct Entry: Sendable {
        package var scenario: Scenario
        package var seed: UInt64

        package init(scenario: Scenario, seed: UInt64) {
            self.scenario = scenario
            self.seed = seed
        }
    }

    package var entries: [Entry]

    package init(entries: [Entry]) {
        self.entries = entries
    }

    /// Some scenarios with some seeds.
    package init(_ scenarios: [Scenario], seeds: [UInt64]) {
        entries = scenarios.flatMap { scenario in seeds.map { Entry(scenario: scenario, seed: $0) } }
    }

    /// What tables such as the posterior's may be fitted on: three seeds, so each number of probes once.
    package static let training = Suite(Scenario.all, seeds: [1, 2, 3])

    /// What figures are stated for: never fitted on, with twice as many seeds.
    package static let test = Suite(Scenario.all, seeds: [101, 102, 103, 104, 105, 106])
}
