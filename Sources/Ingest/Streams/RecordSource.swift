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

/// A native stream, read as it comes.
///
/// One line that claims a time far ahead would set the clock for all that follow. So a record that leaps ahead is held
/// until the lines after it show whether time did pass; the wall clock is not asked, so that the same input always gives
/// the same records.
final class NativeSource: RecordSource {
    /// From how far ahead of the record before it a record is held.
    private static let leap = Interval.days(31)
    /// How many records after it are looked at.
    private static let lookahead = 8

    private enum Ahead {
        case record(Record, line: Int, bytes: [UInt8])
        case problem(IngestProblem)
    }

    private let reader: InputReader
    private var parser = NativeParser()
    /// What was read beyond the record that was last given out, in order.
    private var ahead: [Ahead] = []
    /// `received` of the last record that was given out.
    private var clock: Timestamp?
    private(set) var line: UnsafeRawBufferPointer?
    /// The bytes behind `line` when the reader has gone on since.
    private var held: UnsafeMutableRawBufferPointer?

    var name: String { reader.name }

    init(_ reader: InputReader) {
        self.reader = reader
    }

    deinit { held?.deallocate() }

    func next() -> SourceEvent? {
        line = nil
        held?.deallocate()
        held = nil
        if ahead.isEmpty {
            guard let event = read() else { return nil }
            guard case .record(let record, let number) = event, leaps(record), let bytes = line else {
                return given(event)
            }
            ahead.append(.record(record, line: number, bytes: Array(bytes)))
        }
        guard case .record(let record, let number, let bytes) = ahead[0] else {
            guard case .problem(let problem) = ahead.removeFirst() else { return nil }
            return .problem(problem)
        }
        let isBelieved = !leaps(record) || timeGoesOn(after: record)
        ahead.removeFirst()
        guard isBelieved else {
            return problem(number, "“received” is \(record.received), and the records after it are from before that")
        }
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        copy.copyBytes(from: bytes)
        (held, line) = (copy, UnsafeRawBufferPointer(copy))
        return given(.record(record, line: number))
    }

    /// Notes the time of what is given out.
    private func given(_ event: SourceEvent) -> SourceEvent {
        if case .record(let record, _) = event { clock = max(clock ?? record.received, record.received) }
        return event
    }

    private func leaps(_ record: Record) -> Bool {
        clock.map { record.received - $0 >= Self.leap } ?? true
    }

    /// Whether none of the records that come next is from a time well before this one. The first record of an input is
    /// held against the second one only, so that a live stream begins at once.
    private func timeGoesOn(after record: Record) -> Bool {
        let wanted = clock == nil ? 1 : Self.lookahead
        var (seen, index) = (0, 1)
        while seen < wanted {
            if index == ahead.count {
                switch read() {
                case .record(let next, let number):
                    ahead.append(.record(next, line: number, bytes: Array(line ?? .init(start: nil, count: 0))))
                case .problem(let problem): ahead.append(.problem(problem))
                case nil: return true
                }
            }
            if case .record(let next, _, _) = ahead[index] {
                if record.received - next.received >= Self.leap { return false }
                seen += 1
            }
            index += 1
        }
        return true
    }

    /// The next line that says something; sets `line`.
    private func read() -> SourceEvent? {
        line = nil
        while let event = reader.nextLine() {
            switch event {
            case .problem(let problem): return .problem(problem)
            case .line(let bytes, let number):
                if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
                do {
                    let record = try parser.parse(bytes)
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
