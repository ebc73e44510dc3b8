import ObservatoryModel
import Storage

/// A place and platform that bins are kept for.
struct CellKey: Hashable, Comparable, Sendable {
    /// `CountryCode.packed`; that of `ZZ` is the whole world.
    var country: UInt16
    /// The network's number, or `wholeCountry`.
    var asn: Int64
    /// Number in the `platform` table.
    var platform: UInt32

    static let wholeCountry: Int64 = -1

    var isWholeCountry: Bool { asn == CellKey.wholeCountry }

    /// The level of its new bins.
    var level: BinLevel { .fine(wholeCountry: isWholeCountry) }

    static func < (left: CellKey, right: CellKey) -> Bool {
        (left.country, left.asn, left.platform) < (right.country, right.asn, right.platform)
    }
}

/// What committed records add to bins and is not yet in the bin tables.
///
/// A session touches a page of its own in the bin table, so that writing bins with every batch would write many times
/// the bytes of the records. The sums wait here instead, readers add them to what the table holds, and after a crash
/// they are made again from the votes. Cells are dealt into slices, each with a base of its own, so that no commit has
/// to write more than one slice's sums.
struct PendingRollUps: Sendable {
    struct Cell: Sendable {
        /// Bins of the cell's level, oldest first.
        var bins: [MeasurementBin] = []
        /// Milliseconds of the newest session's `at`; `nil` when there is none.
        var newest: Int64?
    }

    /// The sums of some of the cells.
    struct Slice: Sendable {
        /// The last sequence whose contribution is in the table.
        var base: Int64
        var cells: [CellKey: Cell] = [:]
        /// Contributions since `base`; a vote makes one to its network, its country and the world each.
        var contributions = 0
    }

    static let sliceCount = 16

    private(set) var slices: [Slice]

    /// - Parameter bases: One per slice.
    init(bases: [Int64]) {
        precondition(bases.count == PendingRollUps.sliceCount, "every slice has a base")
        slices = bases.map { Slice(base: $0) }
    }

    var bases: [Int64] { slices.map(\.base) }

    /// The slice that a cell belongs to, for as long as the file lives.
    static func slice(of key: CellKey) -> Int {
        var mixed = UInt64(key.country) << 48 ^ UInt64(bitPattern: key.asn) << 16 ^ UInt64(key.platform)
        mixed = (mixed ^ mixed >> 31) &* 0x9e37_79b9_7f4a_7c15
        return Int(mixed >> 60)
    }

    /// What waits for a cell; `nil` when nothing does.
    subscript(key: CellKey) -> Cell? { slices[PendingRollUps.slice(of: key)].cells[key] }

    /// Everything that waits.
    var cells: some Sequence<(key: CellKey, value: Cell)> { slices.lazy.flatMap(\.cells) }

    /// Adds one vote to its network, its country and the world, except where the table has it.
    mutating func add(_ vote: Vote, sequence: Int64) {
        guard vote.platform != 0, let contribution = vote.contribution else { return }
        let newest = vote.kind == .session ? vote.at : nil
        let world = CountryCode.unknown.packed
        let platform = vote.platform
        add(contribution, CellKey(country: world, asn: CellKey.wholeCountry, platform: platform), nil, sequence)
        guard vote.country != world else { return }
        let country = CellKey(country: vote.country, asn: CellKey.wholeCountry, platform: platform)
        add(contribution, country, nil, sequence)
        let network = CellKey(country: vote.country, asn: Int64(vote.asn), platform: platform)
        add(contribution, network, newest, sequence)
    }

    private mutating func add(
        _ contribution: MeasurementBin, _ key: CellKey, _ newest: Int64?, _ sequence: Int64
    ) {
        let slice = PendingRollUps.slice(of: key)
        guard sequence > slices[slice].base else { return }
        let start = contribution.start.floored(to: key.level.step)
        slices[slice].cells[key, default: Cell()].add(contribution, start: start, newest: newest)
        slices[slice].contributions += 1
    }

    /// Forgets a slice's sums, which the table now holds up to a sequence.
    mutating func clear(_ slice: Int, base: Int64) {
        slices[slice] = Slice(base: base)
    }

    /// A cell's bins at a level, oldest first.
    static func folded(_ bins: [MeasurementBin], to step: Interval) -> [MeasurementBin] {
        var folded: [MeasurementBin] = []
        for bin in bins {
            let start = bin.start.floored(to: step)
            if folded.last?.start != start { folded.append(MeasurementBin(start: start)) }
            folded[folded.count - 1].add(bin)
        }
        return folded
    }

    /// Two lists of bins of the same step as one, oldest first.
    static func merged(_ left: [MeasurementBin], _ right: [MeasurementBin]) -> [MeasurementBin] {
        guard !right.isEmpty else { return left }
        var merged: [MeasurementBin] = []
        merged.reserveCapacity(left.count + right.count)
        var (i, j) = (0, 0)
        while i < left.count || j < right.count {
            if j == right.count || i < left.count && left[i].start < right[j].start {
                merged.append(left[i])
                i += 1
            } else if i < left.count && left[i].start == right[j].start {
                merged.append(left[i])
                merged[merged.count - 1].add(right[j])
                i += 1
                j += 1
            } else {
                merged.append(right[j])
                j += 1
            }
        }
        return merged
    }
}

extension PendingRollUps.Cell {
    fileprivate mutating func add(_ contribution: MeasurementBin, start: Timestamp, newest: Int64?) {
        if let newest { self.newest = max(self.newest ?? newest, newest) }
        // Nearly every vote belongs to one of the last bins.
        var index = bins.count
        while index > 0, bins[index - 1].start > start { index -= 1 }
        if index == 0 || bins[index - 1].start != start {
            bins.insert(MeasurementBin(start: start), at: index)
            index += 1
        }
        bins[index - 1].add(contribution)
    }
}
