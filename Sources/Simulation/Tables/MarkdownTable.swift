/// A table in Markdown.
package struct MarkdownTable: Sendable {
    package let head: [String]
    package private(set) var rows: [[String]] = []

    package init(_ head: [String]) {
        self.head = head
    }

    /// Adds a row, which has as many cells as the head.
    package mutating func add(_ cells: [String]) {
        precondition(cells.count == head.count, "a row of \(cells.count) cells under a head of \(head.count)")
        rows.append(cells)
    }

    /// The table with a line end behind each row.
    package var text: String {
        let rule = head.map { _ in "---" }
        return ([head, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }
}
