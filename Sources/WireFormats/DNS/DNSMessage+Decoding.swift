import ObservatoryModel

/// Why bytes are no DNS message.
package enum DNSDecodingError: Error, Hashable, CustomStringConvertible {
    /// `what` needs more bytes than are left from the byte at `offset` on.
    case truncated(what: String, offset: Int, needs: Int, left: Int)
    /// A compression pointer at `offset` that does not point to an earlier byte.
    case forwardPointer(offset: Int, target: Int)
    /// A name that jumps more often than it can have labels.
    case tooManyPointers(offset: Int)
    /// A label type other than a length and a pointer (RFC 1035 §4.1.4).
    case unknownLabel(offset: Int, byte: UInt8)
    /// A name of more than 255 bytes.
    case longName(offset: Int)
    /// Data of a length that its type does not have.
    case wrongDataLength(offset: Int, type: UInt16, length: Int)

    package var description: String {
        switch self {
        case .truncated(let what, let offset, let needs, let left):
            "DNS \(what) at byte \(offset) needs \(needs) bytes, \(left) left"
        case .forwardPointer(let offset, let target):
            "DNS name pointer at byte \(offset) points to byte \(target), which is not before the name"
        case .tooManyPointers(let offset): "DNS name at byte \(offset) has more than 127 pointers"
        case .unknownLabel(let offset, let byte): "DNS label at byte \(offset) has unknown type \(byte >> 6)"
        case .longName(let offset): "DNS name at byte \(offset) is longer than 255 bytes"
        case .wrongDataLength(let offset, let type, let length):
            "DNS record at byte \(offset) has type \(type) with \(length) bytes of data"
        }
    }
}

extension DNSMessage {
    /// Reads a message that anyone may have sent; bytes after it are ignored, as resolvers do.
    ///
    /// Work is linear in the size: each name has at most 255 bytes and 127 pointers, and pointers only lead backwards.
    package init(decoding bytes: [UInt8]) throws(DNSDecodingError) {
        var reader = DNSReader(bytes: bytes)
        try reader.need("header", 12)
        let id = reader.uint16()
        let flags = reader.uint16()
        let counts = [reader.uint16(), reader.uint16(), reader.uint16(), reader.uint16()]
        var questions: [DNSQuestion] = []
        for _ in 0..<counts[0] { questions.append(try reader.question()) }
        var sections: [[DNSRecord]] = []
        for count in counts[1...] {
            var records: [DNSRecord] = []
            for _ in 0..<count { records.append(try reader.record()) }
            sections.append(records)
        }
        self.init(
            id: id, isResponse: flags & 0x8000 != 0, opcode: UInt8(flags >> 11 & 15),
            isAuthoritative: flags & 0x0400 != 0, isTruncated: flags & 0x0200 != 0,
            recursionDesired: flags & 0x0100 != 0, recursionAvailable: flags & 0x0080 != 0, rcode: UInt8(flags & 15),
            questions: questions, answers: sections[0], authorities: sections[1], additionals: sections[2])
    }
}

/// A position in the bytes of a message.
private struct DNSReader {
    let bytes: [UInt8]
    var offset = 0

    func need(_ what: String, _ count: Int) throws(DNSDecodingError) {
        guard bytes.count - offset >= count else {
            throw .truncated(what: what, offset: offset, needs: count, left: bytes.count - offset)
        }
    }

    /// The next two bytes; the caller has asked for them with `need`.
    mutating func uint16() -> UInt16 {
        defer { offset += 2 }
        return UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])
    }

    mutating func question() throws(DNSDecodingError) -> DNSQuestion {
        let name = try name()
        try need("question", 4)
        return DNSQuestion(name: name, type: DNSRecordType(uint16()), recordClass: uint16())
    }

    mutating func record() throws(DNSDecodingError) -> DNSRecord {
        let start = offset
        let name = try name()
        try need("record", 10)
        let type = DNSRecordType(uint16())
        let recordClass = uint16()
        let timeToLive = UInt32(uint16()) << 16 | UInt32(uint16())
        let length = Int(uint16())
        try need("record data", length)
        let end = offset + length
        let data: DNSRecord.Data
        switch type {
        case .a where recordClass == 1, .aaaa where recordClass == 1:
            guard let address = InternetAddress(bytes: bytes[offset..<end]), (address.family == 4) == (type == .a)
            else { throw .wrongDataLength(offset: start, type: type.number, length: length) }
            data = .address(address)
        case .cname, .ns, .ptr:
            let target = try self.name()
            guard offset == end else { throw .wrongDataLength(offset: start, type: type.number, length: length) }
            data = .name(target)
        default: data = .opaque(Array(bytes[offset..<end]))
        }
        offset = end
        return DNSRecord(name: name, type: type, recordClass: recordClass, timeToLive: timeToLive, data: data)
    }

    /// Reads a name, following pointers; each must lead to a byte before all that the name has used so far.
    mutating func name() throws(DNSDecodingError) -> DNSName {
        let start = offset
        var labels: [[UInt8]] = []
        var length = 1
        var position = offset
        var earliest = offset
        var end: Int?
        var jumps = 0
        while true {
            guard position < bytes.count else {
                throw .truncated(what: "name", offset: start, needs: position - start + 1, left: bytes.count - start)
            }
            let byte = bytes[position]
            switch byte >> 6 {
            case 0 where byte == 0:
                offset = end ?? position + 1
                return DNSName(unchecked: labels)
            case 0:
                let next = position + 1 + Int(byte)
                guard next <= bytes.count else {
                    throw .truncated(
                        what: "label", offset: position, needs: Int(byte) + 1, left: bytes.count - position)
                }
                length += Int(byte) + 1
                guard length <= 255 else { throw .longName(offset: start) }
                labels.append(Array(bytes[position + 1..<next]))
                position = next
            case 3:
                guard position + 1 < bytes.count else {
                    throw .truncated(what: "name pointer", offset: position, needs: 2, left: 1)
                }
                let target = Int(byte & 0x3f) << 8 | Int(bytes[position + 1])
                guard target < earliest else { throw .forwardPointer(offset: position, target: target) }
                jumps += 1
                guard jumps <= 127 else { throw .tooManyPointers(offset: start) }
                if end == nil { end = position + 2 }
                earliest = target
                position = target
            default: throw .unknownLabel(offset: position, byte: byte)
            }
        }
    }
}
