import ObservatoryModel
import Testing

@testable import Ingest

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Recorded files that lie beside the repository, in `../shared`; they are too large and too bound by licences for it.
enum RealData {
    /// `shared` next to the root of the package.
    private static let root: String = {
        var parts = #filePath.split(separator: "/")
        parts.removeLast(3)
        return "/" + parts.dropLast().joined(separator: "/") + "/shared"
    }()

    /// The path of a file, `data/…` or `samples/…`.
    ///
    /// - Returns: `nil` when it is not there, after a line that says so. Under CI its absence is a failure.
    static func path(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) -> String? {
        let path = "\(root)/\(name)"
        if access(path, R_OK) == 0 { return path }
        if getenv("CI") != nil {
            Issue.record("\(path) is missing", sourceLocation: sourceLocation)
        } else {
            print("skipped: \(name) is not in \(root)")
        }
        return nil
    }

    /// All records and problems of a file.
    static func read(
        _ path: String, format: InputFormat = .auto
    ) throws -> (records: [Record], problems: [IngestProblem]) {
        try read([InputSource(argument: path)], format: format)
    }

    static func read(
        _ inputs: [InputSource], format: InputFormat = .auto, until: Timestamp? = nil, latest: Timestamp? = nil
    ) throws -> (records: [Record], problems: [IngestProblem]) {
        let stream = try RecordStream(inputs, format: format, until: until, latest: latest)
        var (records, problems) = ([Record](), [IngestProblem]())
        while let element = stream.next() {
            switch element {
            case .record(let record): records.append(record)
            case .problem(let problem): problems.append(problem)
            }
        }
        return (records, problems)
    }
}
