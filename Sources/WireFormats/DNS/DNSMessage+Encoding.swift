import ObservatoryModel

extension DNSMessage {
    /// The message as bytes. Names that were written before become pointers (RFC 1035 §4.1.4).
    ///
    /// - Precondition: no section has more than 65,535 entries, and no record more than 65,535 bytes of data.
    package func encoded() -> [UInt8] {
        var writer = DNSWriter()
        writer.append(id)
        var flags: UInt16 = isResponse ? 0x8000 : 0
        flags |= UInt16(opcode & 15) << 11
        if isAuthoritative { flags |= 0x0400 }
        if isTruncated { flags |= 0x0200 }
        if recursionDesired { flags |= 0x0100 }
        if recursionAvailable { flags |= 0x0080 }
        writer.append(flags | UInt16(rcode & 15))
        for count in [questions.count, answers.count, authorities.count, additionals.count] {
            writer.append(UInt16(count))
        }
        for question in questions {
            writer.append(question.name)
            writer.append(question.type.number)
            writer.append(question.recordClass)
        }
        for record in answers + authorities + additionals { writer.append(record) }
        return writer.bytes
    }
}

private struct DNSWriter {
    var bytes: [UInt8] = []
    /// Where a name, or the tail of one, was written; offsets that fit into a pointer only.
    private var offsets: [DNSName: Int] = [:]

    mutating func append(_ value: UInt16) {
        bytes += [UInt8(value >> 8), UInt8(value & 0xff)]
    }

    mutating func append(_ name: DNSName) {
        for index in name.labels.indices {
            let tail = DNSName(unchecked: Array(name.labels[index...]))
            if let offset = offsets[tail] {
                append(0xc000 | UInt16(offset))
                return
            }
            if bytes.count < 0x4000 { offsets[tail] = bytes.count }
            bytes.append(UInt8(name.labels[index].count))
            bytes += name.labels[index]
        }
        bytes.append(0)
    }

    mutating func append(_ record: DNSRecord) {
        append(record.name)
        append(record.type.number)
        append(record.recordClass)
        append(UInt16(record.timeToLive >> 16))
        append(UInt16(record.timeToLive & 0xffff))
        let lengthAt = bytes.count
        append(UInt16(0))
        switch record.data {
        case .address(let address): bytes += address.bytes
        case .name(let name): append(name)
        case .opaque(let data): bytes += data
        }
        let length = bytes.count - lengthAt - 2
        precondition(length <= 0xffff, "a DNS record holds at most 65,535 bytes of data")
        bytes[lengthAt] = UInt8(length >> 8)
        bytes[lengthAt + 1] = UInt8(length & 0xff)
    }
}
