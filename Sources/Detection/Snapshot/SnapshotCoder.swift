/// Why a snapshot cannot be resumed from. The way out is always the same: take the stored records again.
package enum SnapshotError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It was not made by this code: it begins otherwise, or is not whole.
    case notASnapshot
    /// It was made under other rules, whose results may not be continued.
    case otherRules(found: String)
    /// Its content does not fit together at this byte.
    case malformed(at: Int)

    package var description: String {
        switch self {
        case .notASnapshot: "not a whole snapshot of detection"
        case .otherRules(let found):
            "a snapshot of rules “\(found)”, these are “\(DetectionRules.version)”"
        case .malformed(let position): "a snapshot whose content ends or goes wrong at byte \(position)"
        }
    }
}

/// What the engine remembers, as bytes and back.
///
/// One function of each type names its fields in order, for both ways, so that writing and reading cannot differ.
/// Integers are little-endian in their own width, floating-point numbers their bit patterns, so what is read is what was
/// written, to the bit.
struct SnapshotCoder {
    /// What is being read, or has been written so far; a slice, so that reading copies nothing.
    private(set) var bytes: ArraySlice<UInt8>
    private(set) var position = 0
    let isReading: Bool

    /// A coder that writes.
    init() {
        bytes = []
        isReading = false
    }

    /// A coder that reads.
    ///
    /// - Precondition: the slice begins at index 0.
    init(reading bytes: ArraySlice<UInt8>) {
        precondition(bytes.startIndex == 0, "positions count from 0")
        self.bytes = bytes
        isReading = true
    }

    /// Hands over what was written.
    mutating func takeBytes() -> [UInt8] {
        defer { bytes = [] }
        return Array(bytes)
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func code<Value: Snapshotted>(_ value: inout Value) throws(SnapshotError) {
        try value.code(with: &self)
    }

    /// A value that the reader knows already: written for the check, compared when read.
    mutating func expect<Value: Snapshotted & Equatable>(
        _ value: Value, else error: (Value) -> SnapshotError
    ) throws(SnapshotError) {
        var found = value
        try code(&found)
        guard found == value else { throw error(found) }
    }

    mutating func integer<Value: FixedWidthInteger>(_ value: inout Value) throws(SnapshotError) {
        let width = MemoryLayout<Value>.size
        guard isReading else {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
            return
        }
        guard bytes.count - position >= width else { throw .malformed(at: position) }
        value = bytes.withUnsafeBytes {
            Value(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: Value.self))
        }
        position += width
    }

    /// The number of elements that follow, each of at least one byte.
    mutating func count(_ count: Int) throws(SnapshotError) -> Int {
        var value = UInt32(count)
        try integer(&value)
        guard !isReading || Int(value) <= bytes.count - position else { throw .malformed(at: position) }
        return Int(value)
    }

    mutating func text(_ value: inout String) throws(SnapshotError) {
        let length = try count(value.utf8.count)
        guard isReading else {
            bytes.append(contentsOf: value.utf8)
            return
        }
        value = String(decoding: bytes[position..<position + length], as: UTF8.self)
        position += length
    }

    /// A value that has a text and comes from one.
    mutating func text<Value: LosslessStringConvertible>(_ value: inout Value) throws(SnapshotError) {
        var text = value.description
        try self.text(&text)
        guard isReading else { return }
        guard let found = Value(text) else { throw .malformed(at: position) }
        value = found
    }

    /// An enumeration's raw value.
    mutating func raw<Value: RawRepresentable>(_ value: inout Value) throws(SnapshotError)
    where Value.RawValue: Snapshotted {
        var raw = value.rawValue
        try code(&raw)
        guard isReading else { return }
        guard let found = Value(rawValue: raw) else { throw .malformed(at: position) }
        value = found
    }

    fileprivate mutating func append(_ other: SnapshotCoder) {
        bytes.append(contentsOf: other.bytes)
    }
}

/// What can be a part of a snapshot.
protocol Snapshotted {
    /// Stands in for a value until it is read.
    static var blank: Self { get }
    /// Names every field that is remembered, in order, to the coder.
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError)
}

extension Int32: Snapshotted {}
extension Int64: Snapshotted {}
extension UInt8: Snapshotted {}
extension UInt16: Snapshotted {}
extension UInt32: Snapshotted {}
extension UInt64: Snapshotted {}
extension Int16: Snapshotted {}
extension Snapshotted where Self: FixedWidthInteger {
    static var blank: Self { 0 }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.integer(&self)
    }
}

extension Int: Snapshotted {
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        var wide = Int64(self)
        try coder.integer(&wide)
        self = Int(wide)
    }
}

extension Double: Snapshotted {
    static var blank: Double { 0 }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        var bits = bitPattern
        try coder.integer(&bits)
        self = Double(bitPattern: bits)
    }
}

extension Float: Snapshotted {
    static var blank: Float { 0 }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        var bits = bitPattern
        try coder.integer(&bits)
        self = Float(bitPattern: bits)
    }
}

extension Bool: Snapshotted {
    static var blank: Bool { false }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        var byte: UInt8 = self ? 1 : 0
        try coder.integer(&byte)
        self = byte != 0
    }
}

extension String: Snapshotted {
    static var blank: String { "" }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.text(&self)
    }
}

extension Optional: Snapshotted where Wrapped: Snapshotted {
    static var blank: Wrapped? { nil }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        var isThere = self != nil
        try coder.code(&isThere)
        guard isThere else {
            self = nil
            return
        }
        var value: Wrapped = self ?? Wrapped.blank
        try coder.code(&value)
        self = value
    }
}

extension Array: Snapshotted where Element: Snapshotted {
    static var blank: [Element] { [] }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        let count = try coder.count(self.count)
        guard coder.isReading else {
            for var element in self { try coder.code(&element) }
            return
        }
        var read: [Element] = []
        read.reserveCapacity(count)
        for _ in 0..<count {
            var element = Element.blank
            try coder.code(&element)
            read.append(element)
        }
        self = read
    }
}

extension Set: Snapshotted where Element: Snapshotted & Comparable {
    static var blank: Set<Element> { [] }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        var elements = sorted()
        try coder.code(&elements)
        if coder.isReading { self = Set(elements) }
    }
}

extension Dictionary: Snapshotted where Key: Snapshotted, Value: Snapshotted {
    static var blank: [Key: Value] { [:] }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        let count = try coder.count(self.count)
        guard !coder.isReading else {
            var read: [Key: Value] = [:]
            read.reserveCapacity(count)
            for _ in 0..<count {
                var (key, value) = (Key.blank, Value.blank)
                try coder.code(&key)
                try coder.code(&value)
                read[key] = value
            }
            self = read
            return
        }
        // In order of the keys' bytes, so that equal states give equal snapshots.
        var entries: [SnapshotCoder] = []
        for (key, value) in self {
            var (key, value) = (key, value)
            var entry = SnapshotCoder()
            try entry.code(&key)
            try entry.code(&value)
            entries.append(entry)
        }
        entries.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        for entry in entries { coder.append(entry) }
    }
}
