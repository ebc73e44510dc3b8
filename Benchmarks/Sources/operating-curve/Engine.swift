import Detection
import ObservatoryModel
import Simulation

/// The engine as the benchmarks see a detector.
struct Engine: StreamDetector {
    private var engine: DetectionEngine

    init(rules: DetectionRules = DetectionRules()) {
        engine = DetectionEngine(rules: rules)
    }

    mutating func consume(_ record: Record) -> [IncidentRevision] { engine.consume(record) }
    var cadence: [CadenceRequest] { engine.cadenceRequests }
}

/// Some of the events, by name.
typealias Stratum = (name: String, holds: @Sendable (Label) -> Bool)

/// National blocks by number of probes, then what is local or partial.
let strata: [Stratum] =
    [Observers.many, .some, .few].map { size in
        ("national, \(size.rawValue) probes", { $0.category == "national" && $0.observers == size })
    } + [partial]

/// Blocks of one network, one region, mobile lines, or some attempts; 30 and 100 probes.
let partial: Stratum = (
    "partial",
    { label in
        ["single-isp", "region", "mobile", "leak", "leak-light", "staged"].contains(label.category)
            && [.many, .some].contains(label.observers)
    }
)
