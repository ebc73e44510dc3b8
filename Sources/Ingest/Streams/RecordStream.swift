package import ObservatoryModel
import WireFormats

/// Several inputs as one stream of records in the order in which the observatory would have got them (CONTRACT §1).
///
/// Native inputs are read as they come, one line ahead at most when there are several. Foreign ones are read whole when
/// the stream is made. Not for two threads at once.
package final class RecordStream {
    /// One step of the stream.
    package enum Element {
        /// `received` is never older than that of the record before.
        case record(Record)
        case problem(IngestProblem)
    }

    /// How much came through so far.
    package struct Counts: Hashable, Sendable {
        package var records = 0
        package var problems = 0
    }

    package private(set) var counts = Counts()
    /// Inputs that gave problems and not one record so far, by name: at the end they were no streams at all.
    package var barrenInputs: [String] { sources.indices.filter { yields[$0] == false }.map { sources[$0].name } }
    /// For each source: `nil` before anything came, `false` after problems alone, `true` after a record.
    private var yields: [Bool?]
    /// The greatest `received` so far; `nil` before the first record.
    package private(set) var clock: Timestamp?
    private let sources: [any RecordSource]
    /// The record that waits in each source, by index; `nil` when it has to be asked or is over.
    private var heads: [(record: Record, line: Int)?]
    private var isOver: [Bool]
    private var current: Int?
    private var currentLine = 0
    private var currentRecord: Record?
    private let until: Timestamp?

    /// Opens the inputs, tells their formats, and reads the foreign ones.
    ///
    /// - Parameters:
    ///   - inputs: In the order of the arguments, which decides between records of the same moment.
    ///   - format: `auto` tells each input's format from its content.
    ///   - until: Records received at this moment or later stay unread.
    ///   - latest: Rows of foreign files after this are problems: what was measured does not lie in the future. Native
    ///     streams may be made up, and only what also leaps there is one (`NativeSource`). `nil` believes everything.
    ///   - hints: What foreign files do not say of themselves.
    /// - Throws: when an input cannot be opened or is no stream at all.
    package init(
        _ inputs: [InputSource], format: InputFormat = .auto, until: Timestamp? = nil, latest: Timestamp? = nil,
        hints: SeriesHints = SeriesHints()
    ) throws(InputRefusal) {
        var sources: [any RecordSource] = []
        for input in inputs {
            let reader = try InputReader(input)
            let format = try Self.format(of: reader, asked: format)
            if format == .native {
                sources.append(NativeSource(reader, latest: latest))
            } else {
                let loaded = try ForeignInput.load(reader, format: format, hints: hints)
                guard !reader.isStandardInput || loaded.isSorted else {
                    throw InputRefusal(
                        "Standard input is not in order of time, and it cannot be sorted while it comes: save it to a file."
                    )
                }
                sources.append(SortedSource(name: reader.name, loaded, latest: latest))
            }
        }
        self.sources = sources
        self.until = until
        heads = Array(repeating: nil, count: sources.count)
        yields = Array(repeating: nil, count: sources.count)
        isOver = Array(repeating: false, count: sources.count)
    }

    /// The next record or problem; `nil` at the end, or at `until`.
    package func next() -> Element? {
        currentRecord = nil
        current = nil
        // A single input needs no waiting room.
        if sources.count == 1 {
            guard !isOver[0] else { return nil }
            switch advance(0) {
            case .record(let record, let line): return deliver(record, 0, line)
            case .problem(let problem): return .problem(problem)
            case nil: return nil
            }
        }
        for index in sources.indices where heads[index] == nil && !isOver[index] {
            switch advance(index) {
            case .record(let record, let line): heads[index] = (record, line)
            case .problem(let problem): return .problem(problem)
            case nil: break
            }
        }
        guard let index = earliest(), let head = heads[index] else { return nil }
        heads[index] = nil
        return deliver(head.record, index, head.line)
    }

    /// Asks a source for what comes next, and keeps count.
    private func advance(_ index: Int) -> SourceEvent? {
        let event = sources[index].next()
        switch event {
        case .record: yields[index] = true
        case .problem:
            counts.problems += 1
            if yields[index] == nil { yields[index] = false }
        case nil: isOver[index] = true
        }
        return event
    }

    /// Sets the clock by a record and hands it out; ends the stream when it is too late.
    private func deliver(_ record: consuming Record, _ index: Int, _ line: Int) -> Element? {
        if let clock, record.received < clock { record.received = clock }
        if let until, record.received >= until {
            for source in isOver.indices { isOver[source] = true }
            for source in heads.indices { heads[source] = nil }
            return nil
        }
        clock = record.received
        (current, currentLine) = (index, line)
        if sources[index].line == nil { currentRecord = record }
        counts.records += 1
        return .record(record)
    }

    /// Where the last record came from.
    package var position: (file: String, line: Int)? {
        current.map { (sources[$0].name, currentLine) }
    }

    /// The last record as bytes to keep: the line as it came in, or the native line that a foreign row became.
    package func rawLine() -> [UInt8] {
        guard let current else { return [] }
        if let line = sources[current].line { return Array(line) }
        guard let record = currentRecord else { return [] }
        var writer = RecordWriter()
        return writer.line(record)
    }

    /// The source whose waiting record comes first; the earlier argument wins a tie.
    private func earliest() -> Int? {
        var best: Int?
        for index in heads.indices {
            guard let head = heads[index] else { continue }
            if let best, let other = heads[best], other.record.received <= head.record.received { continue }
            best = index
        }
        return best
    }

    private static func format(of reader: InputReader, asked: InputFormat) throws(InputRefusal) -> InputFormat {
        let head = reader.head()
        let guessed = InputFormat.guess(head)
        if asked != .auto, asked != .mrt {
            guard !InputFormat.isBinary(head) else {
                throw InputRefusal("“\(reader.name)” is not text, so it is no \(asked.rawValue) input.")
            }
            return asked
        }
        if asked == .mrt || guessed == .mrt {
            throw InputRefusal("“\(reader.name)” is a BGP dump (MRT), which cannot be replayed yet.")
        }
        guard let guessed else {
            if let trouble = reader.trouble {
                throw InputRefusal("“\(reader.name)” ends before it can be told what it is: \(trouble.reason).")
            }
            let formats = InputFormat.allCases.filter { $0 != .auto }.map(\.rawValue).joined(separator: ", ")
            throw InputRefusal(
                "“\(reader.name)” is no stream that is known here. If it is one after all, name its format with --format (\(formats))."
            )
        }
        return guessed
    }
}
