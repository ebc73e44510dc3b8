/// Votes of one block as columns: little more than a dozen bytes each after compression.
extension Vote {
    private static let layout: UInt8 = 1

    /// The columns of the votes, before compression.
    static func encoded(_ votes: [Vote]) -> [UInt8] {
        var writer = ByteWriter(capacity: votes.count * 46 + 16)
        writer.append(layout)
        writer.append(UInt32(votes.count))
        var previous: Int64 = 0
        writer.appendPlanes(
            of: votes.map { vote in
                defer { previous = vote.received }
                return vote.received &- previous
            })
        writer.appendPlanes(of: votes.map { $0.received &- $0.at })
        writer.appendPlanes(of: votes.map(\.kind.rawValue))
        writer.appendPlanes(of: votes.map(\.country))
        writer.appendPlanes(of: votes.map(\.asn))
        writer.appendPlanes(of: votes.map(\.platform))
        writer.appendPlanes(of: votes.map(\.probe))
        writer.appendPlanes(of: votes.map(\.access))
        writer.appendPlanes(of: votes.map(\.flags.rawValue))
        writer.appendPlanes(of: votes.map(\.stage))
        writer.appendPlanes(of: votes.map(\.first.bitPattern))
        writer.appendPlanes(of: votes.map(\.second.bitPattern))
        writer.appendPlanes(of: votes.map(\.target))
        writer.appendPlanes(of: votes.map(\.length))
        return writer.bytes
    }

    /// The votes of `encoded`; `nil` when the bytes are not whole.
    static func decoded(_ bytes: [UInt8]) -> [Vote]? {
        var reader = ByteReader(bytes)
        guard reader.number(UInt8.self) == layout, let number = reader.number(UInt32.self) else { return nil }
        let count = Int(number)
        guard let received = reader.planes(count, of: Int64.self), let lag = reader.planes(count, of: Int64.self),
            let kind = reader.planes(count, of: UInt8.self), let country = reader.planes(count, of: UInt16.self),
            let asn = reader.planes(count, of: UInt32.self), let platform = reader.planes(count, of: UInt32.self),
            let probe = reader.planes(count, of: UInt32.self), let access = reader.planes(count, of: UInt8.self),
            let flags = reader.planes(count, of: UInt8.self), let stage = reader.planes(count, of: UInt8.self),
            let first = reader.planes(count, of: UInt32.self), let second = reader.planes(count, of: UInt32.self),
            let target = reader.planes(count, of: UInt32.self), let length = reader.planes(count, of: UInt32.self),
            reader.isAtEnd
        else { return nil }
        var votes: [Vote] = []
        votes.reserveCapacity(count)
        var time: Int64 = 0
        for index in 0..<count {
            guard let kind = RecordKind(rawValue: kind[index]) else { return nil }
            time &+= received[index]
            votes.append(
                Vote(
                    kind: kind, received: time, at: time &- lag[index], country: country[index], asn: asn[index],
                    platform: platform[index], probe: probe[index], access: access[index],
                    flags: Flags(rawValue: flags[index]), stage: stage[index],
                    first: Float(bitPattern: first[index]), second: Float(bitPattern: second[index]),
                    target: target[index], length: length[index]))
        }
        return votes
    }

    private init(
        kind: RecordKind, received: Int64, at: Int64, country: UInt16, asn: UInt32, platform: UInt32, probe: UInt32,
        access: UInt8, flags: Flags, stage: UInt8, first: Float, second: Float, target: UInt32, length: UInt32
    ) {
        self.kind = kind
        self.received = received
        self.at = at
        self.country = country
        self.asn = asn
        self.platform = platform
        self.probe = probe
        self.access = access
        self.flags = flags
        self.stage = stage
        self.first = first
        self.second = second
        self.target = target
        self.length = length
    }
}
