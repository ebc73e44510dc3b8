package import Detection
package import ObservatoryModel
import Publishing
package import Storage
import WireFormats

/// From records to published revisions: order, detection, sentences (DESIGN §3).
///
/// `serve`, `replay` and the rebuild after a restart run this same type, so the same records in the same order give the
/// same bytes. It does no I/O and reads no clock: time is the greatest `received` that it was given. De-duplication is
/// the caller's, by `Ingest.Deduplicator` or by a store, both over the same seven days.
package struct Pipeline: Sendable {
    private var engine: DetectionEngine
    private var statements = StatementWriter()
    /// Names of networks that `network` records gave, for the sentences.
    private var networkNames: [ASN: String] = [:]
    /// The greatest `received` so far; `distantPast` before the first record.
    package private(set) var clock = Timestamp.distantPast

    /// - Parameter rules: Constants of detection; part of what a result depends on.
    package init(rules: DetectionRules = DetectionRules()) {
        engine = DetectionEngine(rules: rules)
    }

    /// Goes on where the snapshot was taken, with the same result as if nothing had come between.
    ///
    /// - Throws: `PipelineSnapshot.Unusable` when detection cannot read its part.
    init(_ snapshot: PipelineSnapshot, rules: DetectionRules = DetectionRules()) throws(PipelineSnapshot.Unusable) {
        do {
            engine = try DetectionEngine(snapshot: snapshot.detection, rules: rules)
        } catch {
            throw .damaged
        }
        networkNames = snapshot.networkNames
        statements = StatementWriter(networkNames: networkNames)
        clock = snapshot.clock
    }

    /// What it remembers now.
    ///
    /// - Parameters:
    ///   - records: The last record that it has seen, of the store's.
    ///   - revisions: The last revision on disk.
    ///   - offsets: `RevisionNumbering.offsets`.
    func snapshot(records: Int64, revisions: Int64, offsets: [String: Int]) -> PipelineSnapshot {
        PipelineSnapshot(
            clock: clock, networkNames: networkNames, detection: engine.snapshot(), records: records,
            revisions: revisions, offsets: offsets)
    }

    /// Puts a record in its place: one older than the clock counts as received now, and `at` is never later than
    /// `received`. Advances the clock.
    package mutating func settle(_ record: inout Record) {
        if record.received < clock { record.received = clock }
        record.clampAt()
        clock = record.received
    }

    /// Lets detection see a settled record.
    ///
    /// - Returns: What was decided by it, in order, each with its sentences and as the line to publish.
    package mutating func decide(_ record: Record) -> [RevisionEntry] {
        if case .network(let share) = record, !share.name.isEmpty, networkNames[share.asn] != share.name {
            networkNames[share.asn] = share.name
            statements = StatementWriter(networkNames: networkNames)
        }
        var writer = RevisionWriter()
        return engine.consume(record).map { revision in
            let revision = statements.stated(revision)
            return RevisionEntry(line: writer.line(revision), revision: revision)
        }
    }

    /// The version of the rules, as revisions carry it.
    package static let rulesVersion = DetectionRules.version

    /// The state of every platform in one country, or in all.
    package func cells(in country: CountryCode?) -> [CellState] { engine.cells(in: country) }

    /// Grows whenever `cells` may answer otherwise than before.
    package var cellsEdition: Int { engine.cellsEdition }

    /// What detection asks of probes at the moment.
    package var cadenceRequests: [CadenceRequest] { engine.cadenceRequests }
}
