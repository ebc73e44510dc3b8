/// One thing that an observatory should say of a scenario, and whether it does.
package struct ScenarioCheck: Hashable, Sendable {
    /// What should be so, in a few words.
    package var text: String
    /// What was found instead; `nil` when it is so.
    package var instead: String?

    package init(_ text: String, _ holds: Bool, found: @autoclosure () -> String) {
        self.text = text
        instead = holds ? nil : found()
    }

    package var holds: Bool { instead == nil }

    /// Two sets that should be the same.
    static func same<Value: Comparable & Hashable>(
        _ text: String, _ found: Set<Value>, _ expected: Set<Value>
    ) -> ScenarioCheck {
        ScenarioCheck(text, found == expected, found: "\(found.sorted())")
    }
}
