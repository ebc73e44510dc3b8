package import ObservatoryModel

/// The records of a body of native lines, such as a probe posts (CONTRACT §4).
package struct NativeBatch: Sendable {
    /// One record with the line it came from.
    package struct Item: Sendable {
        package var record: Record
        /// Counted from 1.
        package var line: Int
        /// Where the line is in the body.
        package var range: Range<Int>
    }

    package var items: [Item] = []
    /// Lines that are no records, with the reason.
    package var rejected: [(line: Int, reason: String)] = []

    /// Reads all lines of a body that was unpacked already (`Packing.unpack`). Blank lines are passed over.
    ///
    /// - Parameters:
    ///   - received: When the body came in; it replaces what the lines say. `nil` believes them.
    ///   - lineLimit: The longest line that is taken, in bytes.
    package init(
        _ body: [UInt8], received: Timestamp?, parser: inout NativeParser, lineLimit: Int = 1 << 20
    ) {
        body.withUnsafeBytes { body in
            var start = 0
            var line = 0
            while start < body.count {
                line += 1
                var end = body[start...].firstIndex(of: 0x0a) ?? body.count
                let next = end + 1
                defer { start = next }
                if end > start, body[end - 1] == 0x0d { end -= 1 }
                let bytes = UnsafeRawBufferPointer(rebasing: body[start..<end])
                if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
                guard bytes.count <= lineLimit else {
                    rejected.append((line, "line of \(bytes.count) bytes, the limit is \(lineLimit)"))
                    continue
                }
                do throws(RecordFault) {
                    let record = try parser.parse(bytes, received: received)
                    items.append(Item(record: record, line: line, range: start..<end))
                } catch {
                    rejected.append((line, error.description))
                }
            }
        }
    }
}
