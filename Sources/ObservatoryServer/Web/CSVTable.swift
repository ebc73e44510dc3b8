import HTTPTypes
import Hummingbird

/// A table as RFC 4180 has it: UTF-8, line feeds, a header row, a cell without a value empty.
struct CSVTable {
    /// The media type of such a table.
    static let mediaType = "text/csv; charset=utf-8; header=present"

    private(set) var bytes: [UInt8] = []

    init(columns: [String]) {
        append(columns.map { .string($0) })
    }

    /// Adds a row, a value for each column; lists of texts are joined with spaces.
    mutating func append(_ row: [JSONValue]) {
        for (index, value) in row.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += CSVTable.cell(value).utf8
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func cell(_ value: JSONValue) -> String {
        let text: String =
            switch value {
            case .null: ""
            case .number(let number) where !number.isFinite: ""
            case .string(let text): text
            case .array(let values): values.map(cell).joined(separator: " ")
            default: value.text
            }
        guard text.utf8.contains(where: { [0x22, 0x2c, 0x0a, 0x0d].contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

extension Request {
    /// Whether the answer is to be CSV: `format` says so, or, without `format`, `Accept` prefers it to JSON.
    func wantsCSV(_ arguments: Arguments) -> Bool {
        if let format = arguments["format"] { return format.lowercased() == "csv" }
        guard let accept = headers[.accept] else { return false }
        let (csv, json) = (
            Request.weight(of: "text/csv", in: accept), Request.weight(of: "application/json", in: accept)
        )
        return csv > 0 && csv > json
    }

    /// The weight that an `Accept` header gives a media type by its most specific range, 0...1 (RFC 9110 §12.5.1).
    private static func weight(of type: String, in accept: String) -> Double {
        let wanted = type.split(separator: "/")
        var best = (specificity: -1, weight: 0.0)
        for range in accept.lowercased().split(separator: ",").prefix(50) {
            let parts = range.split(separator: ";").map { $0.filter { !" \t".contains($0) } }
            guard let name = parts.first?.split(separator: "/"), name.count == 2 else { continue }
            let specificity: Int
            switch (name[0], name[1]) {
            case ("*", "*"): specificity = 0
            case (wanted[0], "*"): specificity = 1
            case (wanted[0], wanted[1]): specificity = 2
            default: continue
            }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if specificity > best.specificity { best = (specificity, min(1, max(0, quality))) }
        }
        return best.weight
    }
}
