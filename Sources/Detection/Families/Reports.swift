internal import ObservatoryModel

/// People's reports about one platform in one country, in 5-minute bins (§8).
struct ReportSeries: Sendable {
    /// Start of the bin that is filling, minutes since the epoch; `nil` when none is.
    var bin: Int32?
    var count = 0.0
    /// The newest bin that was scored.
    var scored: Int32 = .min
    /// Mean per bin, slowly forgotten, and the relative shape by hour of day (UTC).
    var level = DecayedCount()
    var hits = [Float](repeating: 0, count: 24)
    var bins = [Float](repeating: 0, count: 24)
    /// The reports' own statistic: sets the cell state `reported`.
    var statistic = ShiryaevRoberts()

    /// Bins with reports of the last six hours, within which a device counts once, and their counts: how many people
    /// stand behind the state `reported`, which one alone shall not be able to set.
    var recentBins: [Int32] = []
    var recentCounts: [Double] = []

    static let binMinutes: Int32 = 5

    /// Reports of the six hours up to the newest scored bin.
    var recent: Double { recentCounts.reduce(0, +) }

    /// Takes in the count of a bin that is newer than all before.
    mutating func remember(_ count: Double, in bin: Int32) {
        let old = recentBins.prefix { $0 <= bin - 360 }.count
        recentBins.removeFirst(old)
        recentCounts.removeFirst(old)
        guard count > 0 else { return }
        recentBins.append(bin)
        recentCounts.append(count)
    }

    /// Expected reports in a bin: slow level times the shape of the hour, shrunk to flat.
    func expected(at minute: Int32) -> Double {
        let level = level.decayed(to: minute, halfLife: 4320)
        let mean = (level.hits + 0.5) / (level.trials + 1)
        let hour = Int(minute / 60 % 24)
        let total = hits.reduce(0, +)
        let here = Double(hits[hour]) + 20 * mean
        let binsHere = Double(bins[hour]) + 20
        let shape = total > 0 ? (here / binsHere) / max(mean, 1e-6) : 1
        return max(0.05, mean * min(5, max(0.2, shape)))
    }

    mutating func learn(_ count: Double, at minute: Int32) {
        level.add(hits: count, trials: 1, at: minute, halfLife: 4320)
        let hour = Int(minute / 60 % 24)
        hits[hour] = hits[hour] * 0.99 + Float(count)
        bins[hour] = bins[hour] * 0.99 + 1
    }

    /// ln NB(k; multiplier · mean) − ln NB(k; mean) for the three multipliers, each at most the bin's cap.
    static func increment(count: Double, mean: Double, size: Double = 3, cap: Double) -> Triple {
        Triple(2.5, 5, 12).map { multiplier in
            let ratio =
                count * naturalLog(multiplier)
                - (count + size) * naturalLog((size + multiplier * mean) / (size + mean))
            return max(-cap, min(cap, ratio))
        }
    }
}

extension DetectionEngine {
    mutating func take(_ report: UserReport) {
        // Who cannot reach somebody elsewhere says nothing of the network that the report comes from.
        guard report.toward == nil else { return }
        let country = self.country(report.country)
        // A report counts in the bin of its arrival: reports are few and late ones rare.
        add(reports: 1, country: country, platform: platform(report.platform, in: country), at: now)
    }

    mutating func take(_ count: ReportCount) {
        let country = self.country(count.country)
        let platform = self.platform(count.platform, in: country)
        guard count.step > 0 else { return }
        let bins = max(1, Double(count.step) / 300)
        // A counted bin is complete when it arrives; a longer one is spread over its 5-minute bins.
        var series = countries[country].platforms[platform].reports ?? ReportSeries()
        let bin = count.at.minute / ReportSeries.binMinutes * ReportSeries.binMinutes
        guard bin > series.scored else { return }
        score(
            &series, count: Double(count.count) / bins, bin: bin, country: country, platform: platform)
        countries[country].platforms[platform].reports = series
        cellsEdition += 1
    }

    private mutating func add(reports: Double, country: Int, platform: Int, at minute: Int32) {
        var series = countries[country].platforms[platform].reports ?? ReportSeries()
        let bin = minute / ReportSeries.binMinutes * ReportSeries.binMinutes
        if series.bin == nil {
            series.bin = bin
            reportsFilling.append(SeriesPlace(country: country, platform: platform))
        }
        series.count += reports
        countries[country].platforms[platform].reports = series
    }

    /// Scores every filling bin that ends by the given minute.
    mutating func closeReportBins(endingBy end: Int32) {
        guard !reportsFilling.isEmpty else { return }
        var still: [SeriesPlace] = []
        for place in reportsFilling {
            let (country, platform) = (place.country, place.platform)
            guard var series = countries[country].platforms[platform].reports, let bin = series.bin else {
                continue
            }
            guard bin + ReportSeries.binMinutes <= end else {
                still.append(place)
                continue
            }
            let count = series.count
            series.bin = nil
            series.count = 0
            score(&series, count: count, bin: bin, country: country, platform: platform)
            // While the statistic stands high, empty bins count against it as they pass.
            if series.statistic.r.largest > 20 {
                series.bin = bin + ReportSeries.binMinutes
                still.append(place)
            }
            countries[country].platforms[platform].reports = series
        }
        reportsFilling = still
    }

    /// The end of the earliest bin that is filling.
    var nextReportBin: Int32? {
        reportsFilling.compactMap { countries[$0.country].platforms[$0.platform].reports?.bin }.min()
            .map { $0 + ReportSeries.binMinutes - 1 }
    }

    private mutating func score(
        _ series: inout ReportSeries, count: Double, bin: Int32, country: Int, platform: Int
    ) {
        // Bins without a report since the last scored one were empty; a year of them is as good as a day.
        if series.scored != .min {
            let empty = min(288, (bin - series.scored) / ReportSeries.binMinutes - 1)
            if empty > 0 {
                for index in 1...empty { series.learn(0, at: bin - index * ReportSeries.binMinutes) }
                series.statistic.r = Double(exponential(-0.2 * Double(empty))) * series.statistic.r
            }
        }
        series.scored = bin
        series.remember(count, in: bin)
        let worldwide = countries[country].platforms[platform].world
        let mean =
            series.expected(at: bin) * max(1, 1.3 * reportExcess(worldwide, except: country, at: bin))
        let increment = ReportSeries.increment(count: count, mean: mean, cap: rules.reportBinCap)
        series.statistic.advance(by: increment)
        if series.statistic.r.largest < exponential(rules.reported) { series.learn(count, at: bin) }
        noteReports(
            worldwide, country: country, count: count, expected: series.expected(at: bin), at: bin)
        let reference = track(.blocked, of: platform, in: country)
        var cap = tracks[reference.index].familyCaps[.reports] ?? NetCap()
        let admitted = cap.admit(increment, cap: rules.reportFamilyCap)
        tracks[reference.index].familyCaps[.reports] = cap
        append(FamilyScore(family: .reports, increment: admitted), to: reference)
    }

    private mutating func noteReports(
        _ platform: Int, country: Int, count: Double, expected: Double, at minute: Int32
    ) {
        world[platform].reports[country, default: ReportExcess()].add(
            count: count, expected: expected, at: minute)
    }

    /// Reports against expected ones in all other countries, lately.
    private func reportExcess(_ platform: Int, except country: Int, at minute: Int32) -> Double {
        var (count, expected) = (0.0, 0.0)
        for (other, excess) in world[platform].reports.sorted(by: { $0.key < $1.key })
        where other != country {
            let now = excess.ratio.decayed(to: minute, halfLife: 15)
            // One country's burst is its own affair: each speaks with at most its share.
            count += min(now.hits, now.trials * 12)
            expected += now.trials
        }
        return expected > 1 ? count / expected : 1
    }
}

/// Reports and expected reports of one country, with a half-life of 15 minutes.
struct ReportExcess: Sendable {
    var ratio = DecayedCount()

    mutating func add(count: Double, expected: Double, at minute: Int32) {
        ratio.add(hits: count, trials: expected, at: minute, halfLife: 15)
    }
}

extension ReportSeries: Snapshotted {
    static var blank: ReportSeries { ReportSeries() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&bin)
        try coder.code(&count)
        try coder.code(&scored)
        try coder.code(&level)
        try coder.code(&hits)
        try coder.code(&bins)
        try coder.code(&statistic)
        try coder.code(&recentBins)
        try coder.code(&recentCounts)
    }
}

extension ReportExcess: Snapshotted {
    static var blank: ReportExcess { ReportExcess() }
    mutating func code(with coder: inout SnapshotCoder) throws(SnapshotError) {
        try coder.code(&ratio)
    }
}
