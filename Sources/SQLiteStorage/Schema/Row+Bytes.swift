import FoundationEssentials
import GRDB

extension Row {
    /// The blob of a column as bytes; empty for an empty blob.
    func bytes(_ index: Int) throws -> [UInt8] {
        try withUnsafeData(atIndex: index) { $0.map { Array($0) } ?? [] }
    }
}

extension [UInt8] {
    /// The bytes as a blob to bind.
    var blob: Data { Data(self) }
}

extension Database {
    /// Runs a statement that is kept prepared.
    func run(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
        let statement = try cachedStatement(sql: sql)
        statement.setUncheckedArguments(arguments)
        try statement.execute()
    }

    /// The value of a counter; 0 before it was set.
    func counter(_ name: String) throws -> Int64 {
        let statement = try cachedStatement(sql: "SELECT value FROM counter WHERE name = ?")
        return try Int64.fetchOne(statement, arguments: [name]) ?? 0
    }

    func setCounter(_ name: String, to value: Int64) throws {
        try run("INSERT INTO counter VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", [name, value])
    }

    func addToCounter(_ name: String, _ value: Int64) throws {
        guard value != 0 else { return }
        try run(
            "INSERT INTO counter VALUES (?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value",
            [name, value])
    }
}

/// Names of counters.
enum Counter {
    /// Sequence of the newest record.
    static let accepted = "accepted"
    static let duplicates = "duplicates"
    /// Records whose lines are there.
    static let lines = "lines"
    /// The last sequence in a block that will not grow any more.
    static let sealed = "sealed"

    /// Sequence of the revision up to which alerts were queued.
    static let alerted = "alerted"

    static func accepted(_ kind: RecordKind) -> String { "accepted.\(kind.text)" }
}
