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

    /// What tables such as the posterior's are fitted on. Seeds below 100 were looked at while detection was written,
    /// and figures are stated for seeds from 7001 on.
    package static let training = Suite(Scenario.all, seeds: Array(200...205))
}
