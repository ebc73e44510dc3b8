import Ingest
import ObservatoryModel

/// How fast raw OONI measurements become verdicts: from a line's bytes to `OONIVerdict`, all of it.
enum OONIBenchmark {
    /// - Parameters:
    ///   - name: The corpus, for the report.
    ///   - path: A file with one measurement a line.
    static func run(name: String, path: String, runs: Int) throws {
        let lines = try LineFile(path)
        var parser = OONIParser()
        var unusable = 0
        let seconds = medianSeconds(runs: runs) {
            unusable = 0
            lines.forEach { line in
                if (try? parser.parse(line)) == nil { unusable += 1 }
            }
        }
        report("ooni.\(name).parallax", Double(lines.byteCount) / seconds / 1e6, "MB/s")
        report("ooni.\(name).unusable", Double(unusable), "of \(lines.count) documents")
    }
}

/// A file in memory, with the places of its lines.
struct LineFile {
    private let bytes: [UInt8]
    private let ranges: [Range<Int>]

    var byteCount: Int { bytes.count }
    var count: Int { ranges.count }

    init(_ path: String) throws {
        bytes = try readFile(path)
        var ranges: [Range<Int>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == 0x0a {
            if index > start { ranges.append(start..<index) }
            start = index + 1
        }
        if start < bytes.count { ranges.append(start..<bytes.count) }
        self.ranges = ranges
    }

    func forEach(_ body: (UnsafeRawBufferPointer) -> Void) {
        bytes.withUnsafeBytes { bytes in
            for range in ranges { body(UnsafeRawBufferPointer(rebasing: bytes[range])) }
        }
    }
}
