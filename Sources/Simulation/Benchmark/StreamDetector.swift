package import ObservatoryModel

/// Anything that reads records in order and says what is the matter: the engine, through an adapter, and its peers.
package protocol StreamDetector {
    /// Takes in one record and returns what was decided by it.
    mutating func consume(_ record: Record) -> [IncidentRevision]
    /// What it asks of probes now.
    var cadence: [CadenceRequest] { get }
}

extension StreamDetector {
    /// Peers ask for nothing.
    package var cadence: [CadenceRequest] { [] }
}
