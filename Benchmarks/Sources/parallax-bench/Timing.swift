/// The median time of several runs of the same work.
///
/// One run more than asked for comes first and is not counted: it fills the caches.
func medianSeconds(runs: Int, _ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    var times: [Double] = []
    for run in 0...runs {
        let time = try clock.measure(work)
        if run > 0 {
            times.append(Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18)
        }
    }
    times.sort()
    return times.count % 2 == 1
        ? times[times.count / 2] : (times[times.count / 2 - 1] + times[times.count / 2]) / 2
}

/// A line of results that the runner reads: `name<TAB>value<TAB>unit`.
func report(_ name: String, _ value: Double, _ unit: String) {
    print("\(name)\t\(value)\t\(unit)")
}
