import ObservatoryModel
import Storage

/// A stretch of 72 possible bins of one cell as bytes: six hours of a country, twelve of a network, three days of hours.
///
/// A row per bin would cost 40 bytes and an insertion each; a chunk has about ten bytes a bin and is written once for
/// all bins that waited. Each bin is its distance from the one before, a mask of the fields that are not zero, and those
/// fields, all as variable-length numbers. Ratios and weights are counted in ten-thousandths, so that sums are exact.
enum BinChunk {
    private static let binsPerChunk: Int64 = 72
    private static let layout: UInt8 = 1
    private static let scale = 10_000.0

    /// The chunk that a bin belongs to.
    static func number(of start: Timestamp, level: BinLevel) -> Int64 {
        start.floored(to: .seconds(level.rawValue * binsPerChunk)).seconds / (level.rawValue * binsPerChunk)
    }

    /// The bytes of a chunk's bins, oldest first.
    static func encoded(_ bins: [MeasurementBin], chunk: Int64, level: BinLevel) -> [UInt8] {
        var bytes: [UInt8] = [layout]
        bytes.reserveCapacity(bins.count * 12 + 1)
        var previous = chunk * binsPerChunk - 1
        for bin in bins {
            let index = bin.start.seconds / level.rawValue
            append(UInt64(index - previous), to: &bytes)
            previous = index
            let fields = fields(of: bin)
            var mask: UInt64 = 0
            for bit in 0..<14 where fields[bit] != 0 { mask |= 1 << UInt64(bit) }
            append(mask, to: &bytes)
            for bit in 0..<14 where fields[bit] != 0 { append(zigzag(fields[bit]), to: &bytes) }
        }
        return bytes
    }

    /// The bins of `encoded`.
    static func decoded(_ bytes: [UInt8], chunk: Int64, level: BinLevel, cell: Int64) throws -> [MeasurementBin] {
        guard bytes.first == layout else { throw DamagedBlock(table: "bin_chunk", first: cell) }
        var bins: [MeasurementBin] = []
        var position = 1
        let first = chunk * binsPerChunk
        var index = first - 1
        while position < bytes.count {
            guard let distance = number(bytes, &position), let mask = number(bytes, &position),
                distance > 0, distance <= UInt64(first + binsPerChunk - 1 - index), mask < 1 << 14
            else { throw DamagedBlock(table: "bin_chunk", first: cell) }
            index += Int64(distance)
            var fields: [14 of Int64] = .init(repeating: 0)
            for bit in 0..<14 where mask & 1 << UInt64(bit) != 0 {
                guard let value = number(bytes, &position) else {
                    throw DamagedBlock(table: "bin_chunk", first: cell)
                }
                fields[bit] = Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
            }
            bins.append(bin(Timestamp(seconds: index * level.rawValue), fields))
        }
        return bins
    }

    /// A bin's fields by their bit in the mask. Append only.
    private static func fields(of bin: MeasurementBin) -> [14 of Int64] {
        [
            bin.sessions, bin.failures, bin.voided, bin.dns, bin.tcp, bin.tls, bin.quic, bin.http, bin.transfers,
            scaled(bin.logRatioSum), bin.ooni, scaled(bin.ooniBlocked), scaled(bin.ooniDown), bin.reports,
        ]
    }

    private static func bin(_ start: Timestamp, _ fields: [14 of Int64]) -> MeasurementBin {
        var bin = MeasurementBin(start: start)
        (bin.sessions, bin.failures, bin.voided) = (fields[0], fields[1], fields[2])
        (bin.dns, bin.tcp, bin.tls, bin.quic, bin.http) = (fields[3], fields[4], fields[5], fields[6], fields[7])
        (bin.transfers, bin.logRatioSum) = (fields[8], Double(fields[9]) / scale)
        (bin.ooni, bin.ooniBlocked, bin.ooniDown) = (fields[10], Double(fields[11]) / scale, Double(fields[12]) / scale)
        bin.reports = fields[13]
        return bin
    }

    /// Ten-thousandths, with what is absurd or no number at all bounded.
    private static func scaled(_ sum: Double) -> Int64 {
        sum.isNaN ? 0 : Int64(max(-1e14, min(1e14, (sum * scale).rounded())))
    }

    private static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }

    /// Seven bits a byte, low ones first; the high bit says that more follow (LEB128).
    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private static func number(_ bytes: [UInt8], _ position: inout Int) -> UInt64? {
        var (number, shift): (UInt64, UInt64) = (0, 0)
        while position < bytes.count, shift < 64 {
            let byte = bytes[position]
            position += 1
            number |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        return nil
    }
}
