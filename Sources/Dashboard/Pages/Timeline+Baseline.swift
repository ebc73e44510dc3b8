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
        let usual = history.filter { bin in
            bin.sessions > 0 && !incidents.contains { $0.from < bin.at + step && bin.at < $0.to }
        }
        let block = step * 6
        var result = self
        var band: (start: Timestamp, ends: (low: Double, high: Double)?)?
        for index in result.bins.indices {
            let start = result.bins[index].at.floored(to: block)
            if band?.start != start {
                band = (start, Self.ends(of: usual, from: start - lookback, to: start))
            }
            result.bins[index].expectedLow = band?.ends?.low
            result.bins[index].expectedHigh = band?.ends?.high
        }
        return result
    }

    private static func ends(of bins: [Bin], from: Timestamp, to: Timestamp) -> (low: Double, high: Double)? {
        let shares = bins.lazy.filter { $0.at >= from && $0.at < to }.compactMap(\.share).sorted()
        guard shares.count >= leastHistory else { return nil }
        let last = Double(shares.count - 1)
        return (shares[Int((last * tail).rounded(.down))], shares[Int((last * (1 - tail)).rounded(.up))])
    }
}
