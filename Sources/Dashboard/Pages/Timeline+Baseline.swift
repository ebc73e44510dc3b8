package import ObservatoryModel

extension Timeline {
    /// Bins that a band is drawn from at the least; with fewer, nothing is called usual.
    private static let leastHistory = 20
    /// The share of bins that the band leaves out at each end.
    private static let tail = 0.05

    /// The same with the band in which each bin's share of failures was to be expected: where nine in ten bins of the
    /// time before lay, those of incidents left out.
    ///
    /// The band moves on with every sixth bin and looks at what lies before it alone, so that a bin is never measured
    /// against itself or against what came later. Bins with too little before them get no band.
    ///
    /// - Parameters:
    ///   - history: Bins of the same length, oldest first, reaching back by `lookback` before the first bin; the bins
    ///     themselves may be among them.
    ///   - lookback: How far back the band looks.
    ///   - incidents: Half-open stretches in which bins say nothing of what is usual.
    package func withBaseline(
        from history: [Bin], lookback: Interval, leavingOut incidents: [(from: Timestamp, to: Timestamp)]
    ) -> Timeline {
        let usual = history.compactMap { bin -> DatedShare? in
            guard let share = bin.share, !incidents.contains(where: { $0.from < bin.at + step && bin.at < $0.to })
            else { return nil }
            return DatedShare(at: bin.at, share: share)
        }
        let block = step * 6
        var result = self
        var window = SortedWindow(over: usual)
        var band: (start: Timestamp, ends: (low: Double, high: Double)?)?
        for index in result.bins.indices {
            let start = result.bins[index].at.floored(to: block)
            if band?.start != start {
                window.move(from: start - lookback, to: start)
                band = (start, Self.ends(of: window.shares))
            }
            result.bins[index].expectedLow = band?.ends?.low
            result.bins[index].expectedHigh = band?.ends?.high
        }
        return result
    }

    /// - Parameter shares: Ascending.
    private static func ends(of shares: [Double]) -> (low: Double, high: Double)? {
        guard shares.count >= leastHistory else { return nil }
        let last = Double(shares.count - 1)
        return (shares[Int((last * tail).rounded(.down))], shares[Int((last * (1 - tail)).rounded(.up))])
    }
}

/// The share of failures of one bin.
private struct DatedShare {
    var at: Timestamp
    var share: Double
}

/// The shares of a stretch of bins in ascending order, while the stretch moves on: a country's page has hundreds of them
/// that overlap nearly whole, and sorting each anew took most of the page's time.
private struct SortedWindow {
    private let bins: [DatedShare]
    /// The bins of the stretch.
    private var range = 0..<0
    private(set) var shares: [Double] = []

    /// - Parameter bins: Oldest first.
    init(over bins: [DatedShare]) {
        self.bins = bins
    }

    /// Moves to a half-open stretch that neither begins nor ends before the last one.
    mutating func move(from: Timestamp, to: Timestamp) {
        var (first, end) = (range.lowerBound, range.upperBound)
        while first < bins.count, bins[first].at < from { first += 1 }
        while end < bins.count, bins[end].at < to { end += 1 }
        end = max(first, end)
        if first >= range.upperBound {
            shares = bins[first..<end].map(\.share).sorted()
        } else {
            for bin in bins[range.lowerBound..<first] { shares.remove(at: place(of: bin.share)) }
            for bin in bins[range.upperBound..<end] { shares.insert(bin.share, at: place(of: bin.share)) }
        }
        range = first..<end
    }

    /// The first place whose share is not below one.
    private func place(of share: Double) -> Int {
        var (low, high) = (0, shares.count)
        while low < high {
            let middle = (low + high) / 2
            if shares[middle] < share { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
