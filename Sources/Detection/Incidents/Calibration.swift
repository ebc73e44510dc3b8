/// From the lower bound `hM/(1+hM)` to a calibrated probability.
extension DetectionEngine {
    /// The posterior for a raw value, 0...1, linear between the points of a monotone table.
    ///
    /// Fitted on the generator's training split (seeds 1-5 and 11-13 of every scenario, 38 country-platform-years): of
    /// the claims with a raw value between .3 and .9 none was false, so the table states what so many true claims in a
    /// row support at a Jeffreys prior, and no more. A raw value below that of `suspected` is never published.
    func calibrated(_ raw: Double) -> Double {
        var below = Self.calibration[0]
        for point in Self.calibration.dropFirst() {
            if raw <= point.raw {
                let part = (raw - below.raw) / (point.raw - below.raw)
                return below.posterior + part * (point.posterior - below.posterior)
            }
            below = point
        }
        return below.posterior
    }

    private static let calibration: [(raw: Double, posterior: Double)] = [
        (0, 0), (0.25, 0.9), (0.5, 0.96), (0.9, 0.985), (0.99, 0.995), (0.9999, 0.9995), (1, 0.9999),
    ]
}
