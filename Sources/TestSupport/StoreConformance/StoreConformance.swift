package import Storage

/// What every store must do, whatever it is built on; each check gets an empty store of its own.
///
/// Checks throw `StoreFinding` instead of using a test library, so that this target stays free of one.
package struct StoreConformance: Sendable, CustomStringConvertible {
    /// The behaviour, as a sentence.
    package let description: String
    package let run: @Sendable (any ObservatoryStore) async throws -> Void

    init(_ description: String, _ run: @escaping @Sendable (any ObservatoryStore) async throws -> Void) {
        self.description = description
        self.run = run
    }

    /// All checks.
    package static let checks: [StoreConformance] = recordChecks + seriesChecks + incidentChecks + upkeepChecks
}

/// A store that does otherwise than it should.
package struct StoreFinding: Error, CustomStringConvertible {
    package let description: String
}

/// Throws a finding unless both are equal.
func expectEqual<Value: Equatable>(
    _ found: Value, _ expected: Value, _ what: String, line: UInt = #line
) throws {
    guard found != expected else { return }
    throw StoreFinding(description: "\(what): expected \(expected), found \(found) (line \(line))")
}

/// Throws a finding unless the condition holds.
func expect(_ condition: Bool, _ what: String, line: UInt = #line) throws {
    guard !condition else { return }
    throw StoreFinding(description: "\(what) (line \(line))")
}
