package import ObservatoryModel

/// What is taken away from a stream, to show what it is worth.
package enum Ablation: String, Sendable, CaseIterable {
    case none
    /// Sessions without controls and contrasts.
    case noControls = "no controls"
    /// No records of other countries than the one of interest, so that nothing is seen elsewhere.
    case noWorld = "no world reference"
    case noReports = "no reports"
    /// No outside series and no OONI measurements.
    case noOutside = "no outside sources"
    /// No heartbeats, so that silence says nothing.
    case noHeartbeats = "no heartbeats"

    /// The record as it is left; `nil` when nothing is.
    func apply(to record: Record, country: CountryCode) -> Record? {
        switch (self, record) {
        case (.noControls, .session(var session)):
            session.controls = []
            session.contrasts = []
            return .session(session)
        case (.noWorld, _):
            return record.country.map { $0 == country } ?? true ? record : nil
        case (.noReports, .report), (.noReports, .reports), (.noOutside, .signal), (.noOutside, .ooni),
            (.noHeartbeats, .heartbeat):
            return nil
        default: return record
        }
    }
}

/// A detector that does not get to see a part of the stream.
package struct AblatedDetector: StreamDetector {
    private let ablation: Ablation
    private let country: CountryCode
    private var detector: any StreamDetector

    /// - Parameter plan: Of the stream; its first country is the one of interest.
    package init(_ detector: any StreamDetector, without ablation: Ablation, plan: ScenarioPlan) {
        self.detector = detector
        self.ablation = ablation
        country = plan.world.countries[0].code
    }

    package mutating func consume(_ record: Record) -> [IncidentRevision] {
        guard let left = ablation.apply(to: record, country: country) else { return [] }
        return detector.consume(left)
    }

    package var cadence: [CadenceRequest] { detector.cadence }
}
