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
/// A session touches a page of its own in each bin table, so that writing bins with every batch would write a hundred
/// times the bytes of the records. The sums wait here instead, readers add them to what the tables hold, and after a
/// crash they are made again from the votes after `base`.
struct PendingRollUps: Sendable {
    struct Cell: Sendable {
        /// Bins of the cell's level, oldest first.
        var bins: [MeasurementBin] = []
        /// Milliseconds of the newest session's `at`; `nil` when there is none.
        var newest: Int64?
    }

    /// The last sequence whose contribution is in the tables.
    private(set) var base: Int64
    private(set) var cells: [CellKey: Cell] = [:]
    /// Votes added since `base`.
    private(set) var votes = 0

    init(base: Int64) {
        self.base = base
    }

    /// Adds one vote to its network, its country and the world.
    mutating func add(_ vote: Vote) {
        guard vote.platform != 0, let contribution = vote.contribution else { return }
        votes += 1
        let newest = vote.kind == .session ? vote.at : nil
        let world = CountryCode.unknown.packed
        add(contribution, to: CellKey(country: world, asn: CellKey.wholeCountry, platform: vote.platform), nil)
        guard vote.country != world else { return }
        add(contribution, to: CellKey(country: vote.country, asn: CellKey.wholeCountry, platform: vote.platform), nil)
        add(contribution, to: CellKey(country: vote.country, asn: Int64(vote.asn), platform: vote.platform), newest)
    }

    private mutating func add(_ contribution: MeasurementBin, to key: CellKey, _ newest: Int64?) {
        let start = contribution.start.floored(to: key.level.step)
        cells[key, default: Cell()].add(contribution, start: start, newest: newest)
    }

    /// Forgets the sums, which the tables now hold up to a sequence.
    mutating func clear(base: Int64) {
        self = PendingRollUps(base: base)
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
