/// The rows of a generated table, each cut at its tabs; cells at the end of a row may be missing.
func rows(of table: String) -> [[String]] {
    table.utf8.split(separator: UInt8(ascii: "\n")).map { line in
        line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { String(Substring($0)) }
    }
}
