import Gazetteer
import ObservatoryModel
import Publishing

/// The table behind charts that stand side by side.
extension PageWriter {
    /// A day of bins; what is older is left to the API, to keep the page light.
    private static let mostRows = 144

    /// One row a bin, newest first, and one column a chart: failed sessions of all. Bins in which no chart has a session
    /// are left out, so that they are not taken for zero.
    ///
    /// - Parameter columns: Names and time lines, in the order of the charts.
    /// - Returns: `nil` without any session.
    func numbers(_ columns: [(name: String, timeline: Timeline)], in country: CountryCode) -> View? {
        let bins = columns.map { column in
            Dictionary(
                column.timeline.bins.filter { $0.sessions > 0 }.map { ($0.at, $0) },
                uniquingKeysWith: { first, _ in first })
        }
        let moments = Set(bins.flatMap(\.keys)).sorted(by: >).prefix(Self.mostRows)
        guard !moments.isEmpty else { return nil }
        return [
            "clocks": .text(text.zone(of: country).kind(at: text.context.now).utcOffset),
            "columns": .views(columns.map { ["name": .text($0.name)] }),
            "rows": .views(
                moments.map { moment in
                    [
                        "at": .text(text.short(moment, in: country)),
                        "counts": .views(bins.map { ["count": .text($0[moment].map(pair) ?? "–")] }),
                    ]
                }),
        ]
    }

    /// `12/15`: failed sessions of all.
    func pair(_ bin: Timeline.Bin) -> String { text.isolated("\(bin.failed)/\(bin.sessions)") }
}
