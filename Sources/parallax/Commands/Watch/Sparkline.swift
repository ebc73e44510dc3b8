import ObservatoryModel

/// A row of small bars: the share of measurements that failed, over time.
struct Sparkline: Hashable, Sendable {
    /// One value per column, oldest first, 0...1; `nil` where nothing was measured.
    let shares: [Double?]

    /// Adds bins up into columns.
    ///
    /// - Parameters:
    ///   - bins: Oldest first.
    ///   - step: The length of a bin.
    ///   - end: Where the last column ends; exclusive.
    ///   - span: How much time all columns cover.
    init(_ bins: [WatchedBin], step: Interval, end: Timestamp, span: Interval, columns: Int) {
        guard columns > 0, span.milliseconds > 0 else {
            shares = []
            return
        }
        let start = end - span
        var sums = Array(repeating: (sessions: 0, failures: 0), count: columns)
        for bin in bins where bin.sessions > 0 && bin.at >= start && bin.at < end {
            // By the middle of the bin, so that a bin goes to the column that it lies in for the most part.
            let middle = (bin.at - start).milliseconds + step.milliseconds / 2
            let column = min(columns - 1, Int(middle * Int64(columns) / span.milliseconds))
            sums[column].sessions &+= bin.sessions
            sums[column].failures &+= max(0, min(bin.failures, bin.sessions))
        }
        shares = sums.map { $0.sessions > 0 ? Double($0.failures) / Double($0.sessions) : nil }
    }

    /// Bars of eighths, or tenths as digits in ASCII; a gap where nothing was measured.
    func text(isUnicode: Bool) -> String {
        let bars: [Character] = isUnicode ? Array("▁▂▃▄▅▆▇█") : Array("0123456789")
        return String(
            shares.map { share in
                share.map { bars[min(bars.count - 1, Int(max(0, min(1, $0)) * Double(bars.count)))] } ?? " "
            })
    }
}
