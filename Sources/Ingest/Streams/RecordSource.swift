import ObservatoryModel

/// One input as the stream of records sees it.
protocol RecordSource: AnyObject {
    /// The name for problems.
    var name: String { get }
    /// The next record or problem, in the order of the input; `nil` at the end.
    func next() -> SourceEvent?
    /// The line of the last record as it came in, valid until the next call of `next`; `nil` when it was no line.
    var line: UnsafeRawBufferPointer? { get }
}

/// What a source comes up with.
enum SourceEvent {
    case record(Record, line: Int)
    case problem(IngestProblem)
}

/// A native stream, read as it comes: a record is given out before the line after it is there (CONTRACT §3).
///
/// One line that claims the year 2099 would set the clock for all that follow. It is told by two signs together: it lies
/// in the future, and it leaps there from the records before it. A stream that was made up to lie in the future has the
/// first alone, one with a gap the second.
final class NativeSource: RecordSource {
    /// From how far ahead of the records before it a record leaps.
    private static let leap = Interval.days(31)

    private let reader: InputReader
    private var parser = NativeParser()
    private let latest: Timestamp?
    /// The greatest `received` that was given out.
    private var clock: Timestamp?
    private(set) var line: UnsafeRawBufferPointer?

    var name: String { reader.name }

    /// - Parameter latest: What is received after this lies in the future; `nil` believes everything.
    init(_ reader: InputReader, latest: Timestamp?) {
        self.reader = reader
        self.latest = latest
    }

    func next() -> SourceEvent? {
        line = nil
        while let event = reader.nextLine() {
            switch event {
            case .problem(let problem): return .problem(problem)
            case .line(let bytes, let number):
                if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
                do {
                    let record = try parser.parse(bytes)
                    if let latest, record.received > latest, let clock, record.received - clock >= Self.leap {
                        return problem(
                            number, "“received” is \(record.received), in the future and far from \(clock) before it")
                    }
                    clock = max(clock ?? record.received, record.received)
                    line = bytes
                    return .record(record, line: number)
                } catch {
                    return problem(number, error.description)
                }
            }
        }
        return nil
    }

    private func problem(_ line: Int, _ reason: String) -> SourceEvent {
        .problem(IngestProblem(file: reader.name, line: line, reason: reason))
    }
}

/// Records of a foreign format, read whole and sorted by time.
final class SortedSource: RecordSource {
    let name: String
    private var problems: ArraySlice<IngestProblem>
    private var records: ArraySlice<PlacedRecord>

    var line: UnsafeRawBufferPointer? { nil }

    /// Sorts the records by `received`; equal times keep the order of the file.
    ///
    /// - Parameter latest: Records after this are problems: their probe's clock is wrong, or the file is.
    init(name: String, _ loaded: LoadedInput, latest: Timestamp?) {
        self.name = name
        var problems = loaded.problems
        var records = loaded.records
        if let latest {
            for placed in records where placed.record.received > latest {
                let reason = "its time lies in the future: \(placed.record.received)"
                problems.append(IngestProblem(file: name, line: placed.line, reason: reason))
            }
            records.removeAll { $0.record.received > latest }
        }
        self.problems = problems[...]
        if !loaded.isSorted {
            let order = records.indices.sorted {
                (records[$0].record.received, $0) < (records[$1].record.received, $1)
            }
            records = order.map { records[$0] }
        }
        self.records = records[...]
    }

    func next() -> SourceEvent? {
        if let problem = problems.popFirst() { return .problem(problem) }
        guard let placed = records.popFirst() else { return nil }
        return .record(placed.record, line: placed.line)
    }
}

/// A record with the line that it came from.
struct PlacedRecord {
    var record: Record
    var line: Int
}

/// What a foreign input came to.
struct LoadedInput {
    var records: [PlacedRecord] = []
    var problems: [IngestProblem] = []

    /// Whether the records are in order of `received` as they stand.
    var isSorted: Bool {
        zip(records, records.dropFirst()).allSatisfy { $0.record.received <= $1.record.received }
    }
}
