import Ingest
import ObservatoryModel
package import Storage
import WireFormats

/// Writes the records of a store in order of arrival.
package struct RecordExport: Sendable {
    let store: any ObservatoryStore
    let filter: RecordFilter

    /// Records that are read at once.
    private static let pageSize = 5_000

    package init(store: any ObservatoryStore, filter: RecordFilter) {
        self.store = store
        self.filter = filter
    }

    /// Native lines: the very line that came in where it says what was settled, else the record written anew.
    ///
    /// - Throws: `StoreError`.
    package func lines(_ write: ([UInt8]) -> Void) async throws {
        let reader = StoredRecordReader()
        var writer = RecordWriter()
        try await eachPage { page in
            var block: [UInt8] = []
            for stored in page {
                if let record = reader.record(stored), reader.parsed(stored.line) != record {
                    block += writer.line(record)
                } else {
                    block += stored.line
                }
                block.append(UInt8(ascii: "\n"))
            }
            write(block)
        }
    }

    /// A table (RFC 4180) with a header row and the fields most asked for.
    ///
    /// - Throws: `StoreError`.
    package func table(_ write: ([UInt8]) -> Void) async throws {
        let reader = StoredRecordReader()
        write(Array((RecordExport.columns.joined(separator: ",") + "\n").utf8))
        try await eachPage { page in
            var block: [UInt8] = []
            for stored in page {
                guard let record = reader.record(stored) else { continue }
                block += (RecordExport.row(stored, record).map(RecordExport.cell).joined(separator: ",") + "\n").utf8
            }
            write(block)
        }
    }

    func eachPage(_ body: ([StoredRecord]) -> Void) async throws {
        var next: Int64? = 1
        while let sequence = next {
            let page = try await store.records(from: sequence, matching: filter, limit: RecordExport.pageSize)
            next = page.next
            if !page.records.isEmpty { body(page.records) }
        }
    }

    private static let columns = [
        "kind", "id", "at", "received", "cc", "region", "asn", "platform", "probe", "target", "outcome", "stage",
        "failure", "source", "step", "value",
    ]

    private static func row(_ stored: StoredRecord, _ record: Record) -> [String] {
        var region = ""
        var (probe, target, outcome, stage, failure) = ("", "", "", "", "")
        var (source, step, value) = ("", "", "")
        switch record {
        case .session(let session):
            region = session.region?.text ?? ""
            (probe, target) = (session.probe, session.target)
            outcome = session.outcome == .ok ? "ok" : "failed"
            let failing = session.steps.first { $0.failure != nil }
            (stage, failure) = (failing?.stage.text ?? "", failing?.failure?.text ?? "")
        case .report(let report):
            (region, outcome) = (report.region?.text ?? "", report.problem.rawValue)
        case .reports(let count):
            (region, step, value) = (count.region?.text ?? "", String(count.step), String(count.count))
        case .signal(let bin):
            (region, source, step) = (bin.region?.text ?? "", bin.source, String(bin.step))
            value = bin.value.map { $0.description } ?? ""
        case .ooni(let verdict):
            (target, source) = (verdict.target, verdict.test)
            (stage, failure) = (verdict.stage?.text ?? "", verdict.failure?.text ?? "")
            value = verdict.blocked.description
        case .calendar(let event): (target, outcome) = (event.summary, event.category)
        case .network(let share): (source, value) = (share.source, share.users.map { $0.description } ?? "")
        case .heartbeat: break
        }
        return [
            record.kind, record.id ?? "", stored.at.description, stored.received.description,
            stored.country.description, region, String(stored.asn.number), stored.platform?.text ?? "", probe, target,
            outcome, stage, failure, source, step, value,
        ]
    }

    private static func cell(_ text: String) -> String {
        guard text.utf8.contains(where: { [0x22, 0x2c, 0x0a, 0x0d].contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
