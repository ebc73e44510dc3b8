/// Appends fixed-width numbers to bytes, low byte first.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(contentsOf other: some Collection<UInt8>) {
        bytes.append(contentsOf: other)
    }

    /// Appends a column of numbers as byte planes: all low bytes, then all second bytes, and so on.
    ///
    /// High bytes of small numbers then stand together, which is what makes a column of 64-bit deltas compress to little
    /// more than its low bytes.
    mutating func appendPlanes<Number: FixedWidthInteger>(of column: some Sequence<Number>) {
        let numbers = Array(column)
        for plane in 0..<Number.bitWidth / 8 {
            for number in numbers { bytes.append(UInt8(truncatingIfNeeded: number >> (plane * 8))) }
        }
    }
}

/// Reads what `ByteWriter` wrote; every method gives `nil` past the end.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func number<Number: FixedWidthInteger>(_: Number.Type = Number.self) -> Number? {
        let width = Number.bitWidth / 8
        guard bytes.count - position >= width else { return nil }
        defer { position += width }
        return bytes.withUnsafeBytes {
            Number(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: Number.self))
        }
    }

    mutating func planes<Number: FixedWidthInteger>(_ count: Int, of: Number.Type = Number.self) -> [Number]? {
        let width = Number.bitWidth / 8
        guard count >= 0, (bytes.count - position) / width >= count else { return nil }
        var column = [Number](repeating: 0, count: count)
        for plane in 0..<width {
            let start = position + plane * count
            for index in 0..<count { column[index] |= Number(truncatingIfNeeded: bytes[start + index]) << (plane * 8) }
        }
        position += width * count
        return column
    }

    var isAtEnd: Bool { position == bytes.count }
}
