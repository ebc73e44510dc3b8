#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The median processor time of several runs of the same work, which is what a core costs: a machine that is busy with
/// something else makes the wall clock slow, and this one hardly.
///
/// One run more than asked for comes first and is not counted: it fills the caches.
func medianSeconds(runs: Int, _ work: () throws -> Void) rethrows -> Double {
    var times: [Double] = []
    for run in 0...runs {
        let start = processorSeconds()
        try work()
        if run > 0 { times.append(processorSeconds() - start) }
    }
    times.sort()
    return times.count % 2 == 1
        ? times[times.count / 2] : (times[times.count / 2 - 1] + times[times.count / 2]) / 2
}

/// Seconds that this process has spent on processors.
private func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// A line of results that the runner reads: `name<TAB>value<TAB>unit`.
func report(_ name: String, _ value: Double, _ unit: String) {
    print("\(name)\t\(value)\t\(unit)")
}
