import Ingest
import ObservatoryModel
import Storage
import Synchronization

/// Turns stored lines back into the records that detection saw.
final class StoredRecordReader: Sendable {
    private let parser = Mutex(NativeParser())

    /// The record of a line, with `received` and place as they were settled at arrival; `nil` when it cannot be read.
    func record(_ stored: StoredRecord) -> Record? {
        guard var record = parsed(stored.line) else { return nil }
        record.received = stored.received
        record.clampAt()
        if record.country != nil { record.setPlace(Place(country: stored.country, asn: stored.asn)) }
        return record
    }

    /// What a line says by itself; `nil` when it cannot be read.
    func parsed(_ line: [UInt8]) -> Record? {
        parser.withLock { parser in
            line.withUnsafeBytes { try? parser.parse($0) }
        }
    }
}
