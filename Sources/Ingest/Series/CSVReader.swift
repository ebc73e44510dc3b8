/// Reads a table (RFC 4180, also with bare line feeds) row by row; the first row names the columns.
///
/// A quoted cell may hold commas, doubled quotes and line breaks. Rows that are shorter or longer than the header are
/// handed out all the same: a cell that is not there is empty.
final class CSVReader {
    /// The names of the columns, in order.
    private(set) var header: [String]
    private let reader: InputReader
    /// The bytes of the row, of several lines when a quoted cell has line breaks.
    private var bytes: [UInt8] = []
    private var cells: [Range<Int>] = []
    /// The number of the row's first line.
    private(set) var line = 0
    /// Problems of the file, in order, to be taken by whoever reads.
    private(set) var problems: [IngestProblem] = []

    var name: String { reader.name }

    /// - Throws: when there is no first row.
    init(_ reader: InputReader) throws(InputRefusal) {
        self.reader = reader
        header = []
        guard advance() else { throw InputRefusal("“\(reader.name)” has no header row.") }
        header = cells.indices.map { text($0) ?? "" }
    }

    /// The place of a column.
    func column(_ name: String) -> Int? { header.firstIndex(of: name) }

    /// Goes to the next row that is not blank; `false` at the end.
    func advance() -> Bool {
        cells.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        var first = true
        while let event = reader.nextLine() {
            switch event {
            case .problem(let problem): problems.append(problem)
            case .line(let text, let number):
                if first, text.isEmpty { continue }
                if first { line = number } else { bytes.append(0x0a) }
                first = false
                bytes.append(contentsOf: text)
                if split() { return true }
                guard bytes.count < 1 << 20 else {
                    problems.append(IngestProblem(file: name, line: line, reason: "quoted cell of more than 1 MiB"))
                    bytes.removeAll(keepingCapacity: true)
                    first = true
                    continue
                }
            }
        }
        if !first {
            problems.append(IngestProblem(file: name, line: line, reason: "quoted cell is not closed"))
        }
        return false
    }

    /// Finds the cells; `false` when a quoted one goes on in the next line.
    private func split() -> Bool {
        cells.removeAll(keepingCapacity: true)
        return bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while true {
                let start = index
                if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
                    index += 1
                    while true {
                        guard index < bytes.count else { return false }
                        if bytes[index] == UInt8(ascii: "\"") {
                            index += 1
                            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { break }
                        }
                        index += 1
                    }
                }
                while index < bytes.count, bytes[index] != UInt8(ascii: ",") { index += 1 }
                cells.append(start..<index)
                guard index < bytes.count else { return true }
                index += 1
            }
        }
    }

    /// The bytes of a cell as they stand, quotes and all; empty when there is no such cell.
    func raw<Result>(_ column: Int?, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        guard let column, column < cells.count else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
        return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[cells[column]])) }
    }

    /// Whether a cell holds nothing.
    func isEmpty(_ column: Int?) -> Bool { raw(column) { $0.isEmpty } }

    /// The text of a cell; `nil` when it is empty or not there.
    func text(_ column: Int?) -> String? {
        raw(column) { cell in
            guard !cell.isEmpty else { return nil }
            guard cell[0] == UInt8(ascii: "\"") else { return String(decoding: cell, as: UTF8.self) }
            var inner: [UInt8] = []
            var index = 1
            while index < cell.count {
                if cell[index] == UInt8(ascii: "\"") {
                    index += 1
                    guard index < cell.count, cell[index] == UInt8(ascii: "\"") else { break }
                }
                inner.append(cell[index])
                index += 1
            }
            return inner.isEmpty ? nil : String(decoding: inner, as: UTF8.self)
        }
    }

    /// The number in a cell; `nil` when it is empty or no finite number.
    func number(_ column: Int?) -> Double? {
        guard let text = text(column), let value = Double(text), value.isFinite else { return nil }
        return value
    }
}
