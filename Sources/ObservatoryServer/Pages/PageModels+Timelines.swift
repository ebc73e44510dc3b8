import Dashboard
import ObservatoryModel
import Storage

extension PageModels {
    /// Time lines of a country or network, one a platform, with the band of what was usual.
    ///
    /// - Parameters:
    ///   - asn: `nil` for the country as a whole.
    ///   - platform: `nil` for every platform.
    ///   - step: As asked for; the store may answer with longer bins.
    /// - Returns: The time lines, and the series that they were made from.
    /// - Throws: `StoreError`.
    func timelines(
        _ country: CountryCode, asn: ASN? = nil, platform: PlatformID? = nil, _ from: Timestamp, _ to: Timestamp,
        step: Interval
    ) async throws -> (timelines: [Timeline], series: Series) {
        let series = try await observatory.store.series(
            SeriesQuery(country: country, asn: asn, platform: platform, from: from, to: to, step: step))
        guard !series.lines.isEmpty else { return ([], series) }
        // Six-hour bins are too few in a week to tell what is usual.
        let lookback = series.step >= .hours(6) ? Interval.days(28) : .days(7)
        let history = try await activity.history(
            country: country, asn: asn, platform: platform, from: from - lookback, to: to, step: series.step)
        let timelines = series.lines.map { line in
            let incidents = history.incidents.filter { $0.platforms.contains(line.platform) }
            return Timeline(
                platform: line.platform, asn: asn, step: series.step, bins: line.bins.map(\.shown)
            ).withBaseline(
                from: history.bins[line.platform] ?? [], lookback: lookback,
                leavingOut: incidents.map { ($0.onsetLow, $0.end ?? .distantFuture) })
        }
        return (timelines, series)
    }
}
