import FoundationEssentials
import Glibc

/// A new empty folder for one run, under the folder for temporary files.
func temporaryFolder() throws -> String {
    let path = FileManager.default.temporaryDirectory.path + "/parallax-bench-\(UInt64.random(in: .min ... .max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
}

func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
}

/// Bytes of a file and the files that SQLite keeps beside it.
func bytesOnDisk(_ path: String) -> Int64 {
    ["", "-wal"].reduce(0) { sum, suffix in
        var status = stat()
        return stat(path + suffix, &status) == 0 ? sum + Int64(status.st_size) : sum
    }
}

/// Processor seconds that this program has used, its own and the kernel's for it.
func processorSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let times = [usage.ru_utime, usage.ru_stime]
    return times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) * 1e-6 }
}

/// How long something took, in seconds.
func seconds(_ work: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await work()
    let time = ContinuousClock.now - start
    return Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
}

func median(_ values: [Double]) -> Double { percentile(values, 0.5) }

/// The value below which so many lie, by nearest rank.
func percentile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
}

/// A line of results that the runner reads: `name<TAB>value<TAB>unit`.
func report(_ name: String, _ value: Double, _ unit: String) {
    let rounded = (value * 1000).rounded() / 1000
    print("\(name)\t\(rounded)\t\(unit)")
}
