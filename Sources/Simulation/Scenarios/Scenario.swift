import ObservatoryModel

/// A named kind of stream; a seed draws its numbers (DETECTION §9).
package struct Scenario: Sendable {
    package let name: String
    /// What it shows, in one sentence.
    package let summary: String
    private let build: @Sendable (_ seed: UInt64) -> ScenarioPlan

    init(_ name: String, _ summary: String, build: @escaping @Sendable (_ seed: UInt64) -> ScenarioPlan) {
        self.name = name
        self.summary = summary
        self.build = build
    }

    /// The plan for a seed; the same seed gives the same plan.
    package func plan(seed: UInt64) -> ScenarioPlan { build(seed) }

    /// All scenarios, in the order in which documentation lists them.
    package static let all: [Scenario] = [pakistan] + national + blocks + others + bare + nuisances

    /// The scenario of a name; `nil` when there is none.
    package static func named(_ name: String) -> Scenario? { all.first { $0.name == name } }
}

extension ScenarioRun {
    /// A run of a scenario with a seed.
    package init(_ scenario: Scenario, seed: UInt64) {
        self.init(plan: scenario.plan(seed: seed), scenario: scenario.name, seed: seed)
    }
}
