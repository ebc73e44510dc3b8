import Glibc
import Simulation

/// The reports of several detectors over a suite; all read the same records, and with `fedBack` the first one's cadence
/// reaches the probes. As many streams run at a time as `jobs` says; the outcome does not depend on it.
func reports(
    _ names: [String], over suite: Suite, fedBack: Bool, jobs: Int, saying what: String,
    detectors make: @escaping @Sendable (ScenarioPlan) -> [any StreamDetector]
) async -> [ScoreReport] {
    var found: [Int: [StreamScore]] = [:]
    await withTaskGroup(of: (Int, [StreamScore]).self) { group in
        var next = 0
        func start() {
            guard next < suite.entries.count else { return }
            let (index, entry) = (next, suite.entries[next])
            next += 1
            group.addTask {
                (index, Benchmark.scores(entry, fedBack: fedBack, detectors: make).map(\.score))
            }
        }
        for _ in 0..<jobs { start() }
        while let (index, scores) = await group.next() {
            found[index] = scores
            if found.count.isMultiple(of: suite.entries.count > 40 ? 20 : 4) || found.count == suite.entries.count {
                sayError("\(what): \(found.count) of \(suite.entries.count) streams")
            }
            start()
        }
    }
    return names.enumerated().map { number, name in
        ScoreReport(detector: name, streams: suite.entries.indices.compactMap { found[$0]?[number] })
    }
}

/// Writes a line to standard error.
func sayError(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    _ = Glibc.write(2, bytes, bytes.count)
}

/// A file that cannot be read or written.
struct FileFailure: Error, CustomStringConvertible {
    var path: String
    var description: String { "“\(path)” cannot be read or written: \(String(cString: strerror(errno)))." }
}

/// Writes a text file into a folder, which is made when it is not there.
func write(_ text: String, to name: String, in folder: String) throws {
    // Each folder above it in turn; those that are there already are left as they are.
    for end in folder.indices where folder[end] == "/" && end > folder.startIndex {
        mkdir(String(folder[..<end]), 0o755)
    }
    mkdir(folder, 0o755)
    let path = folder + "/" + name
    guard let file = fopen(path, "w") else { throw FileFailure(path: path) }
    defer { fclose(file) }
    guard fputs(text, file) >= 0 else { throw FileFailure(path: path) }
}

/// The text of a file.
func read(_ path: String) throws -> String {
    guard let file = fopen(path, "r") else { throw FileFailure(path: path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = fread(&block, 1, block.count, file)
        guard count > 0 else { break }
        bytes += block[0..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
}
