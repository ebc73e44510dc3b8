/// From the lower bound `hM/(1+hM)` to a calibrated probability.
extension DetectionEngine {
    /// The posterior for a raw value, 0...1, by a monotone table.
    ///
    /// The identity until a table is fitted on the generator's training split: the raw value is a lower bound, so it
    /// errs towards doubt.
    func calibrated(_ raw: Double) -> Double { min(0.9999, raw) }
}
