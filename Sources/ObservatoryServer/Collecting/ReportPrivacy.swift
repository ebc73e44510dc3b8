import ObservatoryModel
import Storage

/// When counts of people's reports may be shown (k-anonymity).
enum ReportPrivacy {
    /// A count is shown when at least so many people are behind it.
    static let reporters: Int64 = 5

    /// The smallest count that is shown of a bin. A device counts once in six hours, so that a longer bin needs more
    /// reports for the same number of people.
    static func smallestShown(step: Interval) -> Int64 {
        let window = ReportLedger.window.milliseconds
        return reporters * max(1, (step.milliseconds + window - 1) / window)
    }
}

extension MeasurementBin {
    /// The number of reports as it may be shown: 0, or at least `ReportPrivacy.smallestShown`; `nil` is withheld.
    ///
    /// - Parameter step: The length of this bin.
    func shownReports(step: Interval) -> Int64? {
        reports == 0 || reports >= ReportPrivacy.smallestShown(step: step) ? reports : nil
    }

    /// The same for a bin of at most six hours.
    var shownReports: Int64? { shownReports(step: ReportLedger.window) }
}
