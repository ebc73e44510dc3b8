/// Why bytes are no TLS handshake message or QUIC packet of the kinds that are read here.
package enum HandshakeDecodingError: Error, Hashable, CustomStringConvertible {
    /// `what` needs more bytes than are left.
    case truncated(what: String, needs: Int, left: Int)
    /// A value that the format does not allow at this place.
    case unexpected(what: String, found: UInt64)

    package var description: String {
        switch self {
        case .truncated(let what, let needs, let left): "\(what) needs \(needs) bytes, \(left) left"
        case .unexpected(let what, let found): "\(what) is \(found)"
        }
    }
}

/// A position in bytes that anyone may have sent; reads network-order numbers and length-prefixed vectors.
struct HandshakeReader {
    private let bytes: ArraySlice<UInt8>
    private(set) var offset: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        offset = bytes.startIndex
    }

    var left: Int { bytes.endIndex - offset }

    mutating func take(_ count: Int, _ what: String) throws(HandshakeDecodingError) -> ArraySlice<UInt8> {
        guard count <= left else { throw .truncated(what: what, needs: count, left: left) }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }

    /// A big-endian number of 1 to 8 bytes.
    mutating func number(_ count: Int, _ what: String) throws(HandshakeDecodingError) -> UInt64 {
        try take(count, what).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Bytes behind a length of 1 to 3 bytes.
    mutating func vector(_ lengthBytes: Int, _ what: String) throws(HandshakeDecodingError) -> ArraySlice<UInt8> {
        let length = try number(lengthBytes, what)
        return try take(Int(length), what)
    }

    /// A QUIC variable-length integer (RFC 9000 §16).
    mutating func variableLengthInteger(_ what: String) throws(HandshakeDecodingError) -> UInt64 {
        let first = try number(1, what)
        let more = (1 << (first >> 6)) - 1
        let rest = try number(more, what)
        return (first & 0x3f) << (8 * UInt64(more)) | rest
    }
}

extension [UInt8] {
    /// Appends a big-endian number of the given count of bytes.
    mutating func append(_ value: some BinaryInteger, bytes count: Int) {
        for index in (0..<count).reversed() { append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
    }

    /// Appends bytes behind their length.
    ///
    /// - Precondition: the length fits.
    mutating func append(vector: some Collection<UInt8>, lengthBytes: Int) {
        precondition(vector.count < 1 << (8 * lengthBytes), "a vector with \(lengthBytes) length bytes is too long")
        append(vector.count, bytes: lengthBytes)
        append(contentsOf: vector)
    }
}
